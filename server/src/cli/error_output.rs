//! What is printed of a command that did nothing.

use std::io::{self, Write};
use std::process::ExitCode;

use model::{AppError, Login};

use super::backup_error::backup_error_sentence;
use super::error::CommandError;
use super::output::{command_texts, panel_texts};

/// Prints why nothing was done.
pub(super) fn print_error(error: &CommandError) -> ExitCode {
    let texts = command_texts();
    let sentence = match error {
        CommandError::App(error) => app_error_sentence(error),
        CommandError::Start(error) => error.to_string(),
        CommandError::Listen(error) => error.to_string(),
        CommandError::Settings(error) => error.to_string(),
        CommandError::NoSettingsFile => texts.no_settings_file.to_owned(),
        CommandError::Open(error) => error.to_string(),
        CommandError::System(error) => error.to_string(),
        CommandError::OutsideBases(bases) => (texts.outside_bases)(bases),
        CommandError::Backup(error) => backup_error_sentence(error, ""),
        CommandError::Restore(file, error) => backup_error_sentence(error, file),
        CommandError::BackupToTerminal => texts.backup.is_terminal.to_owned(),
        CommandError::Unreadable(file, reason) => {
            (texts.unreadable)(&file.display().to_string(), &reason.to_string())
        }
        CommandError::ExportExists(file) => (texts.export.exists)(&file.display().to_string()),
        CommandError::ExportUnwritable(file, reason) => {
            (texts.export.unwritable)(&file.display().to_string(), &reason.to_string())
        }
        CommandError::OwnerMissing(program) => (texts.export.owner_missing)(program),
        CommandError::Mail(error) => error.to_string(),
        CommandError::NoMailServer => texts.no_mail_server.to_owned(),
        CommandError::NoAddress(login) => (texts.no_address)(login.as_str()),
        CommandError::LinkNotMailed(delivery) => (panel_texts().mail_settings.delivery)(delivery),
        // All was said.
        CommandError::ProblemFound => return ExitCode::FAILURE,
        CommandError::PasswordsDiffer => texts.passwords_differ.to_owned(),
        CommandError::SeveralAdministrators(logins) => {
            let logins: Vec<&str> = logins.iter().map(Login::as_str).collect();
            (texts.several_administrators)(&logins)
        }
        CommandError::NoDefaultExpiry => texts.no_default_expiry.to_owned(),
        CommandError::NoTerminal => texts.no_terminal.to_owned(),
    };
    for line in sentence.lines() {
        // Nobody may be listening any more; the exit code still says it.
        let _ = writeln!(io::stderr(), "berth: {line}");
    }
    ExitCode::FAILURE
}

fn app_error_sentence(error: &AppError) -> String {
    match error {
        AppError::NotFound => command_texts().not_found.to_owned(),
        AppError::MainAccountStays => command_texts().main_account_stays.to_owned(),
        error => panel_texts().error_in_full(error),
    }
}
