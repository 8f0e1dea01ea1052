//! A transfer as a line: xferlog(5), as wu-ftpd made it and vsftpd and ProFTPD write it, or JSON.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::is_control;
use serde::Serialize;

use super::entry::{Action, Entry};
use crate::config::TransferLogFormat;

/// Appends an entry and a line break to `lines`.
pub(super) fn push_line(
    lines: &mut String,
    entry: &Entry,
    format: TransferLogFormat,
    zone: &TimeZone,
) {
    match format {
        TransferLogFormat::Xferlog => push_xferlog(lines, entry, zone),
        TransferLogFormat::Json => push_json(lines, entry),
    }
    lines.push('\n');
}

/// The fields of xferlog(5). What Berth has no other value for: accounts are `r` (real), the service
/// is `ftp`, and nobody is asked who the client is (`0 *`).
fn push_xferlog(lines: &mut String, entry: &Entry, zone: &TimeZone) {
    let at = timestamp(entry).to_zoned_datetime(zone.clone());
    let (direction, seconds) = match entry.action {
        Action::Upload => ('i', whole_seconds(entry)),
        Action::Download => ('o', whole_seconds(entry)),
        Action::Removal => ('d', 0),
    };
    let path = String::from_utf8_lossy(&entry.path);
    let name = path.replace(|c: char| c.is_whitespace() || is_control(c), "_");
    // A string takes everything.
    let _ = write!(
        lines,
        "{time} {seconds} {address} {bytes} {name} {kind} _ {direction} r {account} ftp 0 * {status}",
        time = at.strftime("%a %b %e %H:%M:%S %Y"),
        address = entry.address,
        bytes = entry.bytes,
        kind = if entry.is_ascii { 'a' } else { 'b' },
        account = entry.account,
        status = if entry.is_complete { 'c' } else { 'i' },
    );
}

/// Rounded, but never 0 as in other servers: analysers divide by it.
fn whole_seconds(entry: &Entry) -> u64 {
    let rounded = entry.took.as_secs() + u64::from(entry.took.subsec_millis() >= 500);
    rounded.max(1)
}

/// A line of the transfer log in JSON.
#[derive(Serialize)]
struct JsonLine<'a> {
    time: String,
    account: &'a str,
    address: String,
    protocol: &'static str,
    direction: &'static str,
    path: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    bytes: u64,
    seconds: f64,
    complete: bool,
}

fn push_json(lines: &mut String, entry: &Entry) {
    let path = String::from_utf8_lossy(&entry.path);
    let line = JsonLine {
        time: format!("{:.3}", timestamp(entry)),
        account: &entry.account,
        address: entry.address.to_string(),
        protocol: if entry.is_encrypted { "ftps" } else { "ftp" },
        direction: match entry.action {
            Action::Upload => "upload",
            Action::Download => "download",
            Action::Removal => "removal",
        },
        path: &path,
        kind: if entry.is_ascii { "ascii" } else { "binary" },
        bytes: entry.bytes,
        seconds: (entry.took.as_secs_f64() * 1000.0).round() / 1000.0,
        complete: entry.is_complete,
    };
    match serde_json::to_string(&line) {
        Ok(text) => push_escaped(lines, &text),
        Err(error) => tracing::error!(%error, "a line of the transfer log could not be written"),
    }
}

/// Also escapes those control characters that JSON allows and a terminal may obey. They can only be
/// within strings.
fn push_escaped(lines: &mut String, json: &str) {
    for character in json.chars() {
        if is_control(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(lines, "\\u{unit:04x}");
            }
        } else {
            lines.push(character);
        }
    }
}

/// The time of an entry. Clocks that stand before the year -9999 show the beginning of 1970.
fn timestamp(entry: &Entry) -> Timestamp {
    Timestamp::try_from(entry.ended_at).unwrap_or(Timestamp::UNIX_EPOCH)
}
