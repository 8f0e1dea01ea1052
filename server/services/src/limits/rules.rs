//! What the limits of a subscription refuse.

use model::{AppError, Field, FieldError, FtpAccountSettings, Permission, SubscriptionLimits};

use crate::authorization::allows;
use crate::store::{FtpAccountsLock, SubscriptionId, SubscriptionRecord};

/// Refuses more FTP accounts than a locked subscription may have. Those that it has beyond that stay.
///
/// # Errors
/// [`AppError::TooManyFtpAccounts`]; [`AppError::NotFound`] if the subscription is gone.
pub(crate) async fn require_room(
    accounts: &FtpAccountsLock<'_>,
    subscription: SubscriptionId,
    more: u64,
) -> Result<(), AppError> {
    let found = accounts.subscription_limits(subscription).await?;
    let found = found.ok_or(AppError::NotFound)?;
    let (has, most) = (found.used.ftp_accounts, found.limits.ftp_accounts);
    match most {
        Some(most) if has.saturating_add(more) > u64::from(most) => {
            Err(AppError::TooManyFtpAccounts { has, most })
        }
        _ => Ok(()),
    }
}

/// Refuses that whoever does not manage the subscription changes a setting that is locked.
///
/// # Errors
/// [`AppError::Invalid`] at the first such setting.
pub(crate) fn refuse_locked_changes(
    subscription: &SubscriptionRecord,
    limits: &SubscriptionLimits,
    before: &FtpAccountSettings,
    after: &FtpAccountSettings,
) -> Result<(), AppError> {
    if allows(subscription.standing, Permission::ManageSubscription) {
        return Ok(());
    }
    match limits.locked.first_change(before, after) {
        Some(field) => Err(AppError::at(field, FieldError::Locked)),
        None => Ok(()),
    }
}

/// A plan that does not exist, or that the subscription cannot have.
pub(super) fn no_such_plan() -> AppError {
    AppError::at(Field::Plan, FieldError::NoSuchPlan)
}
