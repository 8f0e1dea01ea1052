//! The second factor of a person, as they see it.

use model::{Actor, AppError, PanelUserId, PasskeyRow, PublicUrl, Role, SecondFactorView};

use super::SecondFactors;
use crate::context::Context;

impl SecondFactors {
    /// The second factor of the acting person. `browser_url` is the panel's address as the browser
    /// uses it.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for an actor who is no panel user (any more).
    pub async fn view(
        &self,
        actor: &Actor,
        browser_url: Option<PublicUrl>,
    ) -> Result<SecondFactorView, AppError> {
        let (user, _) = self.context.own_user(actor).await?;
        let store = self.context.store();
        let found = store.second_factors(user.id).await?;
        let passkeys = store.passkeys_of(user.id).await?.into_iter();
        let passkeys = passkeys.map(|one| PasskeyRow {
            name: one.passkey.name,
            added_at: one.added_at,
            last_used_at: one.last_used_at,
            host: one.passkey.host,
        });
        let (policy, _) = store.second_factor_policy().await?;
        Ok(SecondFactorView {
            totp_since: found.totp_since,
            passkeys: passkeys.collect(),
            recovery_codes: found.recovery_codes,
            is_required: policy.requires(user.role),
            passkeys_work_here: self.context.relying_party(browser_url).is_ok(),
        })
    }
}

impl Context {
    /// Whether a person must have a second factor and has none.
    ///
    /// # Errors
    /// If the database fails.
    pub(crate) async fn second_factor_missing(
        &self,
        person: PanelUserId,
        role: Role,
    ) -> Result<bool, AppError> {
        let (policy, _) = self.store().second_factor_policy().await?;
        Ok(policy.requires(role) && !self.store().second_factors(person).await?.is_set_up())
    }
}
