//! The options that set what subscriptions may have and use.

use clap::Args;
use model::{Field, FieldErrors, LimitsPreview, LockedSettings, SubscriptionLimits};
use serde::Serialize;

use super::error::CommandError;
use super::output::{panel_texts, print_line};

// The options are in a group, of which commands that change something require one.
#[derive(Args)]
pub(super) struct LimitsOptions {
    /// FTP accounts, the main one included; "" for no limit
    #[arg(long, value_name = "COUNT", group = "change", group = "own_limits")]
    max_ftp_accounts: Option<String>,
    /// What the webspace may hold, with the unit: 5GB, 500 MiB, 1,5 Go; "" for no limit
    #[arg(long, value_name = "SIZE", group = "change", group = "own_limits")]
    max_disk_space: Option<String>,
    /// How many files the webspace may hold, each folder counting as one; "" for no limit
    #[arg(long, value_name = "COUNT", group = "change", group = "own_limits")]
    max_files: Option<String>,
    /// FTP sessions of all accounts at once; "" for no limit
    #[arg(long, value_name = "COUNT", group = "change", group = "own_limits")]
    max_ftp_sessions: Option<String>,
    /// KiB a second for the uploads of all accounts together; "" for no limit
    #[arg(long, value_name = "KIB", group = "change", group = "own_limits")]
    total_upload_rate: Option<String>,
    /// KiB a second for the downloads of all accounts together; "" for no limit
    #[arg(long, value_name = "KIB", group = "change", group = "own_limits")]
    total_download_rate: Option<String>,
    /// Settings of FTP accounts that the owner may not change, with commas between them; "" for none
    #[arg(long, value_name = "SETTINGS", group = "change", group = "own_limits")]
    locked_settings: Option<String>,
}

impl LimitsOptions {
    /// Whether none was given.
    pub(super) fn is_empty(&self) -> bool {
        self.texts().next().is_none() && self.locked_settings.is_none()
    }

    /// The limits `base`, with what was given.
    pub(super) fn applied_to(
        &self,
        base: &SubscriptionLimits,
    ) -> Result<SubscriptionLimits, CommandError> {
        let mut limits = base.clone();
        let mut errors = FieldErrors::default();
        for (field, text) in self.texts() {
            errors.add_option(field, limits.set(field, text).err());
        }
        match self.locked_settings.as_deref().map(LockedSettings::parse) {
            Some(Ok(locked)) => limits.locked = locked,
            Some(Err(error)) => errors.add(Field::LockedSettings, error),
            None => {}
        }
        errors.into_result()?;
        Ok(limits)
    }

    fn texts(&self) -> impl Iterator<Item = (Field, &str)> {
        let texts = [
            (Field::MaxFtpAccounts, &self.max_ftp_accounts),
            (Field::MaxDiskSpace, &self.max_disk_space),
            (Field::MaxFiles, &self.max_files),
            (Field::MaxFtpSessions, &self.max_ftp_sessions),
            (Field::TotalUploadRate, &self.total_upload_rate),
            (Field::TotalDownloadRate, &self.total_download_rate),
        ];
        let given = texts.into_iter();
        given.filter_map(|(field, text)| Some((field, text.as_deref()?)))
    }
}

/// Prints which subscriptions would be beyond their limits.
pub(super) fn print_preview(preview: &LimitsPreview) -> Result<(), CommandError> {
    let texts = &panel_texts().limits;
    if preview.uncounted > 0 {
        print_line(&(texts.uncounted)(preview.uncounted))?;
    }
    if preview.over == 0 {
        return Ok(());
    }
    print_line(&(texts.would_be_over)(preview.over, preview.subscriptions))?;
    for example in texts.examples(preview) {
        print_line(&format!("  {example}"))?;
    }
    print_line(texts.nothing_is_removed)
}

/// Limits as `--json` shows them; null where there is none.
#[derive(Serialize)]
pub(super) struct JsonLimits {
    max_ftp_accounts: Option<u32>,
    max_disk_space: Option<u64>,
    max_files: Option<u64>,
    max_ftp_sessions: Option<u32>,
    total_upload_rate: Option<u32>,
    total_download_rate: Option<u32>,
    locked_settings: LockedSettings,
}

impl From<SubscriptionLimits> for JsonLimits {
    fn from(limits: SubscriptionLimits) -> Self {
        Self {
            max_ftp_accounts: limits.ftp_accounts,
            max_disk_space: limits.disk_space,
            max_files: limits.files,
            max_ftp_sessions: limits.ftp_sessions,
            total_upload_rate: limits.upload_rate,
            total_download_rate: limits.download_rate,
            locked_settings: limits.locked,
        }
    }
}
