//! Refused FTP sign-ins, recorded so that the account's owner sees them, and all of them counted.

use std::net::IpAddr;
use std::time::Instant;

use model::{AccountName, FtpEventKind, FtpRefusal, UtcTime};

use super::log::{ActivityLog, FtpEvent};
use crate::context::Context;
use crate::metrics::{FtpSignInRefusal, ftp_sign_in_refused};
use crate::store::{FtpAccountId, SubscriptionId};

impl Context {
    /// Records that a wrong password was tried for an account. Each is recorded: the throttle lets
    /// so few of them through that they need no other limit, one a minute for each name, and for
    /// each network that it knows, once that is locked.
    pub(crate) fn record_ftp_guess(
        &self,
        name: AccountName,
        key: (FtpAccountId, SubscriptionId),
        address: IpAddr,
    ) {
        let (log, refusal) = (&self.activity, FtpRefusal::WrongPassword);
        ftp_sign_in_refused(FtpSignInRefusal::OfAccount(refusal));
        // The same guess again is due a minute from now.
        log.refusals.is_due(&name, refusal, Instant::now());
        log.refusals.remember(&name, key.1);
        record(log, name, key, address, refusal);
    }

    /// Counts that a sign-in was refused whose name is no account's.
    pub(crate) fn count_ftp_refusal_of_nobody(&self) {
        ftp_sign_in_refused(FtpSignInRefusal::UnknownName);
        self.activity.count_refusal(None);
    }

    /// Records that an account's sign-in was refused, for a reason that comes as fast as a client
    /// tries: once a minute for each account and reason.
    pub(crate) fn record_ftp_refusal(
        &self,
        name: AccountName,
        key: (FtpAccountId, SubscriptionId),
        address: IpAddr,
        refusal: FtpRefusal,
    ) {
        let log = &self.activity;
        ftp_sign_in_refused(FtpSignInRefusal::OfAccount(refusal));
        log.refusals.remember(&name, key.1);
        if refusal == FtpRefusal::Throttled {
            self.locked_accounts.note(key.0);
        }
        if log.refusals.is_due(&name, refusal, Instant::now()) {
            record(log, name, key, address, refusal);
        } else {
            log.count_refusal(Some(key.1));
        }
    }

    /// Records that a sign-in was refused without checking the password, because of earlier
    /// failures, if the name is an account's. Submitted text that is no account's name is never
    /// stored.
    ///
    /// It is counted for the account's subscription if that is remembered, or looked up to be recorded;
    /// else, while more names are refused than are remembered, for the whole server alone.
    pub(crate) async fn record_ftp_throttled(&self, name: &str, address: IpAddr) {
        let (log, refusal) = (&self.activity, FtpRefusal::Throttled);
        ftp_sign_in_refused(FtpSignInRefusal::OfAccount(refusal));
        let Ok(name) = AccountName::parse(name) else {
            log.count_refusal(None);
            return;
        };
        if !log.refusals.is_due(&name, refusal, Instant::now()) {
            log.count_refusal(log.refusals.subscription_of(&name));
            return;
        }
        // If the database fails, one record is lost; the client is refused all the same.
        match self.store().ftp_account_key(&name, UtcTime::now()).await {
            Ok(Some(key)) => {
                self.locked_accounts.note(key.0);
                log.refusals.remember(&name, key.1);
                record(log, name, key, address, refusal);
            }
            _ => log.count_refusal(None),
        }
    }
}

fn record(
    log: &ActivityLog,
    name: AccountName,
    (account, subscription): (FtpAccountId, SubscriptionId),
    address: IpAddr,
    refusal: FtpRefusal,
) {
    let event = FtpEvent {
        at: UtcTime::now(),
        account,
        name,
        address,
        protocol: None,
        event: FtpEventKind::SignInRefused(refusal),
    };
    log.push(event, subscription);
}
