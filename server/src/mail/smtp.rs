//! The connection to the mail server.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::time::Duration;

use futures_util::FutureExt as _;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use model::SecretText;
use services::{Mail, MailError, MailSending, Mailer};
use tokio::time::timeout;

use super::MailSettingsError;
use super::compose::{Composed, compose};
use crate::config::{MailConfig, SmtpTls};

/// How long the mail server may take for a mail, from the connection on: somebody may wait for it.
const SEND_TIMEOUT: Duration = Duration::from_secs(20);
/// How long it may take for each command of that.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(15);
/// The longest password, in bytes.
const MAX_PASSWORD_BYTES: u64 = 1024;

/// Sends mails to the mail server of the settings, which takes them on.
pub(crate) struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpMailer {
    /// What the settings say; none if they name no mail server. Nothing is connected to yet: Berth starts
    /// whether the mail server is there or not.
    ///
    /// # Errors
    /// See [`MailSettingsError`].
    pub(crate) fn open(config: &MailConfig) -> Result<Option<Self>, MailSettingsError> {
        let Some(host) = &config.smtp_host else {
            return Ok(None);
        };
        let from = config.mail_from.clone().ok_or(MailSettingsError::NoFrom)?;
        let tls = || TlsParameters::new(host.clone()).map_err(MailSettingsError::Tls);
        let tls = match config.smtp_tls {
            SmtpTls::Starttls => Tls::Required(tls()?),
            SmtpTls::Tls => Tls::Wrapper(tls()?),
            SmtpTls::None => Tls::None,
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(config.port())
            .tls(tls)
            .timeout(Some(COMMAND_TIMEOUT));
        let transport = match credentials(config)? {
            Some(credentials) => transport.credentials(credentials),
            None => transport,
        };
        Ok(Some(Self {
            transport: transport.build(),
            from,
        }))
    }

    /// Whether the mail server answers, takes the password, and is who it should be.
    ///
    /// # Errors
    /// What it said.
    pub(crate) async fn test(&self) -> Result<(), String> {
        match timeout(SEND_TIMEOUT, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("it did not answer to NOOP".to_owned()),
            Ok(Err(error)) => Err(with_sources(&error)),
            Err(_) => Err(too_slow()),
        }
    }

    async fn hand_over(&self, mail: Mail) -> Result<(), MailError> {
        let message = self.message(&mail).map_err(|error| MailError {
            is_permanent: true,
            reason: with_sources(&*error),
        })?;
        match timeout(SEND_TIMEOUT, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(MailError {
                is_permanent: error.is_permanent(),
                reason: with_sources(&error),
            }),
            Err(_) => Err(MailError {
                is_permanent: false,
                reason: too_slow(),
            }),
        }
    }

    fn message(&self, mail: &Mail) -> Result<Message, Box<dyn Error + Send + Sync>> {
        let Composed { subject, body } = compose(mail);
        let to: Address = mail.to.as_str().parse()?;
        let domain = self.from.email.domain();
        // The same at each attempt, so that programs recognise one that arrives twice.
        let id = (mail.id).map(|(id, at)| format!("<berth-{id}-{}@{domain}>", at.0));
        // No program is to answer it (RFC 3834, 5).
        let auto_submitted = HeaderName::new_from_ascii_str("Auto-Submitted");
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(mail.name.clone(), to))
            .subject(subject)
            .message_id(id)
            .raw_header(HeaderValue::new(
                auto_submitted,
                "auto-generated".to_owned(),
            ))
            .header(ContentType::TEXT_PLAIN)
            .body(body)?;
        Ok(message)
    }
}

impl Mailer for SmtpMailer {
    fn send(&self, mail: Mail) -> MailSending<'_> {
        self.hand_over(mail).boxed()
    }
}

fn too_slow() -> String {
    format!("no answer within {} seconds", SEND_TIMEOUT.as_secs())
}

/// An error with what led to it, in one line.
fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        // Some errors repeat their source.
        let cause = error.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
        source = error.source();
    }
    text
}

/// The name and password of the settings; none if they have none.
fn credentials(config: &MailConfig) -> Result<Option<Credentials>, MailSettingsError> {
    let password = match (&config.smtp_password, &config.smtp_password_file) {
        (Some(_), Some(_)) => return Err(MailSettingsError::TwoPasswords),
        (Some(password), None) => Some(password.clone()),
        (None, Some(file)) => Some(read_password(file)?),
        (None, None) => None,
    };
    match (&config.smtp_user, password) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) if config.smtp_tls == SmtpTls::None && !config.is_local() => {
            Err(MailSettingsError::Unencrypted)
        }
        (Some(user), Some(password)) => {
            let password = password.expose().to_owned();
            Ok(Some(Credentials::new(user.clone(), password)))
        }
        _ => Err(MailSettingsError::HalfCredentials),
    }
}

fn read_password(path: &Path) -> Result<SecretText, MailSettingsError> {
    let failed = |source| MailSettingsError::PasswordFile {
        file: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let mut line = String::new();
    let mut limited = BufReader::new(file).take(MAX_PASSWORD_BYTES + 1);
    limited.read_line(&mut line).map_err(failed)?;
    let password = line.trim_end_matches(['\r', '\n']);
    match password.len() as u64 {
        1..=MAX_PASSWORD_BYTES => Ok(password.into()),
        _ => Err(MailSettingsError::NoPassword {
            file: path.to_owned(),
            max: MAX_PASSWORD_BYTES,
        }),
    }
}
