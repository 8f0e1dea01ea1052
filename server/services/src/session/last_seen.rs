//! When sessions were last seen: stored now and then, while nobody waits for it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use model::{AppError, UtcTime};

use crate::context::Context;
use crate::store::TokenHash;
use crate::transaction::transaction;

/// How long what is stored may lie behind, in seconds. A request that comes sooner writes nothing.
const PRECISION: i64 = 5 * 60;
/// The part of the time without a request, after which a session ends, that it may lie behind at most.
const MAX_PART_OF_IDLE: i64 = 4;

/// The sessions, or API tokens, of which it is being stored when they were last seen, each by one task:
/// no more than there are of them.
#[derive(Default)]
pub(crate) struct LastSeenWrites(Mutex<HashSet<TokenHash>>);

impl LastSeenWrites {
    /// Whether nobody stores it of this one yet.
    pub(crate) fn begin(&self, token: &TokenHash) -> bool {
        self.lock().insert(token.clone())
    }

    pub(crate) fn end(&self, token: &TokenHash) {
        self.lock().remove(token);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashSet<TokenHash>> {
        // Nothing panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Context {
    /// Has it stored that a session is seen now, unless that is stored well enough. What fails is
    /// tried again at one of the next requests.
    pub(super) fn session_seen(self: &Arc<Self>, token: TokenHash, before: UtcTime, now: UtcTime) {
        let idle = self.session_limits().idle;
        let precision = idle.map_or(PRECISION, |idle| PRECISION.min(idle / MAX_PART_OF_IDLE));
        if now.0.saturating_sub(before.0) < precision || !self.last_seen_writes.begin(&token) {
            return;
        }
        let context = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(error) = context.store_seen(&token, now).await {
                tracing::debug!(?error, "when a session was seen is not stored");
            }
            context.last_seen_writes.end(&token);
        });
    }

    async fn store_seen(&self, token: &TokenHash, now: UtcTime) -> Result<(), AppError> {
        transaction!(self.store(), |transaction| {
            Ok(transaction.set_session_seen(token, now).await?)
        })
        .await
    }
}
