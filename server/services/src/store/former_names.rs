//! Queries on the former names of FTP accounts, and on whose a name is.

use std::collections::BTreeMap;

use model::{AccountName, FormerName, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationTrait,
};

use super::convert::read;
use super::entity::ftp_account_alias::{ActiveModel, Column, Entity};
use super::entity::{ftp_account, subscription};
use super::error::StoreError;
use super::ftp_accounts_lock::unlocked;
use super::keys::{FtpAccountId, SubscriptionId};
use super::pool::Store;
use super::transaction::Transaction;

/// Former names that are read of one account.
const MAX_NAMES: u64 = 100;

/// Whose a name is, so that no other account can have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameOwner {
    /// The account.
    pub account: FtpAccountId,
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// How the name is in use.
    pub status: NameStatus,
}

/// How an account's name is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameStatus {
    /// It is the account's name; or any of the names of an account whose subscription is in
    /// « Corbeille »: nobody can free that one alone.
    Current,
    /// It is the name of an account in « Corbeille ».
    InTrash,
    /// It is a former name, with which the account may still sign in.
    Former,
}

impl NameStatus {
    /// That of a former name or of an account's own, by whether the account is in « Corbeille », and
    /// whether its subscription is.
    pub(super) fn of(is_former: bool, is_removed: bool, with_subscription: bool) -> Self {
        match (is_former, is_removed) {
            _ if with_subscription => Self::Current,
            (true, _) => Self::Former,
            (false, true) => Self::InTrash,
            (false, false) => Self::Current,
        }
    }
}

/// The account that may still sign in with a name that it had, as a subquery.
pub(super) fn account_by_former_name(name: &AccountName, now: UtcTime) -> SelectStatement {
    Query::select()
        .column(Column::FtpAccountId)
        .from(Entity)
        .and_where(Expr::col(Column::Name).eq(name.as_str()))
        .and_where(Expr::col(Column::ValidUntil).gt(now.0))
        .to_owned()
}

impl Store {
    /// Whose a name is in the whole installation.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn name_owner(
        &self,
        name: &AccountName,
        now: UtcTime,
    ) -> Result<Option<NameOwner>, StoreError> {
        let named = Condition::any()
            .add(ftp_account::Column::Name.eq(name.as_str()))
            .add(ftp_account::Column::Id.in_subquery(account_by_former_name(name, now)));
        type Columns = (i64, String, Option<i64>, i64, Option<i64>);
        let row: Option<Columns> = ftp_account::Entity::find()
            .select_only()
            .column(ftp_account::Column::Id)
            .column(ftp_account::Column::Name)
            .column(ftp_account::Column::RemovedAt)
            .column(ftp_account::Column::SubscriptionId)
            .column(subscription::Column::RemovedAt)
            .join(
                JoinType::InnerJoin,
                ftp_account::Relation::Subscription.def(),
            )
            .filter(named)
            .into_tuple()
            .one(&self.readers)
            .await?;
        Ok(row.map(
            |(id, current, removed_at, subscription, with_subscription)| NameOwner {
                account: FtpAccountId(id),
                subscription: SubscriptionId(subscription),
                status: NameStatus::of(
                    current != name.as_str(),
                    removed_at.is_some(),
                    with_subscription.is_some(),
                ),
            },
        ))
    }

    /// The names that an account had and may still sign in with, the one that expires last first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn former_names(
        &self,
        account: FtpAccountId,
        now: UtcTime,
    ) -> Result<Vec<FormerName>, StoreError> {
        let rows = Entity::find()
            .filter(Column::FtpAccountId.eq(account.0))
            .filter(Column::ValidUntil.gt(now.0))
            .order_by_desc(Column::ValidUntil)
            .order_by_asc(Column::Name)
            .limit(MAX_NAMES)
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(FormerName {
                    name: read(&row.name, "ftp_account_alias.name")?,
                    until: UtcTime(row.valid_until),
                    last_used_at: row.last_used_at.map(UtcTime),
                })
            })
            .collect()
    }
}

impl Transaction {
    /// Lets an account sign in with a former name until then.
    ///
    /// # Errors
    /// [`Constraint::AccountName`](super::error::Constraint::AccountName) if the name is taken.
    pub async fn add_former_name(
        &self,
        account: FtpAccountId,
        name: &AccountName,
        until: UtcTime,
    ) -> Result<(), StoreError> {
        let row = ActiveModel {
            name: Set(name.as_str().to_owned()),
            ftp_account_id: Set(account.0),
            valid_until: Set(until.0),
            last_used_at: Set(None),
        };
        Entity::insert(row)
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// Ends a former name of an account; returns whether it had it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn end_former_name(
        &self,
        account: FtpAccountId,
        name: &AccountName,
    ) -> Result<bool, StoreError> {
        let ended = Entity::delete_many()
            .filter(Column::Name.eq(name.as_str()))
            .filter(Column::FtpAccountId.eq(account.0))
            .exec(&self.transaction)
            .await?;
        Ok(ended.rows_affected > 0)
    }

    /// Frees a name that is about to be assigned: an expired former name of any account, and a
    /// former name of `own`, the account that is renamed.
    pub(super) async fn free_name(
        &self,
        name: &AccountName,
        now: UtcTime,
        own: Option<FtpAccountId>,
    ) -> Result<(), StoreError> {
        let free = Condition::any()
            .add(Column::ValidUntil.lte(now.0))
            .add_option(own.map(|own| Column::FtpAccountId.eq(own.0)));
        Entity::delete_many()
            .filter(Column::Name.eq(name.as_str()))
            .filter(free)
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Frees up to `limit` expired former names; returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn free_names(&self, now: UtcTime, limit: u64) -> Result<u64, StoreError> {
        let expired = Entity::find()
            .select_only()
            .column(Column::Name)
            .filter(Column::ValidUntil.lte(now.0))
            .order_by_asc(Column::ValidUntil)
            .limit(limit);
        let expired = unlocked(expired).into_query();
        let freed = Entity::delete_many()
            .filter(Column::Name.in_subquery(expired))
            .exec(&self.transaction)
            .await?;
        Ok(freed.rows_affected)
    }

    /// Records when former names were last signed in with; other names are ignored.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn record_former_name_uses(
        &self,
        used: &BTreeMap<AccountName, UtcTime>,
    ) -> Result<(), StoreError> {
        if used.is_empty() {
            return Ok(());
        }
        let former: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Name)
            .filter(Column::Name.is_in(used.keys().map(AccountName::as_str)))
            .into_tuple()
            .all(&self.transaction)
            .await?;
        for (name, at) in used {
            if former.iter().any(|former| former == name.as_str()) {
                Entity::update_many()
                    .col_expr(Column::LastUsedAt, Expr::value(at.0))
                    .filter(Column::Name.eq(name.as_str()))
                    .exec(&self.transaction)
                    .await?;
            }
        }
        Ok(())
    }
}
