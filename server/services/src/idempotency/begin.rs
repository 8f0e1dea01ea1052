//! Beginning a request that has a key.

use model::{ApiTokenId, AppError, UtcTime};

use super::IdempotencyKeys;
use crate::store::KeptAnswer;
use crate::transaction::transaction;

/// For how long a key is remembered, in seconds: a day.
const KEPT_SECONDS: i64 = 86_400;

/// After how many seconds a request that has not ended is given up: the program was stopped meanwhile.
const GIVEN_UP_SECONDS: i64 = 300;

/// How many keys of one token are remembered, the latest.
const MAX_KEYS_PER_TOKEN: u64 = 10_000;

/// What becomes of a request that has a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdempotentStart {
    /// It is carried out: whoever began it ends it, too.
    New,
    /// The same request is being carried out already.
    UnderWay,
    /// Another request had this key.
    OtherRequest,
    /// The same request was carried out, with this answer.
    Done(KeptAnswer),
}

impl IdempotencyKeys {
    /// Begins a request of a token that has a key; `request_hash` tells it from other requests. What
    /// was begun longer than a day ago is forgotten.
    ///
    /// # Errors
    /// If the database cannot.
    pub async fn begin(
        &self,
        token: ApiTokenId,
        key: &str,
        request_hash: &str,
    ) -> Result<IdempotentStart, AppError> {
        let now = UtcTime::now();
        transaction!(self.context.store(), |transaction| {
            let forgotten = UtcTime(now.0.saturating_sub(KEPT_SECONDS));
            transaction
                .remove_idempotency_keys_before(forgotten)
                .await?;
            if let Some(known) = transaction.idempotency_key(token, key).await? {
                let given_up = known.created_at.0.saturating_add(GIVEN_UP_SECONDS) <= now.0;
                match known.answer {
                    _ if known.request_hash != request_hash => {
                        return Ok(IdempotentStart::OtherRequest);
                    }
                    Some(answer) => return Ok(IdempotentStart::Done(answer)),
                    None if !given_up => return Ok(IdempotentStart::UnderWay),
                    None => transaction.remove_idempotency_key(token, key).await?,
                }
            }
            transaction
                .add_idempotency_key(token, key, request_hash, now, MAX_KEYS_PER_TOKEN - 1)
                .await?;
            Ok(IdempotentStart::New)
        })
        .await
    }
}
