//! The audit trail: written with each change, in the same transaction.

use app::model::{DomainName, Operation, PanelUserId, UtcTime};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::audit_event::{ActiveModel, Column, Entity};
use super::{Store, StoreError, SubscriptionId, Writing};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Someone signed in to the panel.
    SignedIn,
    /// Someone failed to.
    SignInRefused,
    /// A panel user was added.
    PanelUserAdded,
    /// A panel user's password was changed.
    PanelUserPasswordChanged,
    /// A subscription was added.
    SubscriptionAdded,
    /// An FTP account was added.
    FtpAccountAdded,
    /// An FTP account was changed.
    FtpAccountChanged,
    /// An FTP account was removed.
    FtpAccountRemoved,
    /// An open FTP session was ended.
    FtpSessionEnded,
    /// A link was made by which somebody may set an FTP account's password.
    OneTimeLinkMade,
    /// Such a link was revoked, or replaced by another.
    OneTimeLinkRevoked,
    /// Such a link was used.
    OneTimeLinkUsed,
}

impl Deed {
    const ALL: [Self; 12] = [
        Self::SignedIn,
        Self::SignInRefused,
        Self::PanelUserAdded,
        Self::PanelUserPasswordChanged,
        Self::SubscriptionAdded,
        Self::FtpAccountAdded,
        Self::FtpAccountChanged,
        Self::FtpAccountRemoved,
        Self::FtpSessionEnded,
        Self::OneTimeLinkMade,
        Self::OneTimeLinkRevoked,
        Self::OneTimeLinkUsed,
    ];

    /// The deed as it is stored and logged.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "session.sign_in",
            Self::SignInRefused => "session.sign_in_refused",
            Self::PanelUserAdded => "panel_user.add",
            Self::PanelUserPasswordChanged => "panel_user.change_password",
            Self::SubscriptionAdded => "subscription.add",
            Self::FtpAccountAdded => "ftp_account.add",
            Self::FtpAccountChanged => "ftp_account.change",
            Self::FtpAccountRemoved => "ftp_account.remove",
            Self::FtpSessionEnded => "ftp_session.end",
            Self::OneTimeLinkMade => "one_time_link.make",
            Self::OneTimeLinkRevoked => "one_time_link.revoke",
            Self::OneTimeLinkUsed => "one_time_link.use",
        }
    }

    fn subject_kind(self) -> &'static str {
        match self {
            Self::SignedIn
            | Self::SignInRefused
            | Self::PanelUserAdded
            | Self::PanelUserPasswordChanged => "panel_user",
            Self::SubscriptionAdded => "subscription",
            Self::FtpAccountAdded
            | Self::FtpAccountChanged
            | Self::FtpAccountRemoved
            | Self::FtpSessionEnded
            | Self::OneTimeLinkMade
            | Self::OneTimeLinkRevoked
            | Self::OneTimeLinkUsed => "ftp_account",
        }
    }
}

/// What something was done to. Names are kept as they were then.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// The login, domain name or account name; none if nobody is known by what was typed.
    pub name: Option<String>,
    /// The subscription that it belongs to, or is.
    pub subscription: Option<(SubscriptionId, DomainName)>,
}

/// An audit row to be written. Holds no secret.
#[derive(Clone, Debug)]
pub struct NewAuditEvent {
    /// When.
    pub at: UtcTime,
    /// The run of the use case that it belongs to.
    pub operation: Operation,
    /// Who, by name.
    pub actor: String,
    /// Who, if a panel user.
    pub panel_user_id: Option<PanelUserId>,
    /// From where.
    pub address: Option<String>,
    /// What.
    pub deed: Deed,
    /// To what.
    pub subject: Subject,
    /// What it was before, in JSON.
    pub before: Option<String>,
    /// What it was after, in JSON.
    pub after: Option<String>,
}

/// An audit row, as far as a receipt needs it.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    /// Who, if a panel user.
    pub panel_user_id: Option<PanelUserId>,
    /// What.
    pub deed: Deed,
    /// What it was before, in JSON.
    pub before: Option<String>,
    /// What it was after, in JSON.
    pub after: Option<String>,
}

impl Store {
    /// The audit rows of one run of a use case, in the order in which they were written.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn audit_events(&self, operation: &Operation) -> Result<Vec<AuditEvent>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Operation.eq(operation.as_str()))
            .order_by_asc(Column::Id)
            .all(&self.connection)
            .await?;
        rows.into_iter()
            .map(|row| {
                let deed = Deed::ALL
                    .into_iter()
                    .find(|deed| deed.as_str() == row.deed)
                    .ok_or(StoreError::Unreadable {
                        column: "audit_event.deed",
                    })?;
                Ok(AuditEvent {
                    panel_user_id: row.panel_user_id.map(PanelUserId),
                    deed,
                    before: row.before,
                    after: row.after,
                })
            })
            .collect()
    }
}

impl Writing {
    /// Adds a row to the audit trail.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_audit_event(&self, new: NewAuditEvent) -> Result<(), StoreError> {
        let (subscription_id, domain) = new
            .subject
            .subscription
            .map(|(id, domain)| (id.0, domain.into()))
            .unzip();
        let row = ActiveModel {
            at: Set(new.at.0),
            operation: Set(new.operation.into()),
            actor: Set(new.actor),
            panel_user_id: Set(new.panel_user_id.map(|id| id.0)),
            address: Set(new.address),
            deed: Set(new.deed.as_str().to_owned()),
            subject_kind: Set(new.deed.subject_kind().to_owned()),
            subject_name: Set(new.subject.name),
            subscription_id: Set(subscription_id),
            domain: Set(domain),
            before: Set(new.before),
            after: Set(new.after),
            ..ActiveModel::default()
        };
        Entity::insert(row).exec(&self.transaction).await?;
        Ok(())
    }
}
