//! File operations, transfers and hashes.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use super::ControlConnection;
use super::events::progress_of;
use super::task::{Opened, Task};
use crate::data::{DataConnector, PassiveListener};
use crate::direction::Direction;
use crate::error::{FileError, TransferError};
use crate::file_request::{FileRequest, FileResponse};
use crate::flow::FlowControl;
use crate::hash::hash;
use crate::ledger::Ledger;
use crate::path::VirtualPath;
use crate::rate_limit::RateLimits;
use crate::session::{FileHash, PassiveAddress, TransferRequest};
use crate::storage::perform;
use crate::transfer::{self, TransferTimeouts};
use crate::transfer_file;

/// How long a command waits for the count that a quota needs.
const COUNT_TIMEOUT: Duration = Duration::from_secs(20);

/// Retries an operation while the home that a quota applies to is being counted.
async fn when_counted<T, F: Future<Output = Result<T, FileError>>>(
    ledger: Option<Arc<Ledger>>,
    attempt: impl Fn() -> F,
) -> Result<T, FileError> {
    let deadline = Instant::now() + COUNT_TIMEOUT;
    loop {
        // Subscribes before the attempt, so that no count is missed that ends during it.
        let counted = ledger.as_deref().map(Ledger::counted);
        let outcome = attempt().await;
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
        let proxy_protocol = Arc::clone(&self.context.proxy_protocol);
        let ports = &self.context.passive_ports;
        let passive = PassiveListener::open(self.local, peer, ports, proxy_protocol);
        self.session
            .passive_opened(passive.as_ref().map(|passive| PassiveAddress {
                ipv4: announced_address(self.local.ip(), peer, self.context.public_host.as_ref()),
                port: passive.port(),
            }));
        self.connector = passive.map(DataConnector::Passive);
        self.connector_deadline = Instant::now() + self.context.limits.data_connect_timeout;
    }

    pub(super) fn perform_file_request(&mut self, request: FileRequest) {
        let Some(account) = &self.account else {
            self.session.file_done(Err(FileError::Other));
            return;
        };
        let (home, ledger) = (Arc::clone(&account.home), account.ledger.clone());
        let (request, threads) = (Arc::new(request), account.threads.clone());
        let performed = Arc::clone(&request);
        let outcome = when_counted(ledger.clone(), move || {
            let (home, ledger) = (Arc::clone(&home), ledger.clone());
            let (request, threads) = (Arc::clone(&performed), threads.clone());
            async move {
                let perform = move || perform(&home, ledger.as_deref(), &request);
                threads.run(perform).await
            }
        });
        self.task = Some(Task::Operation {
            request,
            outcome: Box::pin(outcome),
        });
    }

    pub(super) fn finish_file_request(&mut self, outcome: Result<FileResponse, FileError>) {
        if let Some(Task::Operation { request, .. }) = self.task.take()
            && let Ok(response) = &outcome
        {
            self.record_change(&request, response);
        }
        self.session.file_done(outcome);
    }

    pub(super) fn start_transfer(&mut self, request: TransferRequest) {
        let Some(account) = &self.account else {
            self.session.transfer_opened(Err(FileError::Other));
            return;
        };
        if account.has_quick_storage
            && let Ok(Some(opened)) = account
                .threads
                .run_here(|| Ok(transfer_file::open_cached(&account.home, &request)))
        {
            return self.transfer(&request, opened);
        }
        let (home, ledger) = (Arc::clone(&account.home), account.ledger.clone());
        let (shared, threads) = (Arc::new(request.clone()), account.threads.clone());
        let is_durable = self.context.sync_uploads;
        let opened = when_counted(ledger.clone(), move || {
            let (home, ledger) = (Arc::clone(&home), ledger.clone());
            let (request, threads) = (Arc::clone(&shared), threads.clone());
            async move {
                let open =
                    move || transfer_file::open(&home, ledger.as_ref(), &request, is_durable);
                threads.run(open).await
            }
        });
        self.task = Some(Task::Opening {
            request,
            opened: Box::pin(opened),
        });
    }

    pub(super) fn file_opened(&mut self, opened: Result<Opened, FileError>) {
        match (self.task.take(), opened) {
            (Some(Task::Opening { request, .. }), Ok(opened)) => self.transfer(&request, opened),
            (_, Ok(_)) => self.session.transfer_opened(Err(FileError::Other)),
            (_, Err(error)) => self.session.transfer_opened(Err(error)),
        }
    }

    /// Transfers an open file by the data connection that the client has prepared.
    fn transfer(&mut self, request: &TransferRequest, (local, start): Opened) {
        let (Some(account), Some(connector)) = (&self.account, self.connector.take()) else {
            self.session.transfer_opened(Err(FileError::Other));
            return;
        };
        let tls = self.tls.clone().filter(|_| request.protect);
        let limits = &self.context.limits;
        let timeouts = TransferTimeouts {
            connect: limits.data_connect_timeout,
            handshake: limits.tls_handshake_timeout,
        };
        let progress = progress_of(request, &start, &self.context.shared.transfers);
        self.admission.activity().begin_transfer(progress.clone());
        let direction = progress.direction();
        let flow = FlowControl {
            stall: limits.stall_timeout,
            progress,
            rates: match direction {
                Direction::Upload => account.upload.clone(),
                Direction::Download => account.download.clone(),
                Direction::Listing => RateLimits::default(),
            },
            threads: account.threads.clone(),
        };
        let stop = CancellationToken::new();
        let transfer = transfer::run(local, connector, tls, timeouts, flow, stop.clone());
        self.is_aborted = false;
        self.task = Some(match direction {
            Direction::Upload => Task::Upload {
                transfer: Box::pin(transfer),
                stop,
                overdue_at: None,
            },
            Direction::Download | Direction::Listing => Task::Download(Box::pin(transfer)),
        });
        self.session.transfer_opened(Ok(start));
    }

    pub(super) fn finish_transfer(&mut self, result: Result<(), TransferError>) {
        self.task = None;
        if let Err(error) = &result {
            tracing::debug!(?error, "transfer failed");
        }
        self.record_transfer(result.is_ok());
        self.session.transfer_finished(result);
        self.deadline = Instant::now() + self.context.limits.idle_timeout;
    }

    /// `ABOR`.
    pub(super) fn abort(&mut self) {
        match &self.task {
            Some(Task::Hash(_)) => self.finish_hash(None),
            Some(Task::Download(_)) => self.finish_transfer(Err(TransferError::Aborted)),
            Some(Task::Upload { .. } | Task::Deciding(_) | Task::Ending(_)) => self.abort_upload(),
            // Not while commands are read.
            Some(Task::Operation { .. } | Task::Opening { .. }) | None => {}
        }
    }

    pub(super) fn start_hash(&mut self, path: VirtualPath) {
        match &self.account {
            Some(account) => {
                let (home, threads) = (Arc::clone(&account.home), account.threads.clone());
                let permits = Arc::clone(&self.context.shared.hashing);
                self.task = Some(Task::Hash(Box::pin(hash(home, path, threads, permits))));
            }
            None => self.session.hash_finished(Some(Err(FileError::Other))),
        }
    }

    pub(super) fn finish_hash(&mut self, outcome: Option<Result<FileHash, FileError>>) {
        self.task = None;
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
