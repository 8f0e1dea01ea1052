//! Removals of files that have not ended, so that a start after a crash can end them.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use model::{AccountName, DomainName, Operation};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::convert::read;
use super::entity::file_removal::{ActiveModel, Column, Entity};
use super::entity::subscription;
use super::error::StoreError;
use super::ftp_account_record::FtpAccountRecord;
use super::hosting::WebspaceRecord;
use super::keys::{FtpAccountId, SubscriptionId};
use super::pool::Store;
use super::transaction::Transaction;

/// A removal of an account's files that has not ended.
#[derive(Clone, Debug)]
pub struct FileRemovalRecord {
    /// The operation that it belongs to, which names the folder in quarantine.
    pub operation: Operation,
    /// The subscription's key.
    pub subscription: SubscriptionId,
    /// The subscription's domain name.
    pub domain: DomainName,
    /// The subscription's webspace.
    pub webspace: WebspaceRecord,
    /// The key that the account had.
    pub account: FtpAccountId,
    /// The name that the account had.
    pub account_name: AccountName,
    /// The folder's path below the webspace root, symlinks resolved. Empty for everything in the
    /// webspace, whose subscription goes with it.
    pub folder: PathBuf,
    /// Whether the account is gone, and the folder is to follow. Before, it is to be restored.
    pub has_begun: bool,
}

impl Store {
    /// The removals that have not ended: those that are underway, and those that were cut off.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn file_removals(&self) -> Result<Vec<FileRemovalRecord>, StoreError> {
        let rows = Entity::find()
            .find_also_related(subscription::Entity)
            .order_by_asc(Column::Operation)
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .filter_map(|(row, subscription)| Some((row, subscription?)))
            .map(|(row, subscription)| {
                Ok(FileRemovalRecord {
                    operation: read(&row.operation, "file_removal.operation")?,
                    subscription: SubscriptionId(subscription.id),
                    domain: read(&subscription.domain, "subscription.domain")?,
                    webspace: WebspaceRecord::of(&subscription)?,
                    account: FtpAccountId(row.ftp_account_id),
                    account_name: read(&row.account_name, "file_removal.account_name")?,
                    folder: OsString::from_vec(row.folder).into(),
                    has_begun: row.has_begun,
                })
            })
            .collect()
    }
}

impl Transaction {
    /// Notes that an account's files are about to be removed.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn plan_file_removal(
        &self,
        operation: &Operation,
        account: &FtpAccountRecord,
        folder: &Path,
    ) -> Result<(), StoreError> {
        let row = ActiveModel {
            operation: Set(operation.as_str().to_owned()),
            subscription_id: Set(account.subscription.0),
            ftp_account_id: Set(account.id.0),
            account_name: Set(account.name.as_str().to_owned()),
            folder: Set(folder.as_os_str().as_bytes().to_vec()),
            has_begun: Set(false),
        };
        Entity::insert(row).exec(&self.transaction).await?;
        Ok(())
    }

    /// Notes that everything in the webspace of a subscription is removed from now on, and the
    /// subscription after it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn begin_webspace_removal(
        &self,
        operation: &Operation,
        subscription: SubscriptionId,
        (main_account, name): (FtpAccountId, &AccountName),
    ) -> Result<(), StoreError> {
        let row = ActiveModel {
            operation: Set(operation.as_str().to_owned()),
            subscription_id: Set(subscription.0),
            ftp_account_id: Set(main_account.0),
            account_name: Set(name.as_str().to_owned()),
            folder: Set(Vec::new()),
            has_begun: Set(true),
        };
        Entity::insert(row).exec(&self.transaction).await?;
        Ok(())
    }

    /// Notes, in the transaction that removes the account, that its files are to follow. Tells
    /// whether the removal was still planned: another process may have taken it for one that was cut
    /// off.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn begin_file_removal(&self, operation: &Operation) -> Result<bool, StoreError> {
        let begun = Entity::update_many()
            .col_expr(Column::HasBegun, Expr::value(true))
            .filter(Column::Operation.eq(operation.as_str()))
            .exec(&self.transaction)
            .await?;
        Ok(begun.rows_affected == 1)
    }

    /// Forgets a removal that was planned, unless it has begun.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_file_removal(&self, operation: &Operation) -> Result<(), StoreError> {
        Entity::delete_many()
            .filter(Column::Operation.eq(operation.as_str()))
            .filter(Column::HasBegun.eq(false))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Notes that a removal of files has ended.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn end_file_removal(&self, operation: &Operation) -> Result<(), StoreError> {
        Entity::delete_many()
            .filter(Column::Operation.eq(operation.as_str()))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
