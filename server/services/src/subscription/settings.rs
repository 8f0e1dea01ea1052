//! Showing and changing what is set of a subscription.

use model::{
    Actor, AppError, DomainName, EditedSettings, Field, FieldError, Login, Operation, Permission,
    SubscriptionSettings, SubscriptionSettingsView,
};

use super::Subscriptions;
use super::domain::domain_taken;
use crate::audit::{AuditTrail, subscription_subject};
use crate::context::Context;
use crate::store::{AuditAction, SubscriptionRecord, Transaction};
use crate::transaction::transaction;

impl Subscriptions {
    /// Shows what is set of a subscription, and to whom it can be given.
    ///
    /// Who may: those with [`Permission::ManageSubscription`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none, or for another's; [`AppError::NotPermitted`].
    pub async fn view_settings(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionSettingsView, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageSubscription)
            .await?;
        let found = self
            .context
            .store()
            .subscription_settings(subscription.id)
            .await?;
        let found = found.ok_or(AppError::NotFound)?;
        let people = self.context.known_people(actor, Some(subscription.id));
        let people = people.await?;
        let suspension = found.suspension;
        Ok(SubscriptionSettingsView {
            settings: SubscriptionSettings {
                domain: found.domain,
                owner: found.owner,
            },
            version: found.version,
            webspace_root: subscription.webspace.root,
            ftp_accounts: subscription.ftp_accounts,
            suspension: suspension.map(|found| people.with_known_suspender(found)),
            owners: self.list_owners(actor).await?,
        })
    }

    /// Gives a subscription another domain name, another owner or both. Its accounts, files and webspace
    /// root stay as they are; its pages are at the new name from then on.
    ///
    /// Who may: as for [`Self::view_settings`]. A reseller gives it to themselves and to their
    /// customers only.
    ///
    /// # Errors
    /// [`AppError::SettingsEditConflict`] if its version is not the one any more that the change was
    /// made from; [`AppError::Invalid`] at the domain name or the owner; and as for
    /// [`Self::view_settings`].
    pub async fn change(
        &self,
        actor: &Actor,
        domain: &DomainName,
        version: i64,
        settings: SubscriptionSettings,
    ) -> Result<Operation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageSubscription)
            .await?;
        let owners = self.list_owners(actor).await?;
        if settings.domain != subscription.domain {
            let conflict = self.context.domain_conflict(actor, &settings.domain);
            if let Some(error) = conflict.await? {
                return Err(AppError::at(Field::Domain, error));
            }
        }
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let change = Change {
                subscription: &subscription,
                version,
                settings: &settings,
            };
            change.store(transaction, &trail, &owners).await
        })
        .await?;
        Ok(trail.finish())
    }
}

struct Change<'a> {
    subscription: &'a SubscriptionRecord,
    version: i64,
    settings: &'a SubscriptionSettings,
}

impl Change<'_> {
    async fn store(
        self,
        transaction: &Transaction,
        trail: &AuditTrail<'_>,
        owners: &[Login],
    ) -> Result<(), AppError> {
        let (id, settings) = (self.subscription.id, self.settings);
        let accounts = transaction.lock_ftp_accounts([id]).await?;
        let found = accounts.subscription_settings(id).await?;
        let found = found.ok_or(AppError::NotFound)?;
        if found.version != self.version {
            return Err(AppError::SettingsEditConflict(EditedSettings::General));
        }
        let before = SubscriptionSettings {
            domain: found.domain,
            owner: found.owner,
        };
        let no_such = || AppError::at(Field::Owner, FieldError::NoSuchPanelUser);
        // It may stay with an owner whom it could not be given to.
        if settings.owner != before.owner && !owners.contains(&settings.owner) {
            return Err(no_such());
        }
        let owner = transaction.panel_user_by_login(&settings.owner).await?;
        let owner = owner.ok_or_else(no_such)?;
        if let Some(former) = transaction.panel_user_by_login(&before.owner).await? {
            let ftp_accounts = self.subscription.ftp_accounts;
            Context::reseller_may_take_subscription(transaction, former.id, owner.id, ftp_accounts)
                .await?;
        }
        accounts
            .change_subscription(id, &settings.domain, owner.id)
            .await
            .map_err(domain_taken)?;
        // Found again by the name that it has from now on.
        let renamed = SubscriptionRecord {
            domain: settings.domain.clone(),
            ..self.subscription.clone()
        };
        trail
            .write(
                transaction,
                AuditAction::SubscriptionChanged,
                subscription_subject(&renamed),
                Some(&before),
                Some(settings),
            )
            .await
    }
}
