//! What all operations of the API share.

use std::sync::Arc;

use services::Services;

use super::rate_limit::TokenRateLimiter;
use crate::network_rate_limiter::NetworkRateLimiter;

/// What all operations of the API share. Clones share everything.
#[derive(Clone)]
pub(super) struct RestState {
    /// The use cases.
    pub(super) services: Services,
    /// How often each token may be used.
    pub(super) tokens: Arc<TokenRateLimiter>,
    /// How often whoever has no token may ask.
    pub(super) anonymous: Arc<NetworkRateLimiter>,
}

impl RestState {
    pub(super) fn new(services: Services) -> Self {
        Self {
            services,
            tokens: Arc::default(),
            anonymous: Arc::default(),
        }
    }
}
