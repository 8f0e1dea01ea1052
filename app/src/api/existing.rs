//! Names in addresses: what cannot be one names nothing.

use crate::model::{AccountName, DomainName, Problem};

/// The domain name in an address.
///
/// # Errors
/// [`Problem::NotFound`] if the text cannot be one.
pub(super) fn existing_domain(text: &str) -> Result<DomainName, Problem> {
    DomainName::parse(text).map_err(|_| Problem::NotFound)
}

/// The account's name in an address.
///
/// # Errors
/// [`Problem::NotFound`] if the text cannot be one.
pub(super) fn existing_account(text: &str) -> Result<AccountName, Problem> {
    AccountName::parse(text).map_err(|_| Problem::NotFound)
}
