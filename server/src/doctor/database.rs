//! The database: its version, its pages, and the file system that it is on.

use std::path::{Path, PathBuf};

use model::UtcTime;
use rustix::fs::statfs;
use services::store::{DatabaseInspection, InspectedWebspace, inspect_database};

use super::{Check, Examination, shown};

const NAME: &str = "database";

/// What other checks need of the database.
#[derive(Default)]
pub(super) struct Known {
    /// Each subscription's domain name and webspace root.
    pub(super) webspaces: Vec<InspectedWebspace>,
    /// When something was last noted.
    pub(super) last_event: Option<UtcTime>,
}

pub(super) async fn check(examination: &Examination<'_>) -> (Vec<Check>, Known) {
    let texts = examination.cli.doctor;
    let database = examination.config.storage.database();
    let file = database.file();
    if let Some(file) = file.as_deref().filter(|file| !file.exists()) {
        let later = Check::ok(NAME, (texts.database_later)(&shown(file)));
        return (vec![later], Known::default());
    }
    let inspection = match inspect_database(&database).await {
        Ok(inspection) => inspection,
        Err(error) => {
            let message = (texts.database_unreadable)(&error.to_string());
            return (vec![Check::problem(NAME, message)], Known::default());
        }
    };
    let mut checks = vec![version(examination, &inspection)];
    checks.extend(file.and_then(|file| on_network(examination, &file)));
    let known = Known {
        webspaces: inspection.webspaces,
        last_event: inspection.last_event,
    };
    (checks, known)
}

fn version(examination: &Examination<'_>, found: &DatabaseInspection) -> Check {
    let texts = examination.cli.doctor;
    if let Some(damage) = &found.damage {
        return Check::problem(NAME, (texts.database_damaged)(damage));
    }
    if let Some(newer) = &found.newer {
        return Check::problem(NAME, (texts.database_newer)(newer));
    }
    match (&found.version, found.missing_migrations) {
        (Some(version), 0) => Check::ok(NAME, (texts.database_ok)(version)),
        (_, missing) => Check::warning(NAME, (texts.database_pending)(&missing.to_string())),
    }
}

/// The numbers of file systems that are on other machines, with their names (Linux,
/// `include/uapi/linux/magic.h`, and the file systems' own sources).
const NETWORK_FILE_SYSTEMS: [(u64, &str); 9] = [
    (0x6969, "NFS"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB"),
    (0x517b, "SMB"),
    (0x00c3_6400, "Ceph"),
    (0x0102_1997, "9P"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "AFS"),
    (0x0bd0_0bd0, "Lustre"),
];

fn on_network(examination: &Examination<'_>, file: &Path) -> Option<Check> {
    let folder: PathBuf = file.canonicalize().ok()?;
    let kind = statfs(&folder).ok()?.f_type;
    // Numbers of 32 bits, which some systems extend by their sign.
    let kind = u64::try_from(i128::from(kind) & 0xffff_ffff).ok()?;
    let (_, name) = NETWORK_FILE_SYSTEMS
        .iter()
        .find(|(number, _)| *number == kind)?;
    let texts = examination.cli.doctor;
    Some(Check::problem(
        NAME,
        (texts.database_on_network)(&shown(file), name),
    ))
}
