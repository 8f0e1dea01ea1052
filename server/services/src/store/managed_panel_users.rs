//! Queries of those who manage panel users: what is said of one, what they own, and who is left.

use model::{
    DomainName, EmailAddress, Login, PanelUserDetails, PanelUserId, PanelUserPossessions,
    ResellerLimits, Role, UtcTime,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::convert::read;
use super::entity::panel_user::{ActiveModel, Column, Entity, Model};
use super::entity::{collaborator, subscription};
use super::error::StoreError;
use super::ftp_account_record::NO_PASSWORD;
use super::keys::SubscriptionId;
use super::pool::Store;
use super::sort_keys::with_names;
use super::transaction::Transaction;

/// A panel user, as those who manage them see them.
#[derive(Clone, Debug)]
pub struct ManagedPanelUserRecord {
    /// Key.
    pub id: PanelUserId,
    /// What is said of them.
    pub details: PanelUserDetails,
    /// The key of the reseller whose customer it is.
    pub reseller: Option<PanelUserId>,
    /// The version of what is said.
    pub version: i64,
    /// When they were added.
    pub created_at: UtcTime,
    /// When they last signed in.
    pub last_sign_in_at: Option<UtcTime>,
}

impl ManagedPanelUserRecord {
    /// Whether it is an administrator who may sign in.
    pub fn is_working_administrator(&self) -> bool {
        is_working_administrator(&self.details)
    }
}

/// Whether this is said of an administrator who may sign in.
pub fn is_working_administrator(details: &PanelUserDetails) -> bool {
    details.role == Role::Administrator && !details.disabled
}

/// A stored address.
pub(super) fn stored_email(text: &str) -> Result<EmailAddress, StoreError> {
    read(text, "panel_user.email")
}

pub(super) fn limits(row: &Model) -> ResellerLimits {
    let number = |stored: Option<i64>| stored.and_then(|number| u32::try_from(number).ok());
    ResellerLimits {
        customers: number(row.max_customers),
        subscriptions: number(row.max_subscriptions),
        ftp_accounts: number(row.max_ftp_accounts),
    }
}

async fn login_of(connection: &impl ConnectionTrait, id: i64) -> Result<Option<Login>, StoreError> {
    let login: Option<String> = Entity::find_by_id(id)
        .select_only()
        .column(Column::Login)
        .into_tuple()
        .one(connection)
        .await?;
    login
        .map(|login| read(&login, "panel_user.login"))
        .transpose()
}

async fn find(
    connection: &impl ConnectionTrait,
    login: &Login,
) -> Result<Option<ManagedPanelUserRecord>, StoreError> {
    let row = Entity::find()
        .filter(Column::Login.eq(login.as_str()))
        .one(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let reseller = match row.reseller_id {
        Some(id) => login_of(connection, id).await?,
        None => None,
    };
    Ok(Some(ManagedPanelUserRecord {
        id: PanelUserId(row.id),
        details: PanelUserDetails {
            login: read(&row.login, "panel_user.login")?,
            limits: limits(&row),
            display_name: row.display_name,
            email: row.email.as_deref().map(stored_email).transpose()?,
            role: read(&row.role, "panel_user.role")?,
            disabled: row.disabled,
            reseller,
        },
        reseller: row.reseller_id.map(PanelUserId),
        version: row.version,
        created_at: UtcTime(row.created_at),
        last_sign_in_at: row.last_sign_in_at.map(UtcTime),
    }))
}

/// What is said of somebody, in a row that is to be written.
fn with_details(
    row: ActiveModel,
    details: &PanelUserDetails,
    reseller: Option<PanelUserId>,
) -> ActiveModel {
    let number = |limit: Option<u32>| Set(limit.map(i64::from));
    let limits = details.limits;
    let row = ActiveModel {
        role: Set(details.role.as_str().to_owned()),
        disabled: Set(details.disabled),
        email: Set(details.email.as_ref().map(EmailAddress::to_string)),
        reseller_id: Set(reseller.map(|reseller| reseller.0)),
        max_customers: number(limits.customers),
        max_subscriptions: number(limits.subscriptions),
        max_ftp_accounts: number(limits.ftp_accounts),
        ..row
    };
    with_names(row, &details.login, &details.display_name)
}

impl Store {
    /// The panel user of a login, as those who manage them see them.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn managed_panel_user(
        &self,
        login: &Login,
    ) -> Result<Option<ManagedPanelUserRecord>, StoreError> {
        find(&self.readers, login).await
    }

    /// What a panel user owns, with the first names of it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn possessions(
        &self,
        owner: PanelUserId,
    ) -> Result<PanelUserPossessions, StoreError> {
        let most = u64::from(PanelUserPossessions::MAX_NAMES);
        let owned =
            || subscription::Entity::find().filter(subscription::Column::OwnerId.eq(owner.0));
        let domains: Vec<String> = owned()
            .select_only()
            .column(subscription::Column::Domain)
            .order_by_asc(subscription::Column::DomainKey)
            .limit(most)
            .into_tuple()
            .all(&self.readers)
            .await?;
        let customers = || Entity::find().filter(Column::ResellerId.eq(owner.0));
        let logins: Vec<String> = customers()
            .select_only()
            .column(Column::Login)
            .order_by_asc(Column::LoginKey)
            .limit(most)
            .into_tuple()
            .all(&self.readers)
            .await?;
        let domains = domains.iter();
        let logins = logins.iter();
        Ok(PanelUserPossessions {
            subscriptions: owned().count(&self.readers).await?,
            domains: domains
                .map(|domain| read(domain, "subscription.domain"))
                .collect::<Result<_, _>>()?,
            customers: customers().count(&self.readers).await?,
            logins: logins
                .map(|login| read(login, "panel_user.login"))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The logins of resellers, in order.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn resellers(&self) -> Result<Vec<Login>, StoreError> {
        let logins: Vec<String> = Entity::find()
            .filter(Column::Role.eq(Role::Reseller.as_str()))
            .select_only()
            .column(Column::Login)
            .order_by_asc(Column::LoginKey)
            .into_tuple()
            .all(&self.readers)
            .await?;
        let logins = logins.iter();
        logins
            .map(|login| read(login, "panel_user.login"))
            .collect()
    }
}

impl Transaction {
    /// As [`Store::managed_panel_user`]. Under [`Transaction::lock_panel_users`] it stays so.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn managed_panel_user(
        &self,
        login: &Login,
    ) -> Result<Option<ManagedPanelUserRecord>, StoreError> {
        find(&self.transaction, login).await
    }

    /// Adds a panel user who has no password yet.
    ///
    /// # Errors
    /// [`Constraint::Login`](super::error::Constraint::Login) if the login is taken.
    pub async fn add_panel_user_without_password(
        &self,
        details: &PanelUserDetails,
        reseller: Option<PanelUserId>,
        at: UtcTime,
    ) -> Result<PanelUserId, StoreError> {
        let row = ActiveModel {
            password_hash: Set(NO_PASSWORD.to_owned()),
            created_at: Set(at.0),
            ..ActiveModel::default()
        };
        let row = with_details(row, details, reseller);
        let added = Entity::insert(row).exec(&self.transaction).await?;
        Ok(PanelUserId(added.last_insert_id))
    }

    /// Whether a reseller has any customers.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn has_customers(&self, reseller: PanelUserId) -> Result<bool, StoreError> {
        let customers = Entity::find().filter(Column::ResellerId.eq(reseller.0));
        Ok(customers.count(&self.transaction).await? > 0)
    }

    /// How many administrators may sign in.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_working_administrators(&self) -> Result<u64, StoreError> {
        let administrators = Entity::find()
            .filter(Column::Role.eq(Role::Administrator.as_str()))
            .filter(Column::Disabled.eq(false));
        Ok(administrators.count(&self.transaction).await?)
    }

    /// Stores what is said of a panel user, at the next version.
    ///
    /// # Errors
    /// [`Constraint::Login`](super::error::Constraint::Login) if the login is taken;
    /// [`Constraint::LastAdministrator`](super::error::Constraint::LastAdministrator).
    pub async fn change_panel_user(
        &self,
        id: PanelUserId,
        details: &PanelUserDetails,
        reseller: Option<PanelUserId>,
    ) -> Result<(), StoreError> {
        let row = with_details(ActiveModel::default(), details, reseller);
        Entity::update_many()
            .set(row)
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(id.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Removes a panel user, with their sessions and whatever else is theirs alone.
    ///
    /// # Errors
    /// [`Constraint::LastAdministrator`](super::error::Constraint::LastAdministrator);
    /// [`Constraint::Reference`](super::error::Constraint::Reference) if they own something.
    pub async fn remove_panel_user(&self, id: PanelUserId) -> Result<(), StoreError> {
        Entity::delete_by_id(id.0).exec(&self.transaction).await?;
        Ok(())
    }

    /// The subscriptions of an owner, by key.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn subscriptions_owned_by(
        &self,
        owner: PanelUserId,
    ) -> Result<Vec<(SubscriptionId, DomainName)>, StoreError> {
        let rows: Vec<(i64, String)> = subscription::Entity::find()
            .filter(subscription::Column::OwnerId.eq(owner.0))
            .select_only()
            .column(subscription::Column::Id)
            .column(subscription::Column::Domain)
            .order_by_asc(subscription::Column::Id)
            .into_tuple()
            .all(&self.transaction)
            .await?;
        let rows = rows.into_iter();
        rows.map(|(id, domain)| Ok((SubscriptionId(id), read(&domain, "subscription.domain")?)))
            .collect()
    }

    /// Gives every subscription of an owner to another one, who needs no part in them any more.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn give_subscriptions(
        &self,
        from: PanelUserId,
        to: PanelUserId,
    ) -> Result<(), StoreError> {
        let owned = subscription::Entity::find()
            .filter(subscription::Column::OwnerId.eq(from.0))
            .select_only()
            .column(subscription::Column::Id);
        collaborator::Entity::delete_many()
            .filter(collaborator::Column::PanelUserId.eq(to.0))
            .filter(collaborator::Column::SubscriptionId.in_subquery(owned.into_query()))
            .exec(&self.transaction)
            .await?;
        subscription::Entity::update_many()
            .col_expr(subscription::Column::OwnerId, Expr::value(to.0))
            .filter(subscription::Column::OwnerId.eq(from.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }

    /// Gives every customer of a reseller to another one, or to the administrators; returns how many
    /// that were.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn give_customers(
        &self,
        from: PanelUserId,
        to: Option<PanelUserId>,
    ) -> Result<u64, StoreError> {
        let given = Entity::update_many()
            .col_expr(Column::ResellerId, Expr::value(to.map(|to| to.0)))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::ResellerId.eq(from.0))
            .exec(&self.transaction)
            .await?;
        Ok(given.rows_affected)
    }

    /// Stores when a panel user signed in; returns whether they may: they are there, and not disabled.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn record_panel_sign_in(
        &self,
        id: PanelUserId,
        at: UtcTime,
    ) -> Result<bool, StoreError> {
        let updated = Entity::update_many()
            .col_expr(Column::LastSignInAt, Expr::value(at.0))
            .filter(Column::Id.eq(id.0))
            .filter(Column::Disabled.eq(false))
            .exec(&self.transaction)
            .await?;
        Ok(updated.rows_affected > 0)
    }
}
