//! How often a token may be used, and how clients are told (draft-ietf-httpapi-ratelimit-headers-10).

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};
use model::ApiTokenId;

/// Requests of one token in a second, steadily.
const REQUESTS_PER_SECOND: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// Requests of one token at once: less than one address may send.
const BURST: NonZeroU32 = NonZeroU32::new(300).unwrap();
/// After how many checks tokens that have calmed down are forgotten.
const CHECKS_BETWEEN_SWEEPS: u32 = 4096;

/// What a token may do.
pub(super) const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// What it may still do.
pub(super) const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// A rate limiter by token.
pub(super) struct TokenRateLimiter {
    limiter: RateLimiter<
        ApiTokenId,
        DefaultKeyedStateStore<ApiTokenId>,
        DefaultClock,
        StateInformationMiddleware,
    >,
    burst: NonZeroU32,
    /// How long it takes until one more request is allowed.
    interval: Duration,
    checks: AtomicU32,
}

impl Default for TokenRateLimiter {
    fn default() -> Self {
        Self::new(REQUESTS_PER_SECOND, BURST)
    }
}

/// What became of a request that was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TokenUse {
    /// How long to wait, in seconds, if it is one too many.
    pub(super) wait: Option<u64>,
    burst: u32,
    remaining: u32,
    interval: Duration,
}

impl TokenRateLimiter {
    fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        let quota = Quota::per_second(per_second).allow_burst(burst);
        Self {
            limiter: RateLimiter::keyed(quota).with_middleware(),
            burst,
            interval: quota.replenish_interval(),
            checks: AtomicU32::new(0),
        }
    }

    /// Counts a request with a token.
    pub(super) fn count(&self, token: ApiTokenId) -> TokenUse {
        let checks = self.checks.fetch_add(1, Ordering::Relaxed);
        if checks % CHECKS_BETWEEN_SWEEPS == CHECKS_BETWEEN_SWEEPS - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        let (wait, remaining) = match self.limiter.check_key(&token) {
            Ok(state) => (None, state.remaining_burst_capacity()),
            Err(refused) => {
                let wait = refused.wait_time_from(DefaultClock::default().now());
                (Some(seconds(wait)), 0)
            }
        };
        TokenUse {
            wait,
            burst: self.burst.get(),
            remaining,
            interval: self.interval,
        }
    }
}

impl TokenUse {
    /// Tells the client what it may do, and what it may still do.
    pub(super) fn tell(&self, headers: &mut HeaderMap) {
        let window = seconds(self.interval * self.burst);
        let until_full = seconds(self.interval * (self.burst - self.remaining));
        for (name, value) in [
            (
                RATE_LIMIT_POLICY,
                format!("\"token\";q={};w={window}", self.burst),
            ),
            (
                RATE_LIMIT,
                format!("\"token\";r={};t={until_full}", self.remaining),
            ),
        ] {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
    }
}

/// Whole seconds, 1 at least for anything that takes any time.
fn seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_has_its_own_limit_and_is_told() {
        let number = |number| NonZeroU32::new(number).expect("not zero");
        let limiter = TokenRateLimiter::new(number(1), number(2));
        let told = |token| {
            let mut headers = HeaderMap::new();
            let used = limiter.count(ApiTokenId(token));
            used.tell(&mut headers);
            let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
            assert_eq!(text(RATE_LIMIT_POLICY), Some("\"token\";q=2;w=2"));
            (used.wait, text(RATE_LIMIT).map(ToOwned::to_owned))
        };
        let limit = |text: &str| Some(text.to_owned());
        assert_eq!(told(1), (None, limit("\"token\";r=1;t=1")));
        assert_eq!(told(1), (None, limit("\"token\";r=0;t=2")));
        assert_eq!(told(1), (Some(1), limit("\"token\";r=0;t=2")));
        assert_eq!(told(2), (None, limit("\"token\";r=1;t=1")));
    }
}
