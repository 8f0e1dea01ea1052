//! The mail server.

use super::{Check, Examination};
use crate::mail::SmtpMailer;

const NAME: &str = "mail";

pub(super) async fn check(examination: &Examination<'_>) -> Check {
    let texts = examination.cli.doctor;
    let config = &examination.config.mail;
    let mailer = match SmtpMailer::open(config) {
        Ok(mailer) => mailer,
        Err(error) => return Check::problem(NAME, (texts.mail_unusable)(&error.to_string())),
    };
    let (Some(mailer), Some(host)) = (mailer, &config.smtp_host) else {
        return Check::ok(NAME, texts.mail_none.to_owned());
    };
    let server = format!("{host}:{}", config.port());
    if let Err(reason) = mailer.test().await {
        return Check::problem(NAME, (texts.mail_failed)(&server, &reason));
    }
    match examination.config.http.public_url {
        Some(_) => Check::ok(NAME, (texts.mail_ok)(&server)),
        None => Check::warning(NAME, (texts.mail_without_links)(&server)),
    }
}
