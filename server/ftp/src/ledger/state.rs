//! The accounts with a quota, what each holds, and what uploads have reserved.

use std::collections::HashMap;

use super::resolve::{FolderId, OpenHome};
use super::usage::{Delta, Quota, Usage};
use crate::error::FileError;

/// A home with a quota, for [`Ledger::replace`].
#[derive(Clone)]
pub struct Holder {
    /// Whose home it is.
    pub account_id: i64,
    /// How much it may hold.
    pub quota: Quota,
    /// What it is known to hold; none if it has to be counted first.
    pub used: Option<Usage>,
    /// Opens it.
    pub home: OpenHome,
}

#[derive(Default)]
pub(super) struct Books {
    pub(super) accounts: HashMap<i64, Account>,
    /// The accounts whose homes a folder is.
    pub(super) roots: HashMap<FolderId, Vec<i64>>,
}

pub(super) struct Account {
    pub(super) quota: Quota,
    pub(super) home: OpenHome,
    /// The folder that the home is; none if it is missing.
    pub(super) root: Option<FolderId>,
    /// Whether the home's path led nowhere when it was last followed.
    pub(super) adrift: bool,
    /// None until it has been counted.
    pub(super) used: Option<Usage>,
    /// What uploads under way have taken beside.
    pub(super) held: Usage,
    /// How often what it holds was changed.
    pub(super) changes: u64,
    /// What the host was told last.
    pub(super) told: Option<Usage>,
}

impl Account {
    /// An account with the quota that it has now, of which something may be known.
    pub(super) fn of(holder: Holder, root: Option<FolderId>, known: Option<Self>) -> Self {
        let (quota, home) = (holder.quota, holder.home);
        match known {
            // A home that is missing may still be open under another name.
            Some(known) if root.is_none() || known.root == root => Self {
                quota,
                home,
                adrift: root.is_none(),
                ..known
            },
            known => Self {
                quota,
                home,
                root,
                adrift: root.is_none(),
                // What was known of another folder says nothing of this one.
                used: holder.used.filter(|_| known.is_none()),
                held: Usage::default(),
                changes: known.map_or(0, |known| known.changes + 1),
                told: holder.used,
            },
        }
    }
}

impl Books {
    /// Whether this much more may be held by all of these.
    pub(super) fn check(&self, holders: &[i64], more: Usage) -> Result<(), FileError> {
        for account in holders.iter().filter_map(|id| self.accounts.get(id)) {
            let used = account.used.unwrap_or_default();
            let fits = |quota: Option<u64>, now: u64, more: u64| {
                more == 0 || quota.is_none_or(|quota| now.saturating_add(more) <= quota)
            };
            let bytes = used.bytes.saturating_add(account.held.bytes);
            let files = used.files.saturating_add(account.held.files);
            if !fits(account.quota.bytes, bytes, more.bytes)
                || !fits(account.quota.files, files, more.files)
            {
                return Err(FileError::OverQuota);
            }
        }
        Ok(())
    }

    /// Something has changed for nobody knows whom: what is being counted is counted again.
    pub(super) fn disturb(&mut self) {
        for account in self.accounts.values_mut() {
            account.changes += 1;
        }
    }

    pub(super) fn uncounted(&self) -> Vec<i64> {
        let uncounted = self.accounts.iter().filter(|(_, a)| a.used.is_none());
        uncounted.map(|(id, _)| *id).collect()
    }

    /// An account's home is another folder by now, of which nothing is known yet.
    pub(super) fn move_home(&mut self, account_id: i64, root: FolderId) {
        let Some(account) = self.accounts.get_mut(&account_id) else {
            return;
        };
        let before = account.root.replace(root);
        account.adrift = false;
        account.changes += 1;
        account.used = None;
        if let Some(sharers) = before.and_then(|before| self.roots.get_mut(&before)) {
            sharers.retain(|id| *id != account_id);
        }
        self.roots.entry(root).or_default().push(account_id);
    }

    /// The bytes that there is room for in all of these.
    pub(super) fn room(&self, holders: &[i64]) -> u64 {
        let accounts = holders.iter().filter_map(|id| self.accounts.get(id));
        let rooms = accounts.filter_map(|account| {
            let used = account.used.unwrap_or_default().bytes;
            let taken = used.saturating_add(account.held.bytes);
            Some(account.quota.bytes?.saturating_sub(taken))
        });
        rooms.min().unwrap_or(u64::MAX)
    }

    pub(super) fn hold(&mut self, holders: &[i64], more: Usage) {
        self.each(holders, |account| {
            account.held.bytes = account.held.bytes.saturating_add(more.bytes);
            account.held.files = account.held.files.saturating_add(more.files);
        });
    }

    pub(super) fn give_back(&mut self, holders: &[i64], less: Usage) {
        self.each(holders, |account| {
            account.held.bytes = account.held.bytes.saturating_sub(less.bytes);
            account.held.files = account.held.files.saturating_sub(less.files);
        });
    }

    /// The file system was changed.
    pub(super) fn settle(&mut self, holders: &[i64], delta: Delta) {
        self.each(holders, |account| {
            account.changes += 1;
            if let Some(used) = &mut account.used {
                used.bytes = used.bytes.saturating_add_signed(delta.bytes);
                used.files = used.files.saturating_add_signed(delta.files);
            }
        });
    }

    pub(super) fn each(&mut self, holders: &[i64], mut change: impl FnMut(&mut Account)) {
        for id in holders {
            if let Some(account) = self.accounts.get_mut(id) {
                change(account);
            }
        }
    }
}
