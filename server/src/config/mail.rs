//! The server that takes mail.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use lettre::message::Mailbox;
use model::SecretText;

/// The server that takes mail: reminders, and one-time links. Without one Berth sends no mail, and all
/// else is as it is.
#[derive(Clone, Debug, Default, Args)]
pub struct MailConfig {
    /// Mail server that takes reminders and one-time links for their recipients; without one Berth sends no mail
    #[arg(long, env = "BERTH_SMTP_HOST", value_name = "HOST", value_parser = parse_host)]
    pub smtp_host: Option<String>,
    /// Its port, if not 587 with STARTTLS, 465 with TLS and 25 without
    #[arg(long, env = "BERTH_SMTP_PORT", value_name = "PORT")]
    pub smtp_port: Option<u16>,
    /// How mail is encrypted on its way there: starttls, tls from the start, or none
    #[arg(
        long,
        env = "BERTH_SMTP_TLS",
        value_enum,
        default_value_t = SmtpTls::Starttls,
        value_name = "HOW"
    )]
    pub smtp_tls: SmtpTls,
    /// Name to sign in to it with, if it asks for one
    #[arg(long, env = "BERTH_SMTP_USER", value_name = "NAME")]
    pub smtp_user: Option<String>,
    /// The password of that name; better in a file (BERTH_SMTP_PASSWORD_FILE)
    #[arg(
        long,
        env = "BERTH_SMTP_PASSWORD",
        value_name = "PASSWORD",
        hide_env_values = true,
        value_parser = parse_secret
    )]
    pub smtp_password: Option<SecretText>,
    /// File whose first line is that password
    #[arg(long, env = "BERTH_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// Address that mail is from, such as "Example Hosting <berth@example.com>"
    #[arg(long, env = "BERTH_MAIL_FROM", value_name = "ADDRESS", value_parser = parse_mailbox)]
    pub mail_from: Option<Mailbox>,
}

/// How mail is encrypted on its way to the mail server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SmtpTls {
    /// After a plain greeting (RFC 3207). Without it nothing is sent.
    #[default]
    Starttls,
    /// From the start (RFC 8314).
    Tls,
    /// Not at all.
    None,
}

impl MailConfig {
    /// The port of the mail server.
    pub fn port(&self) -> u16 {
        self.smtp_port.unwrap_or(match self.smtp_tls {
            SmtpTls::Starttls => 587,
            SmtpTls::Tls => 465,
            SmtpTls::None => 25,
        })
    }

    /// Whether the mail server is on this machine, so that nobody reads what is sent to it.
    pub fn is_local(&self) -> bool {
        let host = self.smtp_host.as_deref().unwrap_or_default();
        let is_loopback = |address: IpAddr| address.to_canonical().is_loopback();
        host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(is_loopback)
    }
}

fn parse_host(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_address = text.parse::<IpAddr>().is_ok();
    let is_name = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    match is_address || text.split('.').all(is_name) {
        true => Ok(text.to_owned()),
        false => Err("write a host or an address, such as smtp.example.com".to_owned()),
    }
}

/// Infallible, but so that clap has the type.
fn parse_secret(text: &str) -> Result<SecretText, String> {
    Ok(text.into())
}

fn parse_mailbox(text: &str) -> Result<Mailbox, String> {
    text.parse()
        .map_err(|_| "write it as berth@example.com or Berth <berth@example.com>".to_owned())
}
