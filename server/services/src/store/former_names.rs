//! Queries on the names that FTP accounts had, and on who has a name at all.

use std::collections::BTreeMap;

use model::{AccountName, FormerName, PanelUserId, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationTrait,
};

use super::convert::read;
use super::entity::ftp_account_alias::{ActiveModel, Column, Entity};
use super::entity::{ftp_account, subscription};
use super::{FtpAccountId, Store, StoreError, Transaction};

/// Former names that are read of one account.
const MOST: u64 = 100;

/// Who has a name, so that nobody else can have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameHolder {
    /// The account.
    pub account: FtpAccountId,
    /// The owner of its subscription.
    pub owner: PanelUserId,
    /// In which way it has the name.
    pub held_as: HeldAs,
}

/// In which way an account has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldAs {
    /// It is called so.
    Name,
    /// It is called so and is in « Corbeille ».
    RemovedName,
    /// It was called so, and may still sign in with it.
    FormerName,
}

/// The account that may still sign in with a name that it had, as a subquery.
pub(super) fn account_formerly(name: &AccountName, now: UtcTime) -> SelectStatement {
    Query::select()
        .column(Column::FtpAccountId)
        .from(Entity)
        .and_where(Expr::col(Column::Name).eq(name.as_str()))
        .and_where(Expr::col(Column::ValidUntil).gt(now.0))
        .to_owned()
}

impl Store {
    /// Who has a name in the whole installation.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn name_holder(
        &self,
        name: &AccountName,
        now: UtcTime,
    ) -> Result<Option<NameHolder>, StoreError> {
        let held = Condition::any()
            .add(ftp_account::Column::Name.eq(name.as_str()))
            .add(ftp_account::Column::Id.in_subquery(account_formerly(name, now)));
        let row: Option<(i64, String, Option<i64>, i64)> = ftp_account::Entity::find()
            .select_only()
            .column(ftp_account::Column::Id)
            .column(ftp_account::Column::Name)
            .column(ftp_account::Column::RemovedAt)
            .column(subscription::Column::OwnerId)
            .join(
                JoinType::InnerJoin,
                ftp_account::Relation::Subscription.def(),
            )
            .filter(held)
            .into_tuple()
            .one(&self.connection)
            .await?;
        Ok(row.map(|(id, called, removed_at, owner)| NameHolder {
            account: FtpAccountId(id),
            owner: PanelUserId(owner),
            held_as: match (called == name.as_str(), removed_at) {
                (false, _) => HeldAs::FormerName,
                (true, Some(_)) => HeldAs::RemovedName,
                (true, None) => HeldAs::Name,
            },
        }))
    }

    /// The names that an account had and may still sign in with, that which ends last first.
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
            .limit(MOST)
            .all(&self.connection)
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
    /// Lets an account sign in with a name that it had, until then.
    ///
    /// # Errors
    /// [`Constraint::AccountName`](super::Constraint::AccountName) if the name is taken.
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

    /// Ends a former name of an account; answers whether it had it.
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

    /// Frees a name that is about to be given: from whoever may not use it any more, and from the
    /// account itself that is to be called so again.
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

    /// Frees up to `limit` names whose time is over; answers how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn free_names(&self, now: UtcTime, limit: u64) -> Result<u64, StoreError> {
        let over = Entity::find()
            .select_only()
            .column(Column::Name)
            .filter(Column::ValidUntil.lte(now.0))
            .order_by_asc(Column::ValidUntil)
            .limit(limit)
            .into_query();
        let freed = Entity::delete_many()
            .filter(Column::Name.in_subquery(over))
            .exec(&self.transaction)
            .await?;
        Ok(freed.rows_affected)
    }

    /// Notes when names were last signed in with, as far as they are former ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn note_former_name_uses(
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
