//! The log: lines for people, or JSON, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::time::SystemTime;
use tracing_subscriber::reload;

use crate::config::{LogConfig, LogFormat};

/// What is logged, to be changed while the program runs.
pub(crate) struct LogFilter {
    /// What is logged if the settings do not say.
    default: &'static str,
    replace: Box<dyn Fn(EnvFilter) -> Result<(), reload::Error> + Send + Sync>,
}

impl LogFilter {
    /// Logs what these settings say from now on.
    pub(crate) fn follow(&self, config: &LogConfig) {
        let filter = config.filter.as_deref().unwrap_or(self.default);
        if let Err(error) = (self.replace)(EnvFilter::new(filter)) {
            tracing::warn!(%error, "what is logged stays what it was");
        }
    }
}

/// Begins to log. `default` is the filter if the settings have none.
pub(crate) fn begin(config: &LogConfig, default: &'static str) -> LogFilter {
    let filter = config.filter.as_deref().unwrap_or(default);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_timer(SystemTime)
        // It would be said on standard error, and panic where that is gone: a closed window, a pipe.
        .log_internal_errors(false);
    // A logger that is there already, as in tests, stays.
    match config.format {
        LogFormat::Text => {
            let builder = builder.with_target(false).with_filter_reloading();
            let handle = builder.reload_handle();
            let _ = builder.try_init();
            let replace = Box::new(move |filter| handle.reload(filter));
            LogFilter { default, replace }
        }
        LogFormat::Json => {
            let builder = builder.json().flatten_event(true).with_filter_reloading();
            let handle = builder.reload_handle();
            let _ = builder.try_init();
            let replace = Box::new(move |filter| handle.reload(filter));
            LogFilter { default, replace }
        }
    }
}
