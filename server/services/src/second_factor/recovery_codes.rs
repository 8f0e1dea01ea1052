//! Recovery codes: ten, shown once, each of which works once.

use data_encoding::BASE32_NOPAD;
use model::{Actor, AppError, PanelUserId, RecoveryCode};

use super::SecondFactors;
use crate::audit::{AuditTrail, panel_user_subject};
use crate::error::InternalError;
use crate::random;
use crate::secret::recovery_code_hash;
use crate::store::{AuditAction, TokenHash, Transaction};
use crate::transaction::transaction;

/// How many codes a person gets.
const COUNT: usize = 10;

impl SecondFactors {
    /// Makes the acting person other recovery codes; those of before work no more.
    ///
    /// # Errors
    /// [`AppError::ProofRequired`]; [`AppError::NotFound`] for who has no second factor; [`AppError::NotSignedIn`].
    pub async fn make_recovery_codes(&self, actor: &Actor) -> Result<Vec<RecoveryCode>, AppError> {
        let (user, _) = self.context.own_user(actor).await?;
        self.context.require_recent_proof(actor)?;
        let codes = new_codes()?;
        let trail = AuditTrail::begin(actor)?;
        transaction!(self.context.store(), |transaction| {
            if !transaction.second_factors(user.id).await?.is_set_up() {
                return Err(AppError::NotFound);
            }
            store_codes(transaction, user.id, &codes).await?;
            let (action, subject) = (
                AuditAction::RecoveryCodesMade,
                panel_user_subject(&user.login),
            );
            trail
                .write::<()>(transaction, action, subject, None, None)
                .await
        })
        .await?;
        Ok(codes)
    }
}

/// New codes, of 80 random bits each.
pub(super) fn new_codes() -> Result<Vec<RecoveryCode>, InternalError> {
    (0..COUNT).map(|_| new_code()).collect()
}

fn new_code() -> Result<RecoveryCode, InternalError> {
    let text = BASE32_NOPAD.encode(&random::bytes::<10>()?);
    RecoveryCode::parse(&text).map_err(|_| InternalError::Value("a recovery code".to_owned()))
}

/// Stores codes in the place of those of before.
pub(super) async fn store_codes(
    transaction: &Transaction,
    person: PanelUserId,
    codes: &[RecoveryCode],
) -> Result<(), AppError> {
    let hashes: Vec<TokenHash> = codes.iter().map(recovery_code_hash).collect();
    Ok(transaction.replace_recovery_codes(person, &hashes).await?)
}
