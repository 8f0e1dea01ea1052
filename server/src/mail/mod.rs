//! Mail: what it says, and how it gets to the mail server.

mod compose;
mod error;
mod smtp;

pub use error::MailSettingsError;
pub(crate) use smtp::SmtpMailer;
