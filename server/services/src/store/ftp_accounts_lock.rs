//! The one order in which transactions lock what they write, so that they never deadlock.
//!
//! PostgreSQL locks row by row, and a trigger locks more: that an account is added or removed changes
//! its subscription's row. So whoever writes accounts locks, in this order:
//!
//! 0. the plan, where its limits are copied: [`Transaction::lock_plan`];
//! 1. their subscriptions, by key: [`Transaction::lock_ftp_accounts`];
//! 2. the accounts, by key: the queries of [`FtpAccountsLock`], and whatever else writes to accounts,
//!    such as [`Transaction::record_ftp_usage`];
//! 3. the names that they take or give up, in order;
//! 4. what belongs to one account: former names, words, the one-time link.
//!
//! Whoever changes panel users, or adds to what a reseller has, locks after the subscriptions and
//! before the accounts: first [`Transaction::lock_panel_users`], then
//! [`Transaction::lock_reseller_usage`].
//!
//! What cleans up skips the rows that others have locked. SQLite has one writer at a time.

use std::collections::BTreeSet;

use model::{AccountName, PanelUserId};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::entity::{ftp_account, subscription};
use super::error::StoreError;
use super::keys::{FtpAccountId, SubscriptionId};
use super::sql::Sql;
use super::transaction::Transaction;

/// Locked subscriptions, whose FTP accounts this transaction may add, change and remove.
#[derive(Clone, Copy)]
pub struct FtpAccountsLock<'a> {
    pub(super) transaction: &'a Transaction,
}

/// An account at an access version that ends its sessions, and whether it is enabled.
pub type OutdatedAccount = (FtpAccountId, i64, bool);

impl<'a> FtpAccountsLock<'a> {
    /// The transaction that has the lock.
    pub fn transaction(&self) -> &'a Transaction {
        self.transaction
    }

    /// Gives all accounts of these locked subscriptions another access version, so that the sessions
    /// from before are outdated. Returns the accounts: key, access version, whether it is enabled.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn outdate_sessions(
        &self,
        subscriptions: &[SubscriptionId],
    ) -> Result<Vec<OutdatedAccount>, StoreError> {
        use ftp_account::Column;
        let connection = &self.transaction.transaction;
        let mut outdated = Vec::new();
        // By key, as they are locked.
        let mut keys: Vec<i64> = subscriptions.iter().map(|id| id.0).collect();
        keys.sort_unstable();
        for key in keys {
            let accounts = ftp_account::Entity::find()
                .filter(Column::SubscriptionId.eq(key))
                .select_only()
                .column(Column::Id)
                .column(Column::AccessVersion)
                .column(Column::Enabled);
            let accounts: Vec<(i64, i64, bool)> =
                locked(accounts).into_tuple().all(connection).await?;
            // The subscription is locked: no account has come in since.
            ftp_account::Entity::update_many()
                .col_expr(
                    Column::AccessVersion,
                    Expr::col(Column::AccessVersion).add(1_i64),
                )
                .filter(Column::SubscriptionId.eq(key))
                .exec(connection)
                .await?;
            let accounts = accounts.into_iter();
            let as_now = |(id, version, enabled)| (FtpAccountId(id), version + 1, enabled);
            outdated.extend(accounts.map(as_now));
        }
        Ok(outdated)
    }
}

impl Transaction {
    /// Keeps others from adding, changing and removing the FTP accounts of these subscriptions, and
    /// from removing the subscriptions, until the end of this transaction. To be called once, with all
    /// of them.
    ///
    /// # Errors
    /// [`StoreError::SubscriptionGone`] if one was removed since it was read.
    pub async fn lock_ftp_accounts(
        &self,
        subscriptions: impl IntoIterator<Item = SubscriptionId>,
    ) -> Result<FtpAccountsLock<'_>, StoreError> {
        let keys: BTreeSet<i64> = subscriptions.into_iter().map(|id| id.0).collect();
        let removed = self.lock_rows(&keys).await?;
        if removed.len() < keys.len() || removed.into_iter().any(|is_removed| is_removed) {
            return Err(StoreError::SubscriptionGone);
        }
        Ok(FtpAccountsLock { transaction: self })
    }

    /// As [`Self::lock_ftp_accounts`], also of subscriptions in « Corbeille ».
    ///
    /// # Errors
    /// If the database fails.
    pub async fn lock_ftp_accounts_or_removed(
        &self,
        subscriptions: impl IntoIterator<Item = SubscriptionId>,
    ) -> Result<FtpAccountsLock<'_>, StoreError> {
        let keys = subscriptions.into_iter().map(|id| id.0).collect();
        self.lock_rows(&keys).await?;
        Ok(FtpAccountsLock { transaction: self })
    }

    /// Locks those of these subscriptions that there are; tells of each whether it is removed.
    async fn lock_rows(&self, keys: &BTreeSet<i64>) -> Result<Vec<bool>, StoreError> {
        let rows: Vec<(i64, Option<i64>)> = subscription::Entity::find()
            .select_only()
            .column(subscription::Column::Id)
            .column(subscription::Column::RemovedAt)
            .filter(subscription::Column::Id.is_in(keys.iter().copied()))
            .order_by_asc(subscription::Column::Id)
            // As strong as what the triggers take.
            .lock(LockType::NoKeyUpdate)
            .into_tuple()
            .all(&self.transaction)
            .await?;
        let rows = rows.into_iter();
        Ok(rows.map(|(_, removed_at)| removed_at.is_some()).collect())
    }

    /// Keeps others from adding subscriptions until the end of this transaction, for rules that
    /// concern all of them.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn lock_subscriptions(&self) -> Result<(), StoreError> {
        self.lock_text("berth.subscription").await
    }

    /// Keeps others from adding, changing and removing panel users until the end of this transaction,
    /// for rules that concern all of them. The database's own trigger takes the same lock.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn lock_panel_users(&self) -> Result<(), StoreError> {
        self.lock_text("berth.panel_user").await
    }

    /// Keeps others from adding to what a reseller has until the end of this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub(super) async fn lock_reseller(&self, reseller: PanelUserId) -> Result<(), StoreError> {
        self.lock_text(&format!("berth.reseller:{}", reseller.0))
            .await
    }

    /// Keeps others from taking these names until the end of this transaction. A transaction that takes
    /// several locks all of them at once, so that no two wait for each other.
    ///
    /// # Errors
    /// If the database fails.
    pub(super) async fn lock_names(&self, names: &[&AccountName]) -> Result<(), StoreError> {
        if self.is_postgres() {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            let mut sql = Sql::new(DbBackend::Postgres);
            // As the trigger that keeps a name from being an account's and a former one at once. No name
            // holds a space.
            sql.push("SELECT berth_lock_names(string_to_array(");
            sql.bind(names.join(" ")).push(", ' '))");
            self.transaction.execute_raw(sql.statement()).await?;
        }
        Ok(())
    }

    async fn lock_text(&self, text: &str) -> Result<(), StoreError> {
        if self.is_postgres() {
            let mut sql = Sql::new(DbBackend::Postgres);
            sql.push("SELECT pg_advisory_xact_lock(hashtextextended(");
            sql.bind(text).push(", 0))");
            self.transaction.execute_raw(sql.statement()).await?;
        }
        Ok(())
    }

    fn is_postgres(&self) -> bool {
        self.transaction.get_database_backend() == DbBackend::Postgres
    }
}

/// The rows of accounts, in the order in which they are locked.
pub(super) fn locked(accounts: Select<ftp_account::Entity>) -> Select<ftp_account::Entity> {
    accounts
        .order_by_asc(ftp_account::Column::Id)
        .lock(LockType::Update)
}

/// The rows of what is cleaned up, without those that others work on.
pub(super) fn unlocked<Entity: EntityTrait>(rows: Select<Entity>) -> Select<Entity> {
    rows.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
}
