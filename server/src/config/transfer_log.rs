//! The transfer log.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

/// The log of FTP transfers, for analysers. Beside it there is the activity, for people.
#[derive(Clone, Debug, Default, Args)]
pub struct TransferLogConfig {
    /// File in which each FTP transfer is a line, opened anew at SIGHUP; - is standard output; none by default
    #[arg(long, env = "BERTH_FTP_TRANSFER_LOG", value_name = "FILE")]
    pub ftp_transfer_log: Option<PathBuf>,
    /// How such a line is written
    #[arg(
        long,
        env = "BERTH_FTP_TRANSFER_LOG_FORMAT",
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    pub ftp_transfer_log_format: TransferLogFormat,
}

impl TransferLogConfig {
    /// What the settings call standard output.
    pub const STANDARD_OUTPUT: &str = "-";

    /// Its file; none if there is no transfer log, or it goes to standard output.
    pub fn file(&self) -> Option<&Path> {
        let path = self.ftp_transfer_log.as_deref();
        path.filter(|path| *path != Path::new(Self::STANDARD_OUTPUT))
    }
}

/// How the transfer log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TransferLogFormat {
    /// As other FTP servers do, xferlog(5).
    #[default]
    Xferlog,
    /// One JSON object for each line.
    Json,
}
