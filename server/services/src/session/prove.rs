//! Proving again who one is, before what cannot be undone.

use model::{Actor, AppError, Field, ProofChoice, PublicUrl, UtcTime};

use super::Sessions;
use super::passkey::UsedPasskey;
use crate::audit::{AuditTrail, panel_user_subject};
use crate::context::Context;
use crate::secret::SessionToken;
use crate::store::AuditAction;
use crate::transaction::transaction;

/// For how long who has proved who they are is not asked again, in seconds.
const PROOF_LASTS: i64 = 15 * 60;

/// By what a signed-in person proves who they are. Another means is another variant.
#[derive(Clone)]
pub enum Proof<'a> {
    /// The person's password.
    Password(&'a str),
    /// A passkey of the person's, which [`Sessions::ask_passkey_proof`] asked for in the session.
    Passkey {
        /// What the browser answered with, as JSON (W3C, "Web Authentication",
        /// `AuthenticationResponseJSON`).
        answer: &'a str,
        /// The panel's address as the browser uses it.
        browser_url: Option<PublicUrl>,
    },
}

/// Who has proved who they are.
#[derive(Clone, Debug)]
pub struct Proven {
    /// The session's new token; the one that it had is of no use any more.
    pub token: SessionToken,
    /// The same person, as the one who has.
    pub actor: Actor,
}

impl Sessions {
    /// Has the person of a session prove who they are, and gives the session another token. What asks
    /// for a recent proof is open to them for a while.
    ///
    /// Wrong passwords count among those who are signed in with the login, as wrong current passwords
    /// do when one changes it. All wrong proofs are recorded.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for an actor who is no panel user, or whose session has ended;
    /// [`AppError::NotForTokens`]. Of a
    /// password [`AppError::Invalid`] at [`Field::Proof`], and [`AppError::Throttled`]; of a passkey
    /// [`AppError::PasskeyRefused`], [`AppError::PasskeysUnavailable`], and [`AppError::Malformed`].
    pub async fn prove(
        &self,
        actor: &Actor,
        token: &SessionToken,
        proof: Proof<'_>,
    ) -> Result<Proven, AppError> {
        let (user, passkey) = match proof {
            Proof::Password(password) => {
                let refusal = (Field::Proof, AuditAction::ProofRefused);
                let checked = self.context.check_own_password(actor, password, refusal);
                (checked.await?, None)
            }
            Proof::Passkey {
                answer,
                browser_url,
            } => {
                let checked = self
                    .context
                    .check_own_passkey(actor, token, answer, browser_url);
                let (user, passkey) = checked.await?;
                (user, Some(passkey))
            }
        };
        let by = passkey.as_ref().map(UsedPasskey::snapshot);
        let new = SessionToken::generate()?;
        let (hash, new_hash) = (token.hash(), new.hash());
        // Nobody is kept from it, however much they have changed.
        let trail = AuditTrail::begin(actor)?;
        transaction!(self.context.store(), |transaction| {
            let stored = transaction.set_session_proved(&hash, &new_hash, trail.at);
            if !stored.await? {
                return Err(AppError::NotSignedIn);
            }
            if let Some(passkey) = &passkey {
                passkey.store(transaction, trail.at).await?;
            }
            let (action, subject) = (AuditAction::Proved, panel_user_subject(&user.login));
            trail
                .write(transaction, action, subject, None, by.as_ref())
                .await
        })
        .await?;
        let mut actor = actor.clone();
        if let Actor::PanelUser { proved_at, .. } = &mut actor {
            *proved_at = trail.at;
        }
        Ok(Proven { token: new, actor })
    }

    /// Whether what asks for a recent proof would be refused to this actor, and by what they can
    /// prove who they are. `browser_url` is the panel's address as the browser uses it.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for an actor who is no panel user; [`AppError::NotForTokens`].
    pub async fn proof_choice(
        &self,
        actor: &Actor,
        browser_url: Option<PublicUrl>,
    ) -> Result<ProofChoice, AppError> {
        self.context.refuse_tokens(actor)?;
        let Actor::PanelUser { id, .. } = actor else {
            return Err(AppError::NotSignedIn);
        };
        Ok(ProofChoice {
            is_due: self.context.require_recent_proof(actor).is_err(),
            passkey: self.context.has_passkey(*id, browser_url).await?,
        })
    }
}

impl Context {
    /// Refuses who has not proved lately who they are: what cannot be undone, and what gives somebody
    /// else's sign-in away, is not for whoever finds a browser signed in. The command line needs no
    /// proof.
    ///
    /// # Errors
    /// [`AppError::ProofRequired`].
    pub(crate) fn require_recent_proof(&self, actor: &Actor) -> Result<(), AppError> {
        match actor {
            Actor::PanelUser { proved_at, .. } if is_old(*proved_at) => {
                Err(AppError::ProofRequired)
            }
            Actor::PanelUser { .. } | Actor::CommandLine => Ok(()),
        }
    }
}

fn is_old(proved_at: UtcTime) -> bool {
    UtcTime::now().0.saturating_sub(proved_at.0) > PROOF_LASTS
}
