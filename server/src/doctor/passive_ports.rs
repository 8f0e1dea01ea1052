//! The ports of data connections.

use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::ops::RangeInclusive;

use super::{Check, Examination};

const NAME: &str = "passive-ports";
/// From this part of the range on, ports that are taken are worth a word: a busy Berth has some.
const MANY: usize = 4;
/// Sessions for each port, from which on transfers are likely to be refused: most sessions are silent.
const SESSIONS_FOR_PORT: usize = 10;

pub(super) fn check(examination: &Examination<'_>) -> Vec<Check> {
    let texts = examination.cli.doctor;
    let ftp = &examination.config.ftp;
    let range = &ftp.ftp_passive_ports;
    if *range.end() == 0 {
        return vec![Check::ok(NAME, texts.passive_any.to_owned())];
    }
    let shown = format!("{}-{}", range.start(), range.end());
    let mut checks = Vec::new();
    let (mut taken, mut reason) = (0, None);
    for port in range.clone() {
        if let Err(error) = TcpListener::bind(SocketAddr::new(ftp.ftp_addr.ip(), port)) {
            taken += 1;
            reason.get_or_insert(error);
        }
    }
    let ports = range.len();
    match reason {
        Some(reason) if taken * MANY >= ports => {
            let (taken, reason) = (taken.to_string(), reason.to_string());
            let message = (texts.passive_taken)(&shown, &taken, &reason);
            checks.push(Check::warning(NAME, message));
        }
        _ => {
            let free = (examination.panel.number)(u64::try_from(ports - taken).unwrap_or(0));
            checks.push(Check::ok(NAME, (texts.passive_ok)(&shown, &free)));
        }
    }
    if let Some(system) = outgoing_ports()
        .ok()
        .filter(|system| overlap(system, range) && !is_reserved(range))
    {
        let system = format!("{}-{}", system.start(), system.end());
        checks.push(Check::warning(
            NAME,
            (texts.passive_overlap)(&shown, &system),
        ));
    }
    let sessions = ftp.limits.ftp_max_sessions;
    if ports.saturating_mul(SESSIONS_FOR_PORT) < sessions {
        let message = (texts.passive_few)(&ports.to_string(), &sessions.to_string());
        checks.push(Check::warning(NAME, message));
    }
    checks
}

/// The ports that the system gives to outgoing connections.
fn outgoing_ports() -> io::Result<RangeInclusive<u16>> {
    let text = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range")?;
    parse_range(text.split_whitespace()).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

fn parse_range<'a>(mut ports: impl Iterator<Item = &'a str>) -> Option<RangeInclusive<u16>> {
    let first = ports.next()?.trim().parse().ok()?;
    let last = match ports.next() {
        Some(last) => last.trim().parse().ok()?,
        None => first,
    };
    Some(first..=last)
}

fn overlap(one: &RangeInclusive<u16>, other: &RangeInclusive<u16>) -> bool {
    one.start() <= other.end() && other.start() <= one.end()
}

/// Whether the operator keeps the system from giving these ports away.
fn is_reserved(range: &RangeInclusive<u16>) -> bool {
    let Ok(text) = fs::read_to_string("/proc/sys/net/ipv4/ip_local_reserved_ports") else {
        return false;
    };
    let reserved = parse_list(&text);
    (range.clone()).all(|port| reserved.iter().any(|reserved| reserved.contains(&port)))
}

/// Reads a list such as `8080,50000-50999`.
fn parse_list(text: &str) -> Vec<RangeInclusive<u16>> {
    let parts = text.trim().split(',');
    parts
        .filter_map(|part| parse_range(part.split('-')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_reserved_ports_are_read_as_the_kernel_writes_them() {
        assert_eq!(
            parse_list("8080,50000-50999\n"),
            [8080..=8080, 50000..=50999]
        );
        assert!(parse_list("\n").is_empty());
        assert_eq!(
            parse_range("32768\t60999\n".split_whitespace()),
            Some(32768..=60999)
        );
        assert!(overlap(&(1..=5), &(5..=9)) && !overlap(&(1..=4), &(5..=9)));
    }
}
