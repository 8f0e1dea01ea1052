//! Pages of the audit log, found by what one looks for.
//!
//! Rows are read in the order of (at, id). Each index that begins with what is looked for goes on
//! with the action and then that order, so that a page is the beginning of a few ranges of one index,
//! one or two for each action, which the database merges: however many rows there are.

use model::{AuditAction, AuditKey, AuditPosition, DomainName, PanelUserId, UtcTime};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult};

use super::convert::{count, read};
use super::entity::audit_event::{Column, Entity, Model};
use super::error::StoreError;
use super::keys::SubscriptionId;
use super::pool::Store;
use super::sql::Sql;

/// Of which rows some are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditScope {
    /// All.
    Everything,
    /// Those of a subscription.
    Subscription(SubscriptionId),
    /// Those that a reseller was responsible for: of the subscriptions of their customers, and what
    /// they and their customers did elsewhere.
    Reseller(PanelUserId),
}

/// Which rows are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditQuery {
    /// Of which rows.
    pub scope: AuditScope,
    /// Those of this person, by the name under which the audit log keeps them.
    pub person: Option<String>,
    /// Those of these actions.
    pub actions: Option<Vec<AuditAction>>,
    /// From then on.
    pub from: Option<UtcTime>,
    /// Before then.
    pub until: Option<UtcTime>,
}

/// A row, as it is stored.
#[derive(Clone, Debug)]
pub struct AuditRecord {
    /// Its key, with the time.
    pub key: AuditKey,
    /// The run of the use case that it belongs to.
    pub operation: String,
    /// Who, by name.
    pub actor: String,
    /// Who, if a panel user.
    pub panel_user_id: Option<PanelUserId>,
    /// What that panel user was then.
    pub actor_role: Option<String>,
    /// The system user who ran the command line.
    pub system_user: Option<String>,
    /// The API token by which a program acted for the panel user, by its name then.
    pub token: Option<String>,
    /// From where.
    pub address: Option<String>,
    /// What.
    pub action: String,
    /// To what, by its name then.
    pub subject: Option<String>,
    /// The subscription's domain name then.
    pub domain: Option<DomainName>,
    /// What it was before, in JSON.
    pub before: Option<String>,
    /// What it was after, in JSON.
    pub after: Option<String>,
    /// How many times.
    pub repeats: u64,
}

/// The person by whom a row is found: who did it, or whose sign-in was refused to nobody knows whom.
/// As in the indexes.
const PERSON: &str =
    "(CASE actor WHEN '(nobody)' THEN COALESCE(subject_name, actor) ELSE actor END)";

impl Store {
    /// Rows at a position, the latest first; `limit` of them at most.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn audit_log(
        &self,
        query: &AuditQuery,
        position: AuditPosition,
        limit: u64,
    ) -> Result<Vec<AuditRecord>, StoreError> {
        let actions = match (&query.actions, query.index()) {
            (None, None) => vec![None],
            (None, Some(_)) => {
                let all = self.audit_actions().await?;
                all.into_iter().map(Some).collect()
            }
            (Some(actions), _) => {
                let names = actions.iter().map(|action| action.as_str().to_owned());
                names.map(Some).collect()
            }
        };
        if actions.is_empty() {
            return Ok(Vec::new());
        }
        let sql = select_keys(self.sql(), query, &actions, position, limit);
        let found = self.readers.query_all_raw(sql.statement()).await?;
        let ids = found.iter().map(|row| row.try_get::<i64>("", "id"));
        let ids: Vec<i64> = ids.collect::<Result<_, _>>()?;
        let rows = Entity::find()
            .filter(Column::Id.is_in(ids))
            .order_by_desc(Column::At)
            .order_by_desc(Column::Id)
            .all(&self.readers)
            .await?;
        rows.into_iter().map(record).collect()
    }

    /// The subscription that a domain name was of, also if it is gone.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn audited_subscription(
        &self,
        domain: &DomainName,
    ) -> Result<Option<SubscriptionId>, StoreError> {
        let mut sql = self.sql();
        // The kind as in the index's condition: with a bound value the index would not be used.
        sql.push(
            "SELECT subscription_id FROM audit_event \
             WHERE subject_kind = 'subscription' AND domain = ",
        );
        sql.bind(domain.as_str()).push(" ORDER BY id DESC LIMIT 1");
        let row = self.readers.query_one_raw(sql.statement()).await?;
        let id: Option<Option<i64>> = row
            .map(|row: QueryResult| row.try_get("", "subscription_id"))
            .transpose()?;
        Ok(id.flatten().map(SubscriptionId))
    }

    /// Every action of which there are rows, by looking once for each.
    async fn audit_actions(&self) -> Result<Vec<String>, StoreError> {
        let rows = self
            .readers
            .query_all_raw(select_actions(self.sql()).statement())
            .await?;
        let names = rows.iter().map(|row| row.try_get("", "action"));
        Ok(names.collect::<Result<_, _>>()?)
    }
}

impl AuditQuery {
    /// The index of what is looked for; none where all rows are, by their time.
    fn index(&self) -> Option<&'static str> {
        let of_person = self.person.is_some();
        match (self.scope, of_person) {
            (AuditScope::Everything, false) if self.actions.is_none() => None,
            (AuditScope::Everything, false) => Some("audit_event_of_action"),
            (AuditScope::Everything, true) => Some("audit_event_of_person"),
            (AuditScope::Subscription(_), false) => Some("audit_event_of_subscription"),
            (AuditScope::Subscription(_), true) => Some("audit_event_of_subscription_person"),
            (AuditScope::Reseller(_), false) => Some("audit_event_of_reseller"),
            (AuditScope::Reseller(_), true) => Some("audit_event_of_reseller_person"),
        }
    }
}

/// Bounds of a range of rows, each with its value.
type Bounds = Vec<(&'static str, i64)>;

impl AuditQuery {
    /// The bounds of the rows at a position. Beside a row they are those of its own second, and of all
    /// others: as one condition neither database would begin with the row in the index.
    fn bounds(&self, position: AuditPosition) -> Vec<Bounds> {
        let period = |from: Option<UtcTime>, until: Option<UtcTime>| -> Bounds {
            let from = from.map(|from| ("at >= ", from.0));
            from.into_iter()
                .chain(until.map(|until| ("at < ", until.0)))
                .collect()
        };
        let (key, beside) = match position {
            AuditPosition::Latest => return vec![period(self.from, self.until)],
            AuditPosition::Before(key) => (key, "id < "),
            AuditPosition::After(key) => (key, "id > "),
        };
        let others = match position {
            AuditPosition::After(_) => {
                let next = UtcTime(key.at.0.saturating_add(1));
                period(self.from.max(Some(next)), self.until)
            }
            _ => {
                let until = self.until.map_or(key.at, |until| until.min(key.at));
                period(self.from, Some(until))
            }
        };
        let is_within = self.from.is_none_or(|from| from <= key.at)
            && self.until.is_none_or(|until| key.at < until);
        let same_second = vec![("at = ", key.at.0), (beside, key.id)];
        let mut bounds = vec![others];
        if is_within {
            bounds.push(same_second);
        }
        bounds
    }
}

/// The keys of a page's rows: of one action each range, of all without one.
fn select_keys(
    mut sql: Sql,
    query: &AuditQuery,
    actions: &[Option<String>],
    position: AuditPosition,
    limit: u64,
) -> Sql {
    let index = query.index().unwrap_or("audit_event_by_time");
    let bounds = query.bounds(position);
    let ranges = actions
        .iter()
        .flat_map(|action| bounds.iter().map(move |bounds| (action, bounds)));
    for (number, (action, bounds)) in ranges.enumerate() {
        if number > 0 {
            sql.push(" UNION ALL ");
        }
        sql.push("SELECT at, id FROM audit_event");
        sql.hint(&format!(" INDEXED BY {index}"));
        sql.push(" WHERE TRUE");
        match query.scope {
            AuditScope::Everything => {}
            AuditScope::Subscription(id) => {
                sql.push(" AND subscription_id = ").bind(id.0);
            }
            AuditScope::Reseller(id) => {
                sql.push(" AND reseller_id = ").bind(id.0);
            }
        }
        if let Some(person) = &query.person {
            sql.push(&format!(" AND {PERSON} = ")).bind(person.as_str());
        }
        if let Some(action) = action {
            sql.push(" AND action = ").bind(action.as_str());
        }
        for (bound, value) in bounds {
            sql.push(" AND ").push(bound).bind(*value);
        }
    }
    let order = match position {
        AuditPosition::After(_) => "ASC",
        AuditPosition::Latest | AuditPosition::Before(_) => "DESC",
    };
    sql.push(&format!(" ORDER BY at {order}, id {order} LIMIT {limit}"));
    sql
}

/// Every action of which there are rows: the first, and from each the one that follows.
fn select_actions(mut sql: Sql) -> Sql {
    sql.push(
        "WITH RECURSIVE actions (action) AS ( \
         SELECT MIN(action) FROM audit_event \
         UNION ALL \
         SELECT (SELECT MIN(action) FROM audit_event WHERE action > actions.action) \
         FROM actions WHERE actions.action IS NOT NULL \
         ) SELECT action FROM actions WHERE action IS NOT NULL",
    );
    sql
}

fn record(row: Model) -> Result<AuditRecord, StoreError> {
    let domain = row.domain.as_deref();
    Ok(AuditRecord {
        key: AuditKey {
            at: UtcTime(row.at),
            id: row.id,
        },
        operation: row.operation,
        actor: row.actor,
        panel_user_id: row.panel_user_id.map(PanelUserId),
        actor_role: row.actor_role,
        system_user: row.system_user,
        token: row.token,
        address: row.address,
        action: row.action,
        subject: row.subject_name,
        domain: domain
            .map(|text| read(text, "audit_event.domain"))
            .transpose()?,
        before: row.before,
        after: row.after,
        repeats: count(row.repeats),
    })
}

#[cfg(test)]
mod tests;
