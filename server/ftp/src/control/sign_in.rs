//! Signing in and out, and TLS.

use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;

use super::{Account, Control};
use crate::activity::Deed;
use crate::authenticator::{SignInAttempt, SignInRefusal};
use crate::command::Password;
use crate::pace::Pace;
use crate::progress::Direction;
use crate::registry::NotEntered;
use crate::session_info::SessionInfo;
use crate::stream::Stream;

/// How often a sign-in is checked again because sessions were ended meanwhile.
const SIGN_IN_CHECKS: usize = 3;

impl Control {
    pub(super) async fn sign_in(&mut self, name: &str, password: &Password) {
        let peer = self.admission.peer();
        let tls = self.stream.tls_version();
        for _ in 0..SIGN_IN_CHECKS {
            let epoch = self.admission.epoch();
            let attempt = SignInAttempt {
                name,
                password: &password.0,
                peer,
                tls: tls.is_some(),
            };
            let answer =
                timeout_at(self.deadline, self.context.authenticator.sign_in(attempt)).await;
            match answer {
                Ok(Ok(granted)) => {
                    let info = SessionInfo {
                        id: self.admission.id(),
                        account_id: granted.account_id,
                        account_version: granted.account_version,
                        name: granted.account_name.clone(),
                        peer,
                        since: SystemTime::now(),
                        tls,
                    };
                    let max = self.context.limits.max_sessions_per_account;
                    let max = granted.terms.max_sessions.map_or(max, |own| own.min(max));
                    match self.admission.sign_in(epoch, max, info) {
                        Ok(()) => {}
                        Err(NotEntered::Outdated) => continue,
                        Err(NotEntered::TooMany) => {
                            tracing::info!(account = granted.account_name, %peer, "too many sessions");
                            let refusal = SignInRefusal::TooManySessions;
                            return self.session.sign_in_refused(refusal);
                        }
                    }
                    tracing::info!(account = granted.account_name, %peer, ?tls, "signed in");
                    let terms = granted.terms;
                    self.session.signed_in(granted.account_name.clone(), terms);
                    self.account = Some(Account {
                        id: granted.account_id,
                        name: granted.account_name,
                        home: Arc::new(granted.home),
                        ledger: granted.ledger,
                        expires_at: terms.expires_at,
                        upload: self.pace(granted.account_id, Direction::Upload, terms.upload_rate),
                        download: self.pace(
                            granted.account_id,
                            Direction::Download,
                            terms.download_rate,
                        ),
                    });
                    self.tell(Deed::SignedIn);
                    return;
                }
                Ok(Err(refusal)) => {
                    // Not the name: people type their password there.
                    tracing::info!(%peer, ?tls, ?refusal, "sign-in refused");
                    sleep(self.context.limits.sign_in_failure_delay).await;
                    self.session.sign_in_refused(refusal);
                    return;
                }
                Err(_) => {
                    tracing::warn!(%peer, "a sign-in was not answered in time");
                    break;
                }
            }
        }
        self.session.sign_in_refused(SignInRefusal::Unavailable);
    }

    fn pace(&self, account: i64, direction: Direction, rate: Option<u64>) -> Option<Arc<Pace>> {
        rate.map(|rate| self.context.paces.of(account, direction, rate))
    }

    pub(super) fn sign_out(&mut self) {
        self.admission.sign_out();
        if let Some(account) = self.account.take() {
            let peer = self.admission.peer();
            tracing::info!(account = account.name, %peer, "signed out");
        }
        self.opening = None;
        self.deadline = Instant::now() + self.context.limits.sign_in_timeout;
        self.session.signed_out();
    }

    pub(super) async fn start_tls(&mut self) -> io::Result<()> {
        let plain = std::mem::replace(&mut self.stream, Stream::Closed);
        let (Stream::Urgent(tcp), Some(tls)) = (plain, &self.tls) else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let acceptor = TlsAcceptor::from(Arc::clone(&tls.common));
        let wait = self.context.limits.tls_handshake_timeout;
        self.stream = timeout(wait, Stream::secure(tcp, &acceptor))
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        self.session.tls_started();
        Ok(())
    }
}
