//! Who must have a second factor.

use model::{Actor, AppError, EditedSettings, SecondFactorPolicy, SecurityView};

use super::SecondFactors;
use crate::store::{AuditAction, Subject};
use crate::transaction::transaction;

impl SecondFactors {
    /// Who must have a second factor.
    ///
    /// Who may: administrators only.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`].
    pub async fn policy(&self, actor: &Actor) -> Result<SecurityView, AppError> {
        self.context.administrators_only(actor)?;
        let (policy, version) = self.context.store().second_factor_policy().await?;
        Ok(SecurityView { policy, version })
    }

    /// Changes who must have a second factor. Who must and has none can do nothing else any more than
    /// set one up, from the next request on.
    ///
    /// Who may: administrators only, and no token of theirs.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`]; [`AppError::NotForTokens`]; [`AppError::SettingsEditConflict`] if its version is not
    /// the one any more that the change was made from.
    pub async fn change_policy(
        &self,
        actor: &Actor,
        version: i64,
        policy: SecondFactorPolicy,
    ) -> Result<(), AppError> {
        self.context.administrators_only(actor)?;
        self.context.refuse_tokens(actor)?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let (before, _) = transaction.second_factor_policy().await?;
            let changed = transaction.change_second_factor_policy(version, policy, trail.at);
            if !changed.await? {
                return Err(AppError::SettingsEditConflict(EditedSettings::General));
            }
            let action = AuditAction::SecondFactorPolicyChanged;
            let (before, after) = (Some(&before), Some(&policy));
            trail
                .write(transaction, action, Subject::default(), before, after)
                .await
        })
        .await
    }
}
