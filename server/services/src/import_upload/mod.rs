//! Files that are uploaded to be imported, from the page that shows what would happen to the one that
//! does it: so that what is imported is what was shown, and no file is sent twice.

mod import;
mod keep;
mod view;
mod waiting;

use model::{Actor, AppError, DomainName, ImportForm, Permission};
use zeroize::Zeroizing;

use crate::part::part;
use crate::store::SubscriptionRecord;
use crate::work_budget::{HeavyWork, WorkSlot};

pub(crate) use waiting::WaitingUploads;

part! {
    /// Files that were uploaded to be imported.
    ImportUploads
}

/// Files of accounts.
pub struct ImportFiles {
    /// What the file is called.
    pub name: String,
    /// The file of the accounts.
    pub main: Zeroizing<Vec<u8>>,
    /// The `shadow` of a `passwd`.
    pub shadow: Option<Zeroizing<Vec<u8>>>,
}

/// What is submitted to be imported.
pub struct NewImportUpload {
    /// What is said beside the file.
    pub form: ImportForm,
    /// The files; none if those of `former` are meant.
    pub files: Option<ImportFiles>,
    /// The key of what the same session submitted before, if anything.
    pub former: Option<String>,
}

impl ImportUploads {
    /// The greatest request that brings files, in bytes, for which there is memory: 16 MiB. Greater files
    /// are for the command line.
    pub const MAX_BYTES: usize = 16 * 1024 * 1024;

    /// Waits for a turn at sending files, which ends when the slot is dropped.
    ///
    /// Who may: whoever may import FTP accounts into the subscription.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`]; [`AppError::NotFound`] if there is no such subscription, or for
    /// another's; [`AppError::Busy`] if too many are sending some.
    pub async fn begin(&self, actor: &Actor, domain: &DomainName) -> Result<WorkSlot, AppError> {
        self.authorised(actor, domain).await?;
        let budget = &self.context.work_budget;
        budget.acquire(HeavyWork::ImportUpload, actor.into()).await
    }

    async fn authorised(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionRecord, AppError> {
        let permission = Permission::ImportFtpAccounts;
        self.context
            .authorised_subscription(actor, domain, permission)
            .await
    }
}
