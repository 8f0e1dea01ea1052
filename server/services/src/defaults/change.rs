//! Changing what new FTP accounts begin with.

use model::{
    Actor, AppError, DomainName, EditedSettings, FtpAccountSettings, Operation, Permission,
};

use super::Defaults;
use crate::audit::{AuditTrail, subscription_subject};
use crate::limits::refuse_locked_changes;
use crate::store::{AuditAction, SubscriptionRecord, Transaction};
use crate::transaction::transaction;

impl Defaults {
    /// Changes what a subscription's new FTP accounts begin with. Existing accounts stay as
    /// they are. If nothing differs, the version stays too.
    ///
    /// Who may: whoever may manage the subscription's FTP accounts.
    ///
    /// # Errors
    /// [`AppError::SettingsEditConflict`] if their version is not the one any more that the
    /// change was made from; [`AppError::Malformed`] for an expiry, which can be no default;
    /// [`AppError::NotFound`] for another's subscription.
    pub async fn change(
        &self,
        actor: &Actor,
        domain: &DomainName,
        version: i64,
        settings: FtpAccountSettings,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageFtpAccounts)
            .await?;
        if settings.expires_at.is_some() {
            return Err(AppError::Malformed);
        }
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            store(transaction, &trail, &subscription, version, &settings).await
        })
        .await?;
        Ok(trail.finish())
    }
}

async fn store(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    subscription: &SubscriptionRecord,
    version: i64,
    settings: &FtpAccountSettings,
) -> Result<(), AppError> {
    let (before, current_version) = transaction.default_settings(subscription.id).await?;
    let limits = transaction.subscription_limits(subscription.id).await?;
    let limits = limits.ok_or(AppError::NotFound)?.limits;
    refuse_locked_changes(subscription, &limits, &before, settings)?;
    let mut is_current = current_version == version;
    if is_current && before != *settings {
        is_current = transaction
            .change_default_settings(subscription.id, version, settings, trail.at)
            .await?;
    }
    if !is_current {
        return Err(AppError::SettingsEditConflict(EditedSettings::General));
    }
    let subject = subscription_subject(subscription);
    trail
        .write(
            transaction,
            AuditAction::DefaultSettingsChanged,
            subject,
            Some(&before),
            Some(settings),
        )
        .await
}
