//! Queries on panel users.

use model::{EmailAddress, Locale, Login, PanelUserId, Role, TimeZone, UtcTime, sort_key};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::convert::read;
use super::entity::panel_user::{ActiveModel, Column, Entity, Model};
use super::error::StoreError;
use super::pool::Store;
use super::sort_keys::with_names;
use super::transaction::Transaction;

/// A panel user, with the hash of the password.
#[derive(Clone)]
pub struct PanelUserRecord {
    /// Key.
    pub id: PanelUserId,
    /// The name to sign in with.
    pub login: Login,
    /// The name to be called by.
    pub display_name: String,
    /// PHC string. Never leaves the server.
    pub password_hash: String,
    /// What the person may do.
    pub role: Role,
    /// The person's language; none if never set.
    pub locale: Option<Locale>,
    /// Whether the person is kept from signing in.
    pub disabled: bool,
}

/// A panel user to be stored.
#[derive(Clone)]
pub struct NewPanelUserRecord {
    /// The name to sign in with.
    pub login: Login,
    /// The name to be called by.
    pub display_name: String,
    /// Where their mail goes.
    pub email: Option<EmailAddress>,
    /// PHC string.
    pub password_hash: String,
    /// Whether the password is for one sign-in only.
    pub must_change_password: bool,
    /// What the person may do.
    pub role: Role,
    /// The person's language; none if never set.
    pub locale: Option<Locale>,
    /// When.
    pub created_at: UtcTime,
}

pub(super) fn record(row: Model) -> Result<PanelUserRecord, StoreError> {
    Ok(PanelUserRecord {
        id: PanelUserId(row.id),
        login: read(&row.login, "panel_user.login")?,
        display_name: row.display_name,
        password_hash: row.password_hash,
        role: read(&row.role, "panel_user.role")?,
        // A language that the panel no longer has counts as none.
        locale: row.locale.as_deref().and_then(Locale::from_tag),
        disabled: row.disabled,
    })
}

async fn find_by_login(
    connection: &impl ConnectionTrait,
    login: &Login,
) -> Result<Option<PanelUserRecord>, StoreError> {
    let row = Entity::find()
        .filter(Column::Login.eq(login.as_str()))
        .one(connection)
        .await?;
    row.map(record).transpose()
}

impl Store {
    /// The panel user of a login.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn panel_user_by_login(
        &self,
        login: &Login,
    ) -> Result<Option<PanelUserRecord>, StoreError> {
        find_by_login(&self.readers, login).await
    }

    /// The panel user of a key.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn panel_user(&self, id: PanelUserId) -> Result<Option<PanelUserRecord>, StoreError> {
        let row = Entity::find_by_id(id.0).one(&self.readers).await?;
        row.map(record).transpose()
    }

    /// Whether there is any panel user at all.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn has_panel_users(&self) -> Result<bool, StoreError> {
        Ok(Entity::find().count(&self.readers).await? > 0)
    }

    /// The administrator who was made first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn first_administrator(&self) -> Result<Option<PanelUserRecord>, StoreError> {
        let row = Entity::find()
            .filter(Column::Role.eq(Role::Administrator.as_str()))
            .order_by_asc(Column::Id)
            .one(&self.readers)
            .await?;
        row.map(record).transpose()
    }

    /// Every login, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn logins(&self) -> Result<Vec<Login>, StoreError> {
        let mut rows: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Login)
            .into_tuple()
            .all(&self.readers)
            .await?;
        rows.sort_by_cached_key(|login| sort_key(login));
        rows.iter()
            .map(|login| read(login, "panel_user.login"))
            .collect()
    }
}

impl Transaction {
    /// The panel user of a login.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn panel_user_by_login(
        &self,
        login: &Login,
    ) -> Result<Option<PanelUserRecord>, StoreError> {
        find_by_login(&self.transaction, login).await
    }

    /// Adds a panel user.
    ///
    /// # Errors
    /// [`Constraint::Login`](super::error::Constraint::Login) if the login is taken.
    pub async fn add_panel_user(&self, new: NewPanelUserRecord) -> Result<PanelUserId, StoreError> {
        let row = ActiveModel {
            password_hash: Set(new.password_hash),
            must_change_password: Set(new.must_change_password),
            role: Set(new.role.as_str().to_owned()),
            locale: Set(new.locale.map(|locale| locale.tag().to_owned())),
            created_at: Set(new.created_at.0),
            email: Set(new.email.as_ref().map(EmailAddress::to_string)),
            ..ActiveModel::default()
        };
        let row = with_names(row, &new.login, &new.display_name);
        let added = Entity::insert(row).exec(&self.transaction).await?;
        Ok(PanelUserId(added.last_insert_id))
    }

    /// Replaces a panel user's password hash, and says whether the new one is for one sign-in only.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_panel_user_password(
        &self,
        id: PanelUserId,
        password_hash: String,
        must_change: bool,
    ) -> Result<(), StoreError> {
        let row = ActiveModel {
            password_hash: Set(password_hash),
            must_change_password: Set(must_change),
            ..ActiveModel::default()
        };
        self.update_panel_user(id, row).await
    }

    /// Stores the language of a panel user.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_panel_user_locale(
        &self,
        id: PanelUserId,
        locale: Locale,
    ) -> Result<(), StoreError> {
        let row = ActiveModel {
            locale: Set(Some(locale.tag().to_owned())),
            ..ActiveModel::default()
        };
        self.update_panel_user(id, row).await
    }

    /// Stores the time zone of a panel user.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_panel_user_time_zone(
        &self,
        id: PanelUserId,
        time_zone: &TimeZone,
    ) -> Result<(), StoreError> {
        let row = ActiveModel {
            time_zone: Set(Some(time_zone.as_str().to_owned())),
            ..ActiveModel::default()
        };
        self.update_panel_user(id, row).await
    }

    async fn update_panel_user(&self, id: PanelUserId, row: ActiveModel) -> Result<(), StoreError> {
        Entity::update_many()
            .set(row)
            .filter(Column::Id.eq(id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
