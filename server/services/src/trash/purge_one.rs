//! Removing one FTP account for good, in the transaction of a use case.

use model::AppError;

use crate::audit::{AuditTrail, FtpAccountSnapshot, account_subject};
use crate::ftp_account::main_account_stays;
use crate::store::{AuditAction, FtpAccountRecord, FtpAccountsLock, SubscriptionRecord};

/// Removes one account for good, and records it in the audit trail.
pub(super) async fn purge_one(
    trail: &AuditTrail<'_>,
    accounts: &FtpAccountsLock<'_>,
    subscription: &SubscriptionRecord,
    account: &FtpAccountRecord,
) -> Result<(), AppError> {
    let purged = accounts.purge(account).await;
    if !purged.map_err(main_account_stays)? {
        return Err(AppError::NotFound);
    }
    let subject = account_subject(&account.name, subscription).about(account.id);
    let before = FtpAccountSnapshot::of(account, false);
    trail
        .write(
            accounts.transaction(),
            AuditAction::FtpAccountPurged,
            subject,
            Some(&before),
            None,
        )
        .await
}
