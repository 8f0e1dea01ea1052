//! Where the data are that a command works on.

use services::Services;

use super::error::CommandError;
use crate::application::{LinkMail, open_services_with_mail};
use crate::config::{SiteConfig, StorageConfig, TlsConfig, TransferLogConfig};

/// The options by which a command finds the database and the folders.
#[derive(clap::Args)]
pub(super) struct StorageOptions {
    #[command(flatten)]
    storage: StorageConfig,
    // What no webspace may reach, as the server knows it.
    #[command(flatten)]
    tls: TlsConfig,
    #[command(flatten)]
    site: SiteConfig,
    #[command(flatten)]
    transfer_log: TransferLogConfig,
}

impl StorageOptions {
    /// Opens the database, with the use cases on it.
    pub(super) async fn open(&self) -> Result<Services, CommandError> {
        self.open_with_mail(None).await
    }

    /// The same, with what mails links.
    pub(super) async fn open_with_mail(
        &self,
        mail: Option<LinkMail>,
    ) -> Result<Services, CommandError> {
        let places = self
            .storage
            .webspace_places(&self.tls, &self.site, &self.transfer_log);
        Ok(open_services_with_mail(&self.storage, places, mail).await?)
    }
}
