//! Queries on where people's mail goes, and which mails they get.

use model::{EmailAddress, Locale, MailKind, MailSettings, PanelUserId, Role, TimeZone};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use super::entity::mail_switched_off::{ActiveModel, Column, Entity};
use super::entity::panel_user;
use super::error::StoreError;
use super::managed_panel_users::stored_email;
use super::pool::Store;
use super::transaction::Transaction;

/// Somebody who gets a mail.
#[derive(Clone, Debug)]
pub struct MailRecipient {
    /// The name to be called by.
    pub display_name: String,
    /// Where the mail goes.
    pub address: EmailAddress,
    /// The person's language; none if never set.
    pub locale: Option<Locale>,
    /// The time zone in which they see times; none if never set.
    pub time_zone: Option<TimeZone>,
}

/// Those who do not want to be mailed about this.
fn who_switched_off(kind: MailKind) -> sea_orm::Select<Entity> {
    Entity::find()
        .select_only()
        .column(Column::PanelUserId)
        .filter(Column::Kind.eq(kind.as_str()))
}

/// Those who are mailed about this: they have an address, may sign in, and did not switch it off.
fn who_get(kind: MailKind) -> sea_orm::Select<panel_user::Entity> {
    panel_user::Entity::find()
        .filter(panel_user::Column::Email.is_not_null())
        .filter(panel_user::Column::Disabled.eq(false))
        .filter(panel_user::Column::Id.not_in_subquery(who_switched_off(kind).into_query()))
}

async fn ids(
    connection: &impl ConnectionTrait,
    who: sea_orm::Select<panel_user::Entity>,
) -> Result<Vec<PanelUserId>, StoreError> {
    let ids: Vec<i64> = who
        .select_only()
        .column(panel_user::Column::Id)
        .order_by_asc(panel_user::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(PanelUserId).collect())
}

impl Store {
    /// Where a panel user's mail goes, and which mails they do not want.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn mail_settings(&self, id: PanelUserId) -> Result<MailSettings, StoreError> {
        let address: Option<Option<String>> = panel_user::Entity::find_by_id(id.0)
            .select_only()
            .column(panel_user::Column::Email)
            .into_tuple()
            .one(&self.readers)
            .await?;
        let kinds: Vec<String> = Entity::find()
            .filter(Column::PanelUserId.eq(id.0))
            .select_only()
            .column(Column::Kind)
            .into_tuple()
            .all(&self.readers)
            .await?;
        let is_off = |kind: &MailKind| kinds.iter().any(|off| off == kind.as_str());
        Ok(MailSettings {
            address: address.flatten().as_deref().map(stored_email).transpose()?,
            switched_off: MailKind::ALL.into_iter().filter(is_off).collect(),
        })
    }

    /// Somebody who is to be mailed about this; none if they are not (any more).
    ///
    /// # Errors
    /// If the database fails.
    pub async fn mail_recipient(
        &self,
        id: PanelUserId,
        kind: MailKind,
    ) -> Result<Option<MailRecipient>, StoreError> {
        let who = who_get(kind).filter(panel_user::Column::Id.eq(id.0));
        let Some(row) = who.one(&self.readers).await? else {
            return Ok(None);
        };
        let address = row.email.as_deref().map(stored_email).transpose()?;
        Ok(address.map(|address| MailRecipient {
            display_name: row.display_name,
            address,
            // A language that the panel no longer has counts as none.
            locale: row.locale.as_deref().and_then(Locale::from_tag),
            time_zone: row.time_zone.and_then(|zone| zone.parse().ok()),
        }))
    }
}

impl Transaction {
    /// Those of some panel users who are mailed about this.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn mailed(
        &self,
        kind: MailKind,
        users: &[PanelUserId],
    ) -> Result<Vec<PanelUserId>, StoreError> {
        let keys = users.iter().map(|user| user.0);
        let who = who_get(kind).filter(panel_user::Column::Id.is_in(keys));
        ids(&self.transaction, who).await
    }

    /// The administrators who are mailed about this.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn mailed_administrators(
        &self,
        kind: MailKind,
    ) -> Result<Vec<PanelUserId>, StoreError> {
        let administrator = Role::Administrator.as_str();
        let who = who_get(kind).filter(panel_user::Column::Role.eq(administrator));
        ids(&self.transaction, who).await
    }

    /// Stores where a panel user's mail goes, at the next version of what is said of them.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_email(
        &self,
        id: PanelUserId,
        address: Option<&EmailAddress>,
    ) -> Result<(), StoreError> {
        let version = Expr::col(panel_user::Column::Version).add(1);
        panel_user::Entity::update_many()
            .set(panel_user::ActiveModel {
                email: Set(address.map(EmailAddress::to_string)),
                ..panel_user::ActiveModel::default()
            })
            .col_expr(panel_user::Column::Version, version)
            .filter(panel_user::Column::Id.eq(id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Stores which mails a panel user does not want.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn switch_off_mails(
        &self,
        id: PanelUserId,
        kinds: &[MailKind],
    ) -> Result<(), StoreError> {
        Entity::delete_many()
            .filter(Column::PanelUserId.eq(id.0))
            .exec(&self.transaction)
            .await?;
        let rows = kinds.iter().map(|kind| ActiveModel {
            panel_user_id: Set(id.0),
            kind: Set(kind.as_str().to_owned()),
        });
        if !kinds.is_empty() {
            Entity::insert_many(rows).exec(&self.transaction).await?;
        }
        Ok(())
    }
}
