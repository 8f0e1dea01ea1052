//! Proving again who one is, with a passkey.

use model::{Actor, AppError, PublicUrl};

use super::Sessions;
use super::passkey::{UsedPasskey, ask_one_of, read_answer, shown_of};
use crate::audit::panel_user_subject;
use crate::context::Context;
use crate::secret::SessionToken;
use crate::store::{AuditAction, PanelUserRecord};

impl Sessions {
    /// Asks the person of a session for one of their passkeys, as a proof of who they are: returns
    /// what the browser asks authenticators for, as JSON (W3C, "Web Authentication",
    /// `PublicKeyCredentialRequestOptions`). `browser_url` is the panel's address as the browser
    /// uses it.
    ///
    /// The answer counts in this session alone, once, and in place of one that is awaited there.
    ///
    /// # Errors
    /// [`AppError::PasskeysUnavailable`] also if the person has none for this address;
    /// [`AppError::NotSignedIn`] for an actor who is no panel user (any more).
    pub async fn ask_passkey_proof(
        &self,
        actor: &Actor,
        token: &SessionToken,
        browser_url: Option<PublicUrl>,
    ) -> Result<String, AppError> {
        let (user, origin) = self.context.own_user(actor).await?;
        let party = self.context.relying_party(browser_url)?;
        let own = self.context.store().passkeys_of(user.id).await?;
        let (options, state) = ask_one_of(&own, &party)?;
        let ceremonies = &self.context.passkey_ceremonies.proofs;
        ceremonies.begin(token.hash().0, origin.address, state);
        Ok(options)
    }
}

impl Context {
    /// The acting person, and the passkey of theirs that the browser answered with, as JSON
    /// (`AuthenticationResponseJSON`).
    ///
    /// It cannot be guessed, so that nobody is locked out for wrong ones; they are recorded.
    ///
    /// # Errors
    /// [`AppError::PasskeyRefused`] if it does not answer what was asked last in the session, or too
    /// late; [`AppError::PasskeysUnavailable`]; [`AppError::Malformed`]; [`AppError::NotSignedIn`]
    /// for an actor who is no panel user (any more).
    pub(super) async fn check_own_passkey(
        &self,
        actor: &Actor,
        token: &SessionToken,
        answer: &str,
        browser_url: Option<PublicUrl>,
    ) -> Result<(PanelUserRecord, UsedPasskey), AppError> {
        let answer = read_answer(answer)?;
        let (user, _) = self.own_user(actor).await?;
        let party = self.relying_party(browser_url)?;
        let asked = self.passkey_ceremonies.proofs.end(&token.hash().0);
        let own = self.store().passkeys_of(user.id).await?;
        let Some(used) = shown_of(&own, &party, asked.as_ref(), &answer) else {
            let (action, subject) = (AuditAction::ProofRefused, panel_user_subject(&user.login));
            let error = AppError::PasskeyRefused;
            self.refused(actor, action, subject, &error);
            return Err(error);
        };
        Ok((user, used))
    }
}
