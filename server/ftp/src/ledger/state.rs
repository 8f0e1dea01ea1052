//! The usage of each account with a quota, and what uploads have reserved.

use std::collections::HashMap;

use super::resolve::{FolderId, OpenHome};
use super::usage::{Delta, Quota, QuotaHolder, Usage};
use crate::error::FileError;

/// A home with a quota, for [`Ledger::replace`](super::Ledger::replace).
#[derive(Clone)]
pub struct QuotaHome {
    /// Whose home it is. A webspace's home is its root.
    pub holder: QuotaHolder,
    /// How much it may contain.
    pub quota: Quota,
    /// Its known usage; none if it has to be counted first.
    pub used: Option<Usage>,
    /// Its usage when that was last stored, however long ago: an incomplete count does not go
    /// below it.
    pub at_least: Usage,
    /// Opens it.
    pub home: OpenHome,
}

#[derive(Default)]
pub(super) struct LedgerState {
    pub(super) holders: HashMap<QuotaHolder, HolderState>,
    /// The holders whose home is this folder.
    pub(super) roots: HashMap<FolderId, Vec<QuotaHolder>>,
}

pub(super) struct HolderState {
    pub(super) quota: Quota,
    pub(super) home: OpenHome,
    /// The inode of the home; none if it is missing.
    pub(super) root: Option<FolderId>,
    /// Whether the home's path did not exist when it was last resolved.
    pub(super) is_missing: bool,
    /// None until it has been counted.
    pub(super) used: Option<Usage>,
    /// What an incomplete count does not go below while nothing is known.
    pub(super) at_least: Usage,
    /// What uploads in progress have reserved in addition.
    pub(super) reserved: Usage,
    /// The number of changes below the home.
    pub(super) changes: u64,
    /// The usage that was last reported to the host.
    pub(super) reported: Option<Usage>,
}

impl HolderState {
    /// An account with its current quota, and what is already known about it.
    pub(super) fn new(quota_home: QuotaHome, root: Option<FolderId>, known: Option<Self>) -> Self {
        let (quota, home) = (quota_home.quota, quota_home.home);
        match known {
            // A home that is missing may still be open under another name.
            Some(known) if root.is_none() || known.root == root => Self {
                quota,
                home,
                is_missing: root.is_none(),
                ..known
            },
            known => Self {
                quota,
                home,
                root,
                is_missing: root.is_none(),
                // The known usage of another folder does not apply to this one.
                used: quota_home.used.filter(|_| known.is_none()),
                at_least: match &known {
                    None => quota_home.at_least,
                    Some(_) => Usage::default(),
                },
                reserved: Usage::default(),
                changes: known.map_or(0, |known| known.changes + 1),
                reported: quota_home.used,
            },
        }
    }
}

impl LedgerState {
    /// Fails if the quota of one of these holders does not allow this much more.
    pub(super) fn check(&self, holders: &[QuotaHolder], more: Usage) -> Result<(), FileError> {
        let known = |holder| Some((holder, self.holders.get(holder)?));
        for (holder, account) in holders.iter().filter_map(known) {
            let used = account.used.unwrap_or_default();
            let fits = |quota: Option<u64>, now: u64, more: u64| {
                more == 0 || quota.is_none_or(|quota| now.saturating_add(more) <= quota)
            };
            let bytes = used.bytes.saturating_add(account.reserved.bytes);
            let files = used.files.saturating_add(account.reserved.files);
            if !fits(account.quota.bytes, bytes, more.bytes)
                || !fits(account.quota.files, files, more.files)
            {
                return Err(match holder {
                    QuotaHolder::Account(_) => FileError::OverQuota,
                    QuotaHolder::Webspace => FileError::OverWebspaceQuota,
                });
            }
        }
        Ok(())
    }

    /// Invalidates counts in progress, after a change whose homes are unknown.
    pub(super) fn invalidate_counts(&mut self) {
        for account in self.holders.values_mut() {
            account.changes += 1;
        }
    }

    pub(super) fn uncounted(&self) -> Vec<QuotaHolder> {
        let uncounted = self.holders.iter().filter(|(_, a)| a.used.is_none());
        uncounted.map(|(id, _)| *id).collect()
    }

    /// Records that an account's home is another folder now, with unknown usage.
    pub(super) fn move_home(&mut self, holder: QuotaHolder, root: FolderId) {
        let Some(account) = self.holders.get_mut(&holder) else {
            return;
        };
        let before = account.root.replace(root);
        account.is_missing = false;
        account.changes += 1;
        account.used = None;
        account.at_least = Usage::default();
        if let Some(others) = before.and_then(|before| self.roots.get_mut(&before)) {
            others.retain(|id| *id != holder);
        }
        self.roots.entry(root).or_default().push(holder);
    }

    /// The bytes that the quotas of all of these holders leave.
    pub(super) fn available(&self, holders: &[QuotaHolder]) -> u64 {
        let holders = holders.iter().filter_map(|id| self.holders.get(id));
        let available = holders.filter_map(|account| {
            let used = account.used.unwrap_or_default().bytes;
            let taken = used.saturating_add(account.reserved.bytes);
            Some(account.quota.bytes?.saturating_sub(taken))
        });
        available.min().unwrap_or(u64::MAX)
    }

    pub(super) fn reserve(&mut self, holders: &[QuotaHolder], more: Usage) {
        self.update_each(holders, |account| {
            account.reserved.bytes = account.reserved.bytes.saturating_add(more.bytes);
            account.reserved.files = account.reserved.files.saturating_add(more.files);
        });
    }

    pub(super) fn release(&mut self, holders: &[QuotaHolder], less: Usage) {
        self.update_each(holders, |account| {
            account.reserved.bytes = account.reserved.bytes.saturating_sub(less.bytes);
            account.reserved.files = account.reserved.files.saturating_sub(less.files);
        });
    }

    /// Applies a change of the file system.
    pub(super) fn apply(&mut self, holders: &[QuotaHolder], delta: Delta) {
        self.update_each(holders, |account| {
            account.changes += 1;
            if let Some(used) = &mut account.used {
                used.bytes = used.bytes.saturating_add_signed(delta.bytes);
                used.files = used.files.saturating_add_signed(delta.files);
            }
        });
    }

    pub(super) fn update_each(
        &mut self,
        holders: &[QuotaHolder],
        mut change: impl FnMut(&mut HolderState),
    ) {
        for id in holders {
            if let Some(account) = self.holders.get_mut(id) {
                change(account);
            }
        }
    }
}
