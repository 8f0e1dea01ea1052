//! The one place where the audit trail is written and logged.

use std::sync::Arc;
use std::time::Instant;

use model::{
    Actor, ApiTokenName, AppError, Field, InvalidField, Operation, Origin, PanelUserId,
    RefusalReason, Role, UtcTime,
};
use serde::Serialize;

use super::events::event_of;
use super::invoking_user::invoking_user;
use super::repeats::RepeatLog;
use super::row_limit::RowLimit;
use super::snapshot::{RefusalSnapshot, to_json};
use crate::context::Context;
use crate::event::queue_events;
use crate::random;
use crate::store::{AuditAction, NewAuditEvent, Store, Subject, Transaction};
use crate::transaction::transaction;

/// Who did something, as the audit trail names them.
pub(crate) struct Author<'a> {
    name: &'a str,
    panel_user_id: Option<PanelUserId>,
    role: Option<Role>,
    /// Who runs the command line.
    system_user: Option<String>,
    /// The API token by which a program acts for them.
    token: Option<&'a ApiTokenName>,
    origin: Option<&'a Origin>,
}

impl<'a> From<&'a Actor> for Author<'a> {
    fn from(actor: &'a Actor) -> Self {
        let (role, system_user) = match actor {
            Actor::PanelUser { role, .. } => (Some(*role), None),
            Actor::CommandLine => (None, Some(invoking_user())),
        };
        Self {
            name: actor.audit_name(),
            panel_user_id: actor.panel_user_id(),
            role,
            system_user,
            token: actor.token().map(|token| &token.name),
            origin: actor.origin(),
        }
    }
}

impl<'a> Author<'a> {
    /// The program itself.
    pub(crate) fn program() -> Self {
        Self::named(Actor::PROGRAM, None)
    }

    /// Someone who is not signed in (yet).
    pub(crate) fn anonymous(origin: &'a Origin) -> Self {
        Self::named(Actor::NOBODY, Some(origin))
    }

    /// An FTP account that is signed in to the page of its own: the subject says which one.
    pub(crate) fn ftp_account(origin: &'a Origin) -> Self {
        Self::named(Actor::FTP_ACCOUNT, Some(origin))
    }

    /// Someone who is known by a one-time link alone.
    pub(crate) fn recipient(origin: &'a Origin) -> Self {
        Self::named(Actor::RECIPIENT, Some(origin))
    }

    fn named(name: &'a str, origin: Option<&'a Origin>) -> Self {
        Self {
            name,
            panel_user_id: None,
            role: None,
            system_user: None,
            token: None,
            origin,
        }
    }
}

/// One run of a use case: every audit row that it writes carries the same key and time.
pub(crate) struct AuditTrail<'a> {
    author: Author<'a>,
    operation: Operation,
    /// Where its rows are counted.
    rows: Option<Arc<RowLimit>>,
    pub(crate) at: UtcTime,
}

impl<'a> AuditTrail<'a> {
    /// Begins a run.
    pub(crate) fn begin(author: impl Into<Author<'a>>) -> Result<Self, AppError> {
        Ok(Self {
            author: author.into(),
            operation: Operation::from_bytes(random::bytes()?),
            rows: None,
            at: UtcTime::now(),
        })
    }

    /// Resumes a run that began earlier.
    pub(crate) fn resume(author: impl Into<Author<'a>>, operation: Operation) -> Self {
        Self {
            author: author.into(),
            operation,
            rows: None,
            at: UtcTime::now(),
        }
    }

    /// Writes one audit row, in the transaction of the change itself, and one line to the log once
    /// that is committed. Webhooks tell of it, if it is an event.
    pub(crate) async fn write<Snapshot: Serialize>(
        &self,
        transaction: &Transaction,
        action: AuditAction,
        subject: Subject,
        before: Option<&Snapshot>,
        after: Option<&Snapshot>,
    ) -> Result<(), AppError> {
        let event = self.event(action, subject, before, after)?;
        transaction.add_audit_event(event.clone()).await?;
        queue_events(transaction, event_of(&event).into_iter().collect()).await?;
        let rows = self.rows.clone();
        transaction.after_commit(move || {
            log(&event);
            if let (Some(rows), Some(person)) = (rows, event.panel_user_id) {
                rows.count(person, Instant::now());
            }
        });
        Ok(())
    }

    /// Writes an audit row for each of many subjects, which say which accounts they are about: with what
    /// each was before, and after. The rest is as for [`AuditTrail::write`].
    pub(crate) async fn write_many<Snapshot: Serialize>(
        &self,
        transaction: &Transaction,
        action: AuditAction,
        rows: Vec<(Subject, Option<Snapshot>, Option<Snapshot>)>,
    ) -> Result<(), AppError> {
        let (mut events, mut logged) = (Vec::new(), Vec::new());
        for (subject, before, after) in rows {
            logged.push(self.event::<()>(action, subject.clone(), None, None)?);
            events.push(self.event(action, subject, before.as_ref(), after.as_ref())?);
        }
        let told = events.iter().filter_map(event_of).collect();
        transaction.add_audit_events(events).await?;
        queue_events(transaction, told).await?;
        let rows = self.rows.clone();
        transaction.after_commit(move || {
            for event in &logged {
                log(event);
                if let (Some(rows), Some(person)) = (&rows, event.panel_user_id) {
                    rows.count(person, Instant::now());
                }
            }
        });
        Ok(())
    }

    /// Writes one audit row of what somebody does to themselves, in the transaction of the change
    /// itself. If it is the same again as a moment ago, it is counted instead.
    pub(crate) async fn write_or_count(
        &self,
        transaction: &Transaction,
        repeats: &Arc<RepeatLog>,
        action: AuditAction,
        subject: Subject,
    ) -> Result<(), AppError> {
        let event = self.event::<()>(action, subject, None, None)?;
        let is_repeat = repeats.is_repeat(&event);
        if !is_repeat {
            transaction.add_audit_event(event.clone()).await?;
        }
        let repeats = Arc::clone(repeats);
        transaction.after_commit(move || {
            log(&event);
            if is_repeat {
                repeats.push(event, Instant::now());
            } else {
                repeats.push_written(event, Instant::now());
            }
        });
        Ok(())
    }

    fn event<Snapshot: Serialize>(
        &self,
        action: AuditAction,
        subject: Subject,
        before: Option<&Snapshot>,
        after: Option<&Snapshot>,
    ) -> Result<NewAuditEvent, AppError> {
        Ok(NewAuditEvent {
            at: self.at,
            operation: self.operation.clone(),
            actor: self.author.name.to_owned(),
            panel_user_id: self.author.panel_user_id,
            actor_role: self.author.role,
            system_user: self.author.system_user.clone(),
            token: self.author.token.cloned(),
            address: self.author.origin.map(|origin| origin.address.to_string()),
            action,
            subject,
            before: before.map(to_json).transpose()?,
            after: after.map(to_json).transpose()?,
            repeats: 1,
        })
    }

    /// Writes one audit row that belongs to no change of the database.
    pub(crate) async fn record<Snapshot: Serialize>(
        &self,
        store: &Store,
        action: AuditAction,
        subject: Subject,
        before: Option<&Snapshot>,
        after: Option<&Snapshot>,
    ) -> Result<(), AppError> {
        transaction!(store, |transaction| {
            let subject = subject.clone();
            self.write(transaction, action, subject, before, after)
                .await
        })
        .await
    }

    /// Who does it, as the audit trail names them.
    pub(crate) fn author(&self) -> &str {
        self.author.name
    }

    /// The key of the run.
    pub(crate) fn operation(&self) -> &Operation {
        &self.operation
    }

    /// The key of the run, once it is done.
    pub(crate) fn finish(self) -> Operation {
        self.operation
    }
}

impl Context {
    /// Begins a run that changes something for this actor. Administrators may change however much:
    /// they could end the limit, too.
    ///
    /// # Errors
    /// [`AppError::TokenReadsOnly`]; [`AppError::Throttled`] if they caused too many audit rows: a change
    /// without one must not be.
    pub(crate) fn begin_operation<'a>(&self, actor: &'a Actor) -> Result<AuditTrail<'a>, AppError> {
        self.may_change(actor)?;
        if let (false, Some(person)) = (actor.is_administrator(), actor.panel_user_id()) {
            let admitted = self.audit_rows.admit(person, Instant::now());
            admitted.inspect_err(|error| {
                let (action, subject) = (AuditAction::AccessRefused, Subject::default());
                self.refused(actor, action, subject, error);
            })?;
        }
        Ok(AuditTrail {
            rows: Some(Arc::clone(&self.audit_rows)),
            ..AuditTrail::begin(actor)?
        })
    }

    /// Records that something was refused, soon: nobody waits for it, and what fails is no reason to
    /// answer anything else.
    pub(crate) fn refused<'a>(
        &self,
        author: impl Into<Author<'a>>,
        action: AuditAction,
        subject: Subject,
        why: &AppError,
    ) {
        let reason = match why {
            AppError::AdministratorsOnly => RefusalReason::AdministratorsOnly,
            AppError::NotPermitted => RefusalReason::NotPermitted,
            AppError::NotFound => RefusalReason::NotFound,
            AppError::Throttled { .. } => RefusalReason::Throttled,
            AppError::TokenReadsOnly => RefusalReason::TokenReadsOnly,
            AppError::TokenIsLimited => RefusalReason::TokenIsLimited,
            AppError::NotForTokens => RefusalReason::NotForTokens,
            error if is_of_second_factor(error) => RefusalReason::WrongSecondFactor,
            AppError::Invalid(_) | AppError::WrongCredentials => RefusalReason::WrongPassword,
            _ => RefusalReason::Refused,
        };
        self.refused_since(author, action, subject, reason);
    }

    /// As [`Context::refused`], for a reason that is told to nobody else.
    pub(crate) fn refused_since<'a>(
        &self,
        author: impl Into<Author<'a>>,
        action: AuditAction,
        subject: Subject,
        reason: RefusalReason,
    ) {
        let refusal = RefusalSnapshot {
            reason: reason.as_str().to_owned(),
        };
        let event = AuditTrail::begin(author)
            .and_then(|trail| trail.event(action, subject, None, Some(&refusal)));
        if let Ok(event) = event {
            log(&event);
            self.refusals.push(event, Instant::now());
        }
    }
}

/// Whether a second factor was not the right one, or came too late.
fn is_of_second_factor(error: &AppError) -> bool {
    let is_code = |one: &InvalidField| matches!(one.field, Field::Code | Field::RecoveryCode);
    match error {
        AppError::SignInOver | AppError::PasskeyRefused => true,
        AppError::Invalid(invalid) => invalid.iter().any(is_code),
        _ => false,
    }
}

fn log(event: &NewAuditEvent) {
    tracing::info!(
        action = event.action.as_str(),
        actor = event.actor,
        token = event.token.as_ref().map(ApiTokenName::as_str),
        address = event.address,
        subject = event.subject.name,
        operation = event.operation.as_str(),
        "audit"
    );
}
