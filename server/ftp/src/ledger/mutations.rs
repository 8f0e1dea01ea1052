//! Changes other than uploads: files removed or renamed, folders created or removed.

use std::io;

use cap_std::fs::Dir;

use super::count::count;
use super::progress::CountProgress;
use super::quota_ledger::Ledger;
use super::resolve::{Entry, entry, locate, open_parent};
use super::usage::{Delta, QuotaHolder, Usage};
use crate::error::FileError;
use crate::path::VirtualPath;

impl Ledger {
    /// Removes a file or a symlink.
    pub(crate) fn delete(&self, home: &Dir, path: &VirtualPath) -> Result<(), FileError> {
        let lock = self.lock_mutations();
        if lock.is_shared_lock() {
            return home.remove_file(path.relative()).map_err(FileError::from);
        }
        let (folder, name) = open_parent(home, path)?;
        let existing = entry(&folder, name)?;
        let holders = self.holders_containing(&folder)?;
        folder.remove_file(name)?;
        let removed = existing.map(|entry| entry.usage).unwrap_or_default();
        let delta = Delta::between(removed, Usage::default());
        self.state().apply(&holders, delta);
        if existing.is_some_and(|entry| !entry.is_file) {
            self.relocate_homes(false);
        }
        Ok(())
    }

    /// Renames a file or folder, replacing an existing file or an empty folder.
    ///
    /// A folder that cannot be read as a whole is [denied](FileError::Denied) to be moved into a
    /// home with a quota that does not contain it yet.
    pub(crate) fn rename(
        &self,
        home: &Dir,
        from: &VirtualPath,
        to: &VirtualPath,
    ) -> Result<(), FileError> {
        let lock = self.lock_mutations();
        let rename = || home.rename(from.relative(), home, to.relative());
        if lock.is_shared_lock() {
            return rename().map_err(FileError::from);
        }
        let (from_folder, from_name) = open_parent(home, from)?;
        let (to_folder, to_name) = open_parent(home, to)?;
        let moved = entry(&from_folder, from_name)?;
        let moved = moved.ok_or(FileError::NotFound)?;
        let replaced = entry(&to_folder, to_name)?;
        if replaced.is_some_and(|replaced| replaced.id == moved.id) {
            // Two hard links of one file: rename(2) does nothing.
            return rename().map_err(FileError::from);
        }
        let source = self.holders_containing(&from_folder)?;
        let target = self.holders_containing(&to_folder)?;
        let (moved_out, moved_in) = if moved.is_dir && source != target {
            let folder = from_folder.open_dir(from_name)?;
            let counted = count(&folder, &CountProgress::new())?;
            if !counted.is_complete && target.iter().any(|id| !source.contains(id)) {
                return Err(FileError::Denied);
            }
            let tree = counted.usage.plus(Usage::FOLDER);
            (tree, tree)
        } else {
            (moved.usage, moved.as_complete())
        };
        let overwritten = replaced.map(|entry| entry.usage).unwrap_or_default();
        let removed = Delta::between(moved_out, Usage::default());
        let added = Delta::between(overwritten, moved_in);
        let deltas = combined(&source, removed, &target, added);
        self.reserve_all(&deltas)?;
        let renamed = from_folder.rename(from_name, &to_folder, to_name);
        self.apply_all(&deltas, renamed.is_ok());
        renamed?;
        if let Some(replaced) = replaced
            && replaced.is_dir
        {
            self.forget_root(replaced);
        }
        if !moved.is_file {
            self.relocate_homes(false);
        }
        Ok(())
    }

    /// Creates a folder by `make`: it may be a home that was missing.
    pub(crate) fn make_dir(
        &self,
        home: &Dir,
        path: &VirtualPath,
        make: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), FileError> {
        let lock = self.lock_mutations();
        if lock.is_shared_lock() {
            return make().map_err(FileError::from);
        }
        let (folder, name) = open_parent(home, path)?;
        if entry(&folder, name)?.is_some() {
            return Err(FileError::Exists);
        }
        let holders = self.holders_containing(&folder)?;
        {
            let state = self.state();
            self.require_counted(&state, &holders)?;
            state.check(&holders, Usage::FOLDER)?;
        }
        make()?;
        let delta = Delta::between(Usage::default(), Usage::FOLDER);
        self.state().apply(&holders, delta);
        self.relocate_homes(true);
        Ok(())
    }

    /// Removes an empty folder by `remove`: it may be a home.
    pub(crate) fn remove_dir(
        &self,
        home: &Dir,
        path: &VirtualPath,
        remove: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), FileError> {
        let lock = self.lock_mutations();
        if lock.is_shared_lock() {
            return remove().map_err(FileError::from);
        }
        let (folder, name) = open_parent(home, path)?;
        let existing = entry(&folder, name)?;
        let holders = self.holders_containing(&folder)?;
        remove()?;
        if let Some(existing) = existing {
            let delta = Delta::between(existing.usage, Usage::default());
            self.state().apply(&holders, delta);
            self.forget_root(existing);
        }
        Ok(())
    }

    /// Forgets the home of a removed folder, whose inode may be reused.
    fn forget_root(&self, folder: Entry) {
        let mut state = self.state();
        let Some(holders) = state.roots.remove(&folder.id) else {
            return;
        };
        state.update_each(&holders, |account| {
            account.root = None;
            account.is_missing = true;
            account.changes += 1;
            // It was empty, or it could not have been removed.
            account.used = Some(Usage::default());
        });
        self.begin_generation(&mut state);
    }

    /// Resolves the paths of homes again after folders were moved; only those of missing homes
    /// after something was created. The exclusive lock must be held.
    pub(super) fn relocate_homes(&self, only_missing: bool) {
        let homes: Vec<_> = {
            let state = self.state();
            let homes = state.holders.iter();
            homes
                .filter(|(_, account)| account.is_missing || !only_missing)
                .map(|(id, account)| (*id, account.home.clone()))
                .collect()
        };
        if homes.is_empty() {
            return;
        }
        let located = homes.into_iter().map(|(id, home)| (id, locate(&home)));
        let located: Vec<_> = located.collect();
        let mut moved = Vec::new();
        let mut state = self.state();
        for (id, root) in located {
            let Some(account) = state.holders.get_mut(&id) else {
                continue;
            };
            // A home whose path is missing now may still be open, as the folder that it was.
            account.is_missing = root.is_none();
            if let Some(root) = root
                && account.root != Some(root)
            {
                state.move_home(id, root);
                moved.push(id);
            }
        }
        if !only_missing || !moved.is_empty() {
            self.begin_generation(&mut state);
        }
        drop(state);
        self.request_counts(moved);
    }

    /// Reserves the space for all of these changes, or for none.
    fn reserve_all(&self, deltas: &[(QuotaHolder, Delta)]) -> Result<(), FileError> {
        let mut state = self.state();
        for (id, delta) in deltas {
            let taken = delta.taken();
            if taken != Usage::default() {
                self.require_counted(&state, &[*id])?;
                state.check(&[*id], taken)?;
            }
        }
        for (id, delta) in deltas {
            state.reserve(&[*id], delta.taken());
        }
        Ok(())
    }

    /// Releases what was reserved for the changes, and applies them if they were made.
    fn apply_all(&self, deltas: &[(QuotaHolder, Delta)], made: bool) {
        let mut state = self.state();
        for (id, delta) in deltas {
            state.release(&[*id], delta.taken());
            if made {
                state.apply(&[*id], *delta);
            }
        }
    }
}

/// The change for each account; for those on both sides, the sum.
fn combined(
    source: &[QuotaHolder],
    removed: Delta,
    target: &[QuotaHolder],
    added: Delta,
) -> Vec<(QuotaHolder, Delta)> {
    let mut deltas: Vec<(QuotaHolder, Delta)> = source.iter().map(|id| (*id, removed)).collect();
    for id in target {
        match deltas.iter_mut().find(|(other, _)| other == id) {
            Some((_, delta)) => {
                delta.bytes += added.bytes;
                delta.files += added.files;
            }
            None => deltas.push((*id, added)),
        }
    }
    deltas
}
