//! `berth backup`.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use services::store::Database;

use super::error::CommandError;
use super::output::{command_texts, panel_texts};
use super::postgres;
use crate::backup::{BackupFiles, Destination, MadeBackup, create};
use crate::config::{StorageConfig, TlsConfig};

#[derive(Args)]
pub(super) struct Backup {
    /// The file to write; - for standard output
    file: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    storage: StorageConfig,
    #[command(flatten)]
    tls: TlsConfig,
}

impl Backup {
    pub(super) async fn execute(self, settings_file: Option<PathBuf>) -> Result<(), CommandError> {
        let to_standard_output = self.file == Path::new("-");
        if to_standard_output && io::stdout().is_terminal() {
            return Err(CommandError::BackupToTerminal);
        }
        let destination = match to_standard_output {
            true => Destination::StandardOutput,
            false => Destination::File {
                path: self.file.clone(),
                replace: self.force,
            },
        };
        let files = BackupFiles::new(&self.storage, &self.tls, settings_file);
        let made = create(files, destination).await?;
        self.tell(&made, to_standard_output)
    }

    /// On standard error: standard output may be the backup.
    fn tell(&self, made: &MadeBackup, to_standard_output: bool) -> Result<(), CommandError> {
        let texts = command_texts().backup;
        let mut lines = vec![match to_standard_output {
            true => texts.to_standard_output.to_owned(),
            false => (texts.made)(&self.file.display().to_string()),
        }];
        for file in &made.manifest.files {
            let size = (panel_texts().size)(file.bytes);
            lines.push((texts.holds)(&file.name, &size, &file.from));
        }
        for (file, reason) in &made.left_out {
            let file = file.display().to_string();
            lines.push((texts.left_out)(&file, &reason.to_string()));
        }
        if let Database::Url(url) = self.storage.database()
            && let Some(command) = postgres::dump_command(&url)
        {
            lines.push((texts.run_pg_dump)(&command));
        }
        lines.push(texts.is_secret.to_owned());
        lines.push(texts.is_not_in_it.to_owned());
        Ok(writeln!(io::stderr(), "{}", lines.join("\n"))?)
    }
}
