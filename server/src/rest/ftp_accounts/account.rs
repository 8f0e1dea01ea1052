//! An FTP account, as JSON.

use axum::response::{IntoResponse, Response};
use http::header::ETAG;
use model::{AccountName, DomainName, FtpAccountView, UtcTime};
use serde::Serialize;
use utoipa::ToSchema;

use crate::rest::body::Json;
use crate::rest::error::RestError;
use crate::rest::etag::EntityTag;
use crate::rest::openapi::PREFIX;
use crate::rest::settings::FtpAccountSettings;
use crate::rest::timestamp::Timestamp;

/// An FTP account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct FtpAccount {
    /// The name to sign in with, which no other account of the installation has.
    #[schema(examples("marie"))]
    name: String,
    /// The domain name of its subscription.
    #[schema(examples("example.com"))]
    subscription: String,
    /// The folder of the webspace that it sees as `/`.
    #[schema(examples("/site"))]
    home_directory: String,
    /// Whether it is the subscription's main account, which is never removed on its own.
    is_main: bool,
    /// Whether it can be signed in with.
    state: FtpAccountState,
    /// What it may do and until when.
    settings: FtpAccountSettings,
    /// What its home directory holds.
    usage: FtpUsage,
    /// When it last signed in; null if never.
    #[schema(required)]
    last_sign_in_at: Option<Timestamp>,
    /// Whether its password still has the hash of the server that it came from.
    has_old_hash: bool,
    /// Grows with each change: in quotation marks, what `If-Match` takes.
    version: i64,
}

/// Whether an FTP account can be signed in with, and if not, the first reason why.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum FtpAccountState {
    /// Someone disabled it.
    Disabled,
    /// It has expired.
    Expired,
    /// Its recipient has not chosen a password yet.
    WaitsForPassword,
    /// It can be signed in with.
    Enabled,
}

/// What a home directory holds: regular files and folders, whoever made them.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(in crate::rest) struct FtpUsage {
    /// Bytes.
    bytes: u64,
    /// Files and folders.
    files: u64,
    /// When all of it was last counted; null if never. What changes over FTP is followed.
    #[schema(required)]
    counted_at: Option<Timestamp>,
    /// Whether something could not be read then, so that there may be more.
    is_incomplete: bool,
}

impl From<model::FtpUsage> for FtpUsage {
    fn from(usage: model::FtpUsage) -> Self {
        Self {
            bytes: usage.bytes,
            files: usage.files,
            counted_at: usage.counted_at.map(Into::into),
            is_incomplete: usage.is_incomplete,
        }
    }
}

impl FtpAccount {
    /// An account as it is now.
    pub(super) fn of(account: FtpAccountView) -> Self {
        let waits = account.waits_for_password;
        let state = model::FtpAccountState::of(&account.settings, waits, UtcTime::now());
        Self {
            name: account.name.into(),
            subscription: account.domain.into(),
            home_directory: account.home_directory.into(),
            is_main: account.is_main,
            state: match state {
                model::FtpAccountState::Disabled | model::FtpAccountState::InTrash => {
                    FtpAccountState::Disabled
                }
                model::FtpAccountState::Expired => FtpAccountState::Expired,
                model::FtpAccountState::WaitsForPassword => FtpAccountState::WaitsForPassword,
                model::FtpAccountState::Enabled => FtpAccountState::Enabled,
            },
            settings: FtpAccountSettings::from(&account.settings),
            usage: account.usage.into(),
            last_sign_in_at: account.last_sign_in_at.map(Into::into),
            has_old_hash: account.has_old_hash,
            version: account.version,
        }
    }

    /// The version of what it is.
    pub(super) fn etag(&self) -> EntityTag {
        EntityTag(self.version)
    }

    /// Says that somebody else has changed it.
    pub(super) fn changed(account: FtpAccountView) -> RestError {
        let account = Self::of(account);
        RestError::changed(account.etag(), &account)
    }
}

impl IntoResponse for FtpAccount {
    fn into_response(self) -> Response {
        let etag = self.etag().header();
        ([(ETAG, etag)], Json(self)).into_response()
    }
}

/// The address of an account.
pub(super) fn address(domain: &DomainName, name: &AccountName) -> String {
    format!("{PREFIX}/subscriptions/{domain}/ftp-accounts/{name}")
}
