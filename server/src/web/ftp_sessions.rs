//! Live updates of « Sessions FTP »: server-sent events (`text/event-stream`, HTML 9.2).

use std::collections::HashMap;
use std::convert::Infallible;
use std::time::{Duration, Instant};

use app::api::ftp_sessions::STREAM;
use app::api::request_context::{RequestContext, SignedIn};
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::stream;
use http::HeaderName;
use http::header::CACHE_CONTROL;
use model::{Actor, AppError, DomainName, FtpDirection, FtpSessionId, FtpSessionRow};
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::error_response::ErrorResponse;
use services::{Services, WorkSlot};

/// How often the sessions are listed, to see whether anything has changed.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// After how many polls the panel user's own session is loaded again.
const POLLS_BETWEEN_SESSION_CHECKS: u32 = 3;

/// With `no` it keeps nginx from holding events back.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The route of the streams, each of which ends at `shutdown`.
pub(super) fn route(services: Services, shutdown: CancellationToken) -> Router {
    Router::new()
        .route(STREAM, get(open))
        .with_state(Streams { services, shutdown })
}

#[derive(Clone)]
struct Streams {
    services: Services,
    shutdown: CancellationToken,
}

/// The query of a stream's address.
#[derive(Deserialize)]
struct StreamQuery {
    /// The subscription whose sessions are shown; without it all are.
    domain: Option<String>,
}

/// Opens a stream: the rows at once, and again whenever they have changed.
///
/// Who may: as for the list itself; whoever may not gets an error's status, and no stream.
async fn open(
    State(streams): State<Streams>,
    Extension(context): Extension<RequestContext>,
    Query(query): Query<StreamQuery>,
) -> Result<Response, ErrorResponse> {
    let signed_in = context.signed_in.ok_or(AppError::NotSignedIn)?;
    let domain = query.domain.as_deref().map(DomainName::parse).transpose();
    let domain = domain.map_err(|_| AppError::NotFound)?;
    let slot = streams
        .services
        .ftp_sessions
        .follow(&signed_in.actor, domain.as_ref())
        .await?;
    let mut ticks = tokio::time::interval(POLL_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let ends = streams.services.sessions.ends();
    let session_stream = SessionStream {
        streams,
        _slot: slot,
        signed_in,
        domain,
        ticks,
        ends,
        polls: 0,
        rates: TransferRates::default(),
        last_sent: String::new(),
    };
    let events = stream::unfold(session_stream, |mut session_stream| async {
        let rows = session_stream.next().await?;
        let event = Event::default().data(rows);
        Some((Ok::<_, Infallible>(event), session_stream))
    });
    let events = Sse::new(events).keep_alive(KeepAlive::default());
    let headers = [(X_ACCEL_BUFFERING, "no"), (CACHE_CONTROL, "no-store")];
    Ok((headers, events).into_response())
}

/// One open stream.
struct SessionStream {
    streams: Streams,
    _slot: WorkSlot,
    signed_in: SignedIn,
    domain: Option<DomainName>,
    ticks: Interval,
    /// Changes when this process has ended sessions of the panel.
    ends: watch::Receiver<()>,
    polls: u32,
    rates: TransferRates,
    /// The rows that were sent last, as JSON.
    last_sent: String,
}

impl SessionStream {
    /// The rows once they differ from those that were sent last; none when the stream is to end.
    async fn next(&mut self) -> Option<String> {
        let shutdown = self.streams.shutdown.clone();
        shutdown.run_until_cancelled(self.next_change()).await?
    }

    async fn next_change(&mut self) -> Option<String> {
        loop {
            tokio::select! {
                _ = self.ticks.tick() => {}
                // Another process, such as a command, is noticed a little later.
                Ok(()) = self.ends.changed() => self.polls = POLLS_BETWEEN_SESSION_CHECKS,
            }
            match self.poll().await {
                Ok(rows) if rows != self.last_sent => {
                    self.last_sent.clone_from(&rows);
                    return Some(rows);
                }
                // A busy database is polled again, a second later.
                Ok(_) | Err(AppError::Busy) => {}
                Err(_) => return None,
            }
        }
    }

    /// The rows as they are now, as JSON; an error once the person is not signed in any more.
    async fn poll(&mut self) -> Result<String, AppError> {
        let services = &self.streams.services;
        if self.polls == POLLS_BETWEEN_SESSION_CHECKS {
            self.polls = 0;
            let session = services.sessions.resume(&self.signed_in.token).await?;
            let session = session.ok_or(AppError::NotSignedIn)?;
            if let Actor::PanelUser { role, .. } = &mut self.signed_in.actor {
                *role = session.viewer.role;
            }
        }
        self.polls += 1;
        let mut rows = services
            .ftp_sessions
            .list(&self.signed_in.actor, self.domain.as_ref())
            .await?;
        self.rates.measure(&mut rows, Instant::now());
        serde_json::to_string(&rows).map_err(|_| AppError::Internal)
    }
}

/// How far each transfer was at the last poll: what it has moved since then is its rate.
#[derive(Default)]
struct TransferRates(HashMap<FtpSessionId, Progress>);

struct Progress {
    path: String,
    direction: FtpDirection,
    bytes: u64,
    at: Instant,
}

impl TransferRates {
    /// Gives each transfer that was there at the last poll the rate since then, in bytes a second.
    fn measure(&mut self, rows: &mut [FtpSessionRow], now: Instant) {
        let mut latest = HashMap::new();
        for row in rows {
            let Some(transfer) = &mut row.transfer else {
                continue;
            };
            if let Some(before) = self.0.get(&row.id)
                && (&before.path, before.direction) == (&transfer.path, transfer.direction)
                && let Some(moved) = transfer.bytes.checked_sub(before.bytes)
            {
                let elapsed = now.duration_since(before.at).as_millis().max(1);
                let rate = u128::from(moved) * 1000 / elapsed;
                transfer.rate = u64::try_from(rate).unwrap_or(u64::MAX);
            }
            let progress = Progress {
                path: transfer.path.clone(),
                direction: transfer.direction,
                bytes: transfer.bytes,
                at: now,
            };
            latest.insert(row.id, progress);
        }
        self.0 = latest;
    }
}

#[cfg(test)]
mod tests {
    use model::{FtpProtocol, FtpTransfer, UtcTime};

    use super::*;

    fn uploading(bytes: u64, path: &str) -> [FtpSessionRow; 1] {
        [FtpSessionRow {
            id: FtpSessionId(7),
            domain: DomainName::parse("example.com").expect("a domain"),
            account: "paul".parse().expect("a name"),
            address: "192.0.2.1".to_owned(),
            protocol: FtpProtocol::Ftp,
            since: UtcTime(0),
            idle: 0,
            transfer: Some(FtpTransfer {
                direction: FtpDirection::Upload,
                path: path.to_owned(),
                bytes,
                size: None,
                rate: 1,
            }),
        }]
    }

    #[test]
    fn a_rate_is_what_was_moved_since_the_last_poll() {
        let mut rates = TransferRates::default();
        let start = Instant::now();
        let mut at = |seconds, bytes, path| {
            let mut rows = uploading(bytes, path);
            rates.measure(&mut rows, start + Duration::from_secs(seconds));
            rows[0].transfer.as_ref().map(|transfer| transfer.rate)
        };
        assert_eq!(at(0, 500, "/a"), Some(1), "its average");
        assert_eq!(at(2, 700, "/a"), Some(100));
        assert_eq!(at(3, 700, "/a"), Some(0), "it stands still");
        assert_eq!(at(4, 900, "/b"), Some(1), "another one");
        assert_eq!(at(5, 10, "/b"), Some(1), "again from the start");
    }
}
