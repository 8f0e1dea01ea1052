//! Mailing a link that a command makes.

use std::io::{self, Write};
use std::sync::Arc;

use model::{LinkDelivery, PublicUrl};

use super::error::CommandError;
use super::output::panel_texts;
use crate::application::LinkMail;
use crate::config::MailConfig;
use crate::mail::SmtpMailer;

/// What a link is mailed with.
///
/// # Errors
/// If the settings name no mail server, or not rightly.
pub(super) fn link_mail(config: &MailConfig, panel: &PublicUrl) -> Result<LinkMail, CommandError> {
    let mailer = SmtpMailer::open(config).map_err(CommandError::Mail)?;
    Ok(LinkMail {
        mailer: Arc::new(mailer.ok_or(CommandError::NoMailServer)?),
        panel_url: panel.clone(),
    })
}

/// Says on standard error what became of a mail: the link itself is on standard output.
///
/// # Errors
/// [`CommandError::LinkNotMailed`].
pub(super) fn report(delivery: LinkDelivery) -> Result<(), CommandError> {
    match delivery {
        LinkDelivery::Sent(_) => {
            let sentence = (panel_texts().mail_settings.delivery)(&delivery);
            Ok(writeln!(io::stderr(), "{sentence}")?)
        }
        LinkDelivery::Failed(_) | LinkDelivery::TooMany => {
            Err(CommandError::LinkNotMailed(delivery))
        }
    }
}
