//! Revoking API tokens.

use model::{Actor, ApiTokenName, AppError, Login, Operation, PanelUserId};

use super::ApiTokens;
use super::snapshot::ApiTokenSnapshot;
use crate::audit::{AuditTrail, panel_user_subject};
use crate::store::{AuditAction, Transaction};
use crate::transaction::transaction;

impl ApiTokens {
    /// Revokes a token: it stops working at once.
    ///
    /// Who may: its owner; those who manage them.
    ///
    /// # Errors
    /// [`AppError::NotForTokens`]; [`AppError::NotFound`] if there is no such token; as for
    /// [`PanelUsers::view`](crate::PanelUsers::view), of somebody else.
    pub async fn revoke(
        &self,
        actor: &Actor,
        owner: &Login,
        name: &ApiTokenName,
    ) -> Result<Operation, AppError> {
        self.context.refuse_tokens(actor)?;
        let (id, owner) = self.context.token_holder(actor, owner).await?;
        // Nobody is kept from it, however much they have changed.
        let trail = AuditTrail::begin(actor)?;
        transaction!(self.context.store(), |transaction| {
            match revoke(transaction, &trail, id, &owner, Some(name)).await? {
                0 => Err(AppError::NotFound),
                _ => Ok(()),
            }
        })
        .await?;
        Ok(trail.finish())
    }
}

/// Revokes all tokens of a panel user, in the transaction of another action.
pub(crate) async fn revoke_all(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    owner: PanelUserId,
    login: &Login,
) -> Result<(), AppError> {
    revoke(transaction, trail, owner, login, None)
        .await
        .map(drop)
}

/// Revokes the tokens of a panel user, or the one of this name; returns how many there were.
async fn revoke(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    owner: PanelUserId,
    login: &Login,
    name: Option<&ApiTokenName>,
) -> Result<usize, AppError> {
    let revoked = transaction.remove_api_tokens(owner, login, name).await?;
    for token in &revoked {
        let (action, subject) = (AuditAction::ApiTokenRevoked, panel_user_subject(login));
        let before = ApiTokenSnapshot::from(token);
        trail
            .write(transaction, action, subject, Some(&before), None)
            .await?;
    }
    Ok(revoked.len())
}
