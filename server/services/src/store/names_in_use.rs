//! Queries on many FTP accounts at once: by their names, on whose names are, and on which folders are
//! homes.

use model::{AccountName, HomeDirectory, UtcTime};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::convert::read;
use super::entity::ftp_account::{Column, Entity, Model};
use super::error::StoreError;
use super::former_names::{NameOwner, NameStatus};
use super::ftp_account_record::{FtpAccountRecord, record};
use super::keys::{FtpAccountId, SubscriptionId};
use super::pool::Store;
use super::sql::Sql;

/// Names, or paths, that are looked for in one query.
const BATCH_SIZE: usize = 1_000;

/// What is read of a name that is somebody's, after the name and whether it is a former one.
const OWNER_COLUMNS: &str = ", a.id, a.subscription_id, a.removed_at, s.removed_at \
     FROM ftp_account AS a JOIN subscription AS s ON s.id = a.subscription_id ";

impl Store {
    /// Those of these accounts of a subscription that exist, without those in « Corbeille ».
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_named(
        &self,
        subscription: SubscriptionId,
        names: &[AccountName],
    ) -> Result<Vec<FtpAccountRecord>, StoreError> {
        let mut accounts = Vec::new();
        for batch in names.chunks(BATCH_SIZE) {
            // By their names alone, which are unique: PostgreSQL, as long as it has no statistics, would
            // go through all accounts of the subscription for each batch.
            let found = Entity::find()
                .filter(Column::Name.is_in(batch.iter().map(AccountName::as_str)))
                .all(&self.readers)
                .await?;
            let is_meant =
                |row: &Model| row.subscription_id == subscription.0 && row.removed_at.is_none();
            for row in found.into_iter().filter(is_meant) {
                accounts.push(record(row)?);
            }
        }
        Ok(accounts)
    }

    /// Those of these paths that are home directories of a subscription's accounts, also of those in
    /// « Corbeille ».
    ///
    /// # Errors
    /// If the database fails.
    pub async fn homes_in_use(
        &self,
        subscription: SubscriptionId,
        paths: &[String],
    ) -> Result<Vec<HomeDirectory>, StoreError> {
        let mut homes = Vec::new();
        for batch in paths.chunks(BATCH_SIZE) {
            let found: Vec<String> = Entity::find()
                .select_only()
                .column(Column::HomeDirectory)
                .distinct()
                .filter(Column::SubscriptionId.eq(subscription.0))
                .filter(Column::HomeDirectory.is_in(batch))
                .into_tuple()
                .all(&self.readers)
                .await?;
            for home in found {
                homes.push(read(&home, "ftp_account.home_directory")?);
            }
        }
        Ok(homes)
    }

    /// Whose these names are in the whole installation: each that is somebody's.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn name_owners(
        &self,
        names: &[AccountName],
        now: UtcTime,
    ) -> Result<Vec<(AccountName, NameOwner)>, StoreError> {
        let mut owners = Vec::new();
        for batch in names.chunks(BATCH_SIZE) {
            let mut sql = Sql::new(self.readers.get_database_backend());
            sql.push("SELECT a.name, 0").push(OWNER_COLUMNS);
            sql.push("WHERE a.name IN ");
            bind_names(&mut sql, batch);
            sql.push(" UNION ALL SELECT f.name, 1").push(OWNER_COLUMNS);
            sql.push("JOIN ftp_account_alias AS f ON f.ftp_account_id = a.id WHERE f.name IN ");
            bind_names(&mut sql, batch);
            sql.push(" AND f.valid_until > ").bind(now.0);
            for row in self.readers.query_all_raw(sql.statement()).await? {
                let name: String = row.try_get_by_index(0)?;
                let is_former = row.try_get_by_index::<i32>(1)? == 1;
                let removed_at: Option<i64> = row.try_get_by_index(4)?;
                let with_subscription: Option<i64> = row.try_get_by_index(5)?;
                let owner = NameOwner {
                    account: FtpAccountId(row.try_get_by_index(2)?),
                    subscription: SubscriptionId(row.try_get_by_index(3)?),
                    status: NameStatus::of(
                        is_former,
                        removed_at.is_some(),
                        with_subscription.is_some(),
                    ),
                };
                owners.push((read(&name, "ftp_account.name")?, owner));
            }
        }
        Ok(owners)
    }
}

fn bind_names(sql: &mut Sql, names: &[AccountName]) {
    for (index, name) in names.iter().enumerate() {
        sql.push(if index == 0 { "(" } else { ", " });
        sql.bind(name.as_str());
    }
    sql.push(")");
}
