//! Changing whom the files of a subscription belong to.

use model::{
    Actor, AppError, DomainName, EditedSettings, Field, HostingSettings, Operation, Permission,
};

use super::Hosting;
use crate::audit::{AuditTrail, subscription_subject};
use crate::store::{AuditAction, FtpAccountId, SubscriptionRecord, Transaction};
use crate::transaction::transaction;

impl Hosting {
    /// Changes the system user as whom all is done to the files of a subscription, and the umask of
    /// what is made. If that differs, its open FTP sessions end: they have the credentials of before.
    /// Files that are there stay whose they are.
    ///
    /// Who may: whoever may manage the subscription's hosting. Berth must be able to act as that
    /// user, and the setting `BERTH_SYSTEM_USERS` must name it.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`]; [`AppError::SettingsEditConflict`] if their version is not
    /// the one any more that the change was made from; [`AppError::Invalid`] at the system user;
    /// [`AppError::NotFound`] if there is no such subscription.
    pub async fn change(
        &self,
        actor: &Actor,
        domain: &DomainName,
        version: i64,
        settings: HostingSettings,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageHosting)
            .await?;
        let resolved = self.context.system_users.resolve(&settings).await?;
        resolved.map_err(|error| AppError::at(Field::SystemUser, error))?;
        let trail = self.context.begin_operation(actor)?;
        let outdated = transaction!(self.context.store(), |transaction| {
            store(transaction, &trail, &subscription, version, &settings).await
        })
        .await?;
        if let Some(outdated) = outdated {
            for (account, version, enabled) in outdated {
                self.context.end_outdated(account, version, enabled);
            }
            self.context.refresh_ftp_ledger(subscription.id).await;
        }
        Ok(trail.finish())
    }
}

/// Stores the settings; if they differ from those of before, returns the subscription's accounts as they
/// are then: key, access version, whether it is enabled.
async fn store(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    subscription: &SubscriptionRecord,
    version: i64,
    settings: &HostingSettings,
) -> Result<Option<Vec<(FtpAccountId, i64, bool)>>, AppError> {
    let accounts = transaction.lock_ftp_accounts([subscription.id]).await?;
    let found = accounts.hosting(subscription.id).await?;
    let (before, current_version) = found.ok_or(AppError::NotFound)?;
    if current_version != version {
        return Err(AppError::SettingsEditConflict(EditedSettings::General));
    }
    let outdated = match before != *settings {
        true => Some(accounts.change_hosting(subscription.id, settings).await?),
        false => None,
    };
    let subject = subscription_subject(subscription);
    trail
        .write(
            transaction,
            AuditAction::HostingChanged,
            subject,
            Some(&before),
            Some(settings),
        )
        .await?;
    Ok(outdated)
}
