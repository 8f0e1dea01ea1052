//! Bounds on what one request may cost.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::{DefaultKeyedRateLimiter, Quota};
use http::header::CONTENT_LENGTH;

use super::error_response::ErrorResponse;

/// The longest body of a request, in bytes. The longest form has a few kilobytes.
pub(super) const BODY_BYTES: usize = 64 * 1024;

/// As much of a body that is too long is read all the same.
const LITTLE_MORE: usize = 4 * BODY_BYTES;

/// How long an answer may take. Argon2 under load is the slowest thing that still succeeds.
pub(super) const ANSWER_TIME: Duration = Duration::from_secs(30);

/// Refuses a body that says itself that it is too long.
///
/// One that does not say (`Transfer-Encoding: chunked`) is cut by axum's `DefaultBodyLimit`
/// while the server function reads it.
pub(super) async fn body(request: Request, next: Next) -> Result<Response, ErrorResponse> {
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > BODY_BYTES as u64) {
        // Closing a connection with bytes unread resets it, and the client may never see the
        // answer. What is little more than allowed is read, to be thrown away.
        let _ = axum::body::to_bytes(request.into_body(), LITTLE_MORE).await;
        return Err(ErrorResponse::TOO_LARGE);
    }
    Ok(next.run(request).await)
}

/// Gives up on an answer that takes longer than this.
pub(super) async fn time(
    State(limit): State<Duration>,
    request: Request,
    next: Next,
) -> Result<Response, ErrorResponse> {
    tokio::time::timeout(limit, next.run(request))
        .await
        .map_err(|_| {
            tracing::error!("an answer took too long");
            ErrorResponse::TIMED_OUT
        })
}

/// Slows down addresses that call server functions without being signed in.
///
/// Failed sign-ins have their own, much tighter throttle among the use cases; this one only
/// keeps a flood away from the database.
pub(super) struct FloodGuard {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    checks: AtomicU32,
}

/// After how many checks addresses that have calmed down are forgotten.
const CHECKS_BETWEEN_SWEEPS: u32 = 4096;

impl FloodGuard {
    /// A guard that lets `burst` requests of an address pass at once, and `per_second` steadily.
    pub(super) fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        Self {
            limiter: DefaultKeyedRateLimiter::keyed(
                Quota::per_second(per_second).allow_burst(burst),
            ),
            checks: AtomicU32::new(0),
        }
    }

    /// Whether a request of this address may pass.
    pub(super) fn lets_pass(&self, address: IpAddr) -> bool {
        let checks = self.checks.fetch_add(1, Ordering::Relaxed);
        if checks % CHECKS_BETWEEN_SWEEPS == CHECKS_BETWEEN_SWEEPS - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(&network(address)).is_ok()
    }
}

/// What is slowed down together: in IPv6 whoever has one address has its whole /64.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let prefix = u128::from(address) & !u128::from(u64::MAX);
            Ipv6Addr::from(prefix).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use http::StatusCode;
    use http::header::RETRY_AFTER;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn an_answer_that_takes_too_long_is_given_up() {
        let router = Router::new()
            .route("/", get(std::future::pending::<StatusCode>))
            .layer(from_fn_with_state(Duration::from_millis(1), time));
        let request = Request::new(Body::empty());
        let answer = router.oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers().contains_key(RETRY_AFTER));
    }

    #[test]
    fn a_flood_is_slowed_down_by_network() {
        let one = NonZeroU32::MIN;
        let guard = FloodGuard::new(one, one);
        let passes = |address: &str| guard.lets_pass(address.parse().expect("an address"));
        assert!(passes("192.0.2.1"));
        assert!(!passes("192.0.2.1"));
        assert!(passes("192.0.2.2"));
        assert!(passes("2001:db8::1"));
        assert!(!passes("2001:db8::2"));
        assert!(passes("2001:db8:0:1::1"));
    }
}
