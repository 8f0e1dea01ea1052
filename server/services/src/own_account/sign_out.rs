//! Signing out of the page of an FTP account's own.

use model::AppError;

use super::OwnAccount;
use super::session::AccountActor;
use crate::audit::{AuditTrail, Author};
use crate::store::AuditAction;
use crate::transaction::transaction;

impl OwnAccount {
    /// Ends the session. One that has ended already is no error.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn sign_out(&self, actor: &AccountActor) -> Result<(), AppError> {
        // Nobody is kept from signing out, however much they have done.
        let trail = AuditTrail::begin(Author::ftp_account(&actor.origin))?;
        let hash = actor.token.hash();
        transaction!(self.context.store(), |transaction| {
            if !transaction.remove_ftp_account_session(&hash).await? {
                return Ok(());
            }
            trail
                .write_or_count(
                    transaction,
                    &self.context.sign_ins,
                    AuditAction::OwnPageSignedOut,
                    actor.subject(),
                )
                .await
        })
        .await
    }
}
