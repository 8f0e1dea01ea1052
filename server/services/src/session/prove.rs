//! Proving again who one is, before what cannot be undone.

use model::{Actor, AppError, Field, UtcTime};

use super::Sessions;
use crate::audit::{AuditTrail, panel_user_subject};
use crate::context::Context;
use crate::secret::SessionToken;
use crate::store::AuditAction;
use crate::transaction::transaction;

/// For how long who has proved who they are is not asked again, in seconds.
const PROOF_LASTS: i64 = 15 * 60;

/// By what a signed-in person proves who they are. Another means than a password is another variant.
#[derive(Clone, Copy)]
pub enum Proof<'a> {
    /// The person's password.
    Password(&'a str),
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
    /// Wrong proofs count among those who are signed in with the login, as wrong current passwords do
    /// when one changes it, and are recorded.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at [`Field::Proof`]; [`AppError::Throttled`]; [`AppError::NotSignedIn`] for
    /// an actor who is no panel user, or whose session has ended.
    pub async fn prove(
        &self,
        actor: &Actor,
        token: &SessionToken,
        proof: Proof<'_>,
    ) -> Result<Proven, AppError> {
        let user = match proof {
            Proof::Password(password) => {
                let refusal = (Field::Proof, AuditAction::ProofRefused);
                self.context
                    .check_own_password(actor, password, refusal)
                    .await?
            }
        };
        let new = SessionToken::generate()?;
        let (hash, new_hash) = (token.hash(), new.hash());
        // Nobody is kept from it, however much they have changed.
        let trail = AuditTrail::begin(actor)?;
        transaction!(self.context.store(), |transaction| {
            let stored = transaction.set_session_proved(&hash, &new_hash, trail.at);
            if !stored.await? {
                return Err(AppError::NotSignedIn);
            }
            let subject = panel_user_subject(&user.login);
            trail
                .write::<()>(transaction, AuditAction::Proved, subject, None, None)
                .await
        })
        .await?;
        let mut actor = actor.clone();
        if let Actor::PanelUser { proved_at, .. } = &mut actor {
            *proved_at = trail.at;
        }
        Ok(Proven { token: new, actor })
    }

    /// Whether what asks for a recent proof would be refused to this actor.
    pub fn proof_is_due(&self, actor: &Actor) -> bool {
        self.context.require_recent_proof(actor).is_err()
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
