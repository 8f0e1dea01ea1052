//! The ledger: its two locks, and its interface for the host.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use cap_std::fs::Dir;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use super::resolve::{ancestors, folder_id, locate};
use super::state::{HolderState, LedgerState, QuotaHome};
use super::usage::{QuotaHolder, Usage};
use crate::error::FileError;

/// Accounts for the homes with a quota among those that may share files. See the module.
pub struct Ledger {
    pub(super) mutations: RwLock<()>,
    pub(super) state: Mutex<LedgerState>,
    /// Incremented when files may belong to other homes than before.
    pub(super) generation: AtomicU64,
    /// Whether there is no quota at all.
    pub(super) has_no_quotas: AtomicBool,
    /// Notified when a home was counted.
    pub(super) counted: Notify,
    /// Asks the host to count a home.
    pub(super) request_count: Box<dyn Fn(QuotaHolder) + Send + Sync>,
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}

/// Held while the file system is changed.
pub(super) enum MutationLock<'a> {
    /// There is no quota: changes are concurrent.
    Shared { _guard: RwLockReadGuard<'a, ()> },
    /// There are quotas: one change at a time.
    Exclusive { _guard: RwLockWriteGuard<'a, ()> },
}

impl MutationLock<'_> {
    pub(super) fn is_shared_lock(&self) -> bool {
        matches!(self, Self::Shared { .. })
    }
}

impl Ledger {
    /// A ledger without any quota. `request_count` asks the host to [count](Ledger::count) an
    /// account's home; it must neither block nor call the ledger.
    pub fn new(request_count: impl Fn(QuotaHolder) + Send + Sync + 'static) -> Self {
        Self {
            mutations: RwLock::default(),
            state: Mutex::default(),
            generation: AtomicU64::new(0),
            has_no_quotas: AtomicBool::new(true),
            counted: Notify::new(),
            request_count: Box::new(request_count),
        }
    }

    /// Replaces the homes that have a quota; takes effect at once, also for uploads in progress.
    ///
    /// The known usage of a home is kept if its path still leads to the same folder. Blocks: opens
    /// each home.
    pub fn replace(&self, homes: Vec<QuotaHome>) {
        let _lock = self.lock_exclusively();
        let located: Vec<_> = homes
            .into_iter()
            .map(|home| (locate(&home.home), home))
            .collect();
        let mut state = self.state();
        let mut before = std::mem::take(&mut *state);
        for (root, home) in located {
            let id = home.holder;
            let known = before.holders.remove(&id);
            let account = HolderState::new(home, root, known);
            if let Some(root) = account.root {
                state.roots.entry(root).or_default().push(id);
            }
            state.holders.insert(id, account);
        }
        self.has_no_quotas
            .store(state.holders.is_empty(), Ordering::SeqCst);
        self.begin_generation(&mut state);
        let uncounted = state.uncounted();
        drop(state);
        self.request_counts(uncounted);
    }

    /// The usage of an account's home; none if it has no quota or was not counted yet.
    pub fn usage(&self, holder: QuotaHolder) -> Option<Usage> {
        self.state().holders.get(&holder)?.used
    }

    /// Whether an account has a quota here.
    pub fn has_quota(&self, holder: QuotaHolder) -> bool {
        self.state().holders.contains_key(&holder)
    }

    /// The usages that have changed since the last call.
    pub fn take_changes(&self) -> Vec<(QuotaHolder, Usage)> {
        let mut state = self.state();
        let changes = state.holders.iter_mut().filter_map(|(id, account)| {
            let used = account.used?;
            (account.reported.replace(used) != Some(used)).then_some((*id, used))
        });
        changes.collect()
    }

    /// The usages of all homes that have been counted.
    pub fn usages(&self) -> Vec<(QuotaHolder, Usage)> {
        let state = self.state();
        let counted = state.holders.iter();
        counted
            .filter_map(|(id, account)| Some((*id, account.used?)))
            .collect()
    }

    /// Notes which folder an account's home is, where that is not known yet: it may have been
    /// missing, or not to be opened, when it was last looked for. For each sign-in: until then its
    /// quota would not hold for the session. May block.
    ///
    /// # Errors
    /// If the folder cannot be examined.
    pub fn locate_home(&self, holder: QuotaHolder, home: &Dir) -> io::Result<()> {
        let root = folder_id(home)?;
        let is_known = |state: &LedgerState| {
            let account = state.holders.get(&holder);
            account.is_none_or(|account| account.root == Some(root))
        };
        let has_webspace = |state: &LedgerState| {
            let webspace = state.holders.get(&QuotaHolder::Webspace);
            webspace.is_none_or(|webspace| webspace.root.is_some())
        };
        {
            let state = self.state();
            if is_known(&state) && has_webspace(&state) {
                return Ok(());
            }
        }
        let _lock = self.lock_exclusively();
        // Others may have been missing for the same reason.
        self.relocate_homes(true);
        let mut state = self.state();
        if is_known(&state) {
            return Ok(());
        }
        state.move_home(holder, root);
        self.begin_generation(&mut state);
        drop(state);
        self.request_counts(vec![holder]);
        Ok(())
    }

    /// Waits for the end of the next count of any home.
    pub fn counted(&self) -> Notified<'_> {
        self.counted.notified()
    }

    /// The bytes that quotas leave for this folder; `u64::MAX` without a quota.
    pub(crate) fn available(&self, folder: &Dir) -> io::Result<u64> {
        if self.has_no_quotas() {
            return Ok(u64::MAX);
        }
        let holders = self.holders_containing(folder)?;
        Ok(self.state().available(&holders))
    }

    /// The holders whose homes are this folder or above it, in order.
    pub(super) fn holders_containing(&self, folder: &Dir) -> io::Result<Vec<QuotaHolder>> {
        let ancestors = ancestors(folder)?;
        let state = self.state();
        let holders = ancestors.iter().filter_map(|id| state.roots.get(id));
        let mut holders: Vec<QuotaHolder> = holders.flatten().copied().collect();
        holders.sort_unstable();
        Ok(holders)
    }

    pub(super) fn has_no_quotas(&self) -> bool {
        self.has_no_quotas.load(Ordering::SeqCst)
    }

    /// Invalidates all reservations, since files may belong to other homes now: uploads in progress
    /// resolve their homes again, and reserve what they need there.
    pub(super) fn begin_generation(&self, state: &mut LedgerState) {
        for account in state.holders.values_mut() {
            account.reserved = Usage::default();
        }
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// Fails if the usage of one of these holders is unknown, and asks the host to count it.
    pub(super) fn require_counted(
        &self,
        state: &LedgerState,
        holders: &[QuotaHolder],
    ) -> Result<(), FileError> {
        let is_uncounted = |id: &&QuotaHolder| {
            let account = state.holders.get(id);
            account.is_some_and(|account| account.used.is_none())
        };
        let uncounted: Vec<QuotaHolder> = holders.iter().filter(is_uncounted).copied().collect();
        if uncounted.is_empty() {
            return Ok(());
        }
        self.request_counts(uncounted);
        Err(FileError::Counting)
    }

    /// Asks the host to count these homes.
    pub(super) fn request_counts(&self, holders: Vec<QuotaHolder>) {
        for account in holders {
            (self.request_count)(account);
        }
    }

    /// Asks the host to count all homes, after a change whose homes are unknown.
    pub(super) fn request_all_counts(&self) {
        let mut state = self.state();
        state.invalidate_counts();
        let holders = state.holders.keys().copied().collect();
        drop(state);
        self.request_counts(holders);
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// Locks for one change of the file system.
    pub(super) fn lock_mutations(&self) -> MutationLock<'_> {
        if self.has_no_quotas() {
            let all = self
                .mutations
                .read()
                .unwrap_or_else(PoisonError::into_inner);
            // Quotas are added only under the exclusive lock.
            if self.has_no_quotas() {
                return MutationLock::Shared { _guard: all };
            }
        }
        MutationLock::Exclusive {
            _guard: self.lock_exclusively(),
        }
    }

    pub(super) fn lock_exclusively(&self) -> RwLockWriteGuard<'_, ()> {
        self.mutations
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn state(&self) -> MutexGuard<'_, LedgerState> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
