//! Mail: where each person's goes, and the queue of what Berth mails by itself.

mod deliver;
mod link;
mod mailer;
mod queue;
mod settings;

use crate::part::part;

pub use mailer::{Mail, MailContent, MailError, MailSending, Mailer};

part! {
    /// Mail, if the settings name a server that takes it.
    Mails
}

impl Mails {
    /// Whether the server sends mail at all.
    pub fn is_available(&self) -> bool {
        self.context.mailer.is_some()
    }
}
