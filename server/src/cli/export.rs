//! `berth export`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use model::{DomainName, Field, UtcTime};
use services::FtpAccountsFullExport;

use super::ACTOR;
use super::error::{CommandError, parsed};
use super::export_notes::ExportNotes;
use super::output::{command_texts, print_text};
use super::storage::StorageOptions;
use crate::export::{ExportError, ExportFormat, ExportWriter, FileOwner, Target};
use crate::whole_file::WholeFile;

#[derive(Args)]
pub(super) struct Export {
    /// The subscription's domain name
    #[arg(long, value_name = "DOMAIN")]
    subscription: String,
    /// In what the accounts are written
    // The log has a format, too.
    #[arg(id = "export_format", long = "format", value_enum)]
    format: ExportFormat,
    /// With the hashes of the passwords, so that these go on working; else nobody can sign in
    #[arg(long)]
    hashes: bool,
    /// The file to write, for its owner alone; else standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "output")]
    force: bool,
    /// Whom the files belong to, for Pure-FTPd, ProFTPD and SFTPGo; else the subscription's system user
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    uid: Option<u32>,
    /// The group that they belong to; else that of the system user
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    gid: Option<u32>,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Export {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let domain = parsed(Field::Domain, DomainName::parse(&self.subscription))?;
        if let Some(path) = &self.output
            && !self.force
            && path.symlink_metadata().is_ok()
        {
            return Err(CommandError::ExportExists(path.clone()));
        }
        let services = self.storage.open().await?;
        let export = services
            .ftp_accounts
            .export_all(&ACTOR, &domain, self.hashes)
            .await?;
        let owner = FileOwner::find(self.uid, self.gid, export.hosting());
        let target = Target::new(self.format, owner)?;
        let mut notes = ExportNotes::new(target, self.hashes);
        match &self.output {
            None => {
                let print = |text: &str| print_text(text);
                write(export, target, &mut notes, print).await?;
            }
            Some(path) => self.write_file(path, export, target, &mut notes).await?,
        }
        let file = self.output.as_deref().map(Path::display);
        notes.tell(command_texts().export, file.map(|file| file.to_string()))
    }

    async fn write_file(
        &self,
        path: &Path,
        export: FtpAccountsFullExport,
        target: Target,
        notes: &mut ExportNotes,
    ) -> Result<(), CommandError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => CommandError::ExportExists(path.to_owned()),
            _ => CommandError::ExportUnwritable(path.to_owned(), error),
        };
        let mut file = WholeFile::begin(path).map_err(failed)?;
        let into_file = |text: &str| {
            file.write_all(text.as_bytes()).map_err(failed)?;
            Ok(true)
        };
        write(export, target, notes, into_file).await?;
        file.finish(self.force).map_err(failed)
    }
}

/// Writes all accounts as they are read, for as long as `output` says that somebody reads them.
async fn write(
    mut export: FtpAccountsFullExport,
    target: Target,
    notes: &mut ExportNotes,
    mut output: impl FnMut(&str) -> Result<bool, CommandError>,
) -> Result<(), CommandError> {
    let root = export.webspace_root().clone();
    let mut writer = ExportWriter::new(target, root, UtcTime::now());
    if !output(&writer.begin()?)? {
        return Ok(());
    }
    while let Some(accounts) = export.next().await? {
        for account in &accounts {
            match writer.account(account) {
                Ok(written) => {
                    notes.count(&written);
                    if !output(&written.text)? {
                        return Ok(());
                    }
                }
                Err(ExportError::Home(home)) => {
                    notes.tell_missing(&account.account.name, &home)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    output(writer.end()).map(drop)
}
