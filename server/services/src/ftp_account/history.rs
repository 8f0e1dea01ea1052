//! The history of an FTP account.

use model::{
    AccountName, Actor, AppError, DomainName, FtpAccountHistory, FtpAccountSettings,
    FtpActivityRow, FtpEventKind, HistoryEntry, HistoryEvent, HistoryKey, HomeDirectory,
    Permission,
};

use super::FtpAccounts;
use crate::audit::{
    FormerNameSnapshot, FtpAccountSnapshot, KnownPeople, SubscriptionSnapshot, changes, from_json,
};
use crate::store::{AccountEvent, AuditAction};

impl FtpAccounts {
    /// Shows a page of an FTP account's history, the latest first: who changed what and when,
    /// from the audit trail, with its sign-ins and refused sign-ins between. It goes back through
    /// all names that the account had, and does not cost more the further back one goes. A customer
    /// is not shown which administrator did something, nor by which token and from where.
    ///
    /// Who may: whoever may view the subscription. Also for an account
    /// in « Corbeille ».
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is no such account, or for another's subscription.
    pub async fn view_history(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        before: HistoryKey,
    ) -> Result<FtpAccountHistory, AppError> {
        let limit = FtpAccountHistory::PAGE;
        self.history_page(actor, domain, name, before, limit).await
    }

    /// Shows the same, with another number of entries on a page.
    ///
    /// Who may: as for [`FtpAccounts::view_history`].
    ///
    /// # Errors
    /// As for [`FtpAccounts::view_history`].
    pub async fn history_page(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        before: HistoryKey,
        limit: u64,
    ) -> Result<FtpAccountHistory, AppError> {
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let found = self
            .context
            .store()
            .ftp_account_or_removed(subscription.id, name)
            .await?;
        let (account, is_removed) = found.ok_or(AppError::NotFound)?;
        // One more of each shows whether there are older ones.
        let size = usize::try_from(limit).unwrap_or(usize::MAX);
        let limit = limit.saturating_add(1);
        let events = self
            .context
            .store()
            .audit_events_of_account(account.id, before.audit, limit)
            .await?;
        let sign_ins = self
            .context
            .store()
            .sign_ins_of_account(account.id, before.activity, limit)
            .await?;
        let people = self.context.known_people(actor, Some(subscription.id));
        let people = people.await?;
        let events = events.into_iter().map(|event| shown_to(&people, event));
        let (entries, older) = page(events.collect(), sign_ins, before, size, &account.name);
        Ok(FtpAccountHistory {
            domain: subscription.domain,
            name: account.name,
            is_removed,
            entries,
            older,
        })
    }
}

/// An event as it is shown to somebody who knows these people.
fn shown_to(people: &KnownPeople, event: AccountEvent) -> AccountEvent {
    let is_known = people.knows(&event.actor, event.panel_user_id);
    let role = event.actor_role.as_deref();
    AccountEvent {
        actor: people.author(event.actor, event.panel_user_id, role),
        token: event.token.filter(|_| is_known),
        address: event.address.filter(|_| is_known),
        ..event
    }
}

/// The latest entries of both, and where older ones begin, if there are any.
fn page(
    events: Vec<AccountEvent>,
    sign_ins: Vec<(i64, FtpActivityRow)>,
    before: HistoryKey,
    size: usize,
    name: &AccountName,
) -> (Vec<HistoryEntry>, Option<HistoryKey>) {
    let (mut events, mut sign_ins) = (
        events.into_iter().peekable(),
        sign_ins.into_iter().peekable(),
    );
    let mut key = before;
    let mut entries = Vec::new();
    while entries.len() < size {
        let event_at = events.peek().map(|event| event.at);
        let sign_in_at = sign_ins.peek().map(|(_, sign_in)| sign_in.at);
        // Within one second the sign-in is taken for the later: an account is added first.
        let entry = if event_at > sign_in_at {
            events.next().map(|event| {
                key.audit = event.id;
                changed(event, name)
            })
        } else {
            sign_ins.next().map(|(id, row)| {
                key.activity = id;
                signed_in(row)
            })
        };
        match entry {
            Some(entry) => entries.push(entry),
            None => break,
        }
    }
    let is_more = events.peek().is_some() || sign_ins.peek().is_some();
    (entries, is_more.then_some(key))
}

fn signed_in(row: FtpActivityRow) -> HistoryEntry {
    HistoryEntry {
        at: row.at,
        name: row.account,
        actor: None,
        token: None,
        address: Some(row.address),
        event: match row.event {
            FtpEventKind::SignInRefused(refusal) => HistoryEvent::SignInRefused(refusal),
            _ => HistoryEvent::SignedIn(row.protocol),
        },
    }
}

fn changed(event: AccountEvent, now: &AccountName) -> HistoryEntry {
    let what = history_event(&event).unwrap_or_else(|| HistoryEvent::Other(event.action.clone()));
    let name = event.name.and_then(|name| AccountName::parse(&name).ok());
    let main_account = || {
        let added: SubscriptionSnapshot = from_json(&event.after).ok()?;
        Some(added.main_account)
    };
    let name = if AuditAction::parse(&event.action) == Some(AuditAction::SubscriptionAdded) {
        main_account()
    } else {
        name
    };
    HistoryEntry {
        at: event.at,
        name: name.unwrap_or_else(|| now.clone()),
        actor: Some(event.actor),
        token: event.token,
        address: event.address,
        event: what,
    }
}

/// A row of the audit trail as an event of the account; none for one that is unknown.
fn history_event(event: &AccountEvent) -> Option<HistoryEvent> {
    match AuditAction::parse(&event.action)? {
        AuditAction::SubscriptionAdded => {
            Some(HistoryEvent::Added(HomeDirectory::root(), Vec::new()))
        }
        AuditAction::FtpAccountAdded => {
            let added: FtpAccountSnapshot = from_json(&event.after).ok()?;
            let usual = FtpAccountSnapshot {
                settings: FtpAccountSettings::default(),
                ..added.clone()
            };
            let home = added.home_directory.clone();
            Some(HistoryEvent::Added(home, changes(usual, added)))
        }
        AuditAction::FtpAccountRemoved => Some(HistoryEvent::Removed),
        AuditAction::FtpAccountRestored => Some(HistoryEvent::Restored),
        AuditAction::FtpSessionEnded => Some(HistoryEvent::SessionEnded),
        AuditAction::OneTimeLinkMade => Some(HistoryEvent::LinkMade),
        AuditAction::OneTimeLinkRevoked => Some(HistoryEvent::LinkRevoked),
        AuditAction::OneTimeLinkMailed => Some(HistoryEvent::LinkMailed),
        AuditAction::OneTimeLinkUsed => Some(HistoryEvent::LinkUsed),
        AuditAction::OwnPageSignedIn => Some(HistoryEvent::OwnPageSignedIn),
        AuditAction::OwnPageSignedOut => Some(HistoryEvent::OwnPageSignedOut),
        AuditAction::OwnPagePasswordRefused => Some(HistoryEvent::OwnPagePasswordRefused),
        AuditAction::FtpFormerNameEnded => {
            let ended: FormerNameSnapshot = from_json(&event.before).ok()?;
            Some(HistoryEvent::FormerNameEnded(ended.former_name))
        }
        _ => {
            // Whatever has an account before and one after has changed it.
            let before: FtpAccountSnapshot = from_json(&event.before).ok()?;
            let after: FtpAccountSnapshot = from_json(&event.after).ok()?;
            Some(HistoryEvent::Changed(changes(before, after)))
        }
    }
}
