//! Certificates of the server's that expire.

use std::time::Duration;

use model::{
    AppError, CertificateProblem, CertificateValidity, CertificateWarning, MailKind, Reminder,
    UtcTime,
};

use super::Reminders;
use crate::event::{EventData, NewEvent, queue_events};
use crate::transaction::transaction;

/// So many days before the end of a certificate administrators are told so, and when it has expired.
/// What renews certificates does it before: see [`CertificateValidity::WARNING_DAYS`].
const DAYS: [u16; 4] = [0, 1, 7, 14];

/// For how many days after its end a certificate is remembered.
const REMEMBERED_DAYS: i64 = 30;

impl Reminders {
    pub(super) async fn remind_of_certificates(&self, now: UtcTime) -> Result<(), AppError> {
        let certificates = self.context.certificates();
        let due = |one: &CertificateValidity| Some((one.warning_at(now)?, days_before(one, now)?));
        let due: Vec<(CertificateWarning, u16)> = certificates.iter().filter_map(due).collect();
        if due.is_empty() {
            return Ok(());
        }
        let forgotten = UtcTime(now.0.saturating_sub(REMEMBERED_DAYS * 24 * 60 * 60));
        transaction!(self.context.store(), |transaction| {
            let (mut mails, mut events) = (Vec::new(), Vec::new());
            for (warning, days) in &due {
                let noted =
                    transaction.remind_of_certificate(warning.usage.key(), warning.at, *days);
                if !noted.await? {
                    continue;
                }
                events.push(NewEvent {
                    at: now,
                    subscription: None,
                    domain: None,
                    account: None,
                    data: EventData::CertificateExpiring {
                        usage: warning.usage,
                        expires_at: warning.at,
                    },
                });
                let reminder = Reminder::Certificate { warning: *warning };
                let mailed = transaction.mailed_administrators(MailKind::Certificate);
                let mailed = mailed.await?.into_iter();
                mails.extend(mailed.map(|administrator| (administrator, reminder.clone())));
            }
            transaction.forget_certificates(forgotten).await?;
            queue_events(transaction, events).await?;
            self.context
                .queue_mails(transaction, mails, Duration::ZERO)
                .await?;
            Ok(())
        })
        .await
    }
}

/// How many days before its end people are told of a certificate, if they are to be by now.
fn days_before(certificate: &CertificateValidity, now: UtcTime) -> Option<u16> {
    match certificate.problem_at(now)? {
        CertificateProblem::NotYetValid => None,
        CertificateProblem::Expired => Some(0),
        CertificateProblem::ExpiresSoon => {
            let mut days = DAYS.into_iter();
            days.find(|days| *days > 0 && now.plus_days((*days).into()) >= certificate.end)
        }
    }
}
