//! File operations, transfers and hashes.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;
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

impl ControlConnection {
    pub(super) fn open_passive(&mut self) {
        // Closes the previous listener first: its port may be the last free one.
        self.connector = None;
        let peer = self.admission.peer();
        let passive = PassiveListener::open(self.local, peer, &self.context.passive_ports);
        self.session
            .passive_opened(passive.as_ref().map(|passive| PassiveAddress {
                ipv4: match self.local.ip() {
                    IpAddr::V4(local) if peer.is_loopback() => Some(local),
                    IpAddr::V4(local) => Some(self.context.public_host.unwrap_or(local)),
                    IpAddr::V6(_) => None,
                },
                port: passive.port(),
            }));
        self.connector = passive.map(DataConnector::Passive);
        self.connector_deadline = Instant::now() + self.context.limits.data_connect_timeout;
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
        let (Some(account), Some(connector)) = (&self.account, self.connector.take()) else {
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
        match opened {
            Ok((mut local, start)) => {
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
