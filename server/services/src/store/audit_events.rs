//! The audit trail: written with each change, in the same transaction.

use model::{ApiTokenName, AuditAction, DomainName, Operation, PanelUserId, Role, UtcTime};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Value,
};

use super::entity::audit_event::{Column, Entity};
use super::entity::ftp_account;
use super::error::StoreError;
use super::keys::{FtpAccountId, SubscriptionId};
use super::pool::Store;
use super::sql::Sql;
use super::transaction::Transaction;

/// What something was done to. Names are kept as they were then.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// The login, domain name or account name; none if the submitted one does not exist.
    pub name: Option<String>,
    /// The subscription that it belongs to, or is.
    pub subscription: Option<(SubscriptionId, DomainName)>,
    /// The FTP account that it is. Without it, an account is looked up by its name.
    pub ftp_account: Option<FtpAccountId>,
}

impl Subject {
    /// The same subject, which is this account or has to do with it.
    pub fn about(self, account: FtpAccountId) -> Self {
        Self {
            ftp_account: Some(account),
            ..self
        }
    }
}

/// An audit row to be written. Holds no secret.
#[derive(Clone, Debug)]
pub struct NewAuditEvent {
    /// When.
    pub at: UtcTime,
    /// The run of the use case that it belongs to.
    pub operation: Operation,
    /// Who, by name.
    pub actor: String,
    /// Who, if a panel user.
    pub panel_user_id: Option<PanelUserId>,
    /// What that panel user is.
    pub actor_role: Option<Role>,
    /// The system user who runs the command line.
    pub system_user: Option<String>,
    /// The API token by which, by name.
    pub token: Option<ApiTokenName>,
    /// From where.
    pub address: Option<String>,
    /// What.
    pub action: AuditAction,
    /// To what.
    pub subject: Subject,
    /// What it was before, in JSON.
    pub before: Option<String>,
    /// What it was after, in JSON.
    pub after: Option<String>,
    /// How many times; more than once for what is counted, such as refusals.
    pub repeats: u64,
}

/// An audit row, as far as a receipt needs it.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    /// Who, if a panel user.
    pub panel_user_id: Option<PanelUserId>,
    /// The API token by which, by name.
    pub token: Option<String>,
    /// What.
    pub action: AuditAction,
    /// What it was before, in JSON.
    pub before: Option<String>,
    /// What it was after, in JSON.
    pub after: Option<String>,
}

/// An audit row, as an account's history needs it.
#[derive(Clone, Debug)]
pub struct AccountEvent {
    /// Key.
    pub id: i64,
    /// When.
    pub at: UtcTime,
    /// Who, by name.
    pub actor: String,
    /// Who, if a panel user.
    pub panel_user_id: Option<PanelUserId>,
    /// What that panel user was then, as it is stored.
    pub actor_role: Option<String>,
    /// The API token by which, by name.
    pub token: Option<String>,
    /// From where.
    pub address: Option<String>,
    /// What, as it is stored.
    pub action: String,
    /// The account's name then.
    pub name: Option<String>,
    /// What it was before, in JSON.
    pub before: Option<String>,
    /// What it was after, in JSON.
    pub after: Option<String>,
}

impl Store {
    /// The latest audit rows of an FTP account whose keys are below `before`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn audit_events_of_account(
        &self,
        account: FtpAccountId,
        before: i64,
        limit: u64,
    ) -> Result<Vec<AccountEvent>, StoreError> {
        let rows = Entity::find()
            .filter(Column::FtpAccountId.eq(account.0))
            .filter(Column::Id.lt(before))
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(&self.readers)
            .await?;
        let event = rows.into_iter().map(|row| AccountEvent {
            id: row.id,
            at: UtcTime(row.at),
            actor: row.actor,
            panel_user_id: row.panel_user_id.map(PanelUserId),
            actor_role: row.actor_role,
            token: row.token,
            address: row.address,
            action: row.action,
            name: row.subject_name,
            before: row.before,
            after: row.after,
        });
        Ok(event.collect())
    }

    /// How many audit rows of this action one run of a use case has written.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_audit_events(
        &self,
        operation: &Operation,
        action: AuditAction,
    ) -> Result<u64, StoreError> {
        Ok(Entity::find()
            .filter(Column::Operation.eq(operation.as_str()))
            .filter(Column::Action.eq(action.as_str()))
            .count(&self.readers)
            .await?)
    }

    /// The audit rows of one run of a use case, in the order in which they were written: the first
    /// `limit` of them.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn audit_events(
        &self,
        operation: &Operation,
        limit: u64,
    ) -> Result<Vec<AuditEvent>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Operation.eq(operation.as_str()))
            .order_by_asc(Column::Id)
            .limit(limit)
            .all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|row| {
                let action = AuditAction::parse(&row.action).ok_or(StoreError::Unreadable {
                    column: "audit_event.action",
                })?;
                Ok(AuditEvent {
                    panel_user_id: row.panel_user_id.map(PanelUserId),
                    token: row.token,
                    action,
                    before: row.before,
                    after: row.after,
                })
            })
            .collect()
    }
}

impl Transaction {
    /// Adds a row to the audit trail.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_audit_event(&self, new: NewAuditEvent) -> Result<(), StoreError> {
        let ftp_account = self.account_of(&new).await?;
        self.insert_audit_events(vec![(new, ftp_account)]).await
    }

    /// Adds rows to the audit trail whose subjects say which accounts they are about.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_audit_events(&self, new: Vec<NewAuditEvent>) -> Result<(), StoreError> {
        let mut new = new.into_iter();
        loop {
            let batch = new.by_ref().take(MAX_ROWS_PER_INSERT);
            let batch: Vec<_> = batch
                .map(|new| {
                    let account = new.subject.ftp_account;
                    (new, account)
                })
                .collect();
            if batch.is_empty() {
                return Ok(());
            }
            self.insert_audit_events(batch).await?;
        }
    }

    async fn insert_audit_events(
        &self,
        new: Vec<(NewAuditEvent, Option<FtpAccountId>)>,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new(self.transaction.get_database_backend());
        sql.push(INSERT);
        for (index, (new, ftp_account)) in new.into_iter().enumerate() {
            sql.push(if index == 0 { "(" } else { ", (" });
            push_row(&mut sql, new, ftp_account);
        }
        self.transaction.execute_raw(sql.statement()).await?;
        Ok(())
    }

    /// Removes up to `limit` audit rows from before this, the oldest first; returns how many. The
    /// database lets no later ones go.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn prune_audit_events(&self, before: UtcTime, limit: u64) -> Result<u64, StoreError> {
        let mut sql = Sql::new(self.transaction.get_database_backend());
        sql.push("UPDATE audit_retention SET kept_since = ");
        sql.bind(before.0).push(" WHERE kept_since < ");
        sql.bind(before.0);
        self.transaction.execute_raw(sql.statement()).await?;
        let oldest = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::At.lt(before.0))
            .order_by_asc(Column::At)
            .limit(limit)
            .into_query();
        let removed = Entity::delete_many()
            .filter(Column::Id.in_subquery(oldest))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected)
    }

    /// The FTP account that an audit row is about, if it is about one.
    async fn account_of(&self, new: &NewAuditEvent) -> Result<Option<FtpAccountId>, StoreError> {
        let Subject {
            name: Some(name),
            subscription: Some((subscription, _)),
            ftp_account: None,
        } = &new.subject
        else {
            return Ok(new.subject.ftp_account);
        };
        if new.action.subject_kind() != "ftp_account" {
            return Ok(None);
        }
        let id: Option<i64> = ftp_account::Entity::find()
            .select_only()
            .column(ftp_account::Column::Id)
            .filter(ftp_account::Column::Name.eq(name.as_str()))
            .filter(ftp_account::Column::SubscriptionId.eq(subscription.0))
            .into_tuple()
            .one(&self.transaction)
            .await?;
        Ok(id.map(FtpAccountId))
    }
}

/// The reseller of a panel user of whom this is the condition, or who they are themselves.
const RESELLER_WHERE: &str =
    "(SELECT CASE role WHEN 'reseller' THEN id ELSE reseller_id END FROM panel_user WHERE ";

/// Rows for each INSERT: 18 values each.
const MAX_ROWS_PER_INSERT: usize = 500;

/// The statement that adds rows, without them.
const INSERT: &str = "INSERT INTO audit_event (at, operation, actor, panel_user_id, actor_role, system_user, \
     address, action, subject_kind, subject_name, subscription_id, domain, before, after, \
     ftp_account_id, repeats, token, reseller_id) VALUES ";

/// The values of a row, after the bracket that opens: with the reseller who is responsible for the
/// subscription, or where there is none, for who does it or to whom it is done.
fn push_row(sql: &mut Sql, new: NewAuditEvent, ftp_account: Option<FtpAccountId>) {
    let kind = new.action.subject_kind();
    let person = Some(&new.subject.name).filter(|_| kind == "panel_user");
    let person = person.cloned().flatten();
    let (subscription, domain) = new.subject.subscription.unzip();
    let subscription = subscription.map(|id| id.0);
    let actor = new.panel_user_id.map(|id| id.0);
    let values: [Value; 17] = [
        new.at.0.into(),
        String::from(new.operation).into(),
        new.actor.into(),
        actor.into(),
        new.actor_role.map(|role| role.as_str().to_owned()).into(),
        new.system_user.into(),
        new.address.into(),
        new.action.as_str().to_owned().into(),
        kind.to_owned().into(),
        new.subject.name.into(),
        subscription.into(),
        domain.map(String::from).into(),
        new.before.into(),
        new.after.into(),
        ftp_account.map(|account| account.0).into(),
        i64::try_from(new.repeats).unwrap_or(i64::MAX).into(),
        new.token.map(String::from).into(),
    ];
    for value in values {
        sql.bind(value).push(", ");
    }
    if let Some(subscription) = subscription {
        sql.push(RESELLER_WHERE);
        sql.push("id = (SELECT owner_id FROM subscription WHERE id = ");
        sql.bind(subscription).push(")))");
    } else {
        sql.push("COALESCE(").push(RESELLER_WHERE).push("id = ");
        sql.bind(actor).push("), ").push(RESELLER_WHERE);
        sql.push("login = ").bind(person).push(")))");
    }
}
