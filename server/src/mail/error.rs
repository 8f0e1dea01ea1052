//! Why the settings of mail cannot be used.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why the settings of mail cannot be used. Each is one line that says what to do.
#[derive(Debug, Error)]
pub enum MailSettingsError {
    /// Nobody is said from whom mail is.
    #[error("mail needs an address that it is from. Set BERTH_MAIL_FROM")]
    NoFrom,
    /// A user without a password, or the other way round.
    #[error(
        "the mail server needs a name and a password, or neither. Set BERTH_SMTP_USER with BERTH_SMTP_PASSWORD_FILE or BERTH_SMTP_PASSWORD"
    )]
    HalfCredentials,
    /// Two passwords.
    #[error("there are two passwords for the mail server. Set BERTH_SMTP_PASSWORD_FILE alone")]
    TwoPasswords,
    /// The password would be read on its way.
    #[error(
        "the password for the mail server would be sent unencrypted over the network. Set BERTH_SMTP_TLS to starttls or tls"
    )]
    Unencrypted,
    /// The password's file cannot be read.
    #[error("the password for the mail server cannot be read from {file}: {source}")]
    PasswordFile {
        /// Which one.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The password's file has no password in its first line.
    #[error(
        "{file} has no password for the mail server. Write it into the first line, of {max} bytes at most"
    )]
    NoPassword {
        /// Which one.
        file: PathBuf,
        /// The longest line.
        max: u64,
    },
    /// TLS cannot be used with this host.
    #[error("TLS with the mail server: {0}. Correct BERTH_SMTP_HOST")]
    Tls(lettre::transport::smtp::Error),
}
