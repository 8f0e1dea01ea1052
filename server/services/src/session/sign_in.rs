//! Signing in to the panel.

use model::{Actor, AppError, Login, Origin, RefusalReason, UtcTime};

use super::Sessions;
use super::begin::{BrowserTokens, FormerTokens};
use crate::audit::{AuditTrail, Author, panel_user_subject};
use crate::context::Context;
use crate::metrics;
use crate::secret::SignInToken;
use crate::store::{AuditAction, NO_PASSWORD, PanelUserRecord, Subject, Transaction};
use crate::throttle::Locked;
use crate::transaction::transaction;

/// What comes of a right password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInStep {
    /// The person is signed in.
    Complete(BrowserTokens),
    /// The person has to show a second factor, with this token.
    SecondFactor(SignInToken),
}

impl SignInStep {
    /// What the browser gets if the person is signed in.
    pub fn complete(self) -> Option<BrowserTokens> {
        match self {
            Self::Complete(tokens) => Some(tokens),
            Self::SecondFactor(_) => None,
        }
    }
}

impl Sessions {
    /// Signs a panel user in and begins a session, with tokens that nobody had before. `former` is
    /// what the browser has from earlier sign-ins; its session ends. Who has a second factor has to
    /// show it first ([`Sessions::finish_sign_in`]).
    ///
    /// An unknown login takes as long as a wrong password, and whoever is disabled is answered like
    /// one; the audit trail says why.
    /// Failures count against the networks of
    /// the address and the login; while one of them is locked, a right password is refused like a
    /// wrong one. Those in a browser that has signed in with this login before count for the two
    /// together instead, so that nobody else can keep its person out.
    /// Both a sign-in and a refused one are recorded in the audit trail. The submitted login is
    /// recorded only if it exists: people type passwords into the wrong field.
    ///
    /// # Errors
    /// [`AppError::WrongCredentials`], [`AppError::Throttled`], [`AppError::Busy`].
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        origin: &Origin,
        former: &FormerTokens,
    ) -> Result<SignInStep, AppError> {
        let outcome = self.try_sign_in(login, password, origin, former).await;
        // One that waits for a second factor is counted when it has come.
        if !matches!(outcome, Ok(SignInStep::SecondFactor(_))) {
            metrics::panel_sign_in(&outcome);
        }
        outcome
    }

    async fn try_sign_in(
        &self,
        login: &str,
        password: &str,
        origin: &Origin,
        former: &FormerTokens,
    ) -> Result<SignInStep, AppError> {
        let throttle = &self.context.panel_throttle;
        let refuse_locked = |locked: Locked| {
            let (error, nobody) = (locked.into(), Author::anonymous(origin));
            let (action, subject) = (AuditAction::SignInRefused, Subject::default());
            self.context.refused(nobody, action, subject, &error);
            error
        };
        let (attempt, user, known_device) = match Login::parse(login) {
            Ok(login) => {
                let device = self.context.device_of(&login, former.device.as_ref());
                let device = device.await?;
                let known_device = device.is_some();
                let attempt = throttle
                    .begin_on_device(origin.address, login.as_str(), device)
                    .map_err(refuse_locked)?;
                let user = self.context.store().panel_user_by_login(&login).await?;
                (attempt, user, known_device)
            }
            Err(_) => {
                let attempt = throttle.begin(origin.address, login);
                (attempt.map_err(refuse_locked)?, None, false)
            }
        };
        let hash = user.as_ref().map(|user| user.password_hash.as_str());
        // Whoever has not set a password yet has none that is right.
        let hash = hash.filter(|hash| *hash != NO_PASSWORD);
        let is_right = self
            .context
            .hasher()
            .verify(password, hash, attempt.client())
            .await?;
        match user {
            Some(user) if is_right && !user.disabled => {
                let factors = self.context.store().second_factors(user.id).await?;
                if factors.is_set_up() {
                    // No verdict yet: whoever has the password alone would have their wrong codes
                    // forgiven by it, and the network count as one of the person's.
                    drop(attempt);
                    let token = self.context.ask_second_factor(user.id, known_device);
                    return Ok(SignInStep::SecondFactor(token.await?));
                }
                attempt.succeeded();
                let begun = self.context.begin(&user, origin, former).await;
                begun.map(SignInStep::Complete)
            }
            user => {
                attempt.failed();
                let why = match is_right && user.is_some() {
                    true => RefusalReason::Disabled,
                    false => RefusalReason::WrongPassword,
                };
                Err(self.context.refuse_sign_in(user.as_ref(), why, origin))
            }
        }
    }
}

/// The person who signs in.
pub(super) fn actor_of(user: &PanelUserRecord, origin: &Origin) -> Actor {
    Actor::PanelUser {
        id: user.id,
        login: user.login.clone(),
        role: user.role,
        proved_at: UtcTime::now(),
        origin: origin.clone(),
        token: None,
    }
}

impl Context {
    /// Begins the session of a person who has shown all that they sign in with, and records it.
    pub(super) async fn begin_recorded(
        &self,
        transaction: &Transaction,
        trail: &AuditTrail<'_>,
        user: &PanelUserRecord,
        origin: &Origin,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        // They may have been removed or disabled since they were read.
        if !transaction.record_panel_sign_in(user.id, trail.at).await? {
            return Err(AppError::WrongCredentials);
        }
        let begun = self.begin_session(transaction, user.id, origin, former, trail.at);
        let tokens = begun.await?;
        let subject = panel_user_subject(&user.login);
        trail
            .write_or_count(transaction, &self.sign_ins, AuditAction::SignedIn, subject)
            .await?;
        Ok(tokens)
    }

    async fn begin(
        &self,
        user: &PanelUserRecord,
        origin: &Origin,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        let actor = actor_of(user, origin);
        let trail = AuditTrail::begin(&actor)?;
        transaction!(self.store(), |transaction| {
            self.begin_recorded(transaction, &trail, user, origin, former)
                .await
        })
        .await
    }

    /// Records why a sign-in is refused, and answers that the password is wrong. Nobody waits for it.
    fn refuse_sign_in(
        &self,
        user: Option<&PanelUserRecord>,
        why: RefusalReason,
        origin: &Origin,
    ) -> AppError {
        let subject = user.map_or_else(Subject::default, |user| panel_user_subject(&user.login));
        let nobody = Author::anonymous(origin);
        self.refused_since(nobody, AuditAction::SignInRefused, subject, why);
        AppError::WrongCredentials
    }
}
