//! Queries of sign-ins over FTP.

use std::net::IpAddr;

use model::{
    AccountName, DomainName, FtpAccountSettings, FtpRefusal, HomeDirectory, SubscriptionLimits,
    UtcTime,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use super::convert::read;
use super::entity::ftp_account::{Column, Entity};
use super::entity::subscription;
use super::error::StoreError;
use super::former_names::account_by_former_name;
use super::ftp_account_record::settings;
use super::hosting::WebspaceRecord;
use super::keys::{FtpAccountId, SubscriptionId};
use super::limits::limits;
use super::pool::Store;
use super::transaction::Transaction;

/// What a sign-in over FTP needs to know.
pub struct FtpSignInRecord {
    /// Key.
    pub id: FtpAccountId,
    /// Its name, which may differ from the submitted one.
    pub name: AccountName,
    /// The subscription it belongs to, now and always.
    pub subscription: SubscriptionId,
    /// PHC string, a hash of another server's, or [`NO_PASSWORD`].
    pub password_hash: String,
    /// Grows with each change that ends its sessions.
    pub access_version: i64,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
    /// When its home was last counted; none if never.
    pub counted_at: Option<UtcTime>,
    /// When the webspace as a whole was last counted; none if never.
    pub webspace_counted_at: Option<UtcTime>,
    /// What the subscription may have and use.
    pub limits: SubscriptionLimits,
    /// Grows with each change of a quota in the subscription.
    pub quota_version: i64,
    /// The folder that the account sees as `/`.
    pub home_directory: HomeDirectory,
    /// Its subscription's folder on the server.
    pub webspace: WebspaceRecord,
    /// Its subscription's domain name.
    pub domain: DomainName,
    /// Whether it has the page of its own.
    pub own_page: bool,
    /// Whether its subscription is suspended.
    pub is_suspended: bool,
}

impl FtpSignInRecord {
    /// Whether somebody who knows the account's password may use it now from such an address, over TLS or
    /// not.
    ///
    /// # Errors
    /// Why not.
    pub fn admit(&self, address: IpAddr, tls: bool, now: UtcTime) -> Result<(), FtpRefusal> {
        match self.is_suspended {
            true => Err(FtpRefusal::Suspended),
            false => self.settings.admit(address, tls, now),
        }
    }
}

/// Accounts that have this name, or had it and may still sign in with it.
fn named(name: &AccountName, now: UtcTime) -> Condition {
    Condition::any()
        .add(Column::Name.eq(name.as_str()))
        .add(Column::Id.in_subquery(account_by_former_name(name, now)))
}

impl Store {
    /// What a sign-in over FTP needs to know of the account that has this name, or had it and may
    /// still use it. One joined query, the same for every name.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_sign_in(
        &self,
        name: &AccountName,
        now: UtcTime,
    ) -> Result<Option<FtpSignInRecord>, StoreError> {
        let found = Entity::find()
            .find_also_related(subscription::Entity)
            .filter(named(name, now))
            .filter(Column::RemovedAt.is_null())
            .filter(subscription::Column::RemovedAt.is_null())
            .one(&self.readers)
            .await?;
        let Some((row, Some(subscription))) = found else {
            return Ok(None);
        };
        Ok(Some(FtpSignInRecord {
            id: FtpAccountId(row.id),
            name: read(&row.name, "ftp_account.name")?,
            subscription: SubscriptionId(row.subscription_id),
            access_version: row.access_version,
            settings: settings(&row)?,
            counted_at: row.counted_at.map(UtcTime),
            webspace_counted_at: subscription.counted_at.map(UtcTime),
            limits: limits(&subscription)?,
            quota_version: subscription.quota_version,
            home_directory: read(&row.home_directory, "ftp_account.home_directory")?,
            webspace: WebspaceRecord::of(&subscription)?,
            domain: read(&subscription.domain, "subscription.domain")?,
            own_page: subscription.own_page,
            is_suspended: subscription.suspended_at.is_some(),
            password_hash: row.password_hash,
        }))
    }

    /// Key and subscription of the account that has this name, or had it and may still use it;
    /// also of one in « Corbeille ».
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_account_key(
        &self,
        name: &AccountName,
        now: UtcTime,
    ) -> Result<Option<(FtpAccountId, SubscriptionId)>, StoreError> {
        let row: Option<(i64, i64)> = Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::SubscriptionId)
            .filter(named(name, now))
            .into_tuple()
            .one(&self.readers)
            .await?;
        Ok(row.map(|(id, subscription)| (FtpAccountId(id), SubscriptionId(subscription))))
    }
}

impl Transaction {
    /// Replaces an account's stored hash by another one of the same password, unless the account has
    /// another hash by now. For everybody who uses the account nothing changes: neither its version
    /// nor the time of its last change.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn replace_password_hash(
        &self,
        account: FtpAccountId,
        old: &str,
        new: &str,
    ) -> Result<(), StoreError> {
        Entity::update_many()
            .col_expr(Column::PasswordHash, Expr::value(new))
            .filter(Column::Id.eq(account.0))
            .filter(Column::PasswordHash.eq(old))
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
