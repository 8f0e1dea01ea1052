//! Who manages whom.

use model::{
    Actor, AppError, Field, FieldError, Login, PanelUserDetails, PanelUserId, Role,
    ServerPermission,
};

use crate::audit::panel_user_subject;
use crate::context::Context;
use crate::store::{AuditAction, ManagedPanelUserRecord, Transaction};

/// The panel users that an actor manages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Managed {
    /// All of them: by administrators.
    All,
    /// The customers of this reseller: by the reseller.
    CustomersOf(PanelUserId),
}

impl Managed {
    /// The reseller whose customers they are; none if they are all.
    pub(super) fn reseller(self) -> Option<PanelUserId> {
        match self {
            Self::All => None,
            Self::CustomersOf(reseller) => Some(reseller),
        }
    }

    /// Whether somebody is among them.
    pub(super) fn contains(self, user: &ManagedPanelUserRecord) -> bool {
        match self {
            Self::All => true,
            Self::CustomersOf(reseller) => {
                user.details.role == Role::Customer && user.reseller == Some(reseller)
            }
        }
    }

    /// What is said of somebody, as far as it is this actor's to say: all that a reseller adds and
    /// changes are customers of theirs.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`] for any other role.
    pub(super) fn confine(
        self,
        actor: &Actor,
        details: PanelUserDetails,
    ) -> Result<PanelUserDetails, AppError> {
        match (self, actor) {
            (Self::CustomersOf(_), Actor::PanelUser { login, .. }) => {
                if details.role != Role::Customer {
                    return Err(AppError::NotPermitted);
                }
                Ok(PanelUserDetails {
                    reseller: Some(login.clone()),
                    ..details
                })
            }
            _ => Ok(details),
        }
    }
}

impl Context {
    /// Whom the actor manages.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`] for whoever manages nobody.
    pub(super) fn managed_by(&self, actor: &Actor) -> Result<Managed, AppError> {
        self.server_permission(actor, ServerPermission::ManagePanelUsers)?;
        Ok(match actor {
            Actor::PanelUser { id, .. } if !actor.is_administrator() => Managed::CustomersOf(*id),
            Actor::PanelUser { .. } | Actor::CommandLine => Managed::All,
        })
    }

    /// The panel user of a login, if the actor manages them. Whoever else there is "is not found",
    /// like nobody, and that they were asked for is recorded.
    pub(crate) async fn managed_user(
        &self,
        actor: &Actor,
        login: &Login,
    ) -> Result<ManagedPanelUserRecord, AppError> {
        let managed = self.managed_by(actor)?;
        let found = self.store().managed_panel_user(login).await?;
        match found {
            Some(user) if managed.contains(&user) => Ok(user),
            Some(_) => {
                let error = AppError::NotFound;
                let subject = panel_user_subject(login);
                self.refused(actor, AuditAction::PanelUserRefused, subject, &error);
                Err(error)
            }
            None => Err(AppError::NotFound),
        }
    }
}

/// As [`Context::managed_user`], in a transaction, in which nobody changes them any more.
pub(super) async fn lock_managed_user(
    transaction: &Transaction,
    managed: Managed,
    login: &Login,
) -> Result<ManagedPanelUserRecord, AppError> {
    transaction.lock_panel_users().await?;
    let found = transaction.managed_panel_user(login).await?;
    found
        .filter(|user| managed.contains(user))
        .ok_or(AppError::NotFound)
}

/// The reseller of a login that stands in a field; none if none is said.
pub(super) async fn find_reseller(
    transaction: &Transaction,
    field: Field,
    login: Option<&Login>,
) -> Result<Option<PanelUserId>, AppError> {
    let Some(login) = login else { return Ok(None) };
    let found = transaction.managed_panel_user(login).await?;
    let reseller = found.filter(|user| user.details.role == Role::Reseller);
    let reseller = reseller.ok_or_else(|| AppError::at(field, FieldError::NoSuchReseller))?;
    Ok(Some(reseller.id))
}

/// Refuses what would leave nobody who administers the server.
pub(super) async fn refuse_last_administrator(
    transaction: &Transaction,
    user: &ManagedPanelUserRecord,
) -> Result<(), AppError> {
    if user.is_working_administrator() && transaction.count_working_administrators().await? < 2 {
        return Err(AppError::LastAdministrator);
    }
    Ok(())
}
