//! Where data is kept.

use std::path::{Path, PathBuf};

use clap::Args;
use services::store::Database;
use services::{AllowedSystemUsers, WebspacePlaces};

use super::http::SiteConfig;
use super::tls::TlsConfig;
use super::transfer_log::TransferLogConfig;
use super::webspace_bases::WebspaceBases;

/// The file in the data folder that the first start's passwords go to where nobody watches.
pub(crate) const PASSWORDS_FILE: &str = "first-start.txt";

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
    /// Folders below which webspaces may be, with : between; by default webspaces in the data folder, /var/www, /srv and /home
    #[arg(
        long,
        env = "BERTH_WEBSPACE_BASES",
        default_value = "",
        hide_default_value = true,
        value_name = "DIRS"
    )]
    pub webspace_bases: WebspaceBases,
    /// System users that the files of subscriptions may belong to: numbers, ranges and names, with commas between
    #[arg(
        long,
        env = "BERTH_SYSTEM_USERS",
        default_value = AllowedSystemUsers::DEFAULT,
        value_name = "USERS"
    )]
    pub system_users: AllowedSystemUsers,
}

impl StorageConfig {
    /// Where the database is.
    pub fn database(&self) -> Database {
        match &self.database_url {
            Some(url) if !url.is_empty() => Database::Url(url.clone()),
            _ => Database::File(self.data_dir.join("berth.sqlite")),
        }
    }

    /// Where webspaces may be, and what is Berth's own, by all settings that say where something is.
    pub fn webspace_places(
        &self,
        tls: &TlsConfig,
        site: &SiteConfig,
        transfer_log: &TransferLogConfig,
    ) -> WebspacePlaces {
        let mut places = WebspacePlaces::new(&self.data_dir);
        if let Some(bases) = self.webspace_bases.given() {
            places.bases = bases.to_vec();
        }
        places.own_folders.extend(site.site_dir.clone());
        let database = self.database().file();
        let files = [
            &tls.tls_certificate,
            &tls.tls_key,
            &tls.https_certificate,
            &tls.https_key,
        ];
        places.own_files.extend(database);
        // Whoever may write to its folder could lead it elsewhere.
        places
            .own_files
            .extend(transfer_log.file().map(Path::to_owned));
        places
            .own_files
            .extend(files.into_iter().flatten().cloned());
        places
    }
}
