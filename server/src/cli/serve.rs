//! `berth serve`.

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::outcome::Refusal;
use super::say::line;
use crate::application::Application;
use crate::config::Config;

/// Serves until SIGINT or SIGTERM.
pub(super) async fn serve(config: Config) -> Result<(), Refusal> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let application = Application::build(config).await?;
    greet(&application)?;
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
fn greet(application: &Application) -> Result<(), Refusal> {
    line(&format!("Panel:  http://{}/", application.http_addr()))?;
    line(&format!("FTP:    ftp://{}/", application.ftp_addr()))?;
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
