//! Where one's own mail goes, and which mails one gets.

use model::{
    Actor, AppError, MailKind, MailSettings, MailSettingsForm, MailSettingsView, PanelUserDetails,
    PanelUserId, Role,
};

use super::Mails;
use crate::audit::panel_user_subject;
use crate::store::AuditAction;
use crate::transaction::transaction;

/// What somebody of this role can be mailed about. Whoever owns subscriptions is reminded of their
/// accounts, which people of all roles may; certificates are administrators' to renew.
fn kinds(role: Role) -> Vec<MailKind> {
    let concerns = |kind: &MailKind| match kind {
        MailKind::Expiry | MailKind::Quota | MailKind::Locked => true,
        MailKind::Certificate => role == Role::Administrator,
    };
    MailKind::ALL.into_iter().filter(concerns).collect()
}

fn person(actor: &Actor) -> Result<(PanelUserId, Role), AppError> {
    match actor {
        Actor::PanelUser { id, role, .. } => Ok((*id, *role)),
        Actor::CommandLine => Err(AppError::NotSignedIn),
    }
}

impl Mails {
    /// Where the acting person's mail goes, and which mails they get.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for the command line.
    pub async fn settings(&self, actor: &Actor) -> Result<MailSettingsView, AppError> {
        let (id, role) = person(actor)?;
        Ok(MailSettingsView {
            settings: self.context.store().mail_settings(id).await?,
            kinds: kinds(role),
            is_available: self.is_available(),
        })
    }

    /// Changes where the acting person's mail goes, and which mails they get.
    ///
    /// Another address asks for a recent proof: whoever manages the person mails links there by which
    /// their password is set.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for the command line; [`AppError::Invalid`];
    /// [`AppError::ProofRequired`].
    pub async fn change_settings(
        &self,
        actor: &Actor,
        form: &MailSettingsForm,
    ) -> Result<(), AppError> {
        let (id, role) = person(actor)?;
        self.context.refuse_tokens(actor)?;
        let MailSettings {
            address,
            switched_off,
        } = form.parse(&kinds(role))?;
        let before = self.context.store().mail_settings(id).await?;
        if before.address != address {
            self.context.require_recent_proof(actor)?;
        }
        let Actor::PanelUser { login, .. } = actor else {
            return Err(AppError::NotSignedIn);
        };
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            transaction.lock_panel_users().await?;
            let found = transaction.managed_panel_user(login).await?;
            let before = found.ok_or(AppError::NotSignedIn)?.details;
            transaction.switch_off_mails(id, &switched_off).await?;
            if before.email == address {
                return Ok(());
            }
            let after = PanelUserDetails {
                email: address.clone(),
                ..before.clone()
            };
            transaction.set_email(id, address.as_ref()).await?;
            let (action, subject) = (AuditAction::PanelUserChanged, panel_user_subject(login));
            trail
                .write(transaction, action, subject, Some(&before), Some(&after))
                .await
        })
        .await
    }
}
