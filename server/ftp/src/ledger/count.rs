//! Counts the files in a home while sessions keep changing it.

use std::ffi::CStr;
use std::io;
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use cap_std::fs::Dir;

use super::progress::CountProgress;
use super::quota_ledger::Ledger;
use super::resolve::{FolderId, folder_id};
use super::usage::{QuotaHolder, Usage};
use super::walk::{Walked, walk};

/// How often a count is attempted, since changes in the meantime invalidate it. The last attempt
/// blocks changes.
const MAX_ATTEMPTS: usize = 4;
/// How long it may block them.
const EXCLUSIVE_TIMEOUT: Duration = Duration::from_secs(10);
/// What a count found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The usage of the home.
    pub usage: Usage,
    /// Whether everything could be read. If not, the usage is what is known at least.
    pub is_complete: bool,
}

/// Counts the regular files and the folders below a folder, itself not included. Blocks.
///
/// Symlinks are not followed: their targets count where they are. A file with several hard links
/// counts for each of them. Uploads in progress do not count. What this program cannot read is
/// skipped, with one warning: a folder counts without what is in it.
///
/// # Errors
/// If the folder itself cannot be read, or the count was cancelled.
pub fn count(home: &Dir, counting: &CountProgress) -> io::Result<Counted> {
    let walked = walk(home, counting, None, &mut |_, _| {})?;
    Ok(Counted {
        usage: walked.usage,
        is_complete: warn_if_incomplete(&walked),
    })
}

/// Finds the files of uploads in progress below a folder: their folders and names. Blocks.
///
/// # Errors
/// If the folder itself cannot be read, or it was cancelled.
pub(crate) fn find_uploads(
    folder: &Dir,
    progress: &CountProgress,
    mut found: impl FnMut(BorrowedFd<'_>, &CStr),
) -> io::Result<()> {
    walk(folder, progress, None, &mut found).map(drop)
}

/// Logs what was skipped; tells whether nothing was.
fn warn_if_incomplete(walked: &Walked) -> bool {
    if let Some(skipped) = &walked.skipped {
        tracing::warn!(%skipped, "a count is incomplete");
    }
    walked.skipped.is_none()
}

/// Whether the home does not exist.
fn is_missing(error: &io::Error) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory)
}

impl Ledger {
    /// Counts an account's home and stores the result, which is exact even if sessions change the
    /// home in the meantime. A missing home keeps its last known usage. None if the account has no
    /// quota here (any more). Blocks.
    ///
    /// What an incomplete count finds is stored only where it is more than what is known: a folder
    /// that this program may not read must not make room.
    ///
    /// # Errors
    /// If the home cannot be read, or the count was cancelled, or it would block others for too
    /// long. Then the known usage stays, and is kept up to date.
    pub fn count(
        &self,
        holder: QuotaHolder,
        counting: &CountProgress,
    ) -> io::Result<Option<Counted>> {
        for attempts_left in (0..MAX_ATTEMPTS).rev() {
            let lock = self.lock_exclusively();
            let Some(home) = self.state().holders.get(&holder).map(|a| a.home.clone()) else {
                return Ok(None);
            };
            let home = match home() {
                Ok(home) => home,
                Err(error) if is_missing(&error) => {
                    return Ok(Some(Counted {
                        usage: self.mark_missing(holder),
                        is_complete: true,
                    }));
                }
                Err(error) => return Err(error),
            };
            let Some(changes_before) = self.begin_count(holder, folder_id(&home)?) else {
                return Ok(None);
            };
            let exclusive = (attempts_left == 0).then_some(lock);
            let deadline = exclusive
                .is_some()
                .then(|| Instant::now() + EXCLUSIVE_TIMEOUT);
            let walked = walk(&home, counting, deadline, &mut |_, _| {})?;
            let _lock = exclusive.unwrap_or_else(|| self.lock_exclusively());
            if let Some(usage) = self.end_count(holder, changes_before, &walked) {
                return Ok(Some(Counted {
                    usage,
                    is_complete: warn_if_incomplete(&walked),
                }));
            }
        }
        // The last attempt allowed no changes: the account was removed, or its home replaced.
        Ok(None)
    }

    /// Updates the account's home directory; gives its number of changes so far.
    fn begin_count(&self, holder: QuotaHolder, root: FolderId) -> Option<u64> {
        let mut state = self.state();
        let account = state.holders.get(&holder)?;
        if account.root != Some(root) {
            state.move_home(holder, root);
            self.begin_generation(&mut state);
        }
        state.holders.get(&holder).map(|a| a.changes)
    }

    /// Records that the account's home is missing: if it was never counted, its usage is zero.
    fn mark_missing(&self, holder: QuotaHolder) -> Usage {
        let mut state = self.state();
        let Some(account) = state.holders.get_mut(&holder) else {
            return Usage::default();
        };
        account.is_missing = true;
        let used = *account.used.get_or_insert_default();
        drop(state);
        self.counted.notify_waiters();
        used
    }

    /// Stores the result, and gives what is known then; none if the home was changed in the
    /// meantime.
    fn end_count(
        &self,
        holder: QuotaHolder,
        changes_before: u64,
        walked: &Walked,
    ) -> Option<Usage> {
        let mut state = self.state();
        let account = state.holders.get_mut(&holder)?;
        if account.changes != changes_before {
            return None;
        }
        let usage = match walked.skipped {
            None => walked.usage,
            Some(_) => walked.usage.max(account.used.unwrap_or(account.at_least)),
        };
        account.used = Some(usage);
        drop(state);
        self.counted.notify_waiters();
        Some(usage)
    }
}
