//! File operations, transfers and hashes.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, timeout, timeout_at};

use super::ControlConnection;
use super::events::progress_of;
use crate::blocking::join_blocking;
use crate::data::{DataConnector, PassiveListener};
use crate::error::{FileError, TransferError};
use crate::hash::hash;
use crate::ledger::Ledger;
use crate::path::VirtualPath;
use crate::progress::Direction;
use crate::session::{FileHash, FileRequest, PassiveAddress, TransferRequest};
use crate::storage::perform;
use crate::transfer::{self, FlowControl, TransferTimeouts};
use crate::transfer_file::{self, TransferFile};

/// How long a command waits for the count that a quota needs.
const COUNT_TIMEOUT: Duration = Duration::from_secs(20);

/// How long an aborted upload may take to release what it reserved.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(1);

/// Retries an operation while the home that a quota applies to is being counted.
async fn when_counted<T>(
    ledger: Option<&Ledger>,
    attempt: impl Fn() -> JoinHandle<Result<T, FileError>>,
) -> Result<T, FileError> {
    let deadline = Instant::now() + COUNT_TIMEOUT;
    loop {
        // Subscribes before the attempt, so that no count is missed that ends during it.
        let counted = ledger.map(Ledger::counted);
        let outcome = join_blocking(attempt().await).flatten();
        match (&outcome, counted) {
            (Err(FileError::Counting), Some(counted)) => {
                if timeout_at(deadline, counted).await.is_err() {
                    return outcome;
                }
            }
            _ => return outcome,
        }
    }
}

/// The address that `PASV` names: the public one, unless the client is on this machine.
fn announced_address(
    local: IpAddr,
    peer: IpAddr,
    public: Option<&watch::Receiver<Ipv4Addr>>,
) -> Option<Ipv4Addr> {
    match (local, public) {
        (IpAddr::V6(_), _) => None,
        (IpAddr::V4(_), Some(public)) if !peer.is_loopback() => Some(*public.borrow()),
        (IpAddr::V4(local), _) => Some(local),
    }
}

impl ControlConnection {
    pub(super) fn open_passive(&mut self) {
        // Closes the previous listener first: its port may be the last free one.
        self.connector = None;
        let peer = self.admission.peer();
        let passive = PassiveListener::open(self.local, peer, &self.context.passive_ports);
        self.session
            .passive_opened(passive.as_ref().map(|passive| PassiveAddress {
                ipv4: announced_address(self.local.ip(), peer, self.context.public_host.as_ref()),
                port: passive.port(),
            }));
        self.connector = passive.map(DataConnector::Passive);
    }

    pub(super) async fn perform_file_request(&mut self, request: FileRequest) {
        let Some(account) = &self.account else {
            self.session.file_done(Err(FileError::Other));
            return;
        };
        let request = Arc::new(request);
        let attempt = || {
            let (home, ledger) = (Arc::clone(&account.home), account.ledger.clone());
            let request = Arc::clone(&request);
            spawn_blocking(move || perform(&home, ledger.as_deref(), &request))
        };
        let outcome = when_counted(account.ledger.as_deref(), attempt).await;
        if outcome.is_ok() {
            self.record_change(&request);
        }
        self.session.file_done(outcome);
    }

    pub(super) async fn start_transfer(&mut self, request: TransferRequest) {
        let Some(account) = &self.account else {
            self.session.transfer_opened(Err(FileError::Other));
            return;
        };
        let tls = self.tls.clone().filter(|_| request.protect);
        let opened = match transfer_file::open_cached(&account.home, &request) {
            Some(opened) => Ok(opened),
            None => {
                let stream = &self.stream;
                let shared_request = Arc::new(request.clone());
                let attempt = || {
                    // The second descriptor shares the non-blocking mode of the first.
                    let control = stream.tcp().map(|tcp| SockRef::from(tcp).try_clone());
                    let (home, ledger) = (Arc::clone(&account.home), account.ledger.clone());
                    let request = Arc::clone(&shared_request);
                    spawn_blocking(move || {
                        let Some(Ok(control)) = control else {
                            return Err(FileError::Other);
                        };
                        transfer_file::open(&home, ledger.as_ref(), &request, control.into())
                    })
                };
                when_counted(account.ledger.as_deref(), attempt).await
            }
        };
        // What is refused leaves the data connection to the next command.
        let opened = opened.and_then(|(local, start)| {
            let connector = self.connector.take().ok_or(FileError::Other)?;
            Ok((local, start, connector))
        });
        match opened {
            Ok((mut local, start, connector)) => {
                let limits = &self.context.limits;
                let timeouts = TransferTimeouts {
                    connect: limits.data_connect_timeout,
                    handshake: limits.tls_handshake_timeout,
                    stall: limits.stall_timeout,
                };
                let progress = progress_of(&request.operation, &start);
                self.admission.activity().begin_transfer(progress.clone());
                let limiter = match progress.direction() {
                    Direction::Upload => account.upload.clone(),
                    Direction::Download => account.download.clone(),
                    Direction::Listing => None,
                };
                let flow = FlowControl::new(timeouts.stall, progress, limiter);
                self.upload_released = match &mut local {
                    TransferFile::Upload(upload, _) => Some(upload.released()),
                    TransferFile::Source(..) => None,
                };
                let running = transfer::run(local, connector, tls, timeouts, flow);
                self.transfer = Some(Box::pin(running));
                self.session.transfer_opened(Ok(start));
            }
            Err(error) => self.session.transfer_opened(Err(error)),
        }
    }

    pub(super) async fn finish_transfer(&mut self, result: Result<(), TransferError>) {
        self.transfer = None;
        if let Some(released) = self.upload_released.take() {
            // The client may use the space again as soon as it has the reply.
            let _ = timeout(RELEASE_TIMEOUT, released).await;
        }
        if let Err(error) = &result {
            tracing::debug!(?error, "transfer failed");
        }
        self.record_transfer(result.is_ok());
        self.session.transfer_finished(result);
        self.deadline = Instant::now() + self.context.limits.idle_timeout;
    }

    pub(super) fn start_hash(&mut self, path: VirtualPath) {
        match &self.account {
            Some(account) => {
                let home = Arc::clone(&account.home);
                self.hashing = Some(Box::pin(hash(
                    home,
                    path,
                    Arc::clone(&self.context.hashing),
                )));
            }
            None => self.session.hash_finished(Some(Err(FileError::Other))),
        }
    }

    pub(super) fn finish_hash(&mut self, outcome: Option<Result<FileHash, FileError>>) {
        self.hashing = None;
        self.session.hash_finished(outcome);
        self.deadline = Instant::now() + self.context.limits.idle_timeout;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_address_is_announced_as_it_is_now() {
        let local = Ipv4Addr::new(10, 0, 0, 2);
        let client = IpAddr::from([192, 0, 2, 1]);
        let (sender, public) = watch::channel(Ipv4Addr::new(192, 0, 2, 44));
        let announced = |peer, public| announced_address(local.into(), peer, public);
        assert_eq!(announced(client, None), Some(local));
        assert_eq!(
            announced(client, Some(&public)),
            Some([192, 0, 2, 44].into())
        );
        sender.send_replace([192, 0, 2, 45].into());
        assert_eq!(
            announced(client, Some(&public)),
            Some([192, 0, 2, 45].into())
        );
        assert_eq!(announced([127, 0, 0, 1].into(), Some(&public)), Some(local));
        let ipv6 = IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(announced_address(ipv6, client, Some(&public)), None);
    }
}
