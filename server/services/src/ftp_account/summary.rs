//! Showing what there is to know of an FTP account at a glance.

use model::{
    AccountName, Actor, AppError, DomainName, FtpAccountState, FtpAccountSummary, Permission,
    UtcTime,
};

use super::FtpAccounts;

impl FtpAccounts {
    /// Shows an FTP account as the head of its pages does: also one in « Corbeille ».
    ///
    /// Who may: whoever may view the subscription.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none, or for another's subscription.
    pub async fn view_summary(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<FtpAccountSummary, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let found = self
            .context
            .store()
            .ftp_account_or_removed(subscription.id, name)
            .await?;
        let (account, is_removed) = found.ok_or(AppError::NotFound)?;
        let state = if is_removed {
            FtpAccountState::InTrash
        } else {
            let waits = account.waits_for_password;
            FtpAccountState::of(&account.settings, waits, UtcTime::now())
        };
        Ok(FtpAccountSummary {
            name: account.name,
            is_main: account.is_main,
            state,
        })
    }
}
