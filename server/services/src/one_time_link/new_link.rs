//! A one-time link that is about to be stored, for an FTP account or a panel user.

use model::{AppError, LinkValidity, OneTimeLink};

use crate::audit::AuditTrail;
use crate::secret::OneTimeToken;
use crate::store::{NewOneTimeLinkRecord, TokenHash};

/// A link that is about to be stored.
pub(crate) struct NewLink {
    hash: TokenHash,
    validity: LinkValidity,
}

impl NewLink {
    /// A link with a token of its own.
    pub(crate) fn new(validity: LinkValidity) -> Result<(OneTimeToken, Self), AppError> {
        let token = OneTimeToken::generate()?;
        let hash = token.hash();
        Ok((token, Self { hash, validity }))
    }

    /// What is stored of it, made by the action that this is the trail of.
    pub(crate) fn record(&self, trail: &AuditTrail<'_>) -> NewOneTimeLinkRecord {
        NewOneTimeLinkRecord {
            token_hash: self.hash.clone(),
            link: OneTimeLink {
                expires_at: self.validity.end(trail.at),
                made_by: trail.author().to_owned(),
            },
            made_at: trail.at,
        }
    }
}
