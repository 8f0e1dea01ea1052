//! Signing in with a passkey alone, without a login or a password.

use data_encoding::BASE64URL_NOPAD;
use model::{AppError, DisplayName, Origin, PublicUrl, UtcTime};
use webauthn_rs::prelude::{
    AuthenticationResult, PasskeyAuthentication, PublicKeyCredential, RequestChallengeResponse,
};

use super::Sessions;
use super::begin::{BrowserTokens, FormerTokens};
use super::sign_in::actor_of;
use crate::audit::{AuditTrail, Author, SecondFactorSnapshot};
use crate::error::InternalError;
use crate::metrics;
use crate::random;
use crate::second_factor::{RelyingParty, read_passkey, write_passkey};
use crate::store::{AuditAction, PasskeyRecord, Subject, Transaction};
use crate::transaction::transaction;

/// A passkey that a browser is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyRequest {
    /// Under which the answer is awaited; a secret of who asked.
    pub key: String,
    /// What the browser asks authenticators for, as JSON (W3C, "Web Authentication",
    /// `PublicKeyCredentialRequestOptions`).
    pub options: String,
}

impl Sessions {
    /// Asks whoever wants to sign in for a passkey that their authenticator keeps. `browser_url` is
    /// the panel's address as the browser uses it.
    ///
    /// # Errors
    /// [`AppError::PasskeysUnavailable`].
    pub async fn ask_passkey(
        &self,
        origin: &Origin,
        browser_url: Option<PublicUrl>,
    ) -> Result<PasskeyRequest, AppError> {
        let party = self.context.relying_party(browser_url)?;
        let asked = party.webauthn.start_discoverable_authentication();
        let (options, state) = asked.map_err(InternalError::from)?;
        let key = random::token()?;
        let ceremonies = &self.context.passkey_ceremonies.sign_ins;
        ceremonies.begin(key.clone(), origin.address, state);
        Ok(PasskeyRequest {
            key,
            options: request_options(&options)?,
        })
    }

    /// Signs a person in by the passkey that the browser answered with, as JSON
    /// (`AuthenticationResponseJSON`), and begins a session. The authenticator has verified who uses
    /// it, so that a passkey is two factors by itself.
    ///
    /// It cannot be guessed, so that nobody is locked out for wrong ones.
    ///
    /// # Errors
    /// [`AppError::PasskeyRefused`], whoever's it is; [`AppError::PasskeysUnavailable`];
    /// [`AppError::Malformed`].
    pub async fn sign_in_by_passkey(
        &self,
        key: &str,
        answer: &str,
        origin: &Origin,
        browser_url: Option<PublicUrl>,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        let answer = read_answer(answer)?;
        let outcome = self
            .try_passkey_alone(key, &answer, origin, browser_url, former)
            .await;
        if let Err(error @ AppError::PasskeyRefused) = &outcome {
            let (nobody, subject) = (Author::anonymous(origin), Subject::default());
            self.context
                .refused(nobody, AuditAction::SignInRefused, subject, error);
        }
        metrics::panel_sign_in(&outcome);
        outcome
    }

    async fn try_passkey_alone(
        &self,
        key: &str,
        answer: &PublicKeyCredential,
        origin: &Origin,
        browser_url: Option<PublicUrl>,
        former: &FormerTokens,
    ) -> Result<BrowserTokens, AppError> {
        let party = self.context.relying_party(browser_url)?;
        let state = self.context.passkey_ceremonies.sign_ins.end(key);
        let state = state.ok_or(AppError::PasskeyRefused)?;
        let identified = party.webauthn.identify_discoverable_authentication(answer);
        let (user_handle, credential_id) = identified.map_err(|_| AppError::PasskeyRefused)?;
        let store = self.context.store();
        let found = store
            .passkey(&BASE64URL_NOPAD.encode(credential_id))
            .await?
            .filter(|one| one.passkey.user_handle == user_handle.to_string())
            .ok_or(AppError::PasskeyRefused)?;
        let passkey = read_passkey(&found.passkey.credential)?;
        let verified = party
            .webauthn
            .finish_discoverable_authentication_v2(answer, state, &passkey)
            .map_err(|_| AppError::PasskeyRefused)?;
        let used = used_passkey(std::slice::from_ref(&found), &party.host, &verified)
            .ok_or(AppError::PasskeyRefused)?;
        let user = store.panel_user(found.panel_user_id).await?;
        let user = user.ok_or(AppError::PasskeyRefused)?;
        let actor = actor_of(&user, origin);
        let trail = AuditTrail::begin(&actor)?;
        transaction!(store, |transaction| {
            used.store(transaction, trail.at).await?;
            self.context
                .begin_recorded(transaction, &trail, &user, origin, former)
                .await
        })
        .await
    }
}

/// A passkey that somebody has just shown.
pub(super) struct UsedPasskey {
    credential_id: String,
    /// What its owner calls it.
    name: DisplayName,
    /// With what its authenticator counts now.
    credential: String,
}

impl UsedPasskey {
    /// Stores that it was used.
    ///
    /// # Errors
    /// [`AppError::PasskeyRefused`] if it was removed meanwhile.
    pub(super) async fn store(
        &self,
        transaction: &Transaction,
        used_at: UtcTime,
    ) -> Result<(), AppError> {
        let used = transaction.use_passkey(&self.credential_id, self.credential.clone(), used_at);
        used.await?.then_some(()).ok_or(AppError::PasskeyRefused)
    }

    /// As the audit trail keeps it.
    pub(super) fn snapshot(&self) -> SecondFactorSnapshot {
        SecondFactorSnapshot::passkey(&self.name)
    }
}

/// Asks for one of these passkeys of a person: returns what the browser asks authenticators for, and
/// what its answer is verified by.
///
/// # Errors
/// [`AppError::PasskeysUnavailable`] if none is for this host.
pub(super) fn ask_one_of(
    own: &[PasskeyRecord],
    party: &RelyingParty,
) -> Result<(String, PasskeyAuthentication), AppError> {
    let usable = party.usable(own)?;
    if usable.is_empty() {
        return Err(AppError::PasskeysUnavailable);
    }
    let asked = party.webauthn.start_passkey_authentication(&usable);
    let (options, state) = asked.map_err(InternalError::from)?;
    Ok((request_options(&options)?, state))
}

/// Which of these passkeys of a person answers what was asked; none if none does, or nothing was
/// asked.
pub(super) fn shown_of(
    own: &[PasskeyRecord],
    party: &RelyingParty,
    asked: Option<&PasskeyAuthentication>,
    answer: &PublicKeyCredential,
) -> Option<UsedPasskey> {
    let verified = party
        .webauthn
        .finish_passkey_authentication(answer, asked?)
        .ok()?;
    used_passkey(own, &party.host, &verified)
}

/// Which of these passkeys was verified; none if it is not among them, or is for another host.
fn used_passkey(
    among: &[PasskeyRecord],
    host: &str,
    verified: &AuthenticationResult,
) -> Option<UsedPasskey> {
    let credential_id = BASE64URL_NOPAD.encode(verified.cred_id());
    let is_used = |one: &&PasskeyRecord| {
        one.passkey.credential_id == credential_id && one.passkey.host == host
    };
    let found = among.iter().find(is_used)?;
    let mut passkey = read_passkey(&found.passkey.credential).ok()?;
    passkey.update_credential(verified)?;
    Some(UsedPasskey {
        credential_id,
        name: found.passkey.name.clone(),
        credential: write_passkey(&passkey).ok()?,
    })
}

/// Reads what a browser answered.
pub(super) fn read_answer(json: &str) -> Result<PublicKeyCredential, AppError> {
    serde_json::from_str(json).map_err(|_| AppError::Malformed)
}

/// What a browser asks authenticators for.
fn request_options(options: &RequestChallengeResponse) -> Result<String, InternalError> {
    Ok(serde_json::to_string(&options.public_key)?)
}
