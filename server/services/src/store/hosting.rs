//! Queries on whom the files of a subscription belong to.

use model::{HostingSettings, SystemUser, Umask, WebspaceRoot};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::convert::read;
use super::entity::subscription::{Column, Entity, Model};
use super::error::StoreError;
use super::ftp_accounts_lock::{FtpAccountsLock, OutdatedAccount};
use super::keys::SubscriptionId;
use super::pool::Store;

/// Settings at a version.
type Versioned = (HostingSettings, i64);

/// A subscription's webspace, and whom its files belong to.
#[derive(Clone, Debug)]
pub struct WebspaceRecord {
    /// The subscription's key.
    pub subscription: SubscriptionId,
    /// The folder on the server.
    pub root: WebspaceRoot,
    /// Whom its files belong to.
    pub hosting: HostingSettings,
}

impl WebspaceRecord {
    pub(super) fn of(row: &Model) -> Result<Self, StoreError> {
        Ok(Self {
            subscription: SubscriptionId(row.id),
            root: read(&row.webspace_root, "subscription.webspace_root")?,
            hosting: hosting(row.system_user.as_deref(), row.umask)?,
        })
    }
}

/// Reads the two columns.
pub(super) fn hosting(
    system_user: Option<&str>,
    umask: i64,
) -> Result<HostingSettings, StoreError> {
    let system_user = system_user.map(|text| read::<SystemUser>(text, "subscription.system_user"));
    let umask = u16::try_from(umask).ok().and_then(Umask::from_bits);
    Ok(HostingSettings {
        system_user: system_user.transpose()?,
        umask: umask.ok_or(StoreError::Unreadable {
            column: "subscription.umask",
        })?,
    })
}

async fn find(
    connection: &impl ConnectionTrait,
    subscription: SubscriptionId,
) -> Result<Option<Versioned>, StoreError> {
    let row: Option<(Option<String>, i64, i64)> = Entity::find_by_id(subscription.0)
        .select_only()
        .column(Column::SystemUser)
        .column(Column::Umask)
        .column(Column::HostingVersion)
        .into_tuple()
        .one(connection)
        .await?;
    row.map(|(system_user, umask, version)| Ok((hosting(system_user.as_deref(), umask)?, version)))
        .transpose()
}

impl Store {
    /// Whom the files of a subscription belong to, and at which version that is.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn hosting(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<Versioned>, StoreError> {
        find(&self.readers, subscription).await
    }
}

impl FtpAccountsLock<'_> {
    /// As [`Store::hosting`], of a locked subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn hosting(
        &self,
        subscription: SubscriptionId,
    ) -> Result<Option<Versioned>, StoreError> {
        find(&self.transaction.transaction, subscription).await
    }

    /// Stores whom the files of a subscription belong to; the version grows by one. Sessions and
    /// ledgers from before are outdated then. Returns its accounts: key, new access version, whether it
    /// is enabled.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn change_hosting(
        &self,
        subscription: SubscriptionId,
        settings: &HostingSettings,
    ) -> Result<Vec<OutdatedAccount>, StoreError> {
        let connection = &self.transaction.transaction;
        let system_user = settings.system_user.as_ref().map(SystemUser::to_string);
        Entity::update_many()
            .col_expr(Column::SystemUser, Expr::value(system_user))
            .col_expr(Column::Umask, Expr::value(i64::from(settings.umask.bits())))
            .col_expr(
                Column::HostingVersion,
                Expr::col(Column::HostingVersion).add(1_i64),
            )
            .col_expr(
                Column::QuotaVersion,
                Expr::col(Column::QuotaVersion).add(1_i64),
            )
            .filter(Column::Id.eq(subscription.0))
            .exec(connection)
            .await?;
        self.outdate_sessions(&[subscription]).await
    }
}
