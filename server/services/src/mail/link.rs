//! Sending a one-time link by mail, at once: it is a secret, and waits in no queue.

use std::time::Instant;

use model::{Actor, AppError, LinkDelivery, PublicUrl};

use super::Mails;
use super::mailer::Mail;
use crate::context::Context;
use crate::metrics::{self, MailOutcome};

impl Mails {
    /// Whether links can be sent: there is a mail server, and the settings say where the panel is. What
    /// a browser says of that is no word to mail to others.
    pub fn can_send_links(&self) -> bool {
        self.is_available() && self.context.panel_url.is_some()
    }
}

impl Context {
    /// The address of the panel in links that are mailed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if [links cannot be sent](Mails::can_send_links).
    pub(crate) fn mailed_panel(&self) -> Result<PublicUrl, AppError> {
        let panel = self.panel_url.clone().filter(|_| self.mailer.is_some());
        panel.ok_or(AppError::NotFound)
    }

    /// Sends a link, if the person has not sent too many.
    pub(crate) async fn send_link(&self, actor: &Actor, mail: Mail) -> LinkDelivery {
        let to = mail.to.clone();
        let admitted = match actor.panel_user_id() {
            Some(person) => self.link_mails.admit(person, Instant::now()),
            None => Ok(()),
        };
        let Some(mailer) = &self.mailer else {
            return LinkDelivery::Failed(to);
        };
        if admitted.is_err() {
            return LinkDelivery::TooMany;
        }
        match mailer.send(mail).await {
            Ok(()) => {
                metrics::mail_attempted(MailOutcome::Sent);
                LinkDelivery::Sent(to)
            }
            Err(error) => {
                let reason = &error.reason;
                tracing::warn!(%reason, "a one-time link was not mailed");
                metrics::mail_attempted(MailOutcome::GivenUp);
                LinkDelivery::Failed(to)
            }
        }
    }
}
