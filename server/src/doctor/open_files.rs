//! The limit of open files.

use super::{Check, Examination};
use crate::open_files;

const NAME: &str = "open-files";

pub(super) fn check(examination: &Examination<'_>) -> Check {
    let texts = examination.cli.doctor;
    let limits = &examination.config.ftp.limits;
    let needed = open_files::needed(limits);
    // Berth raises its limit to the highest that it may have, which it takes over from who starts it.
    let highest = open_files::highest().unwrap_or(u64::MAX);
    let (limit, needed_text) = (highest.to_string(), needed.to_string());
    if highest < needed {
        let sessions = limits.ftp_max_sessions.to_string();
        Check::problem(NAME, (texts.files_low)(&limit, &needed_text, &sessions))
    } else {
        Check::ok(NAME, (texts.files_ok)(&limit, &needed_text))
    }
}
