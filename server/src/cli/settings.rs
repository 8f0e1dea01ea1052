//! The options that set what an FTP account may do and until when.

use clap::Args;
use model::FtpAccountSettingsForm;

// The options are in a group, of which commands that change something require one.
#[derive(Args)]
pub(super) struct SettingsOptions {
    /// Whether it may sign in: enabled or disabled
    #[arg(long, group = "change")]
    state: Option<String>,
    /// read-write, read-only or upload-only
    #[arg(long, group = "change")]
    permission: Option<String>,
    /// What its home may hold, with the unit: 5GB, 500 MiB, 1,5 Go; "" for no limit
    #[arg(long, value_name = "SIZE", group = "change")]
    quota: Option<String>,
    /// How many files its home may hold, each folder counting as one; "" for no limit
    #[arg(long, value_name = "COUNT", group = "change")]
    quota_files: Option<String>,
    /// Until when it may be used: a date, or a date and a time, in UTC; "" for no end
    #[arg(long, value_name = "2026-12-31T18:30", group = "change")]
    expires: Option<String>,
    /// Addresses or blocks that it may be used from, with commas between them; "" for all
    #[arg(long, value_name = "ADDRESSES", group = "change")]
    allowed_addresses: Option<String>,
    /// Sessions at once; "" for as many as the server grants
    #[arg(long, value_name = "COUNT", group = "change")]
    max_sessions: Option<String>,
    /// KiB a second for all uploads together; "" for no limit
    #[arg(long, value_name = "KIB", group = "change")]
    upload_rate: Option<String>,
    /// KiB a second for all downloads together; "" for no limit
    #[arg(long, value_name = "KIB", group = "change")]
    download_rate: Option<String>,
    /// Whether it may only be used over TLS: optional or required
    #[arg(long, group = "change")]
    tls: Option<String>,
    /// A note, which clients never see
    #[arg(long, group = "change")]
    note: Option<String>,
}

impl From<SettingsOptions> for FtpAccountSettingsForm {
    fn from(options: SettingsOptions) -> Self {
        Self {
            state: options.state,
            permission: options.permission,
            quota_bytes: options.quota,
            quota_files: options.quota_files,
            expires: options.expires,
            allowed_addresses: options.allowed_addresses,
            max_sessions: options.max_sessions,
            upload_rate: options.upload_rate,
            download_rate: options.download_rate,
            tls: options.tls,
            note: options.note,
        }
    }
}
