//! Adding a panel user who sets the first password by a one-time link.

use model::{Actor, AppError, Field, LinkValidity, PanelUserDetails, PanelUserId, ResellerUsage};

use super::PanelUsers;
use super::add::login_taken;
use super::limits::refuse_beyond_limits;
use super::link::store_link;
use super::manage::{Managed, find_reseller};
use crate::audit::{AuditTrail, panel_user_subject};
use crate::one_time_link::NewLink;
use crate::secret::OneTimeToken;
use crate::store::{AuditAction, Transaction};
use crate::transaction::transaction;

impl PanelUsers {
    /// Adds a panel user without a password: until they have set one by the link, nobody signs in
    /// with the login. The token is returned here and never again.
    ///
    /// Who may: an administrator; a reseller, who adds customers of their own, as many as they may.
    /// The login must be free.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`] for whoever manages nobody, and for a reseller who adds anybody but
    /// a customer; [`AppError::NotForTokens`] for an administrator; [`AppError::ResellerLimitReached`];
    /// [`AppError::Invalid`].
    pub async fn add_by_link(
        &self,
        actor: &Actor,
        new: PanelUserDetails,
        validity: LinkValidity,
    ) -> Result<OneTimeToken, AppError> {
        let managed = self.context.managed_by(actor)?;
        let new = managed.confine(actor, new)?;
        self.context.refuse_tokens_over(actor, new.role)?;
        let (token, link) = NewLink::new(validity)?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            transaction.lock_panel_users().await?;
            let reseller = match managed {
                Managed::CustomersOf(reseller) => Some(reseller),
                Managed::All => {
                    find_reseller(transaction, Field::Reseller, new.reseller.as_ref()).await?
                }
            };
            add_without_password(transaction, &trail, &new, reseller, &link).await
        })
        .await?;
        Ok(token)
    }
}

/// Adds a panel user without a password, with a link, in a transaction that has locked panel users.
pub(crate) async fn add_without_password(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    new: &PanelUserDetails,
    reseller: Option<PanelUserId>,
    link: &NewLink,
) -> Result<PanelUserId, AppError> {
    if let Some(reseller) = reseller {
        let customer = ResellerUsage {
            customers: 1,
            ..ResellerUsage::default()
        };
        refuse_beyond_limits(transaction, reseller, &customer).await?;
    }
    let added = transaction.add_panel_user_without_password(new, reseller, trail.at);
    let id = added.await.map_err(login_taken)?;
    let subject = panel_user_subject(&new.login);
    trail
        .write(
            transaction,
            AuditAction::PanelUserAdded,
            subject,
            None,
            Some(new),
        )
        .await?;
    store_link(transaction, trail, link, id, &new.login).await?;
    Ok(id)
}
