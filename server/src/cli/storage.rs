//! Where the data are that a command works on.

use services::Services;

use super::error::CommandError;
use crate::application::open_services;
use crate::config::StorageConfig;

/// The options by which a command finds the database and the folders.
#[derive(clap::Args)]
pub(super) struct StorageOptions {
    #[command(flatten)]
    storage: StorageConfig,
}

impl StorageOptions {
    /// Opens the database, with the use cases on it.
    pub(super) async fn open(&self) -> Result<Services, CommandError> {
        Ok(open_services(&self.storage).await?)
    }
}
