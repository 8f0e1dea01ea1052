//! When API tokens were last used: stored now and then, while nobody waits for it.

use std::sync::Arc;

use model::{ApiTokenId, AppError, Origin, UtcTime};

use crate::context::Context;
use crate::store::{ApiTokenRecord, TokenHash};
use crate::transaction::transaction;

/// How long what is stored may lie behind, in seconds. A use that comes sooner writes nothing.
const PRECISION: i64 = 60;

impl Context {
    /// Has it stored that a token is used now, unless that is stored well enough. What fails is tried
    /// again at one of the next uses.
    pub(super) fn api_token_used(
        self: &Arc<Self>,
        token: &ApiTokenRecord,
        hash: TokenHash,
        origin: &Origin,
        now: UtcTime,
    ) {
        let is_recent = |before: UtcTime| now.0.saturating_sub(before.0) < PRECISION;
        if token.last_used_at.is_some_and(is_recent) || !self.token_uses.begin(&hash) {
            return;
        }
        let (context, id) = (Arc::clone(self), token.id);
        let from = origin.address.to_string();
        tokio::spawn(async move {
            if let Err(error) = context.store_use(id, now, &from).await {
                tracing::debug!(?error, "when an API token was used is not stored");
            }
            context.token_uses.end(&hash);
        });
    }

    async fn store_use(&self, token: ApiTokenId, now: UtcTime, from: &str) -> Result<(), AppError> {
        transaction!(self.store(), |transaction| {
            Ok(transaction.set_api_token_used(token, now, from).await?)
        })
        .await
    }
}
