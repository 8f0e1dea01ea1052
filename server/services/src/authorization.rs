//! Who may do what: one table, which is the first check of each use case.

use model::{
    Actor, ApiAccess, AppError, DomainName, PanelUserId, Permission, Role, ServerPermission,
    Standing,
};

use crate::audit::subscription_subject;
use crate::context::Context;
use crate::store::{AuditAction, Subject, SubscriptionRecord, Visible};

/// What whoever has this standing may do in a subscription.
pub(crate) fn allows(standing: Standing, permission: Permission) -> bool {
    use Standing::{Administrator, Manager, Owner, Reseller, Viewer};
    match permission {
        Permission::View => match standing {
            Administrator | Reseller | Owner | Manager | Viewer => true,
        },
        Permission::ManageFtpAccounts | Permission::ManageWebhooks | Permission::ViewAudit => {
            match standing {
                Administrator | Reseller | Owner | Manager => true,
                Viewer => false,
            }
        }
        Permission::ManageCollaborators => match standing {
            Administrator | Reseller | Owner => true,
            Manager | Viewer => false,
        },
        Permission::ManageSubscription => match standing {
            Administrator | Reseller => true,
            Owner | Manager | Viewer => false,
        },
        Permission::ManageHosting | Permission::ImportFtpAccounts => match standing {
            Administrator => true,
            Reseller | Owner | Manager | Viewer => false,
        },
    }
}

/// What whoever has this role may do that concerns no single subscription. A reseller may do it for
/// the own customers only, which each use case sees to.
fn role_allows(role: Role, permission: ServerPermission) -> bool {
    match permission {
        ServerPermission::AdministerServer => match role {
            Role::Administrator => true,
            Role::Reseller | Role::Customer => false,
        },
        ServerPermission::ManagePanelUsers
        | ServerPermission::AddSubscriptions
        | ServerPermission::ManagePlans
        | ServerPermission::ViewAudit => match role {
            Role::Administrator | Role::Reseller => true,
            Role::Customer => false,
        },
    }
}

/// What whoever has this standing may do in a subscription.
pub(crate) fn permissions(standing: Standing) -> Vec<Permission> {
    let all = Permission::ALL.into_iter();
    all.filter(|permission| allows(standing, *permission))
        .collect()
}

/// What one is to a subscription in which one may do this.
pub(crate) fn standings_with(permission: Permission) -> Vec<Standing> {
    let all = Standing::ALL.into_iter();
    all.filter(|standing| allows(*standing, permission))
        .collect()
}

/// Whether an actor may do what concerns no single subscription.
pub(crate) fn may(actor: &Actor, permission: ServerPermission) -> bool {
    match actor {
        Actor::PanelUser { role, .. } => !actor.is_limited() && role_allows(*role, permission),
        Actor::CommandLine => role_allows(Role::Administrator, permission),
    }
}

/// The subscriptions that an actor sees: an administrator all, everybody else those to which they
/// are something; and of those, a token that is for some alone only these.
pub(crate) fn visible_to(actor: &Actor) -> Visible {
    let Actor::PanelUser {
        id, role, token, ..
    } = actor
    else {
        return Visible::All;
    };
    let person = visible_to_person(*id, *role);
    match token {
        Some(token) if token.is_limited => Visible::ByToken {
            token: token.id,
            person: person.person(),
        },
        _ => person,
    }
}

/// The subscriptions that a panel user sees.
pub(crate) fn visible_to_person(id: PanelUserId, role: Role) -> Visible {
    match role {
        Role::Administrator => Visible::All,
        Role::Reseller | Role::Customer => Visible::To(id),
    }
}

impl Context {
    /// Refuses an API token that is for reading only, and records that.
    ///
    /// Whatever changes something asks this: by [`Context::begin_operation`], where it has an audit
    /// trail, and before that where it hashes a password or creates a folder first.
    ///
    /// # Errors
    /// [`AppError::TokenReadsOnly`].
    pub(crate) fn may_change(&self, actor: &Actor) -> Result<(), AppError> {
        match actor.token() {
            Some(token) if token.access == ApiAccess::Read => {
                let error = AppError::TokenReadsOnly;
                self.refused(
                    actor,
                    AuditAction::AccessRefused,
                    Subject::default(),
                    &error,
                );
                Err(error)
            }
            _ => Ok(()),
        }
    }

    /// Refuses API tokens what is a person's own, such as password, second factors and tokens, and
    /// whatever else would let one do more than it was made for, or last longer; and records that.
    ///
    /// # Errors
    /// [`AppError::NotForTokens`].
    pub(crate) fn refuse_tokens(&self, actor: &Actor) -> Result<(), AppError> {
        if actor.token().is_none() {
            return Ok(());
        }
        let error = AppError::NotForTokens;
        self.refused(
            actor,
            AuditAction::AccessRefused,
            Subject::default(),
            &error,
        );
        Err(error)
    }

    /// As [`Context::refuse_tokens`], where somebody with this role is given a way to sign in, or loses
    /// theirs, or gets the role: whoever administers the server could make other tokens.
    ///
    /// # Errors
    /// [`AppError::NotForTokens`].
    pub(crate) fn refuse_tokens_over(&self, actor: &Actor, role: Role) -> Result<(), AppError> {
        match role {
            Role::Administrator => self.refuse_tokens(actor),
            Role::Reseller | Role::Customer => Ok(()),
        }
    }

    /// Refuses everyone but administrators, and records whom.
    pub(crate) fn administrators_only(&self, actor: &Actor) -> Result<(), AppError> {
        self.server_permission(actor, ServerPermission::AdministerServer)
    }

    /// Refuses whoever may not do this, and records whom.
    pub(crate) fn server_permission(
        &self,
        actor: &Actor,
        permission: ServerPermission,
    ) -> Result<(), AppError> {
        if may(actor, permission) {
            return Ok(());
        }
        let error = match actor.is_limited() {
            true => AppError::TokenIsLimited,
            false => AppError::AdministratorsOnly,
        };
        let subject = Subject::default();
        self.refused(actor, AuditAction::AccessRefused, subject, &error);
        Err(error)
    }

    /// The subscription of a domain name, in which the actor may do this. One that they do not see is
    /// "not found", like one that does not exist, and takes as long; that it was asked for is
    /// recorded, as is what they may not do to one that they see.
    pub(crate) async fn authorised_subscription(
        &self,
        actor: &Actor,
        domain: &DomainName,
        permission: Permission,
    ) -> Result<SubscriptionRecord, AppError> {
        let visible = visible_to(actor);
        if let Some(subscription) = self.store().subscription(domain, visible).await? {
            if allows(subscription.standing, permission) {
                return Ok(subscription);
            }
            let error = AppError::NotPermitted;
            let subject = subscription_subject(&subscription);
            self.refused(actor, AuditAction::AccessRefused, subject, &error);
            return Err(error);
        }
        let error = AppError::NotFound;
        if let Some(another_s) = self.store().subscription(domain, Visible::All).await? {
            let subject = subscription_subject(&another_s);
            self.refused(actor, AuditAction::AccessRefused, subject, &error);
        }
        Err(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_may_do_more_may_do_all_that_those_below_may() {
        for pair in Standing::ALL.windows(2) {
            let [more, less] = pair else { continue };
            for permission in permissions(*less) {
                assert!(allows(*more, permission), "{more:?}: {permission:?}");
            }
            assert_ne!(permissions(*more), permissions(*less), "{pair:?}");
        }
        assert_eq!(permissions(Standing::Viewer), [Permission::View]);
        assert_eq!(permissions(Standing::Administrator), Permission::ALL);
    }

    #[test]
    fn a_customer_may_do_nothing_that_concerns_no_subscription_of_theirs() {
        for permission in ServerPermission::ALL {
            assert!(role_allows(Role::Administrator, permission));
            assert!(!role_allows(Role::Customer, permission));
        }
        let may_reseller = |permission| role_allows(Role::Reseller, permission);
        assert!(!may_reseller(ServerPermission::AdministerServer));
        assert!(may_reseller(ServerPermission::ManagePanelUsers));
    }
}
