//! `berth restore`.

use std::path::PathBuf;

use clap::Args;
use model::visible;
use services::store::Database;

use super::error::CommandError;
use super::output::{command_texts, print_line};
use super::postgres;
use crate::backup::{BackupFiles, restore};
use crate::config::{StorageConfig, TlsConfig};

#[derive(Args)]
pub(super) struct Restore {
    /// The file that `berth backup` made
    file: PathBuf,
    #[command(flatten)]
    storage: StorageConfig,
    #[command(flatten)]
    tls: TlsConfig,
}

impl Restore {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let texts = command_texts().backup;
        let files = BackupFiles::new(&self.storage, &self.tls, None);
        let file = self.file.display().to_string();
        let restored = restore(self.file, files).await;
        let restored = restored.map_err(|error| CommandError::Restore(file.clone(), error))?;
        print_line(&(texts.restored)(&file, &restored.manifest.made_at))?;
        if restored.has_database {
            print_line(texts.access_ended)?;
        }
        for kept in &restored.kept {
            print_line(&(texts.kept)(&kept.display().to_string()))?;
        }
        for (file, place) in &restored.beside {
            print_line(&(texts.put_back)(
                &file.display().to_string(),
                &visible(place),
            ))?;
        }
        if let Database::Url(url) = self.storage.database()
            && !restored.has_database
            && let Some(command) = postgres::restore_command(&url)
        {
            print_line(&(texts.run_pg_restore)(&command))?;
        }
        Ok(())
    }
}
