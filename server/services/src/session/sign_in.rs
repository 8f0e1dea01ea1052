//! Signing in to the panel.

use model::{Actor, AppError, Login, Origin, RefusalReason};

use super::Sessions;
use super::begin::{BrowserTokens, FormerTokens, begin_session};
use crate::audit::{AuditTrail, Author, panel_user_subject};
use crate::context::Context;
use crate::metrics;
use crate::store::{AuditAction, NO_PASSWORD, PanelUserRecord, Subject};
use crate::throttle::Locked;
use crate::transaction::transaction;

impl Sessions {
    /// Signs a panel user in and begins a session, with tokens that nobody had before. `former` is
    /// what the browser has from earlier sign-ins; its session ends.
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
    ) -> Result<BrowserTokens, AppError> {
        let outcome = self.try_sign_in(login, password, origin, former).await;
        metrics::panel_sign_in(&outcome);
        outcome
    }

    async fn try_sign_in(
        &self,
        login: &str,
        password: &str,
        origin: &Origin,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        let throttle = &self.context.panel_throttle;
        let refuse_locked = |locked: Locked| {
            let (error, nobody) = (locked.into(), Author::anonymous(origin));
            let (action, subject) = (AuditAction::SignInRefused, Subject::default());
            self.context.refused(nobody, action, subject, &error);
            error
        };
        let (attempt, user) = match Login::parse(login) {
            Ok(login) => {
                let device = self.context.device_of(&login, former.device.as_ref());
                let device = device.await?;
                let attempt = throttle
                    .begin_on_device(origin.address, login.as_str(), device)
                    .map_err(refuse_locked)?;
                let user = self.context.store().panel_user_by_login(&login).await?;
                (attempt, user)
            }
            Err(_) => {
                let attempt = throttle.begin(origin.address, login);
                (attempt.map_err(refuse_locked)?, None)
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
                attempt.succeeded();
                self.context.begin(&user, origin, former).await
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

impl Context {
    async fn begin(
        &self,
        user: &PanelUserRecord,
        origin: &Origin,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        let actor = Actor::PanelUser {
            id: user.id,
            login: user.login.clone(),
            role: user.role,
            origin: origin.clone(),
        };
        let trail = AuditTrail::begin(&actor)?;
        transaction!(self.store(), |transaction| {
            // They may have been removed or disabled since their password was read.
            if !transaction.record_panel_sign_in(user.id, trail.at).await? {
                return Err(AppError::WrongCredentials);
            }
            let tokens = begin_session(transaction, user.id, origin, former, trail.at).await?;
            let subject = panel_user_subject(&user.login);
            trail
                .write_or_count(transaction, &self.sign_ins, AuditAction::SignedIn, subject)
                .await?;
            Ok(tokens)
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
