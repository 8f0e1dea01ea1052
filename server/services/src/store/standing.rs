//! Who sees which subscriptions, and what they are to them.

use std::collections::BTreeMap;

use model::{ApiTokenId, Login, PanelUserId, Standing};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
};

use super::convert::read;
use super::entity::api_token_subscription;
use super::entity::panel_user;
use super::entity::subscription;
use super::entity::subscription_standing::{Column, Entity};
use super::error::StoreError;
use super::keys::SubscriptionId;
use super::pool::Store;
use super::sql::Sql;

/// Which subscriptions someone sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visible {
    /// All of them, as somebody who administers the server.
    All,
    /// Those to which this panel user is something: owner, reseller or collaborator.
    To(PanelUserId),
    /// Those of an API token, as far as this panel user sees them; without one as somebody who
    /// administers the server.
    ByToken {
        /// The token.
        token: ApiTokenId,
        /// Its owner, if they do not administer the server.
        person: Option<PanelUserId>,
    },
}

impl Visible {
    /// The panel user to whom they are visible; none if all of them are.
    pub fn person(self) -> Option<PanelUserId> {
        match self {
            Self::All => None,
            Self::To(person) => Some(person),
            Self::ByToken { person, .. } => person,
        }
    }

    /// The API token to whose subscriptions they are limited, if they are.
    fn token(self) -> Option<ApiTokenId> {
        match self {
            Self::All | Self::To(_) => None,
            Self::ByToken { token, .. } => Some(token),
        }
    }

    /// The condition for those subscriptions.
    pub(super) fn condition(self) -> Condition {
        self.of_token().add_option(self.person().map(|person| {
            let theirs = Entity::find()
                .select_only()
                .column(Column::SubscriptionId)
                .filter(Column::PanelUserId.eq(person.0))
                .into_query();
            subscription::Column::Id.in_subquery(theirs)
        }))
    }

    /// The condition for those of them to which the person is one of these.
    pub(super) fn condition_as(self, standings: &[Standing]) -> Condition {
        self.of_token().add_option(self.person().map(|person| {
            let theirs = Entity::find()
                .select_only()
                .column(Column::SubscriptionId)
                .filter(Column::PanelUserId.eq(person.0))
                .filter(Column::Standing.is_in(standings.iter().map(|one| one.as_str())))
                .into_query();
            subscription::Column::Id.in_subquery(theirs)
        }))
    }

    /// The condition for those of the token, if there is one.
    fn of_token(self) -> Condition {
        Condition::all().add_option(self.token().map(|token| {
            let of_token = api_token_subscription::Entity::find()
                .select_only()
                .column(api_token_subscription::Column::SubscriptionId)
                .filter(api_token_subscription::Column::ApiTokenId.eq(token.0))
                .into_query();
            subscription::Column::Id.in_subquery(of_token)
        }))
    }

    /// Adds the same condition to a query that calls the table `s`.
    pub(super) fn restrict(self, sql: &mut Sql) {
        if let Some(token) = self.token() {
            sql.push(" AND s.id IN (SELECT subscription_id FROM api_token_subscription");
            sql.push(" WHERE api_token_id = ").bind(token.0).push(")");
        }
        if let Some(person) = self.person() {
            sql.push(" AND s.id IN (SELECT subscription_id FROM subscription_standing");
            sql.push(" WHERE panel_user_id = ").bind(person.0).push(")");
        }
    }
}

/// What somebody is to those of these subscriptions to which they are something. Who is several
/// things is the one that may do most.
pub(super) async fn standings(
    connection: &impl ConnectionTrait,
    visible: Visible,
    subscriptions: &[i64],
) -> Result<BTreeMap<i64, Standing>, StoreError> {
    let of_token = match visible.token() {
        Some(token) => Some(of_token(connection, token, subscriptions).await?),
        None => None,
    };
    let subscriptions = of_token.as_deref().unwrap_or(subscriptions);
    let Some(person) = visible.person() else {
        let all = subscriptions.iter();
        return Ok(all.map(|id| (*id, Standing::Administrator)).collect());
    };
    let rows: Vec<(i64, String)> = Entity::find()
        .select_only()
        .column(Column::SubscriptionId)
        .column(Column::Standing)
        .filter(Column::PanelUserId.eq(person.0))
        .filter(Column::SubscriptionId.is_in(subscriptions.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    let mut standings = BTreeMap::new();
    for (subscription, standing) in rows {
        let standing: Standing = read(&standing, "subscription_standing.standing")?;
        let most = standings.entry(subscription).or_insert(standing);
        *most = standing.min(*most);
    }
    Ok(standings)
}

/// Those of these subscriptions that an API token is for.
async fn of_token(
    connection: &impl ConnectionTrait,
    token: ApiTokenId,
    subscriptions: &[i64],
) -> Result<Vec<i64>, StoreError> {
    use api_token_subscription::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .column(Column::SubscriptionId)
        .filter(Column::ApiTokenId.eq(token.0))
        .filter(Column::SubscriptionId.is_in(subscriptions.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?)
}

impl Store {
    /// What somebody is to a subscription; none if nothing.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn standing(
        &self,
        subscription: SubscriptionId,
        visible: Visible,
    ) -> Result<Option<Standing>, StoreError> {
        let found = standings(&self.readers, visible, &[subscription.0]).await?;
        Ok(found.get(&subscription.0).copied())
    }

    /// Who owns a subscription or is invited to it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn people_of_subscription(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Vec<(PanelUserId, Login)>, StoreError> {
        let people = Entity::find()
            .select_only()
            .column(Column::PanelUserId)
            .filter(Column::SubscriptionId.eq(subscription.0))
            .filter(Column::Standing.ne(Standing::Reseller.as_str()))
            .into_query();
        self.logins_of(Condition::all().add(panel_user::Column::Id.in_subquery(people)))
            .await
    }

    /// The customers of a reseller.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn customers_of(
        &self,
        reseller: PanelUserId,
    ) -> Result<Vec<(PanelUserId, Login)>, StoreError> {
        let are_theirs = panel_user::Column::ResellerId.eq(reseller.0);
        self.logins_of(Condition::all().add(are_theirs)).await
    }

    async fn logins_of(
        &self,
        condition: Condition,
    ) -> Result<Vec<(PanelUserId, Login)>, StoreError> {
        let rows: Vec<(i64, String)> = panel_user::Entity::find()
            .select_only()
            .column(panel_user::Column::Id)
            .column(panel_user::Column::Login)
            .filter(condition)
            .into_tuple()
            .all(&self.readers)
            .await?;
        let rows = rows.iter();
        rows.map(|(id, login)| Ok((PanelUserId(*id), read(login, "panel_user.login")?)))
            .collect()
    }
}
