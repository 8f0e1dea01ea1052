//! Finishing a sign-in whose password was right, with a second factor.

use model::{
    AppError, Field, FieldError, Origin, PanelUserId, PublicUrl, SecondFactorChoice,
    SecondFactorCode, UtcTime,
};
use webauthn_rs::prelude::PublicKeyCredential;

use super::Sessions;
use super::begin::{BrowserTokens, FormerTokens};
use super::passkey::{ask_one_of, read_answer, shown_of};
use super::sign_in::actor_of;
use crate::audit::{AuditTrail, Author, panel_user_subject};
use crate::context::Context;
use crate::metrics;
use crate::second_factor::matching_step;
use crate::secret::{SignInToken, recovery_code_hash};
use crate::store::{
    AuditAction, NewSignInChallengeRecord, PanelUserRecord, TokenHash, Transaction,
};
use crate::throttle::Attempt;
use crate::transaction::transaction;

/// For how long a sign-in waits for a second factor, in seconds. A recovery code may lie in a drawer.
const LIFETIME: i64 = 10 * 60;
/// Codes that may be tried for one sign-in; then the password is asked for again.
const MAX_ATTEMPTS: u64 = 5;
/// Sign-ins of one person that wait at once, in browsers that they know and in others each.
const MAX_WAITING: u64 = 50;

/// A sign-in that waits for a second factor.
struct Waiting<'a> {
    user: PanelUserRecord,
    token: TokenHash,
    origin: &'a Origin,
}

impl Sessions {
    /// How a person whose password was right may go on. `browser_url` is the panel's address as the
    /// browser uses it.
    ///
    /// # Errors
    /// [`AppError::SignInOver`] if the sign-in of this token does not wait (any more).
    pub async fn second_factor_choice(
        &self,
        token: &SignInToken,
        browser_url: Option<PublicUrl>,
    ) -> Result<SecondFactorChoice, AppError> {
        let store = self.context.store();
        let person = self.context.waiting(&token.hash()).await?;
        let found = store.second_factors(person).await?;
        Ok(SecondFactorChoice {
            totp: found.totp_since.is_some(),
            passkey: self.context.has_passkey(person, browser_url).await?,
            recovery_code: found.recovery_codes > 0,
        })
    }

    /// Finishes a sign-in with a code of the person's app, or with a recovery code, and begins a
    /// session. Each is taken once.
    ///
    /// Wrong ones count for the login; those in a browser that has signed in with it before, for the
    /// two together instead. After a few of them, the password has to be given again.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at the code; [`AppError::SignInOver`]; [`AppError::Throttled`].
    pub async fn finish_sign_in(
        &self,
        token: &SignInToken,
        code: &SecondFactorCode,
        origin: &Origin,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        let outcome = self.try_code(token, code, origin, former).await;
        metrics::panel_sign_in(&outcome);
        outcome
    }

    async fn try_code(
        &self,
        token: &SignInToken,
        code: &SecondFactorCode,
        origin: &Origin,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        let waiting = self.context.waiting_sign_in(token, origin).await?;
        let attempt = self.context.begin_attempt(&waiting, former).await?;
        let actor = actor_of(&waiting.user, origin);
        let trail = AuditTrail::begin(&actor)?;
        let begun = transaction!(self.context.store(), |transaction| {
            let tried = transaction.try_sign_in_challenge(&waiting.token, MAX_ATTEMPTS, trail.at);
            if !tried.await? {
                return Err(AppError::SignInOver);
            }
            if !is_right(transaction, &trail, &waiting.user, code).await? {
                return Ok(None);
            }
            transaction.remove_sign_in_challenge(&waiting.token).await?;
            self.context
                .begin_recorded(transaction, &trail, &waiting.user, origin, former)
                .await
                .map(Some)
        })
        .await;
        match begun {
            Ok(Some(tokens)) => {
                attempt.succeeded();
                Ok(tokens)
            }
            Ok(None) => {
                attempt.failed();
                let field = match code {
                    SecondFactorCode::Totp(_) => Field::Code,
                    SecondFactorCode::Recovery(_) => Field::RecoveryCode,
                };
                let error = AppError::at(field, FieldError::WrongCode);
                Err(self.context.refuse_second_factor(&waiting, error))
            }
            Err(error @ AppError::SignInOver) => {
                Err(self.context.refuse_second_factor(&waiting, error))
            }
            Err(error) => Err(error),
        }
    }

    /// Asks for one of the passkeys of a person whose password was right: returns what the browser
    /// asks authenticators for, as JSON (W3C, "Web Authentication",
    /// `PublicKeyCredentialRequestOptions`).
    ///
    /// # Errors
    /// [`AppError::SignInOver`]; [`AppError::PasskeysUnavailable`] also if the person has none for
    /// this address.
    pub async fn ask_second_passkey(
        &self,
        token: &SignInToken,
        origin: &Origin,
        browser_url: Option<PublicUrl>,
    ) -> Result<String, AppError> {
        let hash = token.hash();
        let person = self.context.waiting(&hash).await?;
        let party = self.context.relying_party(browser_url)?;
        let own = self.context.store().passkeys_of(person).await?;
        let (options, state) = ask_one_of(&own, &party)?;
        let ceremonies = &self.context.passkey_ceremonies.second_factors;
        ceremonies.begin(hash.0, origin.address, state);
        Ok(options)
    }

    /// Finishes a sign-in with the passkey that the browser answered with, as JSON
    /// (`AuthenticationResponseJSON`), and begins a session.
    ///
    /// # Errors
    /// [`AppError::PasskeyRefused`]; [`AppError::SignInOver`]; [`AppError::PasskeysUnavailable`];
    /// [`AppError::Throttled`]; [`AppError::Malformed`].
    pub async fn finish_sign_in_by_passkey(
        &self,
        token: &SignInToken,
        answer: &str,
        origin: &Origin,
        browser_url: Option<PublicUrl>,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        let answer = read_answer(answer)?;
        let outcome = self
            .try_passkey(token, &answer, origin, browser_url, former)
            .await;
        metrics::panel_sign_in(&outcome);
        outcome
    }

    async fn try_passkey(
        &self,
        token: &SignInToken,
        answer: &PublicKeyCredential,
        origin: &Origin,
        browser_url: Option<PublicUrl>,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        let waiting = self.context.waiting_sign_in(token, origin).await?;
        let party = self.context.relying_party(browser_url)?;
        let attempt = self.context.begin_attempt(&waiting, former).await?;
        let ceremonies = &self.context.passkey_ceremonies.second_factors;
        let asked = ceremonies.end(&waiting.token.0);
        let own = self.context.store().passkeys_of(waiting.user.id).await?;
        let Some(used) = shown_of(&own, &party, asked.as_ref(), answer) else {
            attempt.failed();
            let error = AppError::PasskeyRefused;
            return Err(self.context.refuse_second_factor(&waiting, error));
        };
        let actor = actor_of(&waiting.user, origin);
        let trail = AuditTrail::begin(&actor)?;
        let begun = transaction!(self.context.store(), |transaction| {
            if !transaction.remove_sign_in_challenge(&waiting.token).await? {
                return Err(AppError::SignInOver);
            }
            used.store(transaction, trail.at).await?;
            self.context
                .begin_recorded(transaction, &trail, &waiting.user, origin, former)
                .await
        })
        .await?;
        attempt.succeeded();
        Ok(begun)
    }
}

/// Whether a code is right. One that is will not be again.
async fn is_right(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    user: &PanelUserRecord,
    code: &SecondFactorCode,
) -> Result<bool, AppError> {
    match code {
        SecondFactorCode::Totp(code) => {
            let totp = transaction.totp(user.id).await?;
            let Some(totp) = totp.filter(|totp| totp.confirmed_at.is_some()) else {
                return Ok(false);
            };
            match matching_step(&totp.secret, code, trail.at)? {
                Some(step) => Ok(transaction.take_totp_step(user.id, step, trail.at).await?),
                None => Ok(false),
            }
        }
        SecondFactorCode::Recovery(code) => {
            let hash = recovery_code_hash(code);
            if !transaction.use_recovery_code(user.id, &hash).await? {
                return Ok(false);
            }
            let (action, subject) = (
                AuditAction::RecoveryCodeUsed,
                panel_user_subject(&user.login),
            );
            trail
                .write::<()>(transaction, action, subject, None, None)
                .await?;
            Ok(true)
        }
    }
}

impl Context {
    /// Has a sign-in whose password was right wait for a second factor.
    pub(crate) async fn ask_second_factor(
        &self,
        person: PanelUserId,
        known_device: bool,
    ) -> Result<SignInToken, AppError> {
        let token = SignInToken::generate()?;
        let now = UtcTime::now();
        transaction!(self.store(), |transaction| {
            let record = NewSignInChallengeRecord {
                token_hash: token.hash(),
                panel_user_id: person,
                made_at: now,
                expires_at: UtcTime(now.0 + LIFETIME),
                known_device,
            };
            Ok(transaction
                .add_sign_in_challenge(record, MAX_WAITING)
                .await?)
        })
        .await?;
        Ok(token)
    }

    async fn waiting(&self, token: &TokenHash) -> Result<PanelUserId, AppError> {
        let found = self
            .store()
            .sign_in_challenge(token, UtcTime::now())
            .await?;
        let found = found.filter(|found| found.attempts < MAX_ATTEMPTS);
        found
            .map(|found| found.panel_user_id)
            .ok_or(AppError::SignInOver)
    }

    async fn waiting_sign_in<'a>(
        &self,
        token: &SignInToken,
        origin: &'a Origin,
    ) -> Result<Waiting<'a>, AppError> {
        let token = token.hash();
        let person = self.waiting(&token).await?;
        let user = self.store().panel_user(person).await?;
        Ok(Waiting {
            user: user.ok_or(AppError::SignInOver)?,
            token,
            origin,
        })
    }

    async fn begin_attempt(
        &self,
        waiting: &Waiting<'_>,
        former: &FormerTokens,
    ) -> Result<Attempt<'_>, AppError> {
        let login = &waiting.user.login;
        let device = self.device_of(login, former.device.as_ref()).await?;
        self.panel_throttle
            .begin_second_factor(waiting.origin.address, login.as_str(), device)
            .map_err(|locked| self.refuse_second_factor(waiting, locked.into()))
    }

    fn refuse_second_factor(&self, waiting: &Waiting<'_>, error: AppError) -> AppError {
        let (nobody, subject) = (
            Author::anonymous(waiting.origin),
            panel_user_subject(&waiting.user.login),
        );
        self.refused(nobody, AuditAction::SecondFactorRefused, subject, &error);
        error
    }
}
