//! Where data is kept.

use std::path::PathBuf;

use clap::Args;
use services::store::Database;

/// Where data is kept. Every command needs to know.
#[derive(Clone, Debug, Args)]
pub struct StorageConfig {
    /// Folder of the database and of the certificate that Berth makes itself
    #[arg(
        long,
        env = "BERTH_DATA_DIR",
        default_value = "./data",
        value_name = "DIR"
    )]
    pub data_dir: PathBuf,
    /// Database, if not berth.sqlite in the data folder: postgres://… or sqlite:…
    #[arg(
        long,
        env = "BERTH_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,
}

impl StorageConfig {
    /// Where the database is.
    pub fn database(&self) -> Database {
        match &self.database_url {
            Some(url) if !url.is_empty() => Database::Url(url.clone()),
            _ => Database::File(self.data_dir.join("berth.sqlite")),
        }
    }
}
