//! An API token, as the audit trail keeps it.

use model::{
    AddressList, ApiAccess, ApiTokenName, ApiTokenSubscriptions, ApiTokenView, DomainName,
    NewApiToken, UtcTime,
};
use serde::Serialize;

/// An API token, as the audit trail keeps it: without its secret.
#[derive(Serialize)]
pub(super) struct ApiTokenSnapshot<'a> {
    token: &'a ApiTokenName,
    access: ApiAccess,
    /// None for all.
    subscriptions: Option<&'a [DomainName]>,
    expires_at: Option<UtcTime>,
    allowed_addresses: &'a AddressList,
}

fn only(subscriptions: &ApiTokenSubscriptions) -> Option<&[DomainName]> {
    match subscriptions {
        ApiTokenSubscriptions::All => None,
        ApiTokenSubscriptions::Only(domains) => Some(domains),
    }
}

impl<'a> From<&'a NewApiToken> for ApiTokenSnapshot<'a> {
    fn from(new: &'a NewApiToken) -> Self {
        Self {
            token: &new.name,
            access: new.access,
            subscriptions: only(&new.subscriptions),
            expires_at: new.expires_at,
            allowed_addresses: &new.addresses,
        }
    }
}

impl<'a> From<&'a ApiTokenView> for ApiTokenSnapshot<'a> {
    fn from(token: &'a ApiTokenView) -> Self {
        Self {
            token: &token.name,
            access: token.access,
            subscriptions: only(&token.subscriptions),
            expires_at: token.expires_at,
            allowed_addresses: &token.addresses,
        }
    }
}
