//! For which program accounts are written, and a whole file of them.

use clap::ValueEnum;
use model::{HomeDirectory, HostingSettings, UtcTime, WebspaceRoot};
use serde::Deserialize;
use services::{ExportedFtpAccount, SystemAccount};
use utoipa::ToSchema;

use super::account::{Account, ExportError, Written};
use super::{csv, json, proftpd, pure_ftpd, sftpgo};

/// In what the accounts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ExportFormat {
    /// JSON: an array with an object for each account
    Json,
    /// CSV, as berth import reads it; exact values, no formula of a spreadsheet is disarmed
    Csv,
    /// Pure-FTPd's pureftpd.passwd, for pure-pw mkdb
    #[value(name = "pure-ftpd")]
    PureFtpd,
    /// ProFTPD's AuthUserFile
    #[value(name = "proftpd")]
    #[serde(rename = "proftpd")]
    ProFtpd,
    /// SFTPGo's users as JSON, for loaddata
    Sftpgo,
}

impl ExportFormat {
    /// What the other program is called; none where the file is for whichever one.
    fn program(self) -> Option<&'static str> {
        match self {
            Self::Json | Self::Csv => None,
            Self::PureFtpd => Some("Pure-FTPd"),
            Self::ProFtpd => Some("ProFTPD"),
            Self::Sftpgo => Some("SFTPGo"),
        }
    }
}

/// Whom files belong to, by numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileOwner {
    /// The user.
    pub(crate) uid: u32,
    /// The group.
    pub(crate) gid: u32,
}

impl FileOwner {
    /// Whom files belong to: these, or else as the subscription's settings say. A user without a group
    /// has the one of the same number, as when Berth accesses the files.
    ///
    /// It asks the system, which may take its time.
    pub(crate) fn find(
        uid: Option<u32>,
        gid: Option<u32>,
        hosting: &HostingSettings,
    ) -> Option<Self> {
        let system_user = hosting.system_user.as_ref().and_then(SystemAccount::find);
        let of_user = system_user.as_ref();
        let uid = uid.or(of_user.map(|user| user.uid))?;
        let of_user = of_user.map(|user| user.gid.unwrap_or(user.uid));
        let gid = gid.or(of_user).unwrap_or(uid);
        Some(Self { uid, gid })
    }
}

/// A program needs to know whom files belong to, and nothing says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OwnerMissing(pub(crate) &'static str);

/// For which program accounts are written, with what it needs for that.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// Whoever reads JSON.
    Json,
    /// `berth import`.
    Csv,
    /// Pure-FTPd, which accesses files as this user.
    PureFtpd(FileOwner),
    /// ProFTPD, which accesses files as this user.
    ProFtpd(FileOwner),
    /// SFTPGo; without an owner it accesses files as itself.
    Sftpgo(Option<FileOwner>),
}

impl Target {
    /// A format, for files of this owner.
    ///
    /// # Errors
    /// [`OwnerMissing`] if the program needs one and there is none.
    pub(crate) fn new(
        format: ExportFormat,
        owner: Option<FileOwner>,
    ) -> Result<Self, OwnerMissing> {
        let needed = owner.ok_or(OwnerMissing(format.program().unwrap_or_default()));
        Ok(match format {
            ExportFormat::Json => Self::Json,
            ExportFormat::Csv => Self::Csv,
            ExportFormat::PureFtpd => Self::PureFtpd(needed?),
            ExportFormat::ProFtpd => Self::ProFtpd(needed?),
            ExportFormat::Sftpgo => Self::Sftpgo(owner),
        })
    }

    /// The format.
    fn format(self) -> ExportFormat {
        match self {
            Self::Json => ExportFormat::Json,
            Self::Csv => ExportFormat::Csv,
            Self::PureFtpd(_) => ExportFormat::PureFtpd,
            Self::ProFtpd(_) => ExportFormat::ProFtpd,
            Self::Sftpgo(_) => ExportFormat::Sftpgo,
        }
    }

    /// What the other program is called; none where the file is for whichever one.
    pub(crate) fn program(self) -> Option<&'static str> {
        self.format().program()
    }
}

/// Writes a file, part by part: [`begin`](Self::begin), each account, [`end`](Self::end).
pub(crate) struct ExportWriter {
    target: Target,
    webspace_root: WebspaceRoot,
    now: UtcTime,
    is_first: bool,
}

impl ExportWriter {
    /// Writes accounts whose homes lie below `webspace_root`.
    pub(crate) fn new(target: Target, webspace_root: WebspaceRoot, now: UtcTime) -> Self {
        Self {
            target,
            webspace_root,
            now,
            is_first: true,
        }
    }

    /// What stands before the accounts.
    ///
    /// # Errors
    /// See [`ExportError`].
    pub(crate) fn begin(&self) -> Result<String, ExportError> {
        Ok(match self.target {
            Target::Json => "[".to_owned(),
            Target::Csv => csv::heading()?,
            Target::PureFtpd(_) | Target::ProFtpd(_) => String::new(),
            Target::Sftpgo(_) => "{\"users\":[".to_owned(),
        })
    }

    /// An account.
    ///
    /// # Errors
    /// See [`ExportError`]; nothing of the account is to be written then.
    pub(crate) fn account(
        &mut self,
        exported: &ExportedFtpAccount,
    ) -> Result<Written, ExportError> {
        let row = &exported.account;
        let home = absolute(&self.webspace_root, &row.home_directory);
        let account = Account {
            row,
            hash: exported.password_hash.as_ref().map(|hash| hash.as_str()),
            home: &home,
            now: self.now,
        };
        let written = match self.target {
            Target::Json => self.item(json::object(&account)?),
            Target::Csv => csv::line(&account)?,
            Target::PureFtpd(owner) => pure_ftpd::line(&account, owner)?,
            Target::ProFtpd(owner) => proftpd::line(&account, owner)?,
            Target::Sftpgo(owner) => self.item(sftpgo::object(&account, owner)?),
        };
        self.is_first = false;
        Ok(written)
    }

    /// An item of an array, on a line of its own.
    fn item(&self, mut written: Written) -> Written {
        let separator = if self.is_first { "\n" } else { ",\n" };
        written.text.insert_str(0, separator);
        written
    }

    /// What stands after the accounts.
    pub(crate) fn end(&self) -> &'static str {
        match self.target {
            Target::Json => "\n]\n",
            Target::Csv | Target::PureFtpd(_) | Target::ProFtpd(_) => "",
            Target::Sftpgo(_) => "\n]}\n",
        }
    }
}

/// A home directory as a path on this server.
fn absolute(root: &WebspaceRoot, home: &HomeDirectory) -> String {
    let root = root.as_str();
    match home.as_str() {
        "/" => root.to_owned(),
        home => format!("{}{home}", root.trim_end_matches('/')),
    }
}
