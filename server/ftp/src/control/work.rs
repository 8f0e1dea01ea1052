//! Work on files: what is done at once, transfers and hashes.

use std::net::IpAddr;
use std::sync::Arc;

use socket2::SockRef;
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::Control;
use super::tell::progress_of;
use crate::data::{Opening, Passive};
use crate::hash::hash;
use crate::path::VirtualPath;
use crate::progress::Direction;
use crate::session::{
    FileError, FileHash, FileRequest, PassiveAddress, TransferError, TransferRequest,
};
use crate::storage::perform;
use crate::transfer::{self, Flow, Patience};

impl Control {
    pub(super) fn open_passive(&mut self) {
        // The one before is closed first: its port may be the last that was free.
        self.opening = None;
        let peer = self.admission.peer();
        let passive = Passive::open(self.local, peer, &self.shared.passive_ports);
        self.session
            .passive_opened(passive.as_ref().map(|passive| PassiveAddress {
                ipv4: match self.local.ip() {
                    IpAddr::V4(local) if peer.is_loopback() => Some(local),
                    IpAddr::V4(local) => Some(self.shared.public_host.unwrap_or(local)),
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
        let home = Arc::clone(&account.home);
        let (request, outcome) = match spawn_blocking(move || {
            let outcome = perform(&home, &request);
            (request, outcome)
        })
        .await
        {
            Ok(done) => done,
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
        let opened = match transfer::open_at_once(&account.home, &request) {
            Some(opened) => Ok((request.what, Ok(opened))),
            None => {
                // The second handle shares the first one's mode: it does not block.
                let control = self.stream.tcp().map(|tcp| SockRef::from(tcp).try_clone());
                let Some(Ok(control)) = control else {
                    self.session.transfer_opened(Err(FileError::Other));
                    return;
                };
                let home = Arc::clone(&account.home);
                spawn_blocking(move || {
                    let opened = transfer::open(&home, &request, control.into());
                    (request.what, opened)
                })
                .await
            }
        };
        match opened {
            Ok((what, Ok((local, start)))) => {
                let limits = &self.shared.limits;
                let patience = Patience {
                    connect: limits.data_connect_timeout,
                    handshake: limits.tls_handshake_timeout,
                    stall: limits.stall_timeout,
                };
                let progress = progress_of(&what, &start);
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
            Ok((_, Err(error))) => self.session.transfer_opened(Err(error)),
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
        self.deadline = Instant::now() + self.shared.limits.idle_timeout;
    }

    pub(super) fn start_hash(&mut self, path: VirtualPath) {
        match &self.account {
            Some(account) => {
                let home = Arc::clone(&account.home);
                self.hashing = Some(Box::pin(hash(home, path, Arc::clone(&self.shared.hashing))));
            }
            None => self.session.hashed(Some(Err(FileError::Other))),
        }
    }

    pub(super) fn hashed(&mut self, outcome: Option<Result<FileHash, FileError>>) {
        self.hashing = None;
        self.session.hashed(outcome);
        self.deadline = Instant::now() + self.shared.limits.idle_timeout;
    }
}
