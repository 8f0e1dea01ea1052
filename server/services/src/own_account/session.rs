//! Finding out which FTP account is signed in to the page of its own.

use std::time::Instant;

use model::{AccountName, AppError, DomainName, Origin, UtcTime};

use super::OwnAccount;
use crate::audit::{AuditTrail, Author, account_subject_of};
use crate::context::Context;
use crate::secret::AccountSessionToken;
use crate::store::{
    FtpAccountId, FtpAccountRecord, FtpAccountSessionRecord, NewFtpAccountSessionRecord, Subject,
    SubscriptionId, Transaction,
};

/// How long a session lives, used or not, in seconds: a day.
const LIFETIME: i64 = 24 * 60 * 60;
/// Characters that are stored of what the browser calls itself.
const MAX_USER_AGENT: usize = 200;

/// An FTP account that is signed in to the page of its own. It is no panel user, and only
/// [`OwnAccount`] makes one.
#[derive(Clone, Debug)]
pub struct AccountActor {
    pub(super) account: FtpAccountId,
    pub(super) subscription: SubscriptionId,
    pub(super) domain: DomainName,
    pub(super) name: AccountName,
    /// The access version that the session lives by.
    pub(super) access_version: i64,
    pub(super) token: AccountSessionToken,
    pub(super) origin: Origin,
}

impl AccountActor {
    /// The account's name.
    pub fn name(&self) -> &AccountName {
        &self.name
    }

    /// Its session's token.
    pub fn token(&self) -> &AccountSessionToken {
        &self.token
    }

    /// The account as the audit trail names it.
    pub(super) fn subject(&self) -> Subject {
        account_subject_of(&self.name, self.subscription, self.domain.clone()).about(self.account)
    }
}

impl OwnAccount {
    /// Which account is signed in by this token; none, if its session has ended.
    ///
    /// Called at each request of the page: one query, and no write. A session lives for a day, and
    /// ends before that as soon as whatever ends the account's FTP sessions happens, or the
    /// subscription switches the page off. From an address where the account may not be used, it is
    /// worth nothing.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn resume(
        &self,
        token: &AccountSessionToken,
        origin: &Origin,
    ) -> Result<Option<AccountActor>, AppError> {
        let now = UtcTime::now();
        let found = self
            .context
            .store()
            .ftp_account_session(&token.hash(), now)
            .await?;
        let found = found.filter(|session| is_open(session, origin, now));
        Ok(found.map(|session| AccountActor {
            account: session.account.id,
            subscription: session.subscription,
            domain: session.domain,
            name: session.account.name,
            access_version: session.access_version,
            token: token.clone(),
            origin: origin.clone(),
        }))
    }
}

fn is_open(session: &FtpAccountSessionRecord, origin: &Origin, now: UtcTime) -> bool {
    let account = &session.account;
    session.own_page
        && session.access_version == account.access_version
        && may_use_page(account, origin, now)
}

/// Whether an account's settings let it use the page of its own now and from there.
///
/// What they demand of FTP alone does not apply: whether the panel is reached over TLS is for its
/// operator to decide, and the page holds no FTP session and moves no files.
pub(super) fn may_use_page(account: &FtpAccountRecord, origin: &Origin, now: UtcTime) -> bool {
    account.settings.admit(origin.address, true, now).is_ok()
}

/// Begins a session, with a token that nobody had before.
pub(super) async fn begin_session(
    transaction: &Transaction,
    account: &FtpAccountRecord,
    origin: &Origin,
    now: UtcTime,
) -> Result<AccountSessionToken, AppError> {
    let token = AccountSessionToken::generate()?;
    let record = NewFtpAccountSessionRecord {
        token_hash: token.hash(),
        account: account.id,
        access_version: account.access_version,
        created_at: now,
        expires_at: UtcTime(now.0 + LIFETIME),
        address: origin.address.to_string(),
        user_agent: origin.user_agent.chars().take(MAX_USER_AGENT).collect(),
    };
    transaction.add_ftp_account_session(record).await?;
    Ok(token)
}

impl Context {
    /// Begins a run in which an account does something at the page of its own.
    ///
    /// # Errors
    /// [`AppError::Throttled`] if the account caused too many audit rows: a change without one must
    /// not be.
    pub(super) fn begin_own_operation<'a>(
        &self,
        account: FtpAccountId,
        origin: &'a Origin,
    ) -> Result<AuditTrail<'a>, AppError> {
        let now = Instant::now();
        self.own_page_rows.admit(account, now)?;
        self.own_page_rows.count(account, now);
        AuditTrail::begin(Author::ftp_account(origin))
    }

    /// The account of an actor, as it is now.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] if what ends its sessions has happened since.
    pub(super) async fn own_account(
        &self,
        actor: &AccountActor,
    ) -> Result<FtpAccountRecord, AppError> {
        let found = self.store().ftp_account(actor.subscription, &actor.name);
        still_signed_in(found.await?, actor)
    }
}

/// The account that was found by an actor's name, if it is the actor's and nothing has ended its
/// sessions.
pub(super) fn still_signed_in(
    found: Option<FtpAccountRecord>,
    actor: &AccountActor,
) -> Result<FtpAccountRecord, AppError> {
    let is_same = |account: &FtpAccountRecord| {
        account.id == actor.account && account.access_version == actor.access_version
    };
    found.filter(is_same).ok_or(AppError::NotSignedIn)
}
