//! Whether what has secrets is for its owner alone.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{Check, Examination, shown};
use crate::certificate::certificate_files;
use crate::config::{PASSWORDS_FILE, TlsConfig};

const NAME: &str = "permissions";

pub(super) fn check(examination: &Examination<'_>) -> Vec<Check> {
    let texts = examination.cli.doctor;
    let config = examination.config;
    let data_dir = &config.storage.data_dir;
    if !data_dir.exists() {
        return vec![Check::ok(NAME, (texts.data_later)(&shown(data_dir)))];
    }
    let (own, _) = certificate_files(&TlsConfig::default(), data_dir);
    let mut private = vec![(data_dir.clone(), "700"), (own.key, "600")];
    if let Some(database) = config.storage.database().file() {
        for ending in ["", "-wal", "-shm"] {
            let mut path = database.clone().into_os_string();
            path.push(ending);
            private.push((path.into(), "600"));
        }
    }
    let keys = [&config.tls.tls_key, &config.tls.https_key];
    private.extend(keys.into_iter().flatten().map(|key| (key.clone(), "600")));
    let mut checks = Vec::new();
    for (path, wanted) in private {
        match others_may(&path) {
            // A key may be readable by a group that Berth is in.
            Ok(mode) if mode & 0o007 != 0 || (wanted == "700" && mode & 0o077 != 0) => {
                let mode = format!("{:03o}", mode & 0o777);
                let message = (texts.open_to_others)(&shown(&path), &mode, wanted);
                checks.push(Check::problem(NAME, message));
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let message = (texts.data_unreachable)(&shown(&path), &error.to_string());
                checks.push(Check::problem(NAME, message));
            }
        }
    }
    let passwords = data_dir.join(PASSWORDS_FILE);
    if passwords.exists() {
        let message = (texts.passwords_left)(&shown(&passwords));
        checks.push(Check::warning("first-start", message));
    }
    if !checks.iter().any(|check| check.check == NAME) {
        checks.insert(0, Check::ok(NAME, (texts.data_ok)(&shown(data_dir))));
    }
    checks
}

fn others_may(path: &Path) -> io::Result<u32> {
    Ok(path.metadata()?.permissions().mode())
}
