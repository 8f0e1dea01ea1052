//! What lies below homes that have a quota: counted once, then kept as sessions change it.
//!
//! A [`Ledger`] is for homes that may share files: those of one webspace. Which of them hold a
//! file is told by the folders above it, by their inodes, so that no symlink and no rename
//! deceives it. While there is no quota at all nothing is looked at.
//!
//! Two locks keep it exact. `order` is held while the file system is changed, so that a file is
//! what was measured a moment before; without a quota all hold it together. `books` is held to
//! calculate, never longer.

mod count;
mod keep;
mod place;
mod reservation;
mod written;

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use cap_std::fs::Dir;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

pub use count::{Counting, count};
use place::FolderId;
pub(crate) use reservation::Reservation;
pub(crate) use written::InPlace;

use crate::session::FileError;

/// What a home holds: regular files, and their sizes added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Bytes, by the sizes that files are listed with.
    pub bytes: u64,
    /// How many files.
    pub files: u64,
}

/// How much a home may hold. The default is as much as there is room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    /// Bytes.
    pub bytes: Option<u64>,
    /// Regular files.
    pub files: Option<u64>,
}

/// Opens an account's home: asked again when folders have moved.
pub type OpenHome = Arc<dyn Fn() -> io::Result<Dir> + Send + Sync>;

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

/// The homes with a quota among those that may share files. See the module.
pub struct Ledger {
    order: RwLock<()>,
    books: Mutex<Books>,
    /// Grows when a file may have other holders than before.
    generation: AtomicU64,
    /// Whether there is no quota at all.
    is_idle: AtomicBool,
    /// Told when something was counted.
    counted: Notify,
    /// Asks the host to count a home.
    wanted: Box<dyn Fn(i64) + Send + Sync>,
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Books {
    accounts: HashMap<i64, Account>,
    /// The accounts whose homes a folder is.
    roots: HashMap<FolderId, Vec<i64>>,
}

struct Account {
    quota: Quota,
    home: OpenHome,
    /// The folder that the home is; none if it is missing.
    root: Option<FolderId>,
    /// Whether the home's path led nowhere when it was last followed.
    adrift: bool,
    /// None until it has been counted.
    used: Option<Usage>,
    /// What uploads under way have taken beside.
    held: Usage,
    /// How often what it holds was changed.
    changes: u64,
    /// What the host was told last.
    told: Option<Usage>,
}

impl Account {
    /// An account with the quota that it has now, of which something may be known.
    fn of(holder: Holder, root: Option<FolderId>, known: Option<Self>) -> Self {
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

/// More or less than before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Delta {
    bytes: i64,
    files: i64,
}

impl Delta {
    /// From what was there to what is there.
    fn between(before: Usage, after: Usage) -> Self {
        Self {
            bytes: after.bytes.cast_signed() - before.bytes.cast_signed(),
            files: after.files.cast_signed() - before.files.cast_signed(),
        }
    }

    /// What it takes, if it takes anything.
    fn taken(self) -> Usage {
        Usage {
            bytes: u64::try_from(self.bytes).unwrap_or(0),
            files: u64::try_from(self.files).unwrap_or(0),
        }
    }
}

/// The order in which the file system is changed.
enum Order<'a> {
    /// There is no quota: all at once.
    Free { _all: RwLockReadGuard<'a, ()> },
    /// One after the other.
    Kept { _one: RwLockWriteGuard<'a, ()> },
}

impl Order<'_> {
    fn is_free(&self) -> bool {
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
            .map(|holder| (place::locate(&holder.home), holder))
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

    fn is_idle(&self) -> bool {
        self.is_idle.load(Ordering::SeqCst)
    }

    /// From now on files may have other holders: uploads under way find theirs anew, and hold
    /// there what they have taken.
    fn begin_generation(&self, books: &mut Books) {
        for account in books.accounts.values_mut() {
            account.held = Usage::default();
        }
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// Refuses those of whom it is not known what they hold, and asks the host to count them.
    fn require_counted(&self, books: &Books, holders: &[i64]) -> Result<(), FileError> {
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
    fn want(&self, accounts: Vec<i64>) {
        for account in accounts {
            (self.wanted)(account);
        }
    }

    fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// Takes its place in the order of changes.
    fn order(&self) -> Order<'_> {
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

    fn write_order(&self) -> RwLockWriteGuard<'_, ()> {
        self.order.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        // Nothing panics while it holds the lock.
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    /// Whether this much more may be held by all of these.
    fn check(&self, holders: &[i64], more: Usage) -> Result<(), FileError> {
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
    fn disturb(&mut self) {
        for account in self.accounts.values_mut() {
            account.changes += 1;
        }
    }

    fn uncounted(&self) -> Vec<i64> {
        let uncounted = self.accounts.iter().filter(|(_, a)| a.used.is_none());
        uncounted.map(|(id, _)| *id).collect()
    }

    /// An account's home is another folder by now, of which nothing is known yet.
    fn move_home(&mut self, account_id: i64, root: FolderId) {
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
    fn room(&self, holders: &[i64]) -> u64 {
        let accounts = holders.iter().filter_map(|id| self.accounts.get(id));
        let rooms = accounts.filter_map(|account| {
            let used = account.used.unwrap_or_default().bytes;
            let taken = used.saturating_add(account.held.bytes);
            Some(account.quota.bytes?.saturating_sub(taken))
        });
        rooms.min().unwrap_or(u64::MAX)
    }

    fn hold(&mut self, holders: &[i64], more: Usage) {
        self.each(holders, |account| {
            account.held.bytes = account.held.bytes.saturating_add(more.bytes);
            account.held.files = account.held.files.saturating_add(more.files);
        });
    }

    fn give_back(&mut self, holders: &[i64], less: Usage) {
        self.each(holders, |account| {
            account.held.bytes = account.held.bytes.saturating_sub(less.bytes);
            account.held.files = account.held.files.saturating_sub(less.files);
        });
    }

    /// The file system was changed.
    fn settle(&mut self, holders: &[i64], delta: Delta) {
        self.each(holders, |account| {
            account.changes += 1;
            if let Some(used) = &mut account.used {
                used.bytes = used.bytes.saturating_add_signed(delta.bytes);
                used.files = used.files.saturating_add_signed(delta.files);
            }
        });
    }

    fn each(&mut self, holders: &[i64], mut change: impl FnMut(&mut Account)) {
        for id in holders {
            if let Some(account) = self.accounts.get_mut(id) {
                change(account);
            }
        }
    }
}

#[cfg(test)]
mod tests;
