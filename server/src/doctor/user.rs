//! Who runs the command: what is found about ports and folders holds for that user.

use std::os::unix::fs::MetadataExt;

use rustix::process::geteuid;

use super::{Check, Examination};

const NAME: &str = "user";

pub(super) fn check(examination: &Examination<'_>) -> Option<Check> {
    let texts = examination.cli.doctor;
    let owner = (examination.config.storage.data_dir).metadata().ok()?.uid();
    let here = geteuid().as_raw();
    Some(if owner != here {
        Check::warning(NAME, (texts.other_user)(here, owner))
    } else if owner == 0 {
        Check::warning(NAME, texts.is_root.to_owned())
    } else {
        Check::ok(NAME, (texts.is_user)(owner))
    })
}
