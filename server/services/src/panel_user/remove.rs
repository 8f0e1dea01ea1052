//! Removing a panel user.

use model::{
    Actor, AppError, DomainName, EditedSettings, ExpectedVersion, Field, FieldError, Login,
    Operation, PanelUserHeirs, PanelUserId,
};
use serde::Serialize;

use super::PanelUsers;
use super::limits::refuse_beyond_limits;
use super::manage::{Managed, find_reseller, lock_managed_user, refuse_last_administrator};
use crate::api_token::revoke_all;
use crate::audit::{AuditTrail, panel_user_subject, subscription_subject_of};
use crate::store::{AuditAction, ManagedPanelUserRecord, SubscriptionId, Transaction};
use crate::transaction::transaction;

/// Whose a subscription is, as the audit trail keeps it.
#[derive(Serialize)]
struct OwnerSnapshot<'a> {
    owner: &'a Login,
}

/// To whom the customers of a reseller went, as the audit trail keeps it.
#[derive(Serialize)]
struct CustomersSnapshot<'a> {
    customers: u64,
    reseller: Option<&'a Login>,
}

impl PanelUsers {
    /// Removes a panel user, if what is said of them is of a version that is expected. The person is
    /// signed out everywhere at once, and what they own goes to others: subscriptions, which go on being
    /// served, to the new owner; a reseller's customers to another reseller, or to the administrators.
    ///
    /// Who may: an administrator; a reseller of their customers, whose subscriptions go to them or to
    /// another customer of theirs. Nobody removes themselves. The last administrator who may sign in
    /// stays, whoever asks.
    ///
    /// # Errors
    /// [`AppError::NotFound`] as for [`PanelUsers::view`]; [`AppError::SettingsEditConflict`] if they are
    /// of another version; [`AppError::OwnAccount`];
    /// [`AppError::ProofRequired`]; [`AppError::NotForTokens`] for an administrator;
    /// [`AppError::LastAdministrator`]; [`AppError::Invalid`] at [`Field::NewOwner`] if they own
    /// subscriptions and none is said, and at that or [`Field::NewReseller`] if it is nobody;
    /// [`AppError::ResellerLimitReached`].
    pub async fn remove(
        &self,
        actor: &Actor,
        login: &Login,
        expected: &ExpectedVersion,
        heirs: &PanelUserHeirs,
    ) -> Result<Operation, AppError> {
        let managed = self.context.managed_by(actor)?;
        let user = self.context.managed_user(actor, login).await?;
        if actor.panel_user_id() == Some(user.id) {
            return Err(AppError::OwnAccount);
        }
        self.context.refuse_tokens_over(actor, user.details.role)?;
        self.context.require_recent_proof(actor)?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            // Nobody gets subscriptions in the meantime, and those that there are stay as they are.
            transaction.lock_subscriptions().await?;
            let owned = transaction.subscriptions_owned_by(user.id).await?;
            let keys = owned.iter().map(|(id, _)| *id);
            // Those in « Corbeille » are given away too.
            transaction.lock_ftp_accounts_or_removed(keys).await?;
            let user = lock_managed_user(transaction, managed, login).await?;
            if !expected.allows(user.version) {
                return Err(AppError::SettingsEditConflict(EditedSettings::PanelUser));
            }
            refuse_last_administrator(transaction, &user).await?;
            let subject = panel_user_subject(&user.details.login);
            trail
                .write(
                    transaction,
                    AuditAction::PanelUserRemoved,
                    subject,
                    Some(&user.details),
                    None,
                )
                .await?;
            let owned = transaction.subscriptions_owned_by(user.id).await?;
            give_subscriptions(transaction, &trail, managed, actor, &user, heirs, owned).await?;
            give_customers(transaction, &trail, &user, heirs).await?;
            revoke_all(transaction, &trail, user.id, &user.details.login).await?;
            Ok(transaction.remove_panel_user(user.id).await?)
        })
        .await?;
        self.context.sessions_have_ended();
        Ok(trail.finish())
    }
}

async fn give_subscriptions(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    managed: Managed,
    actor: &Actor,
    user: &ManagedPanelUserRecord,
    heirs: &PanelUserHeirs,
    owned: Vec<(SubscriptionId, DomainName)>,
) -> Result<(), AppError> {
    if owned.is_empty() {
        return Ok(());
    }
    let refused = |error| AppError::at(Field::NewOwner, error);
    let heir = heirs.subscriptions.as_ref();
    let heir = heir.ok_or_else(|| refused(FieldError::NewOwnerNeeded))?;
    let found = transaction.managed_panel_user(heir).await?;
    // What nobody may see is not told apart from what is not there.
    let found =
        found.filter(|heir| managed.contains(heir) || actor.panel_user_id() == Some(heir.id));
    let new_owner = found.ok_or_else(|| refused(FieldError::NoSuchPanelUser))?;
    if new_owner.id == user.id {
        return Err(refused(FieldError::GivenToThemselves));
    }
    refuse_beyond_reseller(transaction, user.id, new_owner.id).await?;
    transaction
        .give_subscriptions(user.id, new_owner.id)
        .await?;
    for (id, domain) in owned {
        trail
            .write(
                transaction,
                AuditAction::SubscriptionGiven,
                subscription_subject_of(id, domain),
                Some(&OwnerSnapshot {
                    owner: &user.details.login,
                }),
                Some(&OwnerSnapshot { owner: heir }),
            )
            .await?;
    }
    Ok(())
}

/// What goes from one reseller's people to another's must have room there.
async fn refuse_beyond_reseller(
    transaction: &Transaction,
    from: PanelUserId,
    to: PanelUserId,
) -> Result<(), AppError> {
    let reseller = transaction.reseller_of(to).await?;
    if reseller == transaction.reseller_of(from).await? {
        return Ok(());
    }
    match reseller {
        Some(reseller) => {
            let more = transaction.own_usage(from).await?;
            refuse_beyond_limits(transaction, reseller, &more).await
        }
        None => Ok(()),
    }
}

async fn give_customers(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    user: &ManagedPanelUserRecord,
    heirs: &PanelUserHeirs,
) -> Result<(), AppError> {
    let heir = heirs.customers.as_ref();
    let reseller = find_reseller(transaction, Field::NewReseller, heir).await?;
    if reseller == Some(user.id) {
        let error = FieldError::GivenToThemselves;
        return Err(AppError::at(Field::NewReseller, error));
    }
    if let Some(reseller) = reseller {
        // What the reseller owned alone has gone to its new owner already.
        let (_, more) = transaction.lock_reseller_usage(user.id).await?;
        refuse_beyond_limits(transaction, reseller, &more).await?;
    }
    let customers = transaction.give_customers(user.id, reseller).await?;
    if customers == 0 {
        return Ok(());
    }
    let before = CustomersSnapshot {
        customers,
        reseller: Some(&user.details.login),
    };
    let after = CustomersSnapshot {
        customers,
        reseller: heir,
    };
    let subject = panel_user_subject(&user.details.login);
    trail
        .write(
            transaction,
            AuditAction::CustomersGiven,
            subject,
            Some(&before),
            Some(&after),
        )
        .await
}
