//! `berth serve`.

use std::sync::Arc;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::error::CommandError;
use super::welcome::print_welcome;
use crate::application::Application;
use crate::config::Config;
use crate::listeners::Listeners;
use crate::reload::ReloadTrigger;

/// Serves until SIGINT or SIGTERM. SIGHUP has files read again.
pub(super) async fn execute(config: Config, listeners: Listeners) -> Result<(), CommandError> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    raise_open_files();
    let data_dir = config.storage.data_dir.clone();
    let mut hang_up = signal(SignalKind::hangup())?;
    let (trigger, reload) = ReloadTrigger::new();
    let in_force = Arc::new(config.clone());
    let application = Application::build(config, listeners, reload).await?;
    print_welcome(&application, &data_dir)?;
    let shutdown = CancellationToken::new();
    let stop = shutdown.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => break,
                _ = terminate.recv() => break,
                _ = hang_up.recv() => trigger.reload(Arc::clone(&in_force)),
            }
        }
        tracing::info!("stopping");
        stop.cancel();
    });
    Ok(application.run_until_stopped(shutdown).await?)
}

/// Open files that are enough for all sessions: each may hold two connections, a listener and a
/// file.
const OPEN_FILES: u64 = 65_536;

/// Raises the limit of open files to [`OPEN_FILES`], or to what the system allows: 1,024 by
/// default would be used up by a few hundred sessions.
fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    let enough = limit
        .maximum
        .map_or(OPEN_FILES, |maximum| maximum.min(OPEN_FILES));
    if limit.current.is_some_and(|current| current < enough) {
        let raised = Rlimit {
            current: Some(enough),
            maximum: limit.maximum,
        };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            tracing::warn!(%error, "the limit of open files stays low");
        }
    }
}
