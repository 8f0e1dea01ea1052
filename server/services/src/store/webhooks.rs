//! Queries on webhooks.

use model::{
    DomainName, EventKinds, UtcTime, Webhook, WebhookId, WebhookName, WebhookState, WebhookView,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::convert::read;
use super::entity::webhook::{ActiveModel, Column, Entity, Model};
use super::error::StoreError;
use super::keys::SubscriptionId;
use super::pool::Store;
use super::transaction::Transaction;

/// Whose webhooks: a subscription's, or the server's.
pub type WebhooksOf = Option<SubscriptionId>;

/// A webhook.
#[derive(Clone, Debug)]
pub struct WebhookRecord {
    /// Key.
    pub id: WebhookId,
    /// Whose it is.
    pub of: WebhooksOf,
    /// What it is.
    pub webhook: Webhook,
    /// When it was made.
    pub created_at: UtcTime,
    /// Since when every call has failed.
    pub failing_since: Option<UtcTime>,
    /// Whether so much waits that events are left out.
    pub is_full: bool,
    /// When events were last left out.
    pub lost_at: Option<UtcTime>,
    /// Until when the former secret is used, too.
    pub old_secret_until: Option<UtcTime>,
    /// Grows with each change, from 1.
    pub version: i64,
}

impl WebhookRecord {
    /// The webhook as its page shows it.
    pub fn view(self, domain: Option<DomainName>, waiting: u64) -> WebhookView {
        WebhookView {
            id: self.id,
            domain,
            webhook: self.webhook,
            created_at: self.created_at,
            state: WebhookState {
                waiting,
                failing_since: self.failing_since,
                is_full: self.is_full,
                lost_at: self.lost_at,
            },
            old_secret_until: self.old_secret_until,
            version: self.version,
        }
    }
}

/// What the calls of a webhook are signed with. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecrets {
    /// The secret.
    pub current: String,
    /// The former one, and until when calls are signed with it, too.
    pub former: Option<(String, UtcTime)>,
}

impl WebhookSecrets {
    /// Those that calls are signed with at some time, the current one first.
    pub fn valid_at(&self, now: UtcTime) -> Vec<&str> {
        let former = self.former.as_ref().filter(|(_, until)| now < *until);
        let former = former.map(|(secret, _)| secret.as_str());
        std::iter::once(self.current.as_str())
            .chain(former)
            .collect()
    }
}

impl std::fmt::Debug for WebhookSecrets {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("WebhookSecrets(…)")
    }
}

/// A webhook to be made.
#[derive(Clone, Debug)]
pub struct NewWebhookRecord {
    /// Whose it is.
    pub of: WebhooksOf,
    /// What it is.
    pub webhook: Webhook,
    /// What its calls are signed with.
    pub secrets: WebhookSecrets,
    /// When it is made.
    pub at: UtcTime,
}

fn record(row: &Model) -> Result<WebhookRecord, StoreError> {
    Ok(WebhookRecord {
        id: WebhookId(row.id),
        of: row.subscription_id.map(SubscriptionId),
        webhook: Webhook {
            name: read(&row.name, "webhook.name")?,
            url: read(&row.url, "webhook.url")?,
            kinds: read(&row.event_kinds, "webhook.event_kinds")?,
            enabled: row.enabled,
        },
        created_at: UtcTime(row.created_at),
        failing_since: row.failing_since.map(UtcTime),
        is_full: row.is_full,
        lost_at: row.lost_at.map(UtcTime),
        old_secret_until: row.old_secret_until.map(UtcTime),
        version: row.version,
    })
}

/// A name as it is compared with others, and sorted.
fn name_key(name: &WebhookName) -> String {
    name.as_str().to_lowercase()
}

fn columns(webhook: &Webhook) -> ActiveModel {
    let kinds: &EventKinds = &webhook.kinds;
    ActiveModel {
        name: Set(webhook.name.as_str().to_owned()),
        name_key: Set(name_key(&webhook.name)),
        url: Set(webhook.url.as_str().to_owned()),
        event_kinds: Set(kinds.keys()),
        enabled: Set(webhook.enabled),
        ..ActiveModel::default()
    }
}

/// Those that are not removed.
pub(super) fn present() -> Select<Entity> {
    Entity::find().filter(Column::RemovedAt.is_null())
}

fn webhooks(of: WebhooksOf) -> Select<Entity> {
    present().filter(match of {
        Some(subscription) => Column::SubscriptionId.eq(subscription.0),
        None => Column::SubscriptionId.is_null(),
    })
}

impl Store {
    /// The webhooks of a subscription, or of the server, by name.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn webhooks(
        &self,
        of: WebhooksOf,
        limit: u64,
    ) -> Result<Vec<WebhookRecord>, StoreError> {
        let rows = webhooks(of)
            .order_by_asc(Column::NameKey)
            .limit(limit)
            .all(&self.readers)
            .await?;
        rows.iter().map(record).collect()
    }

    /// A webhook of a subscription, or of the server.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn webhook(
        &self,
        of: WebhooksOf,
        id: WebhookId,
    ) -> Result<Option<WebhookRecord>, StoreError> {
        let row = webhooks(of).filter(Column::Id.eq(id.0));
        row.one(&self.readers)
            .await?
            .as_ref()
            .map(record)
            .transpose()
    }

    /// The webhook of a name.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn webhook_named(
        &self,
        of: WebhooksOf,
        name: &WebhookName,
    ) -> Result<Option<WebhookRecord>, StoreError> {
        let row = webhooks(of).filter(Column::NameKey.eq(name_key(name)));
        row.one(&self.readers)
            .await?
            .as_ref()
            .map(record)
            .transpose()
    }

    /// A webhook that calls, with what its calls are signed with; none if it does not call.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn calling_webhook(
        &self,
        id: WebhookId,
    ) -> Result<Option<(WebhookRecord, WebhookSecrets)>, StoreError> {
        let row = present()
            .filter(Column::Id.eq(id.0))
            .filter(Column::Enabled.eq(true))
            .one(&self.readers)
            .await?;
        row.map(|row| {
            let former = row
                .old_secret
                .clone()
                .zip(row.old_secret_until.map(UtcTime));
            let secrets = WebhookSecrets {
                current: row.secret.clone(),
                former,
            };
            Ok((record(&row)?, secrets))
        })
        .transpose()
    }

    /// The webhooks that are removed, and not cleared yet.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn removed_webhooks(&self) -> Result<Vec<WebhookId>, StoreError> {
        let ids: Vec<i64> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::RemovedAt.is_not_null())
            .order_by_asc(Column::Id)
            .into_tuple()
            .all(&self.readers)
            .await?;
        Ok(ids.into_iter().map(WebhookId).collect())
    }
}

impl Transaction {
    /// How many webhooks a subscription has, or the server.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_webhooks(&self, of: WebhooksOf) -> Result<u64, StoreError> {
        Ok(webhooks(of).count(&self.transaction).await?)
    }

    /// The webhook, which nobody else changes or removes until the end of this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn lock_webhook(
        &self,
        of: WebhooksOf,
        id: WebhookId,
    ) -> Result<Option<WebhookRecord>, StoreError> {
        let row = webhooks(of)
            .filter(Column::Id.eq(id.0))
            .lock(LockType::Update)
            .one(&self.transaction)
            .await?;
        row.as_ref().map(record).transpose()
    }

    /// Adds a webhook.
    ///
    /// # Errors
    /// [`Constraint::WebhookName`](super::error::Constraint::WebhookName) if there is one of that name.
    pub async fn add_webhook(&self, new: NewWebhookRecord) -> Result<WebhookId, StoreError> {
        let row = ActiveModel {
            subscription_id: Set(new.of.map(|subscription| subscription.0)),
            secret: Set(new.secrets.current),
            created_at: Set(new.at.0),
            version: Set(1),
            ..columns(&new.webhook)
        };
        let added = Entity::insert(row).exec(&self.transaction).await?;
        Ok(WebhookId(added.last_insert_id))
    }

    /// Changes a locked webhook; its version grows by one.
    ///
    /// # Errors
    /// As [`add_webhook`](Self::add_webhook).
    pub async fn change_webhook(
        &self,
        before: &WebhookRecord,
        webhook: &Webhook,
    ) -> Result<(), StoreError> {
        let row = ActiveModel {
            version: Set(before.version + 1),
            ..columns(webhook)
        };
        Entity::update_many()
            .set(row)
            .filter(Column::Id.eq(before.id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Has a locked webhook sign with another secret, and until a point in time with the former one,
    /// too.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn replace_webhook_secret(
        &self,
        id: WebhookId,
        secret: String,
        until: UtcTime,
    ) -> Result<(), StoreError> {
        use sea_orm::sea_query::Expr;
        Entity::update_many()
            .col_expr(Column::OldSecret, Expr::col(Column::Secret))
            .col_expr(Column::Secret, Expr::value(secret))
            .col_expr(Column::OldSecretUntil, Expr::value(Some(until.0)))
            .filter(Column::Id.eq(id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Has a locked webhook be there for nobody any more. Its name is free, and nothing more is queued for
    /// it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn mark_webhook_removed(&self, id: WebhookId, at: UtcTime) -> Result<(), StoreError> {
        let row = ActiveModel {
            removed_at: Set(Some(at.0)),
            ..ActiveModel::default()
        };
        Entity::update_many()
            .set(row)
            .filter(Column::Id.eq(id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Removes a webhook for good, with what is left of its deliveries.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_webhook(&self, id: WebhookId) -> Result<(), StoreError> {
        Entity::delete_by_id(id.0).exec(&self.transaction).await?;
        Ok(())
    }
}
