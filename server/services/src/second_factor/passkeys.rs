//! Adding a passkey of one's own, and removing it.

use data_encoding::BASE64URL_NOPAD;
use model::{
    Actor, AppError, DisplayName, Field, FieldError, PanelUserId, PublicUrl, RecoveryCode,
};
use webauthn_rs::prelude::{CreationChallengeResponse, RegisterPublicKeyCredential, Uuid};

use super::SecondFactors;
use super::ceremonies::Registration;
use super::recovery_codes::{new_codes, store_codes};
use super::relying_party::write_passkey;
use super::totp_set_up::without_factor_without_codes;
use crate::audit::{AuditTrail, SecondFactorSnapshot, panel_user_subject};
use crate::error::InternalError;
use crate::random;
use crate::store::{AuditAction, Constraint, PasskeyRecord, StoreError, StoredPasskey};
use crate::transaction::transaction;

/// Passkeys that a person may have.
const MAX_PASSKEYS: u32 = 20;

impl SecondFactors {
    /// Begins to add a passkey of this name to the acting person's: returns what the browser asks an
    /// authenticator for, as JSON (W3C, "Web Authentication", `PublicKeyCredentialCreationOptions`).
    /// `browser_url` is the panel's address as the browser uses it.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at [`Field::PasskeyName`]; [`AppError::PasskeysUnavailable`];
    /// [`AppError::NotSignedIn`]; [`AppError::ProofRequired`].
    pub async fn begin_passkey(
        &self,
        actor: &Actor,
        name: &DisplayName,
        browser_url: Option<PublicUrl>,
    ) -> Result<String, AppError> {
        let (user, origin) = self.context.own_user(actor).await?;
        self.context.require_recent_proof(actor)?;
        let party = self.context.relying_party(browser_url)?;
        let own = self.context.store().passkeys_of(user.id).await?;
        check_new(&own, name)?;
        let usable = party.usable(&own)?;
        let known = usable.iter().map(|one| one.cred_id().clone()).collect();
        let user_handle = user_handle(&own)?;
        let begun = party.webauthn.start_passkey_registration(
            user_handle,
            user.login.as_str(),
            &user.display_name,
            Some(known),
        );
        let (options, asked) = begun.map_err(InternalError::from)?;
        let registration = Registration { user_handle, asked };
        let registrations = &self.context.passkey_ceremonies.registrations;
        registrations.begin(ceremony_key(user.id), origin.address, registration);
        Ok(creation_options(&options)?)
    }

    /// Adds the passkey that the browser answered with, as JSON (`RegistrationResponseJSON`). Returns
    /// recovery codes, if it is the first second factor.
    ///
    /// # Errors
    /// [`AppError::PasskeyRefused`] if it does not answer what was asked last, or too late;
    /// [`AppError::Invalid`] at [`Field::PasskeyName`]; [`AppError::PasskeysUnavailable`];
    /// [`AppError::Malformed`]; [`AppError::NotSignedIn`].
    pub async fn add_passkey(
        &self,
        actor: &Actor,
        name: &DisplayName,
        answer: &str,
        browser_url: Option<PublicUrl>,
    ) -> Result<Option<Vec<RecoveryCode>>, AppError> {
        let (user, _) = self.context.own_user(actor).await?;
        let party = self.context.relying_party(browser_url)?;
        let registrations = &self.context.passkey_ceremonies.registrations;
        let registration = registrations.end(&ceremony_key(user.id));
        let Registration { user_handle, asked } = registration.ok_or(AppError::PasskeyRefused)?;
        let answer: RegisterPublicKeyCredential =
            serde_json::from_str(answer).map_err(|_| AppError::Malformed)?;
        let passkey = party
            .webauthn
            .finish_passkey_registration(&answer, &asked)
            .map_err(|_| AppError::PasskeyRefused)?;
        let credential_id = BASE64URL_NOPAD.encode(passkey.cred_id());
        let credential = write_passkey(&passkey)?;
        let codes = new_codes()?;
        let trail = AuditTrail::begin(actor)?;
        let is_first = transaction!(self.context.store(), |transaction| {
            let before = transaction.second_factors(user.id).await?;
            let own = transaction.passkeys_of(user.id).await?;
            check_new(&own, name)?;
            let new = StoredPasskey {
                credential_id: credential_id.clone(),
                user_handle: user_handle.to_string(),
                host: party.host.clone(),
                name: name.clone(),
                credential: credential.clone(),
            };
            let added = transaction.add_passkey(user.id, new, trail.at).await;
            added.map_err(not_new)?;
            let subject = panel_user_subject(&user.login);
            let after = SecondFactorSnapshot::passkey(name);
            trail
                .write(
                    transaction,
                    AuditAction::SecondFactorSetUp,
                    subject,
                    None,
                    Some(&after),
                )
                .await?;
            let is_first = !before.is_set_up();
            if is_first {
                store_codes(transaction, user.id, &codes).await?;
            }
            Ok(is_first)
        })
        .await?;
        Ok(is_first.then_some(codes))
    }

    /// Removes a passkey of the acting person's. Without another second factor the recovery codes
    /// go, too.
    ///
    /// # Errors
    /// [`AppError::ProofRequired`]; [`AppError::NotFound`] if there is none of this name; [`AppError::NotSignedIn`].
    pub async fn remove_passkey(&self, actor: &Actor, name: &DisplayName) -> Result<(), AppError> {
        let (user, _) = self.context.own_user(actor).await?;
        self.context.require_recent_proof(actor)?;
        let trail = AuditTrail::begin(actor)?;
        transaction!(self.context.store(), |transaction| {
            if !transaction.remove_passkey(user.id, name).await? {
                return Err(AppError::NotFound);
            }
            let subject = panel_user_subject(&user.login);
            let before = SecondFactorSnapshot::passkey(name);
            trail
                .write(
                    transaction,
                    AuditAction::SecondFactorRemoved,
                    subject,
                    Some(&before),
                    None,
                )
                .await?;
            without_factor_without_codes(transaction, &user).await
        })
        .await
    }
}

fn check_new(own: &[PasskeyRecord], name: &DisplayName) -> Result<(), AppError> {
    let error = if own.iter().any(|one| one.passkey.name == *name) {
        FieldError::Taken
    } else if own.len() >= MAX_PASSKEYS as usize {
        FieldError::TooMany { most: MAX_PASSKEYS }
    } else {
        return Ok(());
    };
    Err(AppError::at(Field::PasskeyName, error))
}

fn not_new(error: StoreError) -> AppError {
    match error {
        StoreError::ConstraintViolated(Constraint::PasskeyName) => {
            AppError::at(Field::PasskeyName, FieldError::Taken)
        }
        StoreError::ConstraintViolated(Constraint::PasskeyCredential) => AppError::PasskeyRefused,
        error => error.into(),
    }
}

/// A person registers one passkey at once: another one takes its place.
fn ceremony_key(person: PanelUserId) -> String {
    person.0.to_string()
}

/// By which authenticators know whose passkeys these are: random, and the same for all of a
/// person's, so that an authenticator takes them for one account's.
fn user_handle(own: &[PasskeyRecord]) -> Result<Uuid, InternalError> {
    match own.first() {
        Some(one) => Uuid::parse_str(&one.passkey.user_handle)
            .map_err(|_| InternalError::Value(one.passkey.user_handle.clone())),
        None => Ok(Uuid::from_bytes(random::bytes()?)),
    }
}

/// What the browser asks an authenticator for. A passkey that the authenticator keeps is asked for,
/// by which one signs in without a login; a security key that keeps none serves as a second factor.
fn creation_options(options: &CreationChallengeResponse) -> Result<String, InternalError> {
    let mut options = serde_json::to_value(&options.public_key)?;
    if let Some(selection) = options.get_mut("authenticatorSelection") {
        selection["residentKey"] = "preferred".into();
    }
    Ok(options.to_string())
}
