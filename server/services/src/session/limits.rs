//! For how long a session goes on.

use model::UtcTime;

use crate::context::Context;
use crate::store::SessionBounds;

/// For how long a session goes on, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// In all, used or not.
    pub lifetime: i64,
    /// Without a request; none to go on until the end of its life.
    pub idle: Option<i64>,
}

impl Default for SessionLimits {
    /// A week, and a day without a request.
    fn default() -> Self {
        Self {
            lifetime: 7 * 24 * 60 * 60,
            idle: Some(24 * 60 * 60),
        }
    }
}

impl SessionLimits {
    fn bounds(self, now: UtcTime) -> SessionBounds {
        let ago = |seconds: i64| UtcTime(now.0.saturating_sub(seconds));
        SessionBounds {
            now,
            begun_after: ago(self.lifetime),
            seen_after: ago(self.idle.unwrap_or(i64::MAX)),
        }
    }
}

impl Context {
    /// The limits of sessions, as of now.
    pub(super) fn session_limits(&self) -> SessionLimits {
        let limits = self.session_limits.as_ref();
        limits.map_or_else(SessionLimits::default, |limits| *limits.borrow())
    }

    /// Which sessions have not ended at `now`.
    pub(crate) fn session_bounds(&self, now: UtcTime) -> SessionBounds {
        self.session_limits().bounds(now)
    }
}
