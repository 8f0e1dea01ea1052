//! What an audited action was done to.

use model::{AccountName, DomainName, Login, PlanName};

use crate::store::{RemovedSubscriptionRecord, Subject, SubscriptionId, SubscriptionRecord};

/// The subject of an action on an FTP account.
pub(crate) fn account_subject(name: &AccountName, subscription: &SubscriptionRecord) -> Subject {
    account_subject_of(name, subscription.id, subscription.domain.clone())
}

/// As [`account_subject`], where there is no more of the subscription.
pub(crate) fn account_subject_of(
    name: &AccountName,
    subscription: SubscriptionId,
    domain: DomainName,
) -> Subject {
    Subject {
        name: Some(name.as_str().to_owned()),
        subscription: Some((subscription, domain)),
        ftp_account: None,
    }
}

/// The subject of an action on a subscription.
pub(crate) fn subscription_subject(subscription: &SubscriptionRecord) -> Subject {
    subscription_subject_of(subscription.id, subscription.domain.clone())
}

/// The subject of an action on a subscription in « Corbeille ».
pub(crate) fn removed_subscription_subject(subscription: &RemovedSubscriptionRecord) -> Subject {
    subscription_subject_of(subscription.id, subscription.domain.clone())
}

/// As [`subscription_subject`], where there is no more of the subscription.
pub(crate) fn subscription_subject_of(id: SubscriptionId, domain: DomainName) -> Subject {
    Subject {
        name: Some(domain.as_str().to_owned()),
        subscription: Some((id, domain)),
        ftp_account: None,
    }
}

/// The subject of an action on a panel user.
pub(crate) fn panel_user_subject(login: &Login) -> Subject {
    Subject {
        name: Some(login.as_str().to_owned()),
        ..Subject::default()
    }
}

/// The subject of an action on a plan.
pub(crate) fn plan_subject(name: &PlanName) -> Subject {
    Subject {
        name: Some(name.as_str().to_owned()),
        ..Subject::default()
    }
}
