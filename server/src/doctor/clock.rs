//! The clock: expiries, certificates and the trail depend on it.

use std::path::Path;
use std::process::Command;
use std::time::UNIX_EPOCH;

use model::UtcTime;

use super::within::within_timeout;
use super::{Check, Examination};

const NAME: &str = "clock";
/// What systemd's time service makes once it has synchronised the clock.
const SYNCHRONISED: &str = "/run/systemd/timesync/synchronized";

pub(super) async fn check(examination: &Examination<'_>, last_event: Option<UtcTime>) -> Check {
    let texts = examination.cli.doctor;
    let now = UtcTime::now();
    let time = now.rfc3339();
    // Neither this program's file nor the trail's newest row comes from the future.
    let known = last_event.max(program_time());
    if let Some(known) = known.filter(|known| *known > now) {
        return Check::problem(NAME, (texts.clock_behind)(&time, &known.rfc3339()));
    }
    match within_timeout(is_synchronised).await.flatten() {
        Some(true) => Check::ok(NAME, (texts.clock_ok)(&time)),
        Some(false) => Check::warning(NAME, (texts.clock_not_synchronised)(&time)),
        None => Check::ok(NAME, (texts.clock_unknown)(&time)),
    }
}

fn program_time() -> Option<UtcTime> {
    let modified = std::env::current_exe()
        .ok()?
        .metadata()
        .ok()?
        .modified()
        .ok()?;
    let seconds = modified.duration_since(UNIX_EPOCH).ok()?.as_secs();
    i64::try_from(seconds).ok().map(UtcTime)
}

/// Whether a time service synchronises the clock; none if the system does not say.
fn is_synchronised() -> Option<bool> {
    if Path::new(SYNCHRONISED).exists() {
        return Some(true);
    }
    let output = Command::new("timedatectl")
        .args(["show", "--property=NTPSynchronized", "--value"])
        .output()
        .ok()?;
    match output.stdout.trim_ascii() {
        b"yes" => Some(true),
        b"no" => Some(false),
        _ => None,
    }
}
