//! The formats.

mod cpanel;
mod csv;
mod filezilla;
mod froxlor;
mod hestiacp;
mod ispconfig;
mod passwd;
mod plesk;
mod proftpd;
mod proftpd_sql;
mod pure_ftpd;
mod sftpgo;
mod vsftpd;
mod vsftpd_pwdfile;

use model::{ImportFileError, ImportFormat, MAX_IMPORT_FILE_SIZE};

use crate::source::{Source, SourceFiles};

/// Reads the accounts of files in a format.
///
/// # Errors
/// Why nothing of it can be read. A record that is broken is among the records.
pub fn read(format: ImportFormat, files: SourceFiles<'_>) -> Result<Source, ImportFileError> {
    let length = files.main.len() + files.shadow.map_or(0, <[u8]>::len);
    if length as u64 > MAX_IMPORT_FILE_SIZE {
        return Err(ImportFileError::TooLarge);
    }
    let records = match format {
        ImportFormat::PureFtpd => pure_ftpd::read(files.main),
        ImportFormat::ProFtpd => proftpd::read(files.main),
        ImportFormat::ProFtpdSql => proftpd_sql::read(files.main),
        ImportFormat::Vsftpd => vsftpd::read(files.main),
        ImportFormat::VsftpdPwdfile => vsftpd_pwdfile::read(files.main),
        ImportFormat::Passwd => passwd::read(files),
        ImportFormat::Sftpgo => sftpgo::read(files.main),
        ImportFormat::FileZilla => filezilla::read(files.main),
        ImportFormat::Cpanel => cpanel::read(files.main),
        ImportFormat::Plesk => plesk::read(files.main),
        ImportFormat::IspConfig => ispconfig::read(files.main),
        ImportFormat::Froxlor => froxlor::read(files.main),
        ImportFormat::HestiaCp => hestiacp::read(files.main),
        ImportFormat::Csv => csv::read(files.main),
    }?;
    match records.is_empty() {
        true => Err(ImportFileError::NoAccounts),
        false => Ok(Source { records }),
    }
}
