//! `berth serve`.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::error::CommandError;
use super::output::{command_texts, print_line};
use crate::application::Application;
use crate::config::Config;

/// Serves until SIGINT or SIGTERM.
pub(super) async fn execute(config: Config) -> Result<(), CommandError> {
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

/// Prints where Berth is, and what it made: on standard output, since the log goes elsewhere.
/// Passwords are shown here and never again.
fn print_welcome(application: &Application) -> Result<(), CommandError> {
    let texts = command_texts();
    print_line(&format!(
        "{}http://{}/",
        texts.panel,
        application.http_addr()
    ))?;
    print_line(&format!("{}ftp://{}/", texts.ftp, application.ftp_addr()))?;
    if let Some(address) = application.ftps_addr() {
        print_line(&format!("{}ftps://{address}/", texts.ftps))?;
    }
    if let Some(first) = application.first_administrator() {
        print_line("")?;
        print_line(texts.first_administrator)?;
        print_line(&format!("  {}{}", texts.login, first.login))?;
        print_line(&format!("  {}{}", texts.password, first.password.expose()))?;
    }
    if let Some(demo) = application.demo() {
        print_line("")?;
        print_line(&(texts.demo_account)(demo.domain.as_str()))?;
        print_line(&format!("  {}{}", texts.account_name, demo.main_account))?;
        print_line(&format!("  {}{}", texts.password, demo.password.expose()))?;
    }
    Ok(())
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
