//! The metrics of the use cases and of the database, by the facade of the crate `metrics`: nothing is
//! counted unless the program installs a recorder.
//!
//! No label has a value that anybody outside chooses.

use std::time::Duration;

use metrics::{
    Histogram, Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge,
    histogram,
};
use model::{AppError, DeliveryState, FtpRefusal};

use crate::services::Services;
use crate::work_budget::HeavyWork;

const FTP_REFUSALS: &str = "berth_ftp_sign_in_refusals_total";
const PANEL_SIGN_INS: &str = "berth_panel_sign_ins_total";
const PANEL_REFUSALS: &str = "berth_panel_sign_in_refusals_total";
const ACTIVITY_QUEUED: &str = "berth_ftp_activity_queued";
const ACTIVITY_LOST: &str = "berth_ftp_activity_lost_total";
const AUDIT_QUEUED: &str = "berth_audit_refusals_queued";
const WRITERS: &str = "berth_database_writers";
const CONNECTIONS: &str = "berth_database_connections";
const WRITER_WAIT: &str = "berth_database_writer_wait_seconds";
const STATEMENT_DURATION: &str = "berth_database_statement_duration_seconds";
const TRANSACTION_DURATION: &str = "berth_database_transaction_duration_seconds";
const TRANSACTIONS: &str = "berth_database_transactions_total";
const COUNTS_QUEUED: &str = "berth_quota_counts_queued";
const COUNTS_RUNNING: &str = "berth_quota_counts_running";
const WORK_RUNNING: &str = "berth_work_running";
const WORK_WAITING: &str = "berth_work_waiting";
const WORK_SLOTS: &str = "berth_work_slots";
const DELIVERIES: &str = "berth_webhook_deliveries_total";
const DELIVERIES_WAITING: &str = "berth_webhook_deliveries_waiting";
const MAILS: &str = "berth_mails_total";
const MAILS_WAITING: &str = "berth_mails_waiting";

/// Why an FTP client was not signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FtpSignInRefusal {
    /// A reason that an account's owner reads, too.
    OfAccount(FtpRefusal),
    /// No account has the name.
    UnknownName,
    /// The database or the hashing of passwords is overloaded or fails.
    Unavailable,
}

impl FtpSignInRefusal {
    fn label(self) -> &'static str {
        match self {
            Self::OfAccount(refusal) => refusal.as_str(),
            Self::UnknownName => "unknown_name",
            Self::Unavailable => "unavailable",
        }
    }
}

/// Why FTP activity is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActivityLoss {
    /// One account did more than is recorded.
    TooFast,
    /// The queue for the database was full.
    QueueFull,
    /// The database did not take it.
    NotWritten,
}

impl ActivityLoss {
    const ALL: [Self; 3] = [Self::TooFast, Self::QueueFull, Self::NotWritten];

    fn label(self) -> &'static str {
        match self {
            Self::TooFast => "too_fast",
            Self::QueueFull => "queue_full",
            Self::NotWritten => "not_written",
        }
    }
}

/// What connections to the database are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DatabaseRole {
    /// Queries alone: the database itself refuses writing.
    Reader,
    /// Transactions that write.
    Writer,
}

impl DatabaseRole {
    pub(crate) const ALL: [Self; 2] = [Self::Reader, Self::Writer];

    fn label(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Writer => "writer",
        }
    }
}

/// How an attempt at a transaction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransactionEnd {
    Committed,
    /// The work failed, and nothing was written.
    RolledBack,
    /// Another transaction was in the way, and it is begun again.
    Retried,
}

impl TransactionEnd {
    const ALL: [Self; 3] = [Self::Committed, Self::RolledBack, Self::Retried];

    fn label(self) -> &'static str {
        match self {
            Self::Committed => "committed",
            Self::RolledBack => "rolled_back",
            Self::Retried => "retried",
        }
    }
}

/// What came of an attempt to send a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MailOutcome {
    /// The mail server took it.
    Sent,
    /// It did not, and the mail is attempted again.
    Failed,
    /// It did not, and the mail is not attempted again.
    GivenUp,
}

impl MailOutcome {
    const ALL: [Self; 3] = [Self::Sent, Self::Failed, Self::GivenUp];

    fn label(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::GivenUp => "given_up",
        }
    }
}

/// Why somebody was not signed in to the panel.
const PANEL_REFUSAL_REASONS: [&str; 5] = [
    "wrong_credentials",
    "wrong_second_factor",
    "throttled",
    "busy",
    "failed",
];

/// Describes each metric to the recorder, and has each begin at zero.
pub fn describe() {
    describe_sign_ins();
    describe_queues();
    describe_database();
    describe_deliveries();
}

fn describe_sign_ins() {
    describe_counter!(
        FTP_REFUSALS,
        "FTP sign-ins refused for who it was or how, by reason"
    );
    describe_counter!(PANEL_SIGN_INS, "Sign-ins to the panel");
    describe_counter!(PANEL_REFUSALS, "Refused sign-ins to the panel, by reason");
    let of_account = FtpRefusal::ALL.map(FtpSignInRefusal::OfAccount);
    let others = [FtpSignInRefusal::UnknownName, FtpSignInRefusal::Unavailable];
    for refusal in of_account.into_iter().chain(others) {
        counter!(FTP_REFUSALS, "reason" => refusal.label()).increment(0);
    }
    counter!(PANEL_SIGN_INS).increment(0);
    for reason in PANEL_REFUSAL_REASONS {
        counter!(PANEL_REFUSALS, "reason" => reason).increment(0);
    }
}

fn describe_queues() {
    describe_gauge!(
        ACTIVITY_QUEUED,
        "FTP activity that waits to be written to the database"
    );
    describe_counter!(ACTIVITY_LOST, "FTP activity that is not kept, by cause");
    describe_gauge!(
        AUDIT_QUEUED,
        "Refusals that wait to be written to the audit trail"
    );
    describe_gauge!(
        COUNTS_QUEUED,
        "Home directories with a quota that wait to be counted"
    );
    describe_gauge!(
        COUNTS_RUNNING,
        "Home directories with a quota that are being counted"
    );
    describe_gauge!(WORK_RUNNING, "Heavy work under way, by kind");
    describe_gauge!(WORK_WAITING, "Heavy work that waits for a slot, by kind");
    describe_gauge!(WORK_SLOTS, "Slots for heavy work, by kind");
    for loss in ActivityLoss::ALL {
        activity_lost(loss, 0);
    }
    for gauge in [ACTIVITY_QUEUED, AUDIT_QUEUED, COUNTS_QUEUED, COUNTS_RUNNING] {
        gauge!(gauge).set(0);
    }
    for kind in HeavyWork::ALL {
        publish_work(kind, 0, 0);
    }
}

fn describe_database() {
    describe_gauge!(
        WRITERS,
        "Transactions that write to the database, or wait to begin"
    );
    describe_gauge!(
        CONNECTIONS,
        "Connections to the database, by what they are for and whether they are in use"
    );
    describe_histogram!(
        WRITER_WAIT,
        Unit::Seconds,
        "How long transactions waited to begin: for a connection, and for SQLite's other writers"
    );
    describe_histogram!(
        STATEMENT_DURATION,
        Unit::Seconds,
        "How long statements of the database took, by what their connection is for"
    );
    describe_histogram!(
        TRANSACTION_DURATION,
        Unit::Seconds,
        "How long transactions took from their begin to their end"
    );
    describe_counter!(
        TRANSACTIONS,
        "Attempts at transactions that write, by outcome"
    );
    gauge!(WRITERS).set(0);
    let _ = (histogram!(WRITER_WAIT), histogram!(TRANSACTION_DURATION));
    for role in DatabaseRole::ALL {
        publish_connections(role, 0, 0);
        let _ = statement_durations(role);
    }
    for end in TransactionEnd::ALL {
        counter!(TRANSACTIONS, "outcome" => end.label()).increment(0);
    }
}

fn describe_deliveries() {
    describe_counter!(
        DELIVERIES,
        "Deliveries of webhooks that were taken or given up, and attempts that failed, by outcome"
    );
    describe_gauge!(DELIVERIES_WAITING, "Deliveries of webhooks that wait");
    describe_counter!(
        MAILS,
        "Mails that were sent or given up, and attempts that failed, by outcome"
    );
    describe_gauge!(MAILS_WAITING, "Mails that wait to be sent");
    for state in DeliveryState::ALL {
        deliveries_attempted(state, 0);
    }
    for outcome in MailOutcome::ALL {
        counter!(MAILS, "outcome" => outcome.label()).increment(0);
    }
    publish_waiting_deliveries(0);
    publish_waiting_mails(0);
}

impl Services {
    /// Publishes how long the queues are and what is in use, as metrics.
    pub fn publish_metrics(&self) {
        let context = &self.context;
        gauge!(ACTIVITY_QUEUED).set(number(context.activity.queued()));
        gauge!(AUDIT_QUEUED).set(number(context.refusals.queued()));
        let (queued, running) = context.usage.counts();
        gauge!(COUNTS_QUEUED).set(number(queued));
        gauge!(COUNTS_RUNNING).set(number(running));
        for kind in HeavyWork::ALL {
            let (running, waiting) = context.work_budget.in_use(kind);
            publish_work(kind, running, waiting);
        }
        let store = context.store();
        gauge!(WRITERS).set(number(store.writers()));
        for role in DatabaseRole::ALL {
            let (used, idle) = store.connections(role);
            publish_connections(role, used, idle);
        }
    }
}

fn publish_work(kind: HeavyWork, running: usize, waiting: usize) {
    let label = kind.label();
    gauge!(WORK_RUNNING, "kind" => label).set(number(running));
    gauge!(WORK_WAITING, "kind" => label).set(number(waiting));
    gauge!(WORK_SLOTS, "kind" => label).set(number(kind.slots()));
}

fn publish_connections(role: DatabaseRole, used: usize, idle: usize) {
    for (state, count) in [("used", used), ("idle", idle)] {
        gauge!(CONNECTIONS, "role" => role.label(), "state" => state).set(number(count));
    }
}

/// An FTP client was not signed in.
pub(crate) fn ftp_sign_in_refused(refusal: FtpSignInRefusal) {
    counter!(FTP_REFUSALS, "reason" => refusal.label()).increment(1);
}

/// Somebody signed in to the panel, or was refused.
pub(crate) fn panel_sign_in<Output>(outcome: &Result<Output, AppError>) {
    let [
        wrong_credentials,
        wrong_second_factor,
        throttled,
        busy,
        failed,
    ] = PANEL_REFUSAL_REASONS;
    let reason = match outcome {
        Ok(_) => return counter!(PANEL_SIGN_INS).increment(1),
        Err(AppError::WrongCredentials) => wrong_credentials,
        Err(AppError::Invalid(_) | AppError::PasskeyRefused | AppError::SignInOver) => {
            wrong_second_factor
        }
        Err(AppError::Throttled { .. }) => throttled,
        Err(AppError::Busy) => busy,
        Err(_) => failed,
    };
    counter!(PANEL_REFUSALS, "reason" => reason).increment(1);
}

/// Some FTP activity is not kept.
pub(crate) fn activity_lost(loss: ActivityLoss, records: usize) {
    let records = u64::try_from(records).unwrap_or(u64::MAX);
    counter!(ACTIVITY_LOST, "cause" => loss.label()).increment(records);
}

/// Deliveries of webhooks were attempted, or given up with another one, and are in this state now.
pub(crate) fn deliveries_attempted(state: DeliveryState, deliveries: u64) {
    let outcome = match state {
        DeliveryState::Delivered => "delivered",
        DeliveryState::Waiting => "failed",
        DeliveryState::GivenUp => "given_up",
    };
    counter!(DELIVERIES, "outcome" => outcome).increment(deliveries);
}

/// So many deliveries of webhooks wait. Counted now and then, and not whenever metrics are read: there
/// may be millions.
pub(crate) fn publish_waiting_deliveries(waiting: u64) {
    gauge!(DELIVERIES_WAITING).set(number(usize::try_from(waiting).unwrap_or(usize::MAX)));
}

/// A mail was attempted.
pub(crate) fn mail_attempted(outcome: MailOutcome) {
    counter!(MAILS, "outcome" => outcome.label()).increment(1);
}

/// So many mails wait. Counted now and then.
pub(crate) fn publish_waiting_mails(waiting: u64) {
    gauge!(MAILS_WAITING).set(number(usize::try_from(waiting).unwrap_or(usize::MAX)));
}

/// A transaction has begun, for which it waited so long.
pub(crate) fn transaction_begun(waited: Duration) {
    histogram!(WRITER_WAIT).record(waited);
}

/// A transaction has ended.
pub(crate) fn transaction_ended(end: TransactionEnd, took: Duration) {
    counter!(TRANSACTIONS, "outcome" => end.label()).increment(1);
    histogram!(TRANSACTION_DURATION).record(took);
}

/// Where the durations of statements are recorded. A recorder that is installed later does not get
/// them.
pub(crate) fn statement_durations(role: DatabaseRole) -> Histogram {
    histogram!(STATEMENT_DURATION, "role" => role.label())
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
