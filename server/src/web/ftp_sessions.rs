//! « Sessions FTP », told anew while someone looks at it (`text/event-stream`, HTML 9.2).

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
use model::{Actor, AppError, DomainName, FtpDirection, FtpSessionId, FtpSessionRow, PanelUserId};
use serde::Deserialize;
use tokio::time::{Interval, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::error_response::ErrorResponse;
use services::Services;

/// How often it is looked whether anything has changed.
const INTERVAL: Duration = Duration::from_secs(1);
/// After how many looks it is asked again whether the person is still signed in.
const LOOKS_BETWEEN_CHECKS: u32 = 3;
/// Streams of one person. A browser opens six connections to a server that speaks HTTP/1.1, and
/// the pages themselves need some.
const STREAMS_EACH: usize = 4;
/// Streams of all. The web server has four times as many connections.
const STREAMS: usize = 256;

/// What keeps nginx from holding events back.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The address of the streams, each of which ends at `shutdown`.
pub(super) fn route(services: Services, shutdown: CancellationToken) -> Router {
    let streams = Streams {
        services,
        shutdown,
        open: Mutex::default(),
    };
    Router::new()
        .route(STREAM, get(open))
        .with_state(Arc::new(streams))
}

struct Streams {
    services: Services,
    shutdown: CancellationToken,
    /// How many each person has open.
    open: Mutex<HashMap<PanelUserId, usize>>,
}

/// What is asked for.
#[derive(Deserialize)]
struct Asked {
    /// The subscription; without it all sessions are.
    domain: Option<String>,
}

/// Opens a stream: the rows at once, and again whenever they have changed.
async fn open(
    State(streams): State<Arc<Streams>>,
    Extension(visit): Extension<RequestContext>,
    Query(asked): Query<Asked>,
) -> Result<Response, ErrorResponse> {
    let signed_in = visit.signed_in.ok_or(AppError::NotSignedIn)?;
    let domain = asked.domain.as_deref().map(DomainName::parse).transpose();
    let domain = domain.map_err(|_| AppError::NotFound)?;
    // Whoever may not see them is told so by the status.
    streams
        .services
        .ftp_sessions
        .list(&signed_in.actor, domain.as_ref())
        .await?;
    let place = Place::take(&streams, &signed_in.actor).ok_or(AppError::Busy)?;
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let teller = SessionStream {
        place,
        signed_in,
        domain,
        ticks,
        looks: 0,
        rates: Rates::default(),
        told: String::new(),
    };
    let events = stream::unfold(teller, |mut teller| async {
        let rows = teller.next().await?;
        Some((Ok::<_, Infallible>(Event::default().data(rows)), teller))
    });
    let events = Sse::new(events).keep_alive(KeepAlive::default());
    let headers = [(X_ACCEL_BUFFERING, "no"), (CACHE_CONTROL, "no-store")];
    Ok((headers, events).into_response())
}

/// A stream's place among those that may be open; given back when dropped.
struct Place {
    streams: Arc<Streams>,
    person: PanelUserId,
}

impl Place {
    /// None if the person, or all together, have as many as they may.
    fn take(streams: &Arc<Streams>, actor: &Actor) -> Option<Self> {
        let person = actor.panel_user_id()?;
        let mut open = streams.lock();
        let all: usize = open.values().sum();
        let own = open.entry(person).or_default();
        if all >= STREAMS || *own >= STREAMS_EACH {
            return None;
        }
        *own += 1;
        Some(Self {
            streams: Arc::clone(streams),
            person,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        if let Some(own) = open.get_mut(&self.person) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.person);
            }
        }
    }
}

impl Streams {
    fn lock(&self) -> MutexGuard<'_, HashMap<PanelUserId, usize>> {
        // Nothing panics while it holds the lock.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open stream.
struct SessionStream {
    place: Place,
    signed_in: SignedIn,
    domain: Option<DomainName>,
    ticks: Interval,
    looks: u32,
    rates: Rates,
    told: String,
}

impl SessionStream {
    /// The rows once they differ from those told last; none when the stream is to end.
    async fn next(&mut self) -> Option<String> {
        let shutdown = self.place.streams.shutdown.clone();
        shutdown.run_until_cancelled(self.change()).await?
    }

    async fn change(&mut self) -> Option<String> {
        loop {
            self.ticks.tick().await;
            match self.look().await {
                Ok(rows) if rows != self.told => {
                    self.told.clone_from(&rows);
                    return Some(rows);
                }
                // A busy database is asked again, a second later.
                Ok(_) | Err(AppError::Busy) => {}
                Err(_) => return None,
            }
        }
    }

    async fn look(&mut self) -> Result<String, AppError> {
        let services = &self.place.streams.services;
        if self.looks == LOOKS_BETWEEN_CHECKS {
            self.looks = 0;
            let session = services.sessions.resume(&self.signed_in.token).await?;
            let session = session.ok_or(AppError::NotSignedIn)?;
            if let Actor::PanelUser { role, .. } = &mut self.signed_in.actor {
                *role = session.viewer.role;
            }
        }
        self.looks += 1;
        let mut rows = services
            .ftp_sessions
            .list(&self.signed_in.actor, self.domain.as_ref())
            .await?;
        self.rates.measure(&mut rows, Instant::now());
        serde_json::to_string(&rows).map_err(|_| AppError::Internal)
    }
}

/// How far each transfer was at the last look: what it moved since then is its rate.
#[derive(Default)]
struct Rates(HashMap<FtpSessionId, Seen>);

struct Seen {
    path: String,
    direction: FtpDirection,
    bytes: u64,
    at: Instant,
}

impl Rates {
    /// Gives each transfer that was there at the last look the rate since then.
    fn measure(&mut self, rows: &mut [FtpSessionRow], now: Instant) {
        let mut seen = HashMap::new();
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
            let now = Seen {
                path: transfer.path.clone(),
                direction: transfer.direction,
                bytes: transfer.bytes,
                at: now,
            };
            seen.insert(row.id, now);
        }
        self.0 = seen;
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
    fn a_rate_is_what_was_moved_since_the_last_look() {
        let mut rates = Rates::default();
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
