//! Work on files: what is done at once, transfers and hashes.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};
use tokio::time::{Instant, timeout_at};

use super::Control;
use super::tell::progress_of;
use crate::data::{Opening, Passive};
use crate::error::{FileError, TransferError};
use crate::hash::hash;
use crate::ledger::Ledger;
use crate::path::VirtualPath;
use crate::progress::Direction;
use crate::session::{FileHash, FileRequest, PassiveAddress, TransferRequest};
use crate::storage::perform;
use crate::transfer::{self, Flow, Patience};
use crate::transfer_file;

/// How long a command waits until what a quota is about has been counted.
const COUNT_WAIT: Duration = Duration::from_secs(20);

/// Makes an attempt, again and again while what a quota is about is being counted.
async fn when_counted<T>(
    ledger: Option<&Ledger>,
    attempt: impl Fn() -> JoinHandle<Result<T, FileError>>,
) -> Result<Result<T, FileError>, JoinError> {
    let deadline = Instant::now() + COUNT_WAIT;
    loop {
        // Before the attempt, so that no count is missed that ends during it.
        let counted = ledger.map(Ledger::counted);
        let outcome = attempt().await?;
        match (&outcome, counted) {
            (Err(FileError::Counting), Some(counted)) => {
                if timeout_at(deadline, counted).await.is_err() {
                    return Ok(outcome);
                }
            }
            _ => return Ok(outcome),
        }
    }
}

impl Control {
    pub(super) fn open_passive(&mut self) {
        // The one before is closed first: its port may be the last that was free.
        self.opening = None;
        let peer = self.admission.peer();
        let passive = Passive::open(self.local, peer, &self.context.passive_ports);
        self.session
            .passive_opened(passive.as_ref().map(|passive| PassiveAddress {
                ipv4: match self.local.ip() {
                    IpAddr::V4(local) if peer.is_loopback() => Some(local),
                    IpAddr::V4(local) => Some(self.context.public_host.unwrap_or(local)),
                    IpAddr::V6(_) => None,
                },
                port: passive.port(),
            }));
        self.opening = passive.map(Opening::Passive);
    }

    pub(super) async fn file(&mut self, request: FileRequest) {
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
        let outcome = match when_counted(account.ledger.as_deref(), attempt).await {
            Ok(outcome) => outcome,
            Err(error) => {
                tracing::error!(%error, "a file operation did not end");
                self.session.file_done(Err(FileError::Other));
                return;
            }
        };
        if outcome.is_ok() {
            self.tell_done(&request);
        }
        self.session.file_done(outcome);
    }

    pub(super) async fn start_transfer(&mut self, request: TransferRequest) {
        let (Some(account), Some(opening)) = (&self.account, self.opening.take()) else {
            self.session.transfer_opened(Err(FileError::Other));
            return;
        };
        let tls = self.tls.clone().filter(|_| request.protect);
        let opened = match transfer_file::open_at_once(&account.home, &request) {
            Some(opened) => Ok(Ok(opened)),
            None => {
                let stream = &self.stream;
                let asked = Arc::new(request.clone());
                let attempt = || {
                    // The second handle shares the first one's mode: it does not block.
                    let control = stream.tcp().map(|tcp| SockRef::from(tcp).try_clone());
                    let (home, ledger) = (Arc::clone(&account.home), account.ledger.clone());
                    let request = Arc::clone(&asked);
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
            Ok(Ok((local, start))) => {
                let limits = &self.context.limits;
                let patience = Patience {
                    connect: limits.data_connect_timeout,
                    handshake: limits.tls_handshake_timeout,
                    stall: limits.stall_timeout,
                };
                let progress = progress_of(&request.what, &start);
                self.admission.live().begin(progress.clone());
                let pace = match progress.direction() {
                    Direction::Upload => account.upload.clone(),
                    Direction::Download => account.download.clone(),
                    Direction::Listing => None,
                };
                let flow = Flow::new(patience.stall, progress, pace);
                let running = transfer::run(local, opening, tls, patience, flow);
                self.transfer = Some(Box::pin(running));
                self.session.transfer_opened(Ok(start));
            }
            Ok(Err(error)) => self.session.transfer_opened(Err(error)),
            Err(error) => {
                tracing::error!(%error, "a file operation did not end");
                self.session.transfer_opened(Err(FileError::Other));
            }
        }
    }

    pub(super) fn transferred(&mut self, result: Result<(), TransferError>) {
        self.transfer = None;
        if let Err(error) = &result {
            tracing::debug!(?error, "transfer failed");
        }
        self.tell_transfer(result.is_ok());
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
            None => self.session.hashed(Some(Err(FileError::Other))),
        }
    }

    pub(super) fn hashed(&mut self, outcome: Option<Result<FileHash, FileError>>) {
        self.hashing = None;
        self.session.hashed(outcome);
        self.deadline = Instant::now() + self.context.limits.idle_timeout;
    }
}
