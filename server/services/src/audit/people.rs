//! Whom somebody may know of those who did something.

use std::collections::HashMap;

use model::{
    Actor, AppError, Login, OneTimeLink, PanelUserId, RemovedFtpAccount, Role, Suspension,
};

use crate::context::Context;
use crate::store::SubscriptionId;

/// The names of those who are no panel users, and no secret.
const NO_PANEL_USERS: [&str; 5] = [
    Actor::PROGRAM,
    Actor::RECIPIENT,
    Actor::FTP_ACCOUNT,
    Actor::NOBODY,
    Actor::SEVERAL,
];

/// Whom an actor may know. Of all others they are told no name and no address: an administrator
/// stays "administrator" to those whose server it is not.
pub(crate) enum KnownPeople {
    /// Everybody, as administrators do.
    Everybody,
    /// These alone.
    These(HashMap<PanelUserId, Login>),
}

impl Context {
    /// Whom an actor may know: themselves; a reseller their customers; and whoever has to do with a
    /// subscription those who own it or are invited to it.
    pub(crate) async fn known_people(
        &self,
        actor: &Actor,
        subscription: Option<SubscriptionId>,
    ) -> Result<KnownPeople, AppError> {
        let (id, login, role) = match actor {
            Actor::PanelUser {
                id, login, role, ..
            } if !actor.is_administrator() => (*id, login, *role),
            Actor::PanelUser { .. } | Actor::CommandLine => return Ok(KnownPeople::Everybody),
        };
        let mut known = HashMap::from([(id, login.clone())]);
        if role == Role::Reseller {
            known.extend(self.store().customers_of(id).await?);
        }
        if let Some(subscription) = subscription {
            known.extend(self.store().people_of_subscription(subscription).await?);
        }
        Ok(KnownPeople::These(known))
    }
}

impl KnownPeople {
    /// Whether they may know who did something: by the name under which the audit trail keeps them,
    /// and their key, if they are a panel user.
    pub(crate) fn knows(&self, name: &str, id: Option<PanelUserId>) -> bool {
        match (self, id) {
            (Self::Everybody, _) => true,
            (Self::These(known), Some(id)) => known.contains_key(&id),
            (Self::These(_), None) => NO_PANEL_USERS.contains(&name),
        }
    }

    /// The name of whoever did something, as it is shown. `role` is what they were then.
    pub(crate) fn author(
        &self,
        name: String,
        id: Option<PanelUserId>,
        role: Option<&str>,
    ) -> String {
        if self.knows(&name, id) {
            return name;
        }
        let is_customer = role.and_then(Role::parse) == Some(Role::Customer);
        let shown = if is_customer {
            Actor::SOMEBODY
        } else {
            Actor::ADMINISTRATOR
        };
        shown.to_owned()
    }

    /// As [`author`](Self::author), where there is nothing but the name.
    pub(crate) fn named(&self, name: String) -> String {
        if self.knows_name(&name) {
            name
        } else {
            Actor::ADMINISTRATOR.to_owned()
        }
    }

    /// A link, of whose maker no more is told than they may know.
    pub(crate) fn with_known_maker(&self, link: OneTimeLink) -> OneTimeLink {
        OneTimeLink {
            made_by: self.named(link.made_by),
            ..link
        }
    }

    /// A removed account, of whose remover no more is told than they may know.
    pub(crate) fn with_known_remover(&self, account: RemovedFtpAccount) -> RemovedFtpAccount {
        RemovedFtpAccount {
            removed_by: self.named(account.removed_by),
            ..account
        }
    }

    /// That a subscription is suspended, where no more is told of who did it than they may know.
    pub(crate) fn with_known_suspender(&self, suspension: Suspension) -> Suspension {
        Suspension {
            by: self.named(suspension.by),
            ..suspension
        }
    }

    /// Whether they may know whoever is called this.
    pub(crate) fn knows_name(&self, name: &str) -> bool {
        match self {
            Self::Everybody => true,
            Self::These(known) => {
                let mut logins = known.values();
                logins.any(|login| login.as_str() == name) || NO_PANEL_USERS.contains(&name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn whoever_is_not_known_has_no_name() {
        let marie = (PanelUserId(1), Login::parse("marie").unwrap());
        let known = KnownPeople::These(HashMap::from([marie]));
        let author = |name: &str, id: Option<i64>, role: Option<&str>| {
            known.author(name.to_owned(), id.map(PanelUserId), role)
        };
        assert_eq!(author("marie", Some(1), Some("customer")), "marie");
        // What she did before she had another login.
        assert_eq!(author("mary", Some(1), None), "mary");
        assert_eq!(author(Actor::RECIPIENT, None, None), Actor::RECIPIENT);
        for role in [None, Some("administrator"), Some("reseller")] {
            assert_eq!(author("boss", Some(7), role), Actor::ADMINISTRATOR);
        }
        assert_eq!(author("paul", Some(2), Some("customer")), Actor::SOMEBODY);
        assert_eq!(
            author(Actor::COMMAND_LINE, None, None),
            Actor::ADMINISTRATOR
        );
        assert_eq!(known.named("boss".to_owned()), Actor::ADMINISTRATOR);
        assert_eq!(known.named("marie".to_owned()), "marie");
        assert!(KnownPeople::Everybody.knows(Actor::COMMAND_LINE, None));
    }
}
