//! `berth serve`.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::error::CommandError;
use super::output::line;
use crate::application::Application;
use crate::config::Config;

/// Serves until SIGINT or SIGTERM.
pub(super) async fn serve(config: Config) -> Result<(), CommandError> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    raise_open_files();
    let application = Application::build(config).await?;
    print_welcome(&application)?;
    let shutdown = CancellationToken::new();
    let stop = shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
        stop.cancel();
    });
    Ok(application.run_until_stopped(shutdown).await?)
}

/// Tells where Berth is, and what it made: on standard output, the log goes elsewhere. Passwords
/// are told here and never again.
fn print_welcome(application: &Application) -> Result<(), CommandError> {
    line(&format!("Panel:  http://{}/", application.http_addr()))?;
    line(&format!("FTP:    ftp://{}/", application.ftp_addr()))?;
    if let Some(address) = application.ftps_addr() {
        line(&format!("FTPS:   ftps://{address}/"))?;
    }
    if let Some(first) = application.first_administrator() {
        line("")?;
        line("The panel's administrator, shown this once:")?;
        line(&format!("  login:    {}", first.login))?;
        line(&format!("  password: {}", first.password.expose()))?;
    }
    if let Some(demo) = application.demo() {
        line("")?;
        line(&format!(
            "The main FTP account of {}, shown this once:",
            demo.domain
        ))?;
        line(&format!("  name:     {}", demo.main_account))?;
        line(&format!("  password: {}", demo.password.expose()))?;
    }
    Ok(())
}

/// Open files that are enough for all sessions: each may hold two connections, a listener and a
/// file.
const OPEN_FILES: u64 = 65_536;

/// Asks for as many open files as are enough, or as the system gives: 1,024 by default would be
/// used up by a few hundred sessions.
fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit
        .maximum
        .map_or(OPEN_FILES, |most| most.min(OPEN_FILES));
    if limit.current.is_some_and(|current| current < wanted) {
        let raised = Rlimit {
            current: Some(wanted),
            maximum: limit.maximum,
        };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            tracing::warn!(%error, "the limit of open files stays low");
        }
    }
}
