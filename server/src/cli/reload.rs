//! What `berth serve` does at `SIGHUP`: it reads the settings again.

use std::ffi::OsString;
use std::sync::Arc;

use super::{Cli, Command};
use crate::config::Config;
use crate::logging::LogFilter;
use crate::open_files;
use crate::reload::ReloadTrigger;
use crate::settings::{LoadError, Loaded, Values, is_live, load};

/// The settings in force, and what follows them.
pub(super) struct Settings {
    /// The command line, which stays what it is.
    arguments: Vec<OsString>,
    values: Values,
    config: Arc<Config>,
    log: LogFilter,
    trigger: ReloadTrigger,
}

impl Settings {
    pub(super) fn new(
        arguments: Vec<OsString>,
        values: Values,
        config: Config,
        log: LogFilter,
        trigger: ReloadTrigger,
    ) -> Self {
        Self {
            arguments,
            values,
            config: Arc::new(config),
            log,
            trigger,
        }
    }

    /// The settings in force.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// Reads the settings again, and has everything follow that can. Settings that cannot be used
    /// change nothing. Files that are not settings are read again in any case.
    pub(super) async fn reload(&mut self) {
        let arguments = self.arguments.clone();
        let read = move || load(&arguments, Cli::needs_settings_file);
        match tokio::task::spawn_blocking(read).await {
            Ok(Ok(loaded)) => self.follow(loaded),
            Ok(Err(LoadError::Settings(error))) => {
                for line in error.to_string().lines() {
                    tracing::error!("the settings stay what they are: {line}");
                }
            }
            Ok(Err(LoadError::Usage(error))) => {
                // The command line was right at the start: it is the environment's or the file's.
                tracing::error!(%error, "the settings stay what they are");
            }
            Err(error) => tracing::error!(%error, "the settings stay what they are"),
        }
        self.trigger.reload(Arc::clone(&self.config));
    }

    fn follow(&mut self, loaded: Loaded<Cli>) {
        let Command::Serve(config) = loaded.cli.command else {
            return;
        };
        for warning in loaded.warnings {
            tracing::warn!("{warning}");
        }
        self.log.follow(&loaded.cli.log);
        let changed = self.values.changed(&loaded.values);
        let changed: Vec<String> = changed.into_iter().map(str::to_owned).collect();
        for setting in &changed {
            if is_live(setting) {
                tracing::info!(setting, "the setting has changed");
                self.values.take(setting, &loaded.values);
            } else {
                tracing::warn!(setting, "the setting has changed, and needs a restart");
            }
        }
        if changed.is_empty() {
            tracing::info!("the settings were read again, and are what they were");
        }
        open_files::raise(&config.ftp.limits);
        self.config = Arc::new(*config);
    }
}
