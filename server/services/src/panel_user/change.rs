//! Changing a panel user.

use model::{
    Actor, AppError, EditedSettings, Field, FieldError, Login, Operation, PanelUserDetails,
    PanelUserId, ResellerUsage, Role,
};

use super::PanelUsers;
use super::add::login_taken;
use super::limits::refuse_beyond_limits;
use super::manage::{Managed, find_reseller, lock_managed_user, refuse_last_administrator};
use crate::api_token::revoke_all;
use crate::audit::{AuditTrail, panel_user_subject};
use crate::store::{AuditAction, ManagedPanelUserRecord, Transaction, is_working_administrator};
use crate::transaction::transaction;

impl PanelUsers {
    /// Changes what is said of a panel user. Whoever is disabled, or gets another role, is signed out
    /// everywhere at once; the API tokens of whoever is disabled are revoked. What somebody owns stays theirs, and is served, also while they are
    /// disabled.
    ///
    /// Who may: an administrator; a reseller of their customers, who stay that. Nobody disables
    /// themselves or gives themselves another role: whoever does it by mistake could not take it
    /// back. The last administrator who may sign in stays one, whoever asks.
    ///
    /// # Errors
    /// [`AppError::NotFound`] as for [`PanelUsers::view`]; [`AppError::SettingsEditConflict`] if
    /// `version` is not the one any more that the change was made from; [`AppError::OwnAccount`];
    /// [`AppError::NotForTokens`] for an administrator, and for whoever is to be one;
    /// [`AppError::LastAdministrator`]; [`AppError::ResellerLimitReached`]; [`AppError::Invalid`].
    pub async fn change(
        &self,
        actor: &Actor,
        login: &Login,
        version: i64,
        new: PanelUserDetails,
    ) -> Result<Operation, AppError> {
        let managed = self.context.managed_by(actor)?;
        let user = self.context.managed_user(actor, login).await?;
        self.context.refuse_tokens_over(actor, user.details.role)?;
        let new = managed.confine(actor, new)?;
        self.context.refuse_tokens_over(actor, new.role)?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            let before = lock_managed_user(transaction, managed, login).await?;
            if before.version != version {
                return Err(AppError::SettingsEditConflict(EditedSettings::PanelUser));
            }
            refuse_own(actor, &before, &new)?;
            store(transaction, &trail, managed, &before, &new).await
        })
        .await?;
        self.context.sessions_have_ended();
        Ok(trail.finish())
    }
}

/// Refuses what nobody does to themselves.
fn refuse_own(
    actor: &Actor,
    before: &ManagedPanelUserRecord,
    new: &PanelUserDetails,
) -> Result<(), AppError> {
    let is_self = actor.panel_user_id() == Some(before.id);
    if is_self && (new.disabled || new.role != before.details.role) {
        return Err(AppError::OwnAccount);
    }
    Ok(())
}

async fn store(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    managed: Managed,
    before: &ManagedPanelUserRecord,
    new: &PanelUserDetails,
) -> Result<(), AppError> {
    if !is_working_administrator(new) {
        refuse_last_administrator(transaction, before).await?;
    }
    let reseller = match managed {
        Managed::CustomersOf(reseller) => Some(reseller),
        Managed::All => find_reseller(transaction, Field::Reseller, new.reseller.as_ref()).await?,
    };
    refuse_customers_of_nobody(transaction, before, new).await?;
    refuse_beyond_new_reseller(transaction, before, reseller).await?;
    if before.details == *new {
        return Ok(());
    }
    transaction
        .change_panel_user(before.id, new, reseller)
        .await
        .map_err(login_taken)?;
    if new.disabled || new.role != before.details.role {
        transaction.remove_sessions_of(before.id).await?;
    }
    if new.disabled && !before.details.disabled {
        revoke_all(transaction, trail, before.id, &before.details.login).await?;
    }
    let subject = panel_user_subject(&new.login);
    trail
        .write(
            transaction,
            AuditAction::PanelUserChanged,
            subject,
            Some(&before.details),
            Some(new),
        )
        .await
}

/// Somebody who has customers stays a reseller.
async fn refuse_customers_of_nobody(
    transaction: &Transaction,
    before: &ManagedPanelUserRecord,
    new: &PanelUserDetails,
) -> Result<(), AppError> {
    if before.details.role != Role::Reseller || new.role == Role::Reseller {
        return Ok(());
    }
    match transaction.has_customers(before.id).await? {
        true => Err(AppError::at(Field::Role, FieldError::HasCustomers)),
        false => Ok(()),
    }
}

/// A reseller has no more customers than they may, with what those own.
async fn refuse_beyond_new_reseller(
    transaction: &Transaction,
    before: &ManagedPanelUserRecord,
    reseller: Option<PanelUserId>,
) -> Result<(), AppError> {
    let Some(reseller) = reseller.filter(|_| reseller != before.reseller) else {
        return Ok(());
    };
    let own = transaction.own_usage(before.id).await?;
    let more = ResellerUsage {
        customers: 1,
        ..own
    };
    refuse_beyond_limits(transaction, reseller, &more).await
}
