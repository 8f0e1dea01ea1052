//! What resellers have, of what their limits count.

use model::{PanelUserId, ResellerLimits, ResellerUsage, Role};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::convert::count;
use super::entity::{panel_user, subscription};
use super::error::StoreError;
use super::keys::SubscriptionId;
use super::managed_panel_users::limits;
use super::pool::Store;
use super::sql::Sql;
use super::transaction::Transaction;

/// What somebody has who is a reseller, or owns something.
async fn usage(
    connection: &impl ConnectionTrait,
    person: PanelUserId,
    with_customers: bool,
) -> Result<ResellerUsage, StoreError> {
    let mut sql = Sql::new(connection.get_database_backend());
    sql.push("SELECT (SELECT count(*) FROM panel_user WHERE reseller_id = ");
    sql.bind(person.0);
    // A sum of PostgreSQL's has another type than what it sums up.
    sql.push("), count(*), CAST(coalesce(sum(ftp_accounts), 0) AS BIGINT) FROM subscription ");
    sql.push("WHERE owner_id = ").bind(person.0);
    if with_customers {
        sql.push(" OR owner_id IN (SELECT id FROM panel_user WHERE reseller_id = ");
        sql.bind(person.0).push(")");
    }
    let Some(row) = connection.query_one_raw(sql.statement()).await? else {
        return Ok(ResellerUsage::default());
    };
    Ok(ResellerUsage {
        customers: count(row.try_get_by_index(0)?),
        subscriptions: count(row.try_get_by_index(1)?),
        ftp_accounts: count(row.try_get_by_index(2)?),
    })
}

async fn limits_of(
    connection: &impl ConnectionTrait,
    reseller: PanelUserId,
) -> Result<ResellerLimits, StoreError> {
    let row = panel_user::Entity::find_by_id(reseller.0)
        .one(connection)
        .await?;
    Ok(row.as_ref().map(limits).unwrap_or_default())
}

impl Store {
    /// What a reseller has, and may have.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn reseller_usage(
        &self,
        reseller: PanelUserId,
    ) -> Result<(ResellerLimits, ResellerUsage), StoreError> {
        let limits = limits_of(&self.readers, reseller).await?;
        Ok((limits, usage(&self.readers, reseller, true).await?))
    }

    /// The reseller to whose limits a subscription's FTP accounts count; none where nobody's limits
    /// do.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn reseller_of_subscription(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<PanelUserId>, StoreError> {
        let found = subscription::Entity::find_by_id(subscription.0)
            .find_also_related(panel_user::Entity)
            .one(&self.readers)
            .await?;
        let owner = found.and_then(|(_, owner)| owner);
        Ok(owner.as_ref().and_then(reseller))
    }
}

impl Transaction {
    /// What a reseller has, and may have. Nobody adds to it until the end of this transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn lock_reseller_usage(
        &self,
        reseller: PanelUserId,
    ) -> Result<(ResellerLimits, ResellerUsage), StoreError> {
        self.lock_reseller(reseller).await?;
        let limits = limits_of(&self.transaction, reseller).await?;
        Ok((limits, usage(&self.transaction, reseller, true).await?))
    }

    /// What somebody owns alone, of what the limits of their reseller count.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn own_usage(&self, person: PanelUserId) -> Result<ResellerUsage, StoreError> {
        let own = usage(&self.transaction, person, false).await?;
        Ok(ResellerUsage {
            customers: 0,
            ..own
        })
    }

    /// The reseller to whose limits counts what somebody owns: the person themselves, if they are one,
    /// else the one whose customer they are; none for anybody else.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn reseller_of(
        &self,
        person: PanelUserId,
    ) -> Result<Option<PanelUserId>, StoreError> {
        let row = panel_user::Entity::find_by_id(person.0)
            .one(&self.transaction)
            .await?;
        Ok(row.as_ref().and_then(reseller))
    }
}

/// The person themselves, if they are a reseller, else the one whose customer they are.
fn reseller(row: &panel_user::Model) -> Option<PanelUserId> {
    match Role::parse(&row.role) {
        Some(Role::Reseller) => Some(PanelUserId(row.id)),
        _ => row.reseller_id.map(PanelUserId),
    }
}
