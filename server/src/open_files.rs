//! The limit of open files (`RLIMIT_NOFILE`): what the settings need, and what the system allows.

use std::io;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::config::FtpLimits;
use crate::web::HttpLimits;

/// Open files of a busy FTP session: its control connection, the listener for a data connection, that
/// connection, the file, and the home directory.
const FILES_OF_SESSION: u64 = 5;
/// Open files beside sessions and connections: the database, the log, listeners, folders being counted.
const OTHER_FILES: u64 = 1024;

/// The limit that is asked for in any case: what is not used costs nothing.
const USUAL: u64 = 65_536;

/// How many files are open at once when as many use Berth as the settings let in.
pub(crate) fn needed(limits: &FtpLimits) -> u64 {
    let engine = limits.for_engine();
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let sessions = count(engine.max_sessions).saturating_mul(FILES_OF_SESSION);
    let connections = count(HttpLimits::default().max_connections)
        .saturating_add(count(engine.max_unauthenticated));
    sessions
        .saturating_add(connections)
        .saturating_add(OTHER_FILES)
}

/// The highest limit that this process may have; none if there is no limit.
pub(crate) fn highest() -> Option<u64> {
    getrlimit(Resource::Nofile).maximum
}

/// Raises the limit to what is needed, as far as the system lets it, and says in the log what is missing:
/// 1,024, as many systems have it, would be used up by a few hundred sessions.
pub(crate) fn raise(limits: &FtpLimits) {
    let needed = needed(limits);
    match raise_to(needed.max(USUAL)) {
        Ok(limit) if limit < needed => tracing::warn!(
            limit,
            needed,
            sessions = limits.ftp_max_sessions,
            "the limit of open files is too low for BERTH_FTP_MAX_SESSIONS: connections will be \
             refused. Set LimitNOFILE={needed} in the systemd unit (ulimit -Hn {needed} in a shell, \
             before Berth starts), or allow fewer sessions"
        ),
        Ok(limit) => tracing::debug!(limit, needed, "the limit of open files is high enough"),
        Err(error) => tracing::warn!(
            %error,
            needed,
            "the limit of open files stays low. Set LimitNOFILE={needed} in the systemd unit"
        ),
    }
}

/// Raises the limit to a number, or to what is allowed of it; one that is higher stays. Gives the limit.
fn raise_to(needed: u64) -> io::Result<u64> {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(needed, |maximum| maximum.min(needed));
    match limit.current {
        Some(current) if current < wanted => {
            let raised = Rlimit {
                current: Some(wanted),
                maximum: limit.maximum,
            };
            setrlimit(Resource::Nofile, raised)?;
            Ok(wanted)
        }
        Some(current) => Ok(current),
        None => Ok(u64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_raised_as_far_as_it_may_and_never_lowered() {
        let before = getrlimit(Resource::Nofile);
        let current = before.current.unwrap_or(u64::MAX);
        let highest = before.maximum.unwrap_or(u64::MAX);
        assert_eq!(raise_to(1).ok(), Some(current));
        let raised = raise_to(current.saturating_add(1)).ok();
        assert_eq!(raised, Some(current.saturating_add(1).min(highest)));
        assert_eq!(raise_to(u64::MAX).ok(), Some(highest));
    }
}
