//! The ledger itself: its two locks, and what the host asks of it.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use cap_std::fs::Dir;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use super::resolve::{ancestors, locate};
use super::state::{Account, Books, Holder};
use super::usage::Usage;
use crate::error::FileError;

/// The homes with a quota among those that may share files. See the module.
pub struct Ledger {
    pub(super) order: RwLock<()>,
    pub(super) books: Mutex<Books>,
    /// Grows when a file may have other holders than before.
    pub(super) generation: AtomicU64,
    /// Whether there is no quota at all.
    pub(super) is_idle: AtomicBool,
    /// Told when something was counted.
    pub(super) counted: Notify,
    /// Asks the host to count a home.
    pub(super) wanted: Box<dyn Fn(i64) + Send + Sync>,
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}

/// The order in which the file system is changed.
pub(super) enum Order<'a> {
    /// There is no quota: all at once.
    Free { _all: RwLockReadGuard<'a, ()> },
    /// One after the other.
    Kept { _one: RwLockWriteGuard<'a, ()> },
}

impl Order<'_> {
    pub(super) fn is_free(&self) -> bool {
        matches!(self, Self::Free { .. })
    }
}

impl Ledger {
    /// A ledger without any quota. `wanted` asks the host to [count](Ledger::count) an account's
    /// home; it must not wait, nor call the ledger.
    pub fn new(wanted: impl Fn(i64) + Send + Sync + 'static) -> Self {
        Self {
            order: RwLock::default(),
            books: Mutex::default(),
            generation: AtomicU64::new(0),
            is_idle: AtomicBool::new(true),
            counted: Notify::new(),
            wanted: Box::new(wanted),
        }
    }

    /// Says which homes have a quota from now on; holds at once, also for uploads under way.
    ///
    /// What is known of one that was there before stays known, provided that its path still leads
    /// to the same folder. Blocks: opens each home.
    pub fn replace(&self, holders: Vec<Holder>) {
        let _order = self.write_order();
        let located: Vec<_> = holders
            .into_iter()
            .map(|holder| (locate(&holder.home), holder))
            .collect();
        let mut books = self.books();
        let mut before = std::mem::take(&mut *books);
        for (root, holder) in located {
            let id = holder.account_id;
            let known = before.accounts.remove(&id);
            let account = Account::of(holder, root, known);
            if let Some(root) = account.root {
                books.roots.entry(root).or_default().push(id);
            }
            books.accounts.insert(id, account);
        }
        self.is_idle
            .store(books.accounts.is_empty(), Ordering::SeqCst);
        self.begin_generation(&mut books);
        let uncounted = books.uncounted();
        drop(books);
        self.want(uncounted);
    }

    /// What an account's home holds; none if it has no quota or was not counted yet.
    pub fn usage(&self, account_id: i64) -> Option<Usage> {
        self.books().accounts.get(&account_id)?.used
    }

    /// Whether an account has a quota here.
    pub fn holds(&self, account_id: i64) -> bool {
        self.books().accounts.contains_key(&account_id)
    }

    /// What has changed since this was last asked.
    pub fn news(&self) -> Vec<(i64, Usage)> {
        let mut books = self.books();
        let news = books.accounts.iter_mut().filter_map(|(id, account)| {
            let used = account.used?;
            (account.told.replace(used) != Some(used)).then_some((*id, used))
        });
        news.collect()
    }

    /// What each home holds that has been counted.
    pub fn all(&self) -> Vec<(i64, Usage)> {
        let books = self.books();
        let counted = books.accounts.iter();
        counted
            .filter_map(|(id, account)| Some((*id, account.used?)))
            .collect()
    }

    /// Waits until something is counted from now on, whatever it is.
    pub fn counted(&self) -> Notified<'_> {
        self.counted.notified()
    }

    /// The bytes that are left in this folder; beyond all numbers without a quota.
    pub(crate) fn room(&self, folder: &Dir) -> io::Result<u64> {
        if self.is_idle() {
            return Ok(u64::MAX);
        }
        let holders = self.holders(folder)?;
        Ok(self.books().room(&holders))
    }

    /// The accounts whose homes are this folder or above it, in order.
    pub(super) fn holders(&self, folder: &Dir) -> io::Result<Vec<i64>> {
        let ancestors = ancestors(folder)?;
        let books = self.books();
        let accounts = ancestors.iter().filter_map(|id| books.roots.get(id));
        let mut holders: Vec<i64> = accounts.flatten().copied().collect();
        holders.sort_unstable();
        Ok(holders)
    }

    pub(super) fn is_idle(&self) -> bool {
        self.is_idle.load(Ordering::SeqCst)
    }

    /// From now on files may have other holders: uploads under way find theirs anew, and hold
    /// there what they have taken.
    pub(super) fn begin_generation(&self, books: &mut Books) {
        for account in books.accounts.values_mut() {
            account.held = Usage::default();
        }
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// Refuses those of whom it is not known what they hold, and asks the host to count them.
    pub(super) fn require_counted(&self, books: &Books, holders: &[i64]) -> Result<(), FileError> {
        let is_uncounted = |id: &&i64| {
            let account = books.accounts.get(id);
            account.is_some_and(|account| account.used.is_none())
        };
        let uncounted: Vec<i64> = holders.iter().filter(is_uncounted).copied().collect();
        if uncounted.is_empty() {
            return Ok(());
        }
        self.want(uncounted);
        Err(FileError::Counting)
    }

    /// Asks the host to count these.
    pub(super) fn want(&self, accounts: Vec<i64>) {
        for account in accounts {
            (self.wanted)(account);
        }
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// Takes its place in the order of changes.
    pub(super) fn order(&self) -> Order<'_> {
        if self.is_idle() {
            let all = self.order.read().unwrap_or_else(PoisonError::into_inner);
            // Quotas come only while nobody else holds the order.
            if self.is_idle() {
                return Order::Free { _all: all };
            }
        }
        Order::Kept {
            _one: self.write_order(),
        }
    }

    pub(super) fn write_order(&self) -> RwLockWriteGuard<'_, ()> {
        self.order.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn books(&self) -> MutexGuard<'_, Books> {
        // Nothing panics while it holds the lock.
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
