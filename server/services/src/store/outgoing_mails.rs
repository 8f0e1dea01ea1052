//! Queries on mails that wait to be sent.

use model::{PanelUserId, Reminder, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::convert::count;
use super::entity::outgoing_mail::{ActiveModel, Column, Entity, Model};
use super::error::StoreError;
use super::pool::Store;
use super::transaction::Transaction;

/// A mail that waits to be sent.
#[derive(Clone, Debug)]
pub struct OutgoingMailRecord {
    /// Key.
    pub id: i64,
    /// Who gets it.
    pub recipient: PanelUserId,
    /// What it says; none if a program of another version wrote it, which this one cannot read.
    pub reminder: Option<Reminder>,
    /// Since when it waits.
    pub created_at: UtcTime,
    /// How often it was attempted.
    pub attempts: u64,
}

impl From<Model> for OutgoingMailRecord {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            recipient: PanelUserId(row.panel_user_id),
            reminder: serde_json::from_str(&row.reminder).ok(),
            created_at: UtcTime(row.created_at),
            attempts: count(row.attempts),
        }
    }
}

/// A mail as it is stored.
fn stored(reminder: &Reminder) -> Result<String, StoreError> {
    serde_json::to_string(reminder).map_err(|_| StoreError::Unreadable {
        column: "outgoing_mail.reminder",
    })
}

impl Store {
    /// The mails that are due, the one first that is so for longest.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn due_mails(
        &self,
        now: UtcTime,
        limit: u64,
    ) -> Result<Vec<OutgoingMailRecord>, StoreError> {
        let rows = Entity::find()
            .filter(Column::NextAttemptAt.lte(now.0))
            .order_by_asc(Column::NextAttemptAt)
            .order_by_asc(Column::Id)
            .limit(limit)
            .all(&self.readers)
            .await?;
        Ok(rows.into_iter().map(OutgoingMailRecord::from).collect())
    }

    /// How many mails wait.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_mails(&self) -> Result<u64, StoreError> {
        Ok(Entity::find().count(&self.readers).await?)
    }
}

impl Transaction {
    /// As [`Store::count_mails`].
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_mails(&self) -> Result<u64, StoreError> {
        Ok(Entity::find().count(&self.transaction).await?)
    }

    /// Has a mail be sent at some time; or has it be said by one that is about the same and was not
    /// attempted yet.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn queue_mail(
        &self,
        recipient: PanelUserId,
        mut reminder: Reminder,
        (now, due): (UtcTime, UtcTime),
    ) -> Result<(), StoreError> {
        let waiting = Entity::find()
            .filter(Column::PanelUserId.eq(recipient.0))
            .filter(Column::Attempts.eq(0))
            .order_by_asc(Column::Id)
            .all(&self.transaction)
            .await?;
        for row in waiting {
            let Ok(mut older) = serde_json::from_str::<Reminder>(&row.reminder) else {
                continue;
            };
            match older.absorb(reminder) {
                Ok(()) => {
                    let merged = Entity::update_many()
                        .col_expr(Column::Reminder, Expr::value(stored(&older)?))
                        .filter(Column::Id.eq(row.id))
                        .filter(Column::Attempts.eq(0))
                        .exec(&self.transaction)
                        .await?;
                    return match merged.rows_affected {
                        // It was taken to be sent since.
                        0 => Err(StoreError::Conflict),
                        _ => Ok(()),
                    };
                }
                Err(other) => reminder = other,
            }
        }
        let row = ActiveModel {
            panel_user_id: Set(recipient.0),
            reminder: Set(stored(&reminder)?),
            created_at: Set(now.0),
            next_attempt_at: Set(due.0),
            attempts: Set(0),
            ..ActiveModel::default()
        };
        Entity::insert(row).exec(&self.transaction).await?;
        Ok(())
    }

    /// Takes a mail to send it; nobody else does until `until`. Returns whether nobody else has.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn take_mail(
        &self,
        mail: &OutgoingMailRecord,
        until: UtcTime,
    ) -> Result<bool, StoreError> {
        let attempts = i64::try_from(mail.attempts).unwrap_or(i64::MAX);
        let taken = Entity::update_many()
            .col_expr(Column::Attempts, Expr::value(attempts.saturating_add(1)))
            .col_expr(Column::NextAttemptAt, Expr::value(until.0))
            .filter(Column::Id.eq(mail.id))
            .filter(Column::Attempts.eq(attempts))
            .exec(&self.transaction)
            .await?;
        Ok(taken.rows_affected == 1)
    }

    /// Has a mail be attempted again at some time.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn postpone_mail(&self, id: i64, until: UtcTime) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::NextAttemptAt, Expr::value(until.0))
            .filter(Column::Id.eq(id))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Forgets a mail: it was sent, or given up.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_mail(&self, id: i64) -> Result<(), StoreError> {
        Entity::delete_by_id(id).exec(&self.transaction).await?;
        Ok(())
    }
}
