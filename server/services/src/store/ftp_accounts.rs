//! Queries on FTP accounts.

use model::{
    AccountName, DomainName, FtpAccountRow, FtpAccountSettings, FtpAccountView, FtpUsage,
    HomeDirectory, UtcTime, WebspaceRoot,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait, Select,
};

use super::convert::{count, read};
use super::entity::ftp_account::{ActiveModel, Column, Entity, Model, Relation};
use super::entity::subscription;
use super::former_names::account_formerly;
use super::ftp_usage::usage;
use super::{FtpAccountId, Store, StoreError, SubscriptionId, Transaction};

/// What stands for the hash of a password that has not been set yet.
pub const NO_PASSWORD: &str = "";

/// An FTP account, without its password's hash.
#[derive(Clone, Debug)]
pub struct FtpAccountRecord {
    /// Key.
    pub id: FtpAccountId,
    /// The subscription it belongs to, now and always.
    pub subscription: SubscriptionId,
    /// The name to sign in with.
    pub name: AccountName,
    /// The folder that the account sees as `/`.
    pub home_directory: HomeDirectory,
    /// Whether it is the subscription's main account.
    pub is_main: bool,
    /// Grows with each change.
    pub version: i64,
    /// Grows with each change that ends its sessions.
    pub access_version: i64,
    /// When it last signed in; none if never.
    pub last_sign_in_at: Option<UtcTime>,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
    /// Whether it waits for whoever receives it to set its first password.
    pub waits_for_password: bool,
    /// What its home directory held when that was last written.
    pub usage: FtpUsage,
}

impl FtpAccountRecord {
    /// The account as the page that edits it needs it, without its former names.
    pub fn into_view(self, domain: &DomainName) -> FtpAccountView {
        FtpAccountView {
            domain: domain.clone(),
            name: self.name,
            home_directory: self.home_directory,
            is_main: self.is_main,
            version: self.version,
            last_sign_in_at: self.last_sign_in_at,
            settings: self.settings,
            link: None,
            former_names: Vec::new(),
            usage: self.usage,
        }
    }
}

/// What a sign-in over FTP needs to know.
pub struct FtpSignInRecord {
    /// Key.
    pub id: FtpAccountId,
    /// Its name, which need not be the one that was asked for.
    pub name: AccountName,
    /// The subscription it belongs to, now and always.
    pub subscription: SubscriptionId,
    /// PHC string, or [`NO_PASSWORD`].
    pub password_hash: String,
    /// Grows with each change that ends its sessions.
    pub access_version: i64,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
    /// When its home was last counted; none if never.
    pub counted_at: Option<UtcTime>,
    /// Grows with each change of a quota in the subscription.
    pub quota_version: i64,
    /// The folder that the account sees as `/`.
    pub home_directory: HomeDirectory,
    /// Its subscription's folder on the server.
    pub webspace_root: WebspaceRoot,
}

/// An FTP account to be stored.
pub struct NewFtpAccountRecord {
    /// The subscription it belongs to.
    pub subscription: SubscriptionId,
    /// The name to sign in with.
    pub name: AccountName,
    /// The folder that the account sees as `/`.
    pub home_directory: HomeDirectory,
    /// PHC string, or [`NO_PASSWORD`].
    pub password_hash: String,
    /// Whether it is the subscription's main account.
    pub is_main: bool,
    /// What it may do and until when.
    pub settings: FtpAccountSettings,
    /// When.
    pub created_at: UtcTime,
}

/// Reads an account from its row.
pub(super) fn record(row: Model) -> Result<FtpAccountRecord, StoreError> {
    Ok(FtpAccountRecord {
        settings: settings(&row)?,
        usage: usage(&row),
        id: FtpAccountId(row.id),
        subscription: SubscriptionId(row.subscription_id),
        name: read(&row.name, "ftp_account.name")?,
        home_directory: read(&row.home_directory, "ftp_account.home_directory")?,
        is_main: row.is_main,
        version: row.version,
        access_version: row.access_version,
        last_sign_in_at: row.last_sign_in_at.map(UtcTime),
        waits_for_password: row.password_hash == NO_PASSWORD,
    })
}

fn settings(row: &Model) -> Result<FtpAccountSettings, StoreError> {
    // The database keeps them above zero; one beyond what fits is as good as none.
    let number = |stored: Option<i64>| stored.and_then(|number| u32::try_from(number).ok());
    Ok(FtpAccountSettings {
        enabled: row.enabled,
        permission: read(&row.permission, "ftp_account.permission")?,
        expires_at: row.expires_at.map(UtcTime),
        allowed_addresses: read(&row.allowed_addresses, "ftp_account.allowed_addresses")?,
        max_sessions: number(row.max_sessions),
        upload_rate: number(row.upload_rate),
        download_rate: number(row.download_rate),
        tls_required: row.tls_required,
        note: row.note.clone(),
        quota_bytes: row.quota_bytes.map(count),
        quota_files: row.quota_files.map(count),
    })
}

/// Puts settings into a row that is to be written.
fn with_settings(row: ActiveModel, settings: FtpAccountSettings) -> ActiveModel {
    let number = |number: Option<u32>| Set(number.map(i64::from));
    // The model's greatest quotas fit.
    let quota = |quota: Option<u64>| Set(quota.and_then(|quota| i64::try_from(quota).ok()));
    ActiveModel {
        enabled: Set(settings.enabled),
        permission: Set(settings.permission.key().to_owned()),
        expires_at: Set(settings.expires_at.map(|at| at.0)),
        allowed_addresses: Set(settings.allowed_addresses.to_string()),
        max_sessions: number(settings.max_sessions),
        upload_rate: number(settings.upload_rate),
        download_rate: number(settings.download_rate),
        tls_required: Set(settings.tls_required),
        note: Set(settings.note),
        quota_bytes: quota(settings.quota_bytes),
        quota_files: quota(settings.quota_files),
        ..row
    }
}

/// Services that have this name, or had it and may still use it.
fn called(name: &AccountName, now: UtcTime) -> Condition {
    Condition::any()
        .add(Column::Name.eq(name.as_str()))
        .add(Column::Id.in_subquery(account_formerly(name, now)))
}

/// The domain name of the subscription that an account belongs to, if it is among these.
pub(super) async fn domain_of(
    connection: &impl ConnectionTrait,
    accounts: Select<Entity>,
    name: &AccountName,
) -> Result<Option<DomainName>, StoreError> {
    let domain: Option<String> = accounts
        .select_only()
        .column(subscription::Column::Domain)
        .join(JoinType::InnerJoin, Relation::Subscription.def())
        .filter(Column::Name.eq(name.as_str()))
        .into_tuple()
        .one(connection)
        .await?;
    domain
        .map(|domain| read(&domain, "subscription.domain"))
        .transpose()
}

async fn find(
    connection: &impl ConnectionTrait,
    subscription: SubscriptionId,
    names: &[AccountName],
) -> Result<Vec<FtpAccountRecord>, StoreError> {
    let rows = Entity::find()
        .filter(Column::SubscriptionId.eq(subscription.0))
        .filter(Column::RemovedAt.is_null())
        .filter(Column::Name.is_in(names.iter().map(AccountName::as_str)))
        .order_by_asc(Column::Name)
        .all(connection)
        .await?;
    rows.into_iter().map(record).collect()
}

impl Store {
    /// One account of a subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_account(
        &self,
        subscription: SubscriptionId,
        name: &AccountName,
    ) -> Result<Option<FtpAccountRecord>, StoreError> {
        let found = find(&self.connection, subscription, std::slice::from_ref(name)).await?;
        Ok(found.into_iter().next())
    }

    /// The domain name of the subscription that an account belongs to.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn domain_of_ftp_account(
        &self,
        name: &AccountName,
    ) -> Result<Option<DomainName>, StoreError> {
        let living = Entity::find().filter(Column::RemovedAt.is_null());
        domain_of(&self.connection, living, name).await
    }

    /// Services of a subscription by name: `limit` of them after this name. Without one the main
    /// account comes before the first of them.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_after(
        &self,
        subscription: SubscriptionId,
        after: Option<&AccountName>,
        limit: u64,
    ) -> Result<Vec<FtpAccountRow>, StoreError> {
        let living = |is_main: bool| {
            Entity::find()
                .filter(Column::SubscriptionId.eq(subscription.0))
                .filter(Column::RemovedAt.is_null())
                .filter(Column::IsMain.eq(is_main))
                .order_by_asc(Column::Name)
        };
        let (mut rows, mut others) = (Vec::new(), living(false).limit(limit));
        match after {
            Some(name) => others = others.filter(Column::Name.gt(name.as_str())),
            None => rows = living(true).all(&self.connection).await?,
        }
        rows.extend(others.all(&self.connection).await?);
        rows.into_iter()
            .map(|row| {
                let (created_at, changed_at) = (UtcTime(row.created_at), UtcTime(row.changed_at));
                let account = record(row)?;
                Ok(FtpAccountRow {
                    name: account.name,
                    home_directory: account.home_directory,
                    is_main: account.is_main,
                    created_at,
                    changed_at,
                    last_sign_in_at: account.last_sign_in_at,
                    settings: account.settings,
                })
            })
            .collect()
    }

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
            .filter(called(name, now))
            .filter(Column::RemovedAt.is_null())
            .one(&self.connection)
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
            quota_version: subscription.quota_version,
            home_directory: read(&row.home_directory, "ftp_account.home_directory")?,
            webspace_root: read(&subscription.webspace_root, "subscription.webspace_root")?,
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
            .filter(called(name, now))
            .into_tuple()
            .one(&self.connection)
            .await?;
        Ok(row.map(|(id, subscription)| (FtpAccountId(id), SubscriptionId(subscription))))
    }

    /// The access versions of those accounts, of the ones asked for, that are still there, and
    /// whether each is enabled.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_account_versions(
        &self,
        ids: &[FtpAccountId],
    ) -> Result<Vec<(FtpAccountId, i64, bool)>, StoreError> {
        let rows: Vec<(i64, i64, bool)> = Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::AccessVersion)
            .column(Column::Enabled)
            .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(Column::RemovedAt.is_null())
            .into_tuple()
            .all(&self.connection)
            .await?;
        Ok(rows
            .into_iter()
            .map(|(id, version, enabled)| (FtpAccountId(id), version, enabled))
            .collect())
    }
}

impl Transaction {
    /// Those accounts of a subscription, of the names asked for, that are there; by name.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts(
        &self,
        subscription: SubscriptionId,
        names: &[AccountName],
    ) -> Result<Vec<FtpAccountRecord>, StoreError> {
        find(&self.transaction, subscription, names).await
    }

    /// Adds an account at version 1.
    ///
    /// # Errors
    /// A [`Constraint`](super::Constraint) if the name is taken or there is a main one already.
    pub async fn add_ftp_account(
        &self,
        new: NewFtpAccountRecord,
    ) -> Result<FtpAccountId, StoreError> {
        self.free_name(&new.name, new.created_at, None).await?;
        let row = ActiveModel {
            subscription_id: Set(new.subscription.0),
            name: Set(new.name.as_str().to_owned()),
            home_directory: Set(new.home_directory.as_str().to_owned()),
            password_hash: Set(new.password_hash),
            is_main: Set(new.is_main),
            version: Set(1),
            access_version: Set(1),
            created_at: Set(new.created_at.0),
            changed_at: Set(new.created_at.0),
            ..ActiveModel::default()
        };
        let note = new.settings.note.clone();
        let row = with_settings(row, new.settings);
        let added = Entity::insert(row).exec(&self.transaction).await?;
        let id = FtpAccountId(added.last_insert_id);
        let words = [new.name.as_str(), new.home_directory.as_str(), &note];
        self.set_words(new.subscription, id, words).await?;
        Ok(id)
    }

    /// Stores an account's name, home directory, settings and access version, and the password's
    /// hash if there is a new one, provided that its version is still the record's; the version
    /// grows by one.
    ///
    /// Answers whether it was still there at that version.
    ///
    /// # Errors
    /// [`Constraint::AccountName`](super::Constraint::AccountName) if the name is taken.
    pub async fn change_ftp_account(
        &self,
        account: &FtpAccountRecord,
        password_hash: Option<String>,
        changed_at: UtcTime,
    ) -> Result<bool, StoreError> {
        self.free_name(&account.name, changed_at, Some(account.id))
            .await?;
        let row = ActiveModel {
            name: Set(account.name.as_str().to_owned()),
            home_directory: Set(account.home_directory.as_str().to_owned()),
            access_version: Set(account.access_version),
            changed_at: Set(changed_at.0),
            ..ActiveModel::default()
        };
        let mut row = with_settings(row, account.settings.clone());
        if let Some(hash) = password_hash {
            row.password_hash = Set(hash);
        }
        let updated = Entity::update_many()
            .set(row)
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(account.id.0))
            .filter(Column::Version.eq(account.version))
            .exec(&self.transaction)
            .await?;
        if updated.rows_affected == 0 {
            return Ok(false);
        }
        let texts = [
            account.name.as_str(),
            account.home_directory.as_str(),
            &account.settings.note,
        ];
        self.set_words(account.subscription, account.id, texts)
            .await?;
        Ok(true)
    }

    /// Removes an account for good, provided that its version is still the record's: one that was
    /// restored meanwhile has another. Answers whether it was.
    ///
    /// # Errors
    /// [`Constraint::MainAccountStays`](super::Constraint::MainAccountStays).
    pub async fn purge_ftp_account(&self, account: &FtpAccountRecord) -> Result<bool, StoreError> {
        let removed = Entity::delete_many()
            .filter(Column::Id.eq(account.id.0))
            .filter(Column::Version.eq(account.version))
            .exec(&self.transaction)
            .await?;
        Ok(removed.rows_affected == 1)
    }
}
