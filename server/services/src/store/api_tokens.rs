//! Queries on API tokens.

use std::collections::BTreeMap;

use model::{
    AddressList, ApiAccess, ApiTokenId, ApiTokenName, ApiTokenSubscriptions, ApiTokenView,
    DomainName, Locale, Login, PanelUserId, Role, UtcTime,
};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use super::convert::read;
use super::entity::api_token::{ActiveModel, Column, Entity, Model, Relation};
use super::entity::{api_token_subscription, panel_user, subscription};
use super::error::StoreError;
use super::keys::SubscriptionId;
use super::pool::Store;
use super::sessions::TokenHash;
use super::transaction::Transaction;

/// An API token to be stored.
#[derive(Clone)]
pub struct NewApiTokenRecord {
    /// Whose.
    pub panel_user_id: PanelUserId,
    /// Its name.
    pub name: ApiTokenName,
    /// The hash of its text.
    pub token_hash: TokenHash,
    /// What it may be used for.
    pub access: ApiAccess,
    /// The subscriptions that it is for; none for all.
    pub subscriptions: Option<Vec<SubscriptionId>>,
    /// Until when; none for ever.
    pub expires_at: Option<UtcTime>,
    /// From which addresses.
    pub addresses: AddressList,
    /// When it is made.
    pub created_at: UtcTime,
}

/// An API token, with the panel user as whom it acts: both as they are now.
#[derive(Clone, Debug)]
pub struct ApiTokenRecord {
    /// Key.
    pub id: ApiTokenId,
    /// Its name.
    pub name: ApiTokenName,
    /// What it may be used for.
    pub access: ApiAccess,
    /// Whether it is for some subscriptions alone.
    pub is_limited: bool,
    /// Until when; none for ever.
    pub expires_at: Option<UtcTime>,
    /// From which addresses.
    pub addresses: AddressList,
    /// When it was last used, to a minute; none if never.
    pub last_used_at: Option<UtcTime>,
    /// Its owner.
    pub owner: PanelUserId,
    /// The owner's login.
    pub login: Login,
    /// What the owner may do.
    pub role: Role,
    /// Whether the owner may not sign in.
    pub is_disabled: bool,
    /// Whether the owner's password is for one sign-in only.
    pub must_change_password: bool,
    /// The owner's language; none if never set.
    pub locale: Option<Locale>,
}

/// The domain names of the subscriptions that tokens are for, by token.
async fn domains_of(
    connection: &impl ConnectionTrait,
    tokens: &[Model],
) -> Result<BTreeMap<i64, Vec<DomainName>>, StoreError> {
    let limited = tokens.iter().filter(|token| token.limited);
    let rows: Vec<(i64, String)> = api_token_subscription::Entity::find()
        .select_only()
        .column(api_token_subscription::Column::ApiTokenId)
        .column(subscription::Column::Domain)
        .join(
            JoinType::InnerJoin,
            api_token_subscription::Relation::Subscription.def(),
        )
        .filter(api_token_subscription::Column::ApiTokenId.is_in(limited.map(|token| token.id)))
        .order_by_asc(subscription::Column::Domain)
        .into_tuple()
        .all(connection)
        .await?;
    let mut domains = BTreeMap::<i64, Vec<DomainName>>::new();
    for (token, domain) in rows {
        let domain = read(&domain, "subscription.domain")?;
        domains.entry(token).or_default().push(domain);
    }
    Ok(domains)
}

/// Tokens of one owner as they are shown.
async fn views(
    connection: &impl ConnectionTrait,
    owner: &Login,
    rows: Vec<Model>,
) -> Result<Vec<ApiTokenView>, StoreError> {
    let (mut domains, now) = (domains_of(connection, &rows).await?, UtcTime::now());
    let view = |row: Model| {
        let subscriptions = match row.limited {
            true => ApiTokenSubscriptions::Only(domains.remove(&row.id).unwrap_or_default()),
            false => ApiTokenSubscriptions::All,
        };
        Ok(ApiTokenView {
            name: read(&row.name, "api_token.name")?,
            owner: owner.clone(),
            access: read(&row.access, "api_token.access")?,
            subscriptions,
            expires_at: row.expires_at.map(UtcTime),
            is_expired: row.expires_at.is_some_and(|at| at <= now.0),
            addresses: read(&row.addresses, "api_token.addresses")?,
            created_at: UtcTime(row.created_at),
            last_used_at: row.last_used_at.map(UtcTime),
            last_used_from: row.last_used_from,
        })
    };
    rows.into_iter().map(view).collect()
}

/// The tokens of a panel user, or the one of this name, by name.
async fn find_of(
    connection: &impl ConnectionTrait,
    owner: PanelUserId,
    name: Option<&ApiTokenName>,
) -> Result<Vec<Model>, StoreError> {
    let mut found = Entity::find()
        .filter(Column::PanelUserId.eq(owner.0))
        .order_by_asc(Column::Name);
    if let Some(name) = name {
        found = found.filter(Column::Name.eq(name.as_str()));
    }
    Ok(found.all(connection).await?)
}

impl Store {
    /// The token of a text's hash, with its owner. One joined query.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn api_token(&self, hash: &TokenHash) -> Result<Option<ApiTokenRecord>, StoreError> {
        let found = Entity::find()
            .find_also_related(panel_user::Entity)
            .filter(Column::TokenHash.eq(hash.0.as_str()))
            .one(&self.readers)
            .await?;
        let Some((token, Some(owner))) = found else {
            return Ok(None);
        };
        Ok(Some(ApiTokenRecord {
            id: ApiTokenId(token.id),
            name: read(&token.name, "api_token.name")?,
            access: read(&token.access, "api_token.access")?,
            is_limited: token.limited,
            expires_at: token.expires_at.map(UtcTime),
            addresses: read(&token.addresses, "api_token.addresses")?,
            last_used_at: token.last_used_at.map(UtcTime),
            owner: PanelUserId(owner.id),
            login: read(&owner.login, "panel_user.login")?,
            role: read(&owner.role, "panel_user.role")?,
            is_disabled: owner.disabled,
            must_change_password: owner.must_change_password,
            // A language that the panel no longer has counts as none.
            locale: owner.locale.as_deref().and_then(Locale::from_tag),
        }))
    }

    /// Everybody who has a token, by login.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn api_token_owners(&self) -> Result<Vec<(PanelUserId, Login)>, StoreError> {
        let rows: Vec<(i64, String)> = Entity::find()
            .select_only()
            .column(panel_user::Column::Id)
            .column(panel_user::Column::Login)
            .distinct()
            .join(JoinType::InnerJoin, Relation::PanelUser.def())
            .order_by_asc(panel_user::Column::Login)
            .into_tuple()
            .all(&self.readers)
            .await?;
        let rows = rows.iter();
        rows.map(|(id, login)| Ok((PanelUserId(*id), read(login, "panel_user.login")?)))
            .collect()
    }

    /// The tokens of a panel user, by name.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn api_tokens_of(
        &self,
        owner: PanelUserId,
        login: &Login,
    ) -> Result<Vec<ApiTokenView>, StoreError> {
        let rows = find_of(&self.readers, owner, None).await?;
        views(&self.readers, login, rows).await
    }

    /// A panel user's token of this name.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn api_token_named(
        &self,
        owner: PanelUserId,
        login: &Login,
        name: &ApiTokenName,
    ) -> Result<Option<ApiTokenView>, StoreError> {
        let rows = find_of(&self.readers, owner, Some(name)).await?;
        Ok(views(&self.readers, login, rows).await?.pop())
    }
}

impl Transaction {
    /// How many tokens a panel user has.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_api_tokens(&self, owner: PanelUserId) -> Result<u64, StoreError> {
        let found = Entity::find().filter(Column::PanelUserId.eq(owner.0));
        Ok(found.count(&self.transaction).await?)
    }

    /// Adds a token.
    ///
    /// # Errors
    /// [`Constraint::ApiTokenName`](super::Constraint::ApiTokenName) if the owner has one of the name;
    /// [`Constraint::Reference`](super::Constraint::Reference) if a subscription is gone.
    pub async fn add_api_token(&self, new: NewApiTokenRecord) -> Result<ApiTokenId, StoreError> {
        let row = ActiveModel {
            panel_user_id: Set(new.panel_user_id.0),
            name: Set(new.name.into()),
            token_hash: Set(new.token_hash.0),
            access: Set(new.access.as_str().to_owned()),
            limited: Set(new.subscriptions.is_some()),
            addresses: Set(new.addresses.to_string()),
            expires_at: Set(new.expires_at.map(|at| at.0)),
            created_at: Set(new.created_at.0),
            ..Default::default()
        };
        let token = row.insert(&self.transaction).await?.id;
        let rows = new.subscriptions.unwrap_or_default().into_iter().map(|id| {
            api_token_subscription::ActiveModel {
                api_token_id: Set(token),
                subscription_id: Set(id.0),
            }
        });
        let rows: Vec<_> = rows.collect();
        if !rows.is_empty() {
            api_token_subscription::Entity::insert_many(rows)
                .exec_without_returning(&self.transaction)
                .await?;
        }
        Ok(ApiTokenId(token))
    }

    /// Removes the tokens of a panel user, or the one of this name; returns what they were.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_api_tokens(
        &self,
        owner: PanelUserId,
        login: &Login,
        name: Option<&ApiTokenName>,
    ) -> Result<Vec<ApiTokenView>, StoreError> {
        let rows = find_of(&self.transaction, owner, name).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let removed = views(&self.transaction, login, rows).await?;
        if !ids.is_empty() {
            Entity::delete_many()
                .filter(Column::Id.is_in(ids))
                .exec(&self.transaction)
                .await?;
        }
        Ok(removed)
    }

    /// Stores when a token was last used, and from which address. One that is gone stays so.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_api_token_used(
        &self,
        token: ApiTokenId,
        at: UtcTime,
        from: &str,
    ) -> Result<(), StoreError> {
        let row = ActiveModel {
            last_used_at: Set(Some(at.0)),
            last_used_from: Set(Some(from.to_owned())),
            ..Default::default()
        };
        Entity::update_many()
            .set(row)
            .filter(Column::Id.eq(token.0))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
