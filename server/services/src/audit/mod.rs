//! The audit trail: what is kept of an action, and where it is written.

mod changes;
mod detail;
mod events;
mod export;
mod invoking_user;
mod list;
mod log;
mod people;
mod repeats;
mod row;
mod row_limit;
mod snapshot;
mod subject;
mod trail;

use crate::part::part;

pub use export::AuditExport;
pub use row::AuditRow;

pub(crate) use changes::{changes, setting_changes};
pub(crate) use people::KnownPeople;
pub(crate) use repeats::RepeatLog;
pub(crate) use row_limit::RowLimit;
pub(crate) use snapshot::{
    FilesSnapshot, FormerNameSnapshot, FtpAccountSnapshot, FtpSessionSnapshot, ImportSnapshot,
    LimitsSnapshot, MailedLinkSnapshot, OneTimeLinkSnapshot, OwnPageSnapshot,
    PanelSessionsSnapshot, PanelUserSnapshot, RemovedSubscriptionSnapshot, SecondFactorSnapshot,
    SubscriptionSnapshot, SuspensionSnapshot, from_json,
};
pub(crate) use subject::{
    account_subject, account_subject_of, panel_user_subject, plan_subject,
    removed_subscription_subject, subscription_subject, subscription_subject_of,
};
pub(crate) use trail::{AuditTrail, Author};

part! {
    /// Who did what, and what was refused.
    Audit
}
