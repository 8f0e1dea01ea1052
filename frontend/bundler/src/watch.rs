//! Building and running everything, again at each change of a source.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use notify::{Event, RecursiveMode, Watcher};
use rustix::process::{Pid, Signal, kill_process};

use crate::build::{self, BuildError};
use crate::program::{self, ProgramError};
use crate::speed::Speed;

/// What everything is made of.
const SOURCES: [&str; 6] = [
    "app",
    "frontend",
    "server",
    "style",
    "Cargo.toml",
    "Cargo.lock",
];

/// Where the site goes: not where a release has it.
const SITE: &str = "target/debug/site";

/// The server, as Cargo builds it.
const BERTH: &str = "target/debug/berth";

/// For how long nothing must change before it is built: an editor saves in more than one step.
const QUIET: Duration = Duration::from_millis(200);

/// How long the server may take to stop.
const GRACE: Duration = Duration::from_secs(6);

/// Why a build did not come to its end, or changes cannot be seen.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WatchError {
    #[error(transparent)]
    Site(#[from] BuildError),
    #[error(transparent)]
    Server(#[from] ProgramError),
    #[error("cannot watch the sources: {0}")]
    Sources(#[from] notify::Error),
}

/// Builds and runs `berth` with `arguments`, and again at each change, until it is interrupted.
///
/// A build that fails leaves the server of the one before at work.
///
/// # Errors
/// If changes cannot be seen.
pub(crate) fn watch(arguments: &[OsString]) -> Result<(), WatchError> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender)?;
    for source in SOURCES {
        watcher.watch(Path::new(source), RecursiveMode::Recursive)?;
    }
    let mut server: Option<Server> = None;
    loop {
        match build_both() {
            Ok(()) => {
                // The old one first: the new one needs its ports.
                drop(server.take());
                match Server::start(arguments) {
                    Ok(started) => server = Some(started),
                    Err(error) => eprintln!("bundler: {error}"),
                }
            }
            Err(error) => eprintln!("bundler: {error}"),
        }
        wait_for_change(&changes);
    }
}

/// Builds the server and the browser's half, both at once.
fn build_both() -> Result<(), WatchError> {
    let server = program::start(Command::new("cargo").args(["build", "-p", "server"]))?;
    let site = build::build(Speed::Dev, Path::new(SITE));
    server.wait()?;
    site?;
    Ok(())
}

/// Waits for a change, and then until nothing changes any more.
fn wait_for_change(changes: &Receiver<notify::Result<Event>>) {
    let is_change = |event: notify::Result<Event>| event.is_ok_and(|event| !event.kind.is_access());
    while let Ok(event) = changes.recv() {
        if is_change(event) {
            break;
        }
    }
    while !matches!(
        changes.recv_timeout(QUIET),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)
    ) {}
}

/// The server at work; stopped when dropped.
struct Server(Child);

impl Server {
    fn start(arguments: &[OsString]) -> Result<Self, ProgramError> {
        let running = program::start(
            Command::new(BERTH)
                .args(arguments)
                .env("BERTH_SITE_DIR", SITE)
                // Its pages reload when it is back.
                .env("BERTH_RELOAD", "1"),
        )?;
        Ok(Self(running.child))
    }
}

impl Drop for Server {
    /// Lets requests and transfers end, for a while.
    fn drop(&mut self) {
        let is_running = |child: &mut Child| matches!(child.try_wait(), Ok(None));
        if is_running(&mut self.0) {
            let _ = kill_process(Pid::from_child(&self.0), Signal::TERM);
        }
        let deadline = Instant::now() + GRACE;
        while is_running(&mut self.0) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
        if is_running(&mut self.0) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}
