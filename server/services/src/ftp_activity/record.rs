//! Recording what FTP sessions do.

use super::FtpActivity;
use super::log::FtpEvent;

impl FtpActivity {
    /// Records an event of a signed-in FTP session. Never waits: events that the writer cannot keep
    /// up with are dropped, with a warning in the log.
    ///
    /// For the program itself. Events of an account that has not signed in since the start are
    /// ignored.
    pub fn record(&self, event: FtpEvent) {
        let log = &self.context.activity;
        if let Some(subscription) = log.subscription_of(event.account) {
            log.push(event, subscription);
        }
    }
}
