//! Signing in and out, and TLS.

use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::time::{Instant, sleep, timeout_at};
use tokio_rustls::TlsAcceptor;

use super::{Account, ControlConnection};
use crate::authenticator::{SignInAttempt, SignInRefusal, SignedIn};
use crate::command::Password;
use crate::direction::Direction;
use crate::events::EventKind;
use crate::metrics::{self, Limit};
use crate::page_cache;
use crate::rate_limit::{RateLimits, RateOf};
use crate::registry::{Check, RegisterError};
use crate::session_info::SessionInfo;
use crate::stream::Stream;

/// How often credentials are checked when sessions of their account are ended during the check.
const MAX_SIGN_IN_CHECKS: usize = 3;

impl ControlConnection {
    pub(super) async fn sign_in(&mut self, name: &str, password: &Password) {
        let peer = self.admission.peer();
        let tls = self.stream.tls_version();
        for _ in 0..MAX_SIGN_IN_CHECKS {
            let check = self.admission.begin_check();
            let attempt = SignInAttempt {
                name,
                password: &password.0,
                peer,
                tls: tls.is_some(),
            };
            let result = timeout_at(
                self.deadline,
                self.context.shared.authenticator.sign_in(attempt),
            )
            .await;
            match result {
                Ok(Ok(granted)) => match self.register(check, &granted) {
                    Ok(()) => return self.signed_in(granted).await,
                    Err(RegisterError::Stale) => {}
                    Err(RegisterError::TooManySessions) => {
                        metrics::limit_reached(Limit::SessionsPerAccount);
                        tracing::info!(account = granted.account_name, %peer, "too many sessions");
                        let refusal = SignInRefusal::TooManySessions;
                        return self.session.sign_in_refused(refusal);
                    }
                    Err(RegisterError::TooManySessionsOfWebspace) => {
                        metrics::limit_reached(Limit::SessionsPerWebspace);
                        tracing::info!(
                            account = granted.account_name, %peer, "too many sessions of the webspace"
                        );
                        let refusal = SignInRefusal::TooManySessionsOfWebspace;
                        return self.session.sign_in_refused(refusal);
                    }
                    Err(RegisterError::ServerFull) => {
                        metrics::limit_reached(Limit::Sessions);
                        tracing::warn!(account = granted.account_name, %peer, "the server is full");
                        return self.session.end("The server is full. Try again later.");
                    }
                },
                Ok(Err(refusal)) => {
                    drop(check);
                    // Never log the name: people type their password there.
                    tracing::info!(%peer, ?tls, ?refusal, "sign-in refused");
                    sleep(self.context.limits.sign_in_failure_delay).await;
                    return self.session.sign_in_refused(refusal);
                }
                Err(_) => {
                    metrics::limit_reached(Limit::SignInTime);
                    tracing::warn!(%peer, "a sign-in timed out");
                    break;
                }
            }
        }
        self.session.sign_in_refused(SignInRefusal::Unavailable);
    }

    fn register(&self, check: Check<'_>, granted: &SignedIn) -> Result<(), RegisterError> {
        let limits = &self.context.limits;
        let limit = limits.max_sessions_per_account;
        let own_limit = granted.policy.max_sessions.unwrap_or(limit);
        let info = SessionInfo {
            id: self.admission.id(),
            account_id: granted.account_id,
            webspace_id: granted.webspace.map(|webspace| webspace.id),
            account_version: granted.account_version,
            name: granted.account_name.clone(),
            peer: self.admission.peer(),
            since: SystemTime::now(),
            tls: self.stream.tls_version(),
        };
        let of_webspace = granted.webspace.and_then(|webspace| webspace.max_sessions);
        check.register(limits, limit.min(own_limit), of_webspace, info)
    }

    async fn signed_in(&mut self, granted: SignedIn) {
        let SignedIn {
            account_id,
            account_version: _,
            account_name,
            home,
            threads,
            policy,
            webspace,
            ledger,
        } = granted;
        let webspace = webspace.unwrap_or_default();
        let (peer, tls) = (self.admission.peer(), self.stream.tls_version());
        tracing::info!(account = account_name, %peer, ?tls, "signed in");
        metrics::signed_in(tls.is_some());
        self.session.signed_in(account_name.clone(), policy);
        self.unauthenticated_bytes = 0;
        let home = Arc::new(home);
        let is_quick = {
            let home = Arc::clone(&home);
            move || Ok(page_cache::is_quick(&home))
        };
        self.account = Some(Account {
            id: account_id,
            name: account_name,
            has_quick_storage: threads.run(is_quick).await == Ok(true),
            home,
            ledger,
            threads,
            expires_at: policy.expires_at,
            upload: self.rate_limits(
                Direction::Upload,
                [
                    (RateOf::Account(account_id), policy.upload_rate),
                    (RateOf::Webspace(webspace.id), webspace.upload_rate),
                ],
            ),
            download: self.rate_limits(
                Direction::Download,
                [
                    (RateOf::Account(account_id), policy.download_rate),
                    (RateOf::Webspace(webspace.id), webspace.download_rate),
                ],
            ),
        });
        self.emit(EventKind::SignedIn);
    }

    fn rate_limits(&self, direction: Direction, rates: [(RateOf, Option<u64>); 2]) -> RateLimits {
        let rate_limiters = &self.context.shared.rate_limiters;
        let limited = rates.into_iter();
        limited
            .filter_map(|(of, rate)| Some(rate_limiters.of(of, direction, rate?)))
            .collect()
    }

    pub(super) fn sign_out(&mut self) {
        self.admission.sign_out(&self.context.limits);
        if let Some(account) = self.account.take() {
            let peer = self.admission.peer();
            tracing::info!(account = account.name, %peer, "signed out");
        }
        self.connector = None;
        self.deadline = Instant::now() + self.context.limits.sign_in_timeout;
        self.session.signed_out();
    }

    pub(super) async fn start_tls(&mut self) -> io::Result<()> {
        self.tls = self.tls.take().map(|tls| tls.bound(self.admission.id()));
        let plain = std::mem::replace(&mut self.stream, Stream::Closed);
        let (Stream::Urgent(tcp), Some(tls)) = (plain, &self.tls) else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let acceptor = TlsAcceptor::from(Arc::clone(&tls.common));
        let end = Instant::now() + self.context.limits.tls_handshake_timeout;
        self.stream = timeout_at(end.min(self.deadline), Stream::accept_tls(tcp, &acceptor))
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        self.session.tls_started();
        Ok(())
    }
}
