//! What `berth serve` tells at its start: where Berth is, and the passwords that it made.

use std::fs::{OpenOptions, Permissions};
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::OFlags;

use super::error::CommandError;
use super::output::{command_texts, print_line};
use crate::application::Application;
use crate::config::PASSWORDS_FILE;

/// Prints where Berth is, and what it made: on standard output, since the log goes elsewhere.
///
/// Passwords are shown on a terminal, once and never again. Anything else keeps what is printed (a
/// journal, a container's log), so that there they go to a file that only its owner may read.
pub(super) fn print_welcome(
    application: &Application,
    data_dir: &Path,
) -> Result<(), CommandError> {
    let texts = command_texts();
    // Where there is HTTPS, plain HTTP only leads there.
    let panel = match application.https_addr() {
        Some(address) => format!("https://{address}/"),
        None => format!("http://{}/", application.http_addr()),
    };
    print_line(&format!("{}{panel}", texts.panel))?;
    print_line(&format!("{}ftp://{}/", texts.ftp, application.ftp_addr()))?;
    if let Some(address) = application.ftps_addr() {
        print_line(&format!("{}ftps://{address}/", texts.ftps))?;
    }
    let passwords = passwords(application);
    if passwords.is_empty() {
        return Ok(());
    }
    print_line("")?;
    if io::stdout().is_terminal() {
        for line in passwords {
            print_line(&line)?;
        }
        return Ok(());
    }
    let file = data_dir.join(PASSWORDS_FILE);
    write_private(&file, &passwords)?;
    print_line(&(texts.passwords_are_in)(&file.display().to_string()))
}

/// The accounts that this start made, with their passwords, a line each.
fn passwords(application: &Application) -> Vec<String> {
    let texts = command_texts();
    let mut lines = Vec::new();
    if let Some(first) = application.first_administrator() {
        lines.push(texts.first_administrator.to_owned());
        lines.push(format!("  {}{}", texts.login, first.login));
        lines.push(format!("  {}{}", texts.password, first.password.expose()));
    }
    if let Some(demo) = application.demo() {
        lines.push((texts.demo_account)(demo.domain.as_str()));
        lines.push(format!("  {}{}", texts.account_name, demo.main_account));
        lines.push(format!("  {}{}", texts.password, demo.password.expose()));
    }
    lines
}

/// Adds lines to a file that only its owner may read; it is made if it is missing.
fn write_private(file: &Path, lines: &[String]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
        .open(file)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    lines.iter().try_for_each(|line| writeln!(file, "{line}"))
}
