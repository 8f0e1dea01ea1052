//! Names in addresses: what cannot be one names nothing.

use model::{AccountName, AppError, DeliveryId, DomainName, Login, PlanId, WebhookId};

/// The domain name in an address.
///
/// # Errors
/// [`AppError::NotFound`] if the text cannot be one.
pub(super) fn existing_domain(text: &str) -> Result<DomainName, AppError> {
    DomainName::parse(text).map_err(|_| AppError::NotFound)
}

/// The account's name in an address.
///
/// # Errors
/// [`AppError::NotFound`] if the text cannot be one.
pub(super) fn existing_account(text: &str) -> Result<AccountName, AppError> {
    AccountName::parse(text).map_err(|_| AppError::NotFound)
}

/// The login in an address.
///
/// # Errors
/// [`AppError::NotFound`] if the text cannot be one.
pub(super) fn existing_login(text: &str) -> Result<Login, AppError> {
    Login::parse(text).map_err(|_| AppError::NotFound)
}

/// The plan's key in an address.
///
/// # Errors
/// [`AppError::NotFound`] if the text cannot be one.
pub(super) fn existing_plan(text: &str) -> Result<PlanId, AppError> {
    text.parse().map(PlanId).map_err(|_| AppError::NotFound)
}

/// The webhook's key in an address.
///
/// # Errors
/// [`AppError::NotFound`] if the text cannot be one.
pub(super) fn existing_webhook(text: &str) -> Result<WebhookId, AppError> {
    text.parse().map(WebhookId).map_err(|_| AppError::NotFound)
}

/// The delivery's key in a form.
///
/// # Errors
/// [`AppError::NotFound`] if the text cannot be one.
pub(super) fn existing_delivery(text: &str) -> Result<DeliveryId, AppError> {
    text.parse().map(DeliveryId).map_err(|_| AppError::NotFound)
}
