//! Looking at an installation: the settings and what they need of the machine. Changes nothing, and runs
//! beside a server.

mod certificate;
mod check;
mod clock;
mod database;
mod disk;
mod mail;
mod open_files;
mod passive_ports;
mod permissions;
mod ports;
mod public_host;
mod user;
mod webspaces;
mod within;

use std::path::{Path, PathBuf};

use app::i18n::{CliTexts, Texts};

pub(crate) use check::{Check, Status};

use crate::config::Config;

/// What checks are made with.
pub(crate) struct Examination<'a> {
    /// The settings.
    pub(crate) config: &'a Config,
    /// The settings file, if there is one.
    pub(crate) settings_file: Option<PathBuf>,
    /// What the command line says, in the person's language.
    pub(crate) cli: &'static CliTexts,
    /// What the panel says, in that language.
    pub(crate) panel: &'static Texts,
}

/// Makes every check, in the order in which they are told.
pub(crate) async fn examine(examination: &Examination<'_>) -> Vec<Check> {
    let mut checks = vec![settings(examination)];
    checks.extend(user::check(examination));
    checks.extend(permissions::check(examination));
    let (database, known) = database::check(examination).await;
    checks.extend(database);
    checks.extend(ports::check(examination).await);
    checks.extend(passive_ports::check(examination));
    checks.extend(public_host::check(examination).await);
    checks.extend(certificate::check(examination));
    checks.push(mail::check(examination).await);
    checks.push(clock::check(examination, known.last_event).await);
    checks.push(open_files::check(examination));
    checks.extend(disk::check(examination, &known.webspaces).await);
    checks.extend(webspaces::check(examination, known.webspaces).await);
    checks
}

/// That there are settings at all: what cannot be read ends the command before.
fn settings(examination: &Examination<'_>) -> Check {
    let texts = examination.cli.doctor;
    Check::ok(
        "settings",
        match &examination.settings_file {
            Some(file) => (texts.settings_file)(&shown(file)),
            None => texts.no_settings_file.to_owned(),
        },
    )
}

/// A path as it is told.
fn shown(path: &Path) -> String {
    model::visible(&path.display().to_string()).into_owned()
}
