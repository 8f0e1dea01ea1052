//! Counting what lies below a home, while sessions go on changing it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use cap_std::fs::Dir;

use super::quota_ledger::Ledger;
use super::resolve::{FolderId, folder_id, is_in_progress};
use super::usage::Usage;

/// How often a count is begun anew because something changed meanwhile. The last one holds
/// changes up until it is done.
const TRIES: usize = 4;
/// How long it may do so.
const HOLDS_UP: Duration = Duration::from_secs(10);
/// A count that is in no hurry pauses after so many files.
const FILES_BETWEEN_PAUSES: u64 = 512;
/// How long it pauses.
const PAUSE: Duration = Duration::from_millis(1);

/// A count under way: how far it is, and whether it is to end early.
#[derive(Debug, Default)]
pub struct Counting {
    bytes: AtomicU64,
    files: AtomicU64,
    stop: AtomicBool,
    unhurried: bool,
}

impl Counting {
    /// A count that somebody waits for.
    pub fn new() -> Self {
        Self::default()
    }

    /// One that leaves others the disk and the processor in between.
    pub fn unhurried() -> Self {
        Self {
            unhurried: true,
            ..Self::default()
        }
    }

    /// What has been counted so far.
    pub fn so_far(&self) -> Usage {
        Usage {
            bytes: self.bytes.load(Ordering::Relaxed),
            files: self.files.load(Ordering::Relaxed),
        }
    }

    /// Ends it early, as an error.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    fn begin(&self) {
        self.bytes.store(0, Ordering::Relaxed);
        self.files.store(0, Ordering::Relaxed);
    }

    fn add(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        let files = self.files.fetch_add(1, Ordering::Relaxed);
        if self.unhurried && files.is_multiple_of(FILES_BETWEEN_PAUSES) {
            sleep(PAUSE);
        }
    }
}

/// Counts the regular files below a folder. Blocks.
///
/// Follows no symlink: what one leads to counts where it is. A file with several names counts
/// for each of them. Uploads that have no name of their own yet do not count. What this program
/// may not read is left out, with a warning.
///
/// # Errors
/// If the folder itself cannot be read, or the count was stopped.
pub fn count(home: &Dir, counting: &Counting) -> io::Result<Usage> {
    walk(home, counting, None)
}

fn walk(home: &Dir, counting: &Counting, until: Option<Instant>) -> io::Result<Usage> {
    counting.begin();
    let mut waiting = Vec::new();
    count_folder(home, Path::new(""), counting, &mut waiting)?;
    // One handle at a time, however deep it goes: each folder is opened from the home again.
    while let Some(path) = waiting.pop() {
        if counting.stop.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if until.is_some_and(|until| until < Instant::now()) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let counted = home
            .open_dir(&path)
            .and_then(|folder| count_folder(&folder, &path, counting, &mut waiting));
        match counted {
            // Removed or moved meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(%error, ?path, "a folder was not counted"),
            Ok(()) => {}
        }
    }
    Ok(counting.so_far())
}

/// Counts the files in a folder, and adds the folders in it to those that wait.
fn count_folder(
    folder: &Dir,
    path: &Path,
    counting: &Counting,
    waiting: &mut Vec<PathBuf>,
) -> io::Result<()> {
    for entry in folder.entries()? {
        let entry = entry?;
        let name = entry.file_name();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            waiting.push(path.join(name));
        } else if kind.is_file() && !is_in_progress(&name) {
            match entry.metadata() {
                Ok(metadata) => counting.add(metadata.len()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// Whether there is no folder where a home should be.
fn is_missing(error: &io::Error) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory)
}

impl Ledger {
    /// Counts an account's home anew and keeps what was found: exactly, also while sessions
    /// change it. A home that is missing holds what it held when it was last seen. None if the
    /// account has no quota here (any more). Blocks.
    ///
    /// # Errors
    /// If the home cannot be read, or the count was stopped, or it would hold others up for too
    /// long. Then what was known stays, and is followed.
    pub fn count(&self, account_id: i64, counting: &Counting) -> io::Result<Option<Usage>> {
        for left in (0..TRIES).rev() {
            let order = self.write_order();
            let Some(home) = self
                .books()
                .accounts
                .get(&account_id)
                .map(|a| a.home.clone())
            else {
                return Ok(None);
            };
            let home = match home() {
                Ok(home) => home,
                Err(error) if is_missing(&error) => return Ok(Some(self.miss(account_id))),
                Err(error) => return Err(error),
            };
            let Some(begun) = self.begin_count(account_id, folder_id(&home)?) else {
                return Ok(None);
            };
            let waits = (left == 0).then_some(order);
            let until = waits.is_some().then(|| Instant::now() + HOLDS_UP);
            let found = walk(&home, counting, until)?;
            let _order = waits.unwrap_or_else(|| self.write_order());
            if self.end_count(account_id, begun, found) {
                return Ok(Some(found));
            }
        }
        // The last one let nothing change: the account is gone, or its home another one.
        Ok(None)
    }

    /// Moves the account's home to where it is now; answers how often it was changed before.
    fn begin_count(&self, account_id: i64, root: FolderId) -> Option<u64> {
        let mut books = self.books();
        let account = books.accounts.get(&account_id)?;
        if account.root != Some(root) {
            books.move_home(account_id, root);
            self.begin_generation(&mut books);
        }
        books.accounts.get(&account_id).map(|a| a.changes)
    }

    /// The account's home is not where it should be: what is not known of it is nothing.
    fn miss(&self, account_id: i64) -> Usage {
        let mut books = self.books();
        let Some(account) = books.accounts.get_mut(&account_id) else {
            return Usage::default();
        };
        account.adrift = true;
        let used = *account.used.get_or_insert_default();
        drop(books);
        self.counted.notify_waiters();
        used
    }

    /// Keeps what was found, unless it was changed meanwhile.
    fn end_count(&self, account_id: i64, begun: u64, found: Usage) -> bool {
        let mut books = self.books();
        let Some(account) = books.accounts.get_mut(&account_id) else {
            return false;
        };
        if account.changes != begun {
            return false;
        }
        account.used = Some(found);
        drop(books);
        self.counted.notify_waiters();
        true
    }
}
