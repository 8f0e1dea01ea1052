//! What `SIGHUP` means for the rest of the program: to read again what may have changed.

use std::sync::Arc;

use tokio::sync::watch;

use crate::config::Config;

/// Has all holders of its [`Reload`]s read again.
#[derive(Debug)]
pub struct ReloadTrigger(watch::Sender<Option<Arc<Config>>>);

impl ReloadTrigger {
    /// A trigger, and what it reaches.
    pub fn new() -> (Self, Reload) {
        let (sender, receiver) = watch::channel(None);
        (Self(sender), Reload(receiver))
    }

    /// Has everything read again. `config` are the settings that hold from now on: those of before
    /// if the new ones could not be read.
    pub fn reload(&self, config: Arc<Config>) {
        self.0.send_replace(Some(config));
    }
}

/// Tells when to read again. Each clone is told of every time, but two in quick succession may be
/// one.
#[derive(Clone, Debug)]
pub struct Reload(watch::Receiver<Option<Arc<Config>>>);

impl Reload {
    /// What never tells anything, as for commands and tests.
    pub fn never() -> Self {
        ReloadTrigger::new().1
    }

    /// Waits for the next time, and gives the settings that hold then. For ever if there will be
    /// none. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Arc<Config> {
        loop {
            if self.0.changed().await.is_err() {
                return std::future::pending().await;
            }
            let config = self.0.borrow_and_update().clone();
            if let Some(config) = config {
                return config;
            }
        }
    }
}
