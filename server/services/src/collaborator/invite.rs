//! Giving somebody a part in a subscription.

use std::time::Instant;

use model::{
    Actor, AppError, CollaboratorRole, DomainName, Field, FieldError, LinkDelivery, Login,
    NewCollaborator, Operation, PanelUserDetails, Permission, ResellerLimits, Role,
    SubscriptionPeople,
};
use serde::Serialize;

use super::Collaborators;
use crate::audit::{AuditTrail, subscription_subject};
use crate::one_time_link::NewLink;
use crate::panel_user::{PanelUserLinkMail, add_without_password};
use crate::secret::OneTimeToken;
use crate::store::{AuditAction, SubscriptionRecord, Transaction};
use crate::transaction::transaction;

/// What came of an invitation.
#[derive(Debug)]
pub struct Invitation {
    /// The link of somebody who was added; none for whoever was there already.
    pub link: Option<OneTimeToken>,
    /// What became of the mail with it; none if it was to be mailed to nobody.
    pub delivery: Option<LinkDelivery>,
    /// The key of the operation.
    pub operation: Operation,
}

/// Somebody's part in a subscription, as the audit trail keeps it.
#[derive(Serialize)]
pub(super) struct CollaboratorSnapshot<'a> {
    pub(super) login: &'a Login,
    pub(super) role: CollaboratorRole,
}

impl Collaborators {
    /// Gives somebody a part in a subscription. If nobody has the login, a customer is added, who
    /// sets the first password by the one-time link whose token is returned, and which is mailed if it
    /// is said to whom; whoever is there already has the part at once, and there is no link and no mail.
    ///
    /// So the answer tells whether somebody has a login. What keeps an owner from trying them all:
    /// each try leaves a trace that the person, or an administrator, sees — a part in the
    /// subscription, or a new panel user — and each person may make no more than a few an hour. Of
    /// whoever is there nothing else is told before they have the part: neither role, nor whose
    /// customer it is, nor whether they may sign in.
    ///
    /// Who may: whoever has [`Permission::ManageCollaborators`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a subscription that the actor does not see;
    /// [`AppError::NotPermitted`]; [`AppError::Invalid`] at [`Field::Login`] for the owner, and for
    /// somebody who has a part already; [`AppError::TooManyCollaborators`];
    /// [`AppError::ResellerLimitReached`] if the reseller may have no more customers;
    /// [`AppError::Throttled`].
    pub async fn invite(
        &self,
        actor: &Actor,
        domain: &DomainName,
        new: NewCollaborator,
    ) -> Result<Invitation, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::ManageCollaborators)
            .await?;
        if let (false, Some(person)) = (actor.is_administrator(), actor.panel_user_id()) {
            self.context.invitations.admit(person, Instant::now())?;
        }
        let (token, link) = NewLink::new(new.validity)?;
        let trail = self.context.begin_operation(actor)?;
        let was_added = transaction!(self.context.store(), |transaction| {
            store(transaction, &trail, &subscription, &new, &link).await
        })
        .await?;
        let delivery = match new.recipient.clone().filter(|_| was_added) {
            Some((to, locale)) => {
                let failed = LinkDelivery::Failed(to.clone());
                let mail = PanelUserLinkMail {
                    login: &new.login,
                    display_name: new.display_name,
                    to,
                    locale,
                    token: &token,
                    expires_at: new.validity.end(trail.at),
                };
                // The person is added, whatever becomes of the mail.
                let mailed = self.context.mail_panel_user_link(actor, mail).await;
                Some(mailed.unwrap_or(failed))
            }
            None => None,
        };
        Ok(Invitation {
            link: was_added.then_some(token),
            delivery,
            operation: trail.finish(),
        })
    }
}

/// Stores somebody's part; returns whether they were added for it.
async fn store(
    transaction: &Transaction,
    trail: &AuditTrail<'_>,
    subscription: &SubscriptionRecord,
    new: &NewCollaborator,
    link: &NewLink,
) -> Result<bool, AppError> {
    // Nobody else gets a part in it, or owns it, in the meantime.
    transaction.lock_ftp_accounts([subscription.id]).await?;
    transaction.lock_panel_users().await?;
    let owner = transaction.owner_of(subscription.id).await?;
    let owner = owner.ok_or(AppError::NotFound)?;
    let others = transaction.count_collaborators(subscription.id).await?;
    let already = transaction.collaborator(subscription.id, &new.login);
    if already.await?.is_some() {
        return Err(AppError::at(Field::Login, FieldError::IsCollaborator));
    }
    if others >= SubscriptionPeople::MAX_COLLABORATORS {
        return Err(AppError::TooManyCollaborators);
    }
    let found = transaction.panel_user_by_login(&new.login).await?;
    let was_added = found.is_none();
    let person = match found {
        Some(user) if user.id == owner => {
            return Err(AppError::at(Field::Login, FieldError::OwnsSubscription));
        }
        Some(user) => user.id,
        None => {
            let details = PanelUserDetails {
                login: new.login.clone(),
                display_name: new.display_name.clone(),
                email: new.recipient.as_ref().map(|(address, _)| address.clone()),
                role: Role::Customer,
                disabled: false,
                reseller: None,
                limits: ResellerLimits::default(),
            };
            let reseller = transaction.reseller_of(owner).await?;
            add_without_password(transaction, trail, &details, reseller, link).await?
        }
    };
    transaction
        .add_collaborator(subscription.id, person, new.role, trail.at)
        .await?;
    let after = CollaboratorSnapshot {
        login: &new.login,
        role: new.role,
    };
    trail
        .write(
            transaction,
            AuditAction::CollaboratorAdded,
            subscription_subject(subscription),
            None,
            Some(&after),
        )
        .await?;
    Ok(was_added)
}
