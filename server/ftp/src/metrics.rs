//! The engine's metrics, by the facade of the crate `metrics`: nothing is counted unless the host
//! installs a recorder.
//!
//! No label has a value that a client chooses.

use std::sync::Arc;
use std::time::Duration;

use metrics::{
    Counter, Histogram, Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge,
    histogram,
};

use crate::direction::Direction;
use crate::events::EventKind;

const SESSIONS: &str = "berth_ftp_sessions";
const UNAUTHENTICATED: &str = "berth_ftp_unauthenticated_connections";
const SIGN_INS: &str = "berth_ftp_sign_ins_total";
const LIMIT_REFUSALS: &str = "berth_ftp_limit_refusals_total";
const TRANSFERRED_BYTES: &str = "berth_ftp_transferred_bytes_total";
const TRANSFERS: &str = "berth_ftp_transfers_total";
const TRANSFERS_RUNNING: &str = "berth_ftp_transfers_running";
/// The histogram of how long transfers took, in seconds: from milliseconds to hours.
pub const TRANSFER_DURATION: &str = "berth_ftp_transfer_duration_seconds";
const CHANGES: &str = "berth_ftp_changes_total";
const EVENTS_DROPPED: &str = "berth_ftp_events_dropped_total";

const ENCRYPTIONS: [&str; 2] = ["none", "tls"];
const DIRECTIONS: [Direction; 3] = [Direction::Upload, Direction::Download, Direction::Listing];
const OUTCOMES: [&str; 2] = ["complete", "aborted"];
const CHANGE_KINDS: [&str; 4] = [
    "file_removed",
    "folder_created",
    "folder_removed",
    "renamed",
];

/// A limit of the server that a connection or a sign-in was refused for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Connections from one address.
    ConnectionsPerAddress,
    /// Connections that are not signed in: an older one gave way.
    Unauthenticated,
    /// The time for signing in.
    SignInTime,
    /// Sessions of one account.
    SessionsPerAccount,
    /// Sessions of all accounts of one webspace.
    SessionsPerWebspace,
    /// Sessions in all.
    Sessions,
}

impl Limit {
    const ALL: [Self; 6] = [
        Self::ConnectionsPerAddress,
        Self::Unauthenticated,
        Self::SignInTime,
        Self::SessionsPerAccount,
        Self::SessionsPerWebspace,
        Self::Sessions,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::ConnectionsPerAddress => "connections_per_address",
            Self::Unauthenticated => "unauthenticated_connections",
            Self::SignInTime => "sign_in_time",
            Self::SessionsPerAccount => "sessions_per_account",
            Self::SessionsPerWebspace => "sessions_per_webspace",
            Self::Sessions => "sessions",
        }
    }
}

/// What is open at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Open {
    pub(crate) unauthenticated: usize,
    pub(crate) plaintext_sessions: usize,
    pub(crate) tls_sessions: usize,
    pub(crate) uploads: usize,
    pub(crate) downloads: usize,
    pub(crate) listings: usize,
}

/// Describes each metric to the recorder, and has each begin at zero.
pub fn describe() {
    describe_gauge!(
        SESSIONS,
        "FTP sessions that are signed in, by how the control connection is encrypted"
    );
    describe_gauge!(UNAUTHENTICATED, "FTP connections that are not signed in");
    describe_counter!(
        SIGN_INS,
        "FTP sign-ins that began a session, by how the control connection is encrypted"
    );
    describe_counter!(
        LIMIT_REFUSALS,
        "FTP connections and sign-ins refused for a limit of the server, by limit"
    );
    describe_counter!(
        TRANSFERRED_BYTES,
        Unit::Bytes,
        "Bytes moved by data connections, by direction, those of transfers under way included"
    );
    describe_counter!(
        TRANSFERS,
        "FTP transfers that have ended, by direction and outcome"
    );
    describe_gauge!(TRANSFERS_RUNNING, "FTP transfers under way, by direction");
    describe_histogram!(
        TRANSFER_DURATION,
        Unit::Seconds,
        "How long FTP transfers took, by direction"
    );
    describe_counter!(
        CHANGES,
        "Files removed, folders created and removed, and renames by FTP, by kind"
    );
    describe_counter!(
        EVENTS_DROPPED,
        "FTP events that reached neither activity nor transfer log: their queue was full"
    );
    set_open(Open::default());
    counter!(EVENTS_DROPPED).increment(0);
    for encryption in ENCRYPTIONS {
        counter!(SIGN_INS, "encryption" => encryption).increment(0);
    }
    for limit in Limit::ALL {
        counter!(LIMIT_REFUSALS, "limit" => limit.label()).increment(0);
    }
    for change in CHANGE_KINDS {
        counter!(CHANGES, "change" => change).increment(0);
    }
    let _ = TransferMetrics::default();
}

/// Publishes what is open.
pub(crate) fn set_open(open: Open) {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let [none, tls] = ENCRYPTIONS;
    gauge!(UNAUTHENTICATED).set(number(open.unauthenticated));
    gauge!(SESSIONS, "encryption" => none).set(number(open.plaintext_sessions));
    gauge!(SESSIONS, "encryption" => tls).set(number(open.tls_sessions));
    for direction in DIRECTIONS {
        let running = match direction {
            Direction::Upload => open.uploads,
            Direction::Download => open.downloads,
            Direction::Listing => open.listings,
        };
        gauge!(TRANSFERS_RUNNING, "direction" => label_of(direction)).set(number(running));
    }
}

/// A session has begun.
pub(crate) fn signed_in(is_encrypted: bool) {
    let [none, tls] = ENCRYPTIONS;
    let encryption = if is_encrypted { tls } else { none };
    counter!(SIGN_INS, "encryption" => encryption).increment(1);
}

/// Somebody was refused for a limit of the server.
pub(crate) fn limit_reached(limit: Limit) {
    counter!(LIMIT_REFUSALS, "limit" => limit.label()).increment(1);
}

/// The metrics of transfers, looked up once: to count a chunk or a transfer is then an atomic
/// addition or two.
pub(crate) struct TransferMetrics([Arc<DirectionMetrics>; 3]);

/// The metrics of the transfers of one direction.
#[derive(Debug)]
pub(crate) struct DirectionMetrics {
    bytes: Counter,
    complete: Counter,
    aborted: Counter,
    duration: Histogram,
}

impl Default for TransferMetrics {
    /// Those of the recorder that is installed by now.
    fn default() -> Self {
        Self(DIRECTIONS.map(|direction| Arc::new(DirectionMetrics::of(direction))))
    }
}

impl TransferMetrics {
    pub(crate) fn of(&self, direction: Direction) -> Arc<DirectionMetrics> {
        let [upload, download, listing] = &self.0;
        Arc::clone(match direction {
            Direction::Upload => upload,
            Direction::Download => download,
            Direction::Listing => listing,
        })
    }
}

impl DirectionMetrics {
    fn of(direction: Direction) -> Self {
        let label = label_of(direction);
        let outcome = |outcome| counter!(TRANSFERS, "direction" => label, "outcome" => outcome);
        let [complete, aborted] = OUTCOMES;
        Self {
            bytes: counter!(TRANSFERRED_BYTES, "direction" => label),
            complete: outcome(complete),
            aborted: outcome(aborted),
            duration: histogram!(TRANSFER_DURATION, "direction" => label),
        }
    }

    /// Bytes were moved.
    pub(crate) fn moved(&self, bytes: u64) {
        self.bytes.increment(bytes);
    }

    /// A transfer has ended.
    pub(crate) fn ended(&self, is_complete: bool, took: Duration) {
        match is_complete {
            true => self.complete.increment(1),
            false => self.aborted.increment(1),
        }
        self.duration.record(took);
    }
}

/// The file system was changed, otherwise than by an upload.
pub(crate) fn file_system_changed(kind: &EventKind) {
    let [file_removed, folder_created, folder_removed, renamed] = CHANGE_KINDS;
    let change = match kind {
        EventKind::FileRemoved { .. } => file_removed,
        EventKind::FolderCreated { .. } => folder_created,
        EventKind::FolderRemoved { .. } => folder_removed,
        EventKind::Renamed { .. } => renamed,
        EventKind::SignedIn | EventKind::Uploaded(_) | EventKind::Downloaded(_) => return,
    };
    counter!(CHANGES, "change" => change).increment(1);
}

/// An event was dropped.
pub(crate) fn event_dropped() {
    counter!(EVENTS_DROPPED).increment(1);
}

fn label_of(direction: Direction) -> &'static str {
    match direction {
        Direction::Upload => "upload",
        Direction::Download => "download",
        Direction::Listing => "listing",
    }
}
