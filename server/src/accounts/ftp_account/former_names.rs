//! Ending the former names of FTP accounts.

use app::model::{AccountName, Actor, DomainName, Operation, Problem};

use super::super::Accounts;
use super::super::audit::{FormerNameSnapshot, Trail, account_subject};
use crate::store::Deed;

impl Accounts {
    /// Accepts a former name of an FTP account no more; the name becomes free. Sessions that are
    /// open under it stay. One that is accepted no more already is no error.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if there is no such account, or for another's subscription.
    pub async fn end_former_name(
        &self,
        actor: &Actor,
        domain: &DomainName,
        account: &AccountName,
        former: &AccountName,
    ) -> Result<Operation, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let trail = Trail::begin(actor)?;
        let writing = self.store().write().await?;
        let found = writing
            .ftp_accounts(subscription.id, std::slice::from_ref(account))
            .await?;
        let found = found.into_iter().next().ok_or(Problem::NotFound)?;
        if writing.end_former_name(found.id, former).await? {
            let before = FormerNameSnapshot {
                former_name: former.clone(),
            };
            trail
                .write(
                    &writing,
                    Deed::FtpFormerNameEnded,
                    account_subject(account, &subscription).about(found.id),
                    Some(&before),
                    None,
                )
                .await?;
        }
        writing.commit().await?;
        Ok(trail.finish())
    }
}
