//! `berth serve`.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::error::CommandError;
use super::reload::Settings;
use super::welcome::print_welcome;
use crate::application::Application;
use crate::config::Config;
use crate::listeners::Listeners;
use crate::logging::LogFilter;
use crate::open_files;
use crate::reload::ReloadTrigger;
use crate::service_manager;
use crate::settings::Values;
use crate::shutdown::Shutdown;

/// What the server is started with, besides its settings.
pub(super) struct Start {
    /// The file that settings are read from, if there is one.
    pub(super) settings_file: Option<PathBuf>,
    pub(super) arguments: Vec<OsString>,
    pub(super) values: Values,
    pub(super) log: LogFilter,
    pub(super) listeners: Listeners,
}

/// Serves until `SIGINT` or `SIGTERM`. A second one has it end without waiting for transfers. `SIGHUP`
/// has settings and other files read again.
pub(super) async fn execute(mut config: Config, start: Start) -> Result<(), CommandError> {
    let signals = Signals::new()?;
    open_files::raise(&config.ftp.limits);
    let data_dir = config.storage.data_dir.clone();
    let (trigger, reload) = ReloadTrigger::new();
    let Start {
        settings_file,
        arguments,
        values,
        log,
        listeners,
    } = start;
    config.settings_file = settings_file;
    let settings = Settings::new(arguments, values, config.clone(), log, trigger);
    let application = Application::build(config, listeners, reload).await?;
    print_welcome(&application, &data_dir)?;
    let status = format!(
        "Serving the panel at {} and FTP at {}",
        application.http_addr(),
        application.ftp_addr()
    );
    service_manager::ready(&status);
    tokio::spawn(service_manager::keep_watchdog());
    let shutdown = Shutdown::default();
    tokio::spawn(signals.follow(settings, status, shutdown.clone()));
    Ok(application.run_until_stopped(shutdown).await?)
}

/// The signals that the server follows.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
    /// Whether it was started at a terminal: then SIGHUP also says that the terminal is gone.
    has_terminal: bool,
}

impl Signals {
    fn new() -> Result<Self, CommandError> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            has_terminal: io::stdin().is_terminal(),
        })
    }

    /// Follows signals for ever. `status` is what the service manager is told while it serves.
    async fn follow(mut self, mut settings: Settings, status: String, shutdown: Shutdown) {
        loop {
            let is_stopping = shutdown.requested().is_cancelled();
            tokio::select! {
                _ = self.interrupt.recv() => {}
                _ = self.terminate.recv() => {}
                // Whoever closes the window of a server ends it.
                _ = self.hang_up.recv() => if !self.has_terminal || io::stdin().is_terminal() {
                    if !is_stopping {
                        service_manager::reloading();
                        settings.reload().await;
                        service_manager::ready(&status);
                    }
                    continue;
                }
            }
            if is_stopping {
                tracing::info!("stopping without waiting");
                shutdown.end_now();
            } else {
                let timeout = settings.config().shutdown.timeout();
                tracing::info!(?timeout, "stopping: what is under way may end in this time");
                service_manager::stopping(timeout);
                shutdown.request();
            }
        }
    }
}
