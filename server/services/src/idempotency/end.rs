//! Ending a request that has a key.

use model::{ApiTokenId, AppError};

use super::IdempotencyKeys;
use crate::store::KeptAnswer;
use crate::transaction::transaction;

impl IdempotencyKeys {
    /// Keeps the answer to a request that was carried out.
    ///
    /// # Errors
    /// If the database cannot.
    pub async fn finish(
        &self,
        token: ApiTokenId,
        key: &str,
        answer: KeptAnswer,
    ) -> Result<(), AppError> {
        transaction!(self.context.store(), |transaction| {
            Ok(transaction.keep_answer(token, key, answer.clone()).await?)
        })
        .await
    }

    /// Forgets a request that did nothing: its key can be used again.
    ///
    /// # Errors
    /// If the database cannot.
    pub async fn abandon(&self, token: ApiTokenId, key: &str) -> Result<(), AppError> {
        transaction!(self.context.store(), |transaction| {
            Ok(transaction.remove_idempotency_key(token, key).await?)
        })
        .await
    }
}
