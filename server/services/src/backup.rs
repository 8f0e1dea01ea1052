//! Databases that come out of a backup.

use std::path::Path;

use model::{Actor, AppError, UtcTime};
use serde::Serialize;
use thiserror::Error;

use crate::audit::AuditTrail;
use crate::store::{
    AuditAction, CopyError, Database, OpenError, Store, Subject, check_database, settle_database,
};
use crate::transaction::transaction;

/// Why a database out of a backup cannot be used.
#[derive(Debug, Error)]
pub enum PrepareError {
    /// It is damaged, not Berth's, or of a newer one.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// It cannot be opened, or brought up to date.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It cannot be written. The log has the cause.
    #[error("the database of the backup cannot be written")]
    Write(AppError),
}

/// Makes a SQLite database that comes out of a backup, and that nobody uses yet, fit to be used: checks
/// it, brings it up to date, ends what would let people in again who were shut out since `made_at`, has
/// home directories counted again, and notes in the audit trail that it was restored.
///
/// For whoever may run `berth` on the server itself.
///
/// # Errors
/// See [`PrepareError`].
pub async fn prepare_restored_database(path: &Path, made_at: UtcTime) -> Result<(), PrepareError> {
    check_database(path).await?;
    let store = Store::open(&Database::File(path.to_owned())).await?;
    let done = end_access(&store, made_at).await;
    store.close().await;
    done.map_err(PrepareError::Write)?;
    Ok(settle_database(path).await?)
}

async fn end_access(store: &Store, made_at: UtcTime) -> Result<(), AppError> {
    let trail = AuditTrail::begin(&Actor::CommandLine)?;
    transaction!(store, |transaction| {
        let (sessions, links) = transaction.end_all_access().await?;
        transaction.distrust_usage().await?;
        let restored = RestoredSnapshot {
            made_at: made_at.rfc3339(),
            sessions_ended: sessions,
            links_revoked: links,
        };
        let (action, subject) = (AuditAction::DatabaseRestored, Subject::default());
        trail
            .write(transaction, action, subject, None, Some(&restored))
            .await
    })
    .await
}

/// A restored database as the audit trail keeps it.
#[derive(Serialize)]
struct RestoredSnapshot {
    /// When the backup was made.
    made_at: String,
    sessions_ended: u64,
    links_revoked: u64,
}
