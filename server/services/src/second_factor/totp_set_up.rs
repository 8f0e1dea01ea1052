//! Setting up an app that makes codes, and taking it off.

use model::{
    Actor, AppError, Field, FieldError, PublicUrl, RecoveryCode, TotpCode, TotpSetUp, UtcTime,
};

use super::SecondFactors;
use super::recovery_codes::{new_codes, store_codes};
use super::totp::{matching_step, new_secret, set_up};
use crate::audit::{AuditTrail, SecondFactorSnapshot, panel_user_subject};
use crate::store::{AuditAction, PanelUserRecord, Transaction};
use crate::transaction::transaction;

impl SecondFactors {
    /// Makes a secret for the acting person's app, which counts from a first right code on. Who has
    /// one that counts keeps it.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for an actor who is no panel user (any more);
    /// [`AppError::ProofRequired`].
    pub async fn begin_totp(&self, actor: &Actor) -> Result<(), AppError> {
        let (user, _) = self.context.own_user(actor).await?;
        self.context.require_recent_proof(actor)?;
        let (secret, now) = (new_secret()?, UtcTime::now());
        transaction!(self.context.store(), |transaction| {
            let begun = transaction.begin_totp(user.id, secret.clone(), now);
            Ok(begun.await.map(drop)?)
        })
        .await
    }

    /// What the acting person's app needs to make codes, until a first one was right; none if no app is
    /// being set up. `browser_url` is the panel's address as the browser uses it.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for an actor who is no panel user (any more).
    pub async fn totp_set_up(
        &self,
        actor: &Actor,
        browser_url: Option<PublicUrl>,
    ) -> Result<Option<TotpSetUp>, AppError> {
        let (user, _) = self.context.own_user(actor).await?;
        let totp = self.context.store().totp(user.id).await?;
        let Some(totp) = totp.filter(|totp| totp.confirmed_at.is_none()) else {
            return Ok(None);
        };
        let panel = self.context.panel_url.clone().or(browser_url);
        Ok(Some(set_up(&totp.secret, &user.login, panel.as_ref())?))
    }

    /// Has the acting person's app count, by a first code of it. Wrong ones count among those who are
    /// signed in with the login. Returns recovery codes, if it is the first second factor.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at [`Field::Code`]; [`AppError::NotFound`] if no app is being set up;
    /// [`AppError::Throttled`]; [`AppError::NotSignedIn`].
    pub async fn confirm_totp(
        &self,
        actor: &Actor,
        code: &TotpCode,
    ) -> Result<Option<Vec<RecoveryCode>>, AppError> {
        let (user, origin) = self.context.own_user(actor).await?;
        let throttle = &self.context.panel_throttle;
        let attempt = throttle.begin_signed_in(origin.address, user.login.as_str())?;
        let codes = new_codes()?;
        let trail = AuditTrail::begin(actor)?;
        let confirmed = transaction!(self.context.store(), |transaction| {
            let before = transaction.second_factors(user.id).await?;
            let totp = transaction.totp(user.id).await?;
            let totp = totp.filter(|totp| totp.confirmed_at.is_none());
            let totp = totp.ok_or(AppError::NotFound)?;
            let Some(step) = matching_step(&totp.secret, code, trail.at)? else {
                return Ok(None);
            };
            if !transaction.take_totp_step(user.id, step, trail.at).await? {
                return Ok(None);
            }
            record(transaction, &trail, AuditAction::SecondFactorSetUp, &user).await?;
            let is_first = !before.is_set_up();
            if is_first {
                store_codes(transaction, user.id, &codes).await?;
            }
            Ok(Some(is_first))
        })
        .await?;
        match confirmed {
            Some(is_first) => {
                attempt.succeeded();
                Ok(is_first.then_some(codes))
            }
            None => {
                attempt.failed();
                Err(AppError::at(Field::Code, FieldError::WrongCode))
            }
        }
    }

    /// Takes the acting person's app off. Without another second factor the recovery codes go, too.
    ///
    /// # Errors
    /// [`AppError::ProofRequired`]; [`AppError::NotFound`] if there is no app; [`AppError::NotSignedIn`].
    pub async fn remove_totp(&self, actor: &Actor) -> Result<(), AppError> {
        let (user, _) = self.context.own_user(actor).await?;
        self.context.require_recent_proof(actor)?;
        let trail = AuditTrail::begin(actor)?;
        transaction!(self.context.store(), |transaction| {
            if !transaction.remove_totp(user.id).await? {
                return Err(AppError::NotFound);
            }
            record(transaction, &trail, AuditAction::SecondFactorRemoved, &user).await?;
            without_factor_without_codes(transaction, &user).await
        })
        .await
    }
}

/// Removes the recovery codes of whoever has no second factor any more.
pub(super) async fn without_factor_without_codes(
    transaction: &Transaction,
    user: &PanelUserRecord,
) -> Result<(), AppError> {
    if !transaction.second_factors(user.id).await?.is_set_up() {
        store_codes(transaction, user.id, &[]).await?;
    }
    Ok(())
}

async fn record(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    action: AuditAction,
    user: &PanelUserRecord,
) -> Result<(), AppError> {
    let app = SecondFactorSnapshot {
        kind: "app".to_owned(),
        name: None,
    };
    let (before, after) = match action {
        AuditAction::SecondFactorRemoved => (Some(&app), None),
        _ => (None, Some(&app)),
    };
    let subject = panel_user_subject(&user.login);
    trail
        .write(transaction, action, subject, before, after)
        .await
}
