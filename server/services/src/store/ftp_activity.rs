//! Queries on what was done over FTP.

use std::collections::BTreeMap;

use model::{
    AccountName, FtpActivityGroup, FtpActivityRow, FtpEventKind, FtpProtocol, FtpTransferred,
    UtcTime,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use super::convert::{count, protocol_text, read};
use super::entity::ftp_account;
use super::entity::ftp_activity::{ActiveModel, Column, Entity, Model};
use super::error::StoreError;
use super::ftp_accounts_lock::unlocked;
use super::keys::{FtpAccountId, SubscriptionId};
use super::pool::Store;
use super::sql::Sql;
use super::transaction::Transaction;

/// Something that was done over FTP, to be stored.
#[derive(Clone, Debug)]
pub struct NewFtpActivity {
    /// When; for a transfer, when it ended.
    pub at: UtcTime,
    /// The subscription of the account.
    pub subscription: SubscriptionId,
    /// The account.
    pub account: FtpAccountId,
    /// The account's name now.
    pub name: AccountName,
    /// The client's address.
    pub address: String,
    /// How the control connection is encrypted; none for a refused sign-in.
    pub protocol: Option<FtpProtocol>,
    /// What was done.
    pub event: FtpEventKind,
}

/// What a row takes beside its paths, with its entries in six indexes.
const ROW_BYTES: u64 = 200;

impl NewFtpActivity {
    /// About how many bytes it takes in the database.
    pub fn stored_bytes(&self) -> u64 {
        let paths = match &self.event {
            FtpEventKind::Uploaded(transfer) | FtpEventKind::Downloaded(transfer) => {
                transfer.path.len()
            }
            FtpEventKind::FileRemoved(path)
            | FtpEventKind::FolderMade(path)
            | FtpEventKind::FolderRemoved(path) => path.len(),
            FtpEventKind::Renamed { from, to } => from.len() + to.len(),
            FtpEventKind::SignedIn
            | FtpEventKind::SignInRefused(_)
            | FtpEventKind::NotRecorded { .. } => 0,
        };
        ROW_BYTES + paths as u64
    }
}

/// Of which account activity is listed.
#[derive(Clone, Debug)]
pub enum ActivityOf {
    /// Every account of the subscription.
    All,
    /// This one, under whatever names it had.
    Account(FtpAccountId),
    /// Those that had this name and are gone.
    Name(AccountName),
}

/// Which activity of a subscription is listed.
#[derive(Clone, Debug)]
pub struct FtpActivityQuery {
    /// The subscription.
    pub subscription: SubscriptionId,
    /// Of which account.
    pub of: ActivityOf,
    /// Of which kind; none for every kind.
    pub group: Option<FtpActivityGroup>,
}

/// Rows for each INSERT: 16 values each, and SQLite takes 32,766 in one statement.
const MAX_ROWS_PER_INSERT: usize = 500;

impl Store {
    /// How many rows there are, counted up to `limit`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_ftp_activity(
        &self,
        query: &FtpActivityQuery,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let rows = query
            .select()
            .select_only()
            .column(Column::Id)
            .limit(limit)
            .into_query();
        let counted = Query::select()
            .expr_as(Expr::col(Column::Id).count(), "rows")
            .from_subquery(rows, Alias::new("found"))
            .to_owned();
        let row = self.readers.query_one(&counted).await?;
        let rows: Option<i64> = row.map(|row| row.try_get("", "rows")).transpose()?;
        Ok(count(rows.unwrap_or(0)))
    }

    /// The latest rows whose keys are below `before`, each with its key.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_activity_before(
        &self,
        query: &FtpActivityQuery,
        before: i64,
        limit: u64,
    ) -> Result<Vec<(i64, FtpActivityRow)>, StoreError> {
        let rows = query
            .select()
            .filter(Column::Id.lt(before))
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|found| Ok((found.id, row(found)?)))
            .collect()
    }

    /// The latest sign-ins and refused sign-ins of an account whose keys are below `before`, each
    /// with its key.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn sign_ins_of_account(
        &self,
        account: FtpAccountId,
        before: i64,
        limit: u64,
    ) -> Result<Vec<(i64, FtpActivityRow)>, StoreError> {
        let rows = Entity::find()
            .filter(Column::FtpAccountId.eq(account.0))
            // Written as in the index's condition: with bound values the index would not be used.
            .filter(Expr::cust("kind_group IN ('sign-ins', 'refused')"))
            .filter(Column::Kind.ne(NOT_RECORDED))
            .filter(Column::Id.lt(before))
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|found| Ok((found.id, row(found)?)))
            .collect()
    }

    /// The addresses of the latest sign-ins of an account since a point in time, the latest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn addresses_of_sign_ins(
        &self,
        account: FtpAccountId,
        since: UtcTime,
        limit: u64,
    ) -> Result<Vec<String>, StoreError> {
        let addresses = Entity::find()
            .select_only()
            .column(Column::Address)
            .filter(Column::FtpAccountId.eq(account.0))
            // As above.
            .filter(Expr::cust("kind_group IN ('sign-ins', 'refused')"))
            .filter(Column::Kind.eq(kind(&FtpEventKind::SignedIn)))
            .filter(Column::At.gte(since.0))
            .order_by_desc(Column::Id)
            .limit(limit)
            .into_tuple()
            .all(&self.readers)
            .await?;
        Ok(addresses)
    }

    /// Rows, the latest first: `limit` of them after the first `offset`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn list_ftp_activity(
        &self,
        query: &FtpActivityQuery,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<FtpActivityRow>, StoreError> {
        let rows = query
            .select()
            .order_by_desc(Column::Id)
            .offset(offset)
            .limit(limit)
            .all(&self.readers)
            .await?;
        rows.into_iter().map(row).collect()
    }
}

impl Store {
    /// The latest row of one group of an account that is beyond the latest `bytes` of them, counted
    /// as in [`NewFtpActivity::stored_bytes`].
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_activity_beyond(
        &self,
        account: FtpAccountId,
        group: FtpActivityGroup,
        bytes: u64,
    ) -> Result<Option<i64>, StoreError> {
        let mut sql = Sql::new(self.readers.get_database_backend());
        sql.push(&format!(
            "SELECT MAX(id) AS id FROM ( \
             SELECT id, SUM({ROW_BYTES} + COALESCE(OCTET_LENGTH(path), 0) \
             + COALESCE(OCTET_LENGTH(other_path), 0)) OVER (ORDER BY id DESC) AS total \
             FROM ftp_activity WHERE ftp_account_id = "
        ));
        sql.bind(account.0).push(" AND kind_group = ");
        sql.bind(group.key()).push(") AS sizes WHERE total > ");
        sql.bind(i64::try_from(bytes).unwrap_or(i64::MAX));
        let row = self.readers.query_one_raw(sql.statement()).await?;
        let id: Option<Option<i64>> = row.map(|row| row.try_get("", "id")).transpose()?;
        Ok(id.flatten())
    }
}

impl FtpActivityQuery {
    fn select(&self) -> sea_orm::Select<Entity> {
        // The subscription also for one account: its rows are never another's.
        let mut select = Entity::find().filter(Column::SubscriptionId.eq(self.subscription.0));
        match &self.of {
            ActivityOf::All => {}
            ActivityOf::Account(id) => select = select.filter(Column::FtpAccountId.eq(id.0)),
            ActivityOf::Name(name) => select = select.filter(Column::AccountName.eq(name.as_str())),
        }
        match self.group {
            Some(group) => select.filter(Column::KindGroup.eq(group.key())),
            None => select,
        }
    }
}

impl Transaction {
    /// Adds rows, in their order.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_ftp_activity(&self, new: &[NewFtpActivity]) -> Result<(), StoreError> {
        for batch in new.chunks(MAX_ROWS_PER_INSERT) {
            let rows = batch.iter().cloned().map(active_model);
            Entity::insert_many(rows)
                .exec_without_returning(&self.transaction)
                .await?;
        }
        Ok(())
    }

    /// Records when accounts last signed in. That is no change of the account: no version grows.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn record_last_sign_ins(
        &self,
        sign_ins: &BTreeMap<FtpAccountId, UtcTime>,
    ) -> Result<(), StoreError> {
        // In the order of keys, as everywhere, so that transactions never deadlock.
        for (account, at) in sign_ins {
            ftp_account::Entity::update_many()
                .col_expr(ftp_account::Column::LastSignInAt, Expr::value(at.0))
                .filter(ftp_account::Column::Id.eq(account.0))
                .exec(&self.transaction)
                .await?;
        }
        Ok(())
    }

    /// Removes up to `limit` rows of one group of an account, up to this one and the oldest first;
    /// returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn trim_ftp_activity(
        &self,
        account: FtpAccountId,
        group: FtpActivityGroup,
        up_to: i64,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let oldest = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::FtpAccountId.eq(account.0))
            .filter(Column::KindGroup.eq(group.key()))
            .filter(Column::Id.lte(up_to))
            .order_by_asc(Column::Id)
            .limit(limit);
        let oldest = unlocked(oldest).into_query();
        let removed = Entity::delete_many()
            .filter(Column::Id.in_subquery(oldest))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected)
    }

    /// Removes up to `limit` of the rows that are older than `before`; returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn prune_ftp_activity(&self, before: UtcTime, limit: u64) -> Result<u64, StoreError> {
        let oldest = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::At.lt(before.0))
            .order_by_asc(Column::At)
            .limit(limit);
        let oldest = unlocked(oldest).into_query();
        let removed = Entity::delete_many()
            .filter(Column::Id.in_subquery(oldest))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected)
    }
}

/// The kind of a row that stands for events that were not recorded one by one.
const NOT_RECORDED: &str = "not_recorded";

/// The kind of an event, as it is stored.
fn kind(event: &FtpEventKind) -> &'static str {
    match event {
        FtpEventKind::SignedIn => "signed_in",
        FtpEventKind::SignInRefused(_) => "sign_in_refused",
        FtpEventKind::Uploaded(_) => "uploaded",
        FtpEventKind::Downloaded(_) => "downloaded",
        FtpEventKind::FileRemoved(_) => "file_removed",
        FtpEventKind::FolderMade(_) => "folder_made",
        FtpEventKind::FolderRemoved(_) => "folder_removed",
        FtpEventKind::Renamed { .. } => "renamed",
        FtpEventKind::NotRecorded { .. } => NOT_RECORDED,
    }
}

fn active_model(new: NewFtpActivity) -> ActiveModel {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let (kind, group) = (kind(&new.event), new.event.group());
    let (mut path, mut other_path, mut transferred, mut reason) = (None, None, None, None);
    let mut not_recorded = None;
    match new.event {
        FtpEventKind::SignedIn => {}
        FtpEventKind::SignInRefused(refusal) => reason = Some(refusal.as_str().to_owned()),
        FtpEventKind::Uploaded(transfer) | FtpEventKind::Downloaded(transfer) => {
            path = Some(transfer.path.clone());
            transferred = Some(transfer);
        }
        FtpEventKind::FileRemoved(of)
        | FtpEventKind::FolderMade(of)
        | FtpEventKind::FolderRemoved(of) => {
            path = Some(of);
        }
        FtpEventKind::Renamed { from, to } => (path, other_path) = (Some(from), Some(to)),
        FtpEventKind::NotRecorded { events, .. } => not_recorded = Some(number(events)),
    }
    // PostgreSQL takes no NUL in a text; FTP, for its part, takes none in a path.
    let text = |path: Option<String>| path.map(|path| path.replace('\0', "\u{fffd}"));
    ActiveModel {
        at: Set(new.at.0),
        subscription_id: Set(new.subscription.0),
        ftp_account_id: Set(new.account.0),
        account_name: Set(new.name.into()),
        kind_group: Set(group.key().to_owned()),
        kind: Set(kind.to_owned()),
        path: Set(text(path)),
        other_path: Set(text(other_path)),
        bytes: Set(transferred.as_ref().map(|transfer| number(transfer.bytes))),
        took_ms: Set(transferred
            .as_ref()
            .map(|transfer| number(transfer.took_ms))),
        complete: Set(transferred.map(|transfer| transfer.complete)),
        reason: Set(reason),
        address: Set(new.address),
        protocol: Set(new
            .protocol
            .map(|protocol| protocol_text(protocol).to_owned())),
        events: Set(not_recorded),
        ..ActiveModel::default()
    }
}

fn row(row: Model) -> Result<FtpActivityRow, StoreError> {
    let protocol = row.protocol.as_deref();
    Ok(FtpActivityRow {
        at: UtcTime(row.at),
        account: read(&row.account_name, "ftp_activity.account_name")?,
        address: row.address.clone(),
        protocol: protocol
            .map(|text| read(text, "ftp_activity.protocol"))
            .transpose()?,
        event: event(row).ok_or(StoreError::Unreadable {
            column: "ftp_activity.kind",
        })?,
    })
}

/// What was done; none if the row is incomplete.
fn event(row: Model) -> Option<FtpEventKind> {
    Some(match row.kind.as_str() {
        "signed_in" => FtpEventKind::SignedIn,
        "sign_in_refused" => FtpEventKind::SignInRefused(read(&row.reason?, "reason").ok()?),
        "uploaded" => FtpEventKind::Uploaded(transferred(row)?),
        "downloaded" => FtpEventKind::Downloaded(transferred(row)?),
        "file_removed" => FtpEventKind::FileRemoved(row.path?),
        "folder_made" => FtpEventKind::FolderMade(row.path?),
        "folder_removed" => FtpEventKind::FolderRemoved(row.path?),
        "renamed" => FtpEventKind::Renamed {
            from: row.path?,
            to: row.other_path?,
        },
        NOT_RECORDED => FtpEventKind::NotRecorded {
            group: FtpActivityGroup::parse(&row.kind_group)?,
            events: count(row.events?),
        },
        _ => return None,
    })
}

fn transferred(row: Model) -> Option<FtpTransferred> {
    Some(FtpTransferred {
        path: row.path?,
        bytes: count(row.bytes?),
        took_ms: count(row.took_ms?),
        complete: row.complete?,
    })
}
