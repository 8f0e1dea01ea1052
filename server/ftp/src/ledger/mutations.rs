//! Changes other than uploads: removing and renaming, and folders.

use std::io;

use cap_std::fs::Dir;

use super::count::{Counting, count};
use super::quota_ledger::Ledger;
use super::resolve::{Entry, entry, locate, split};
use super::usage::{Delta, Usage};
use crate::error::FileError;
use crate::path::VirtualPath;

impl Ledger {
    /// Removes a file or a symlink.
    pub(crate) fn delete(&self, home: &Dir, path: &VirtualPath) -> Result<(), FileError> {
        let order = self.order();
        if order.is_free() {
            return home.remove_file(path.relative()).map_err(FileError::from);
        }
        let (folder, name) = split(home, path)?;
        let there = entry(&folder, name)?;
        let holders = self.holders(&folder)?;
        folder.remove_file(name)?;
        let removed = there.map(|entry| entry.usage).unwrap_or_default();
        let delta = Delta::between(removed, Usage::default());
        self.books().settle(&holders, delta);
        if there.is_some_and(|entry| !entry.is_file) {
            self.find_homes(false);
        }
        Ok(())
    }

    /// Gives a file or folder another name, which replaces a file that has it.
    pub(crate) fn rename(
        &self,
        home: &Dir,
        from: &VirtualPath,
        to: &VirtualPath,
    ) -> Result<(), FileError> {
        let order = self.order();
        let rename = || home.rename(from.relative(), home, to.relative());
        if order.is_free() {
            return rename().map_err(FileError::from);
        }
        let (from_folder, from_name) = split(home, from)?;
        let (to_folder, to_name) = split(home, to)?;
        let moved = entry(&from_folder, from_name)?;
        let moved = moved.ok_or(FileError::NotFound)?;
        let replaced = entry(&to_folder, to_name)?;
        if replaced.is_some_and(|replaced| replaced.id == moved.id) {
            // Two names of one file: the system leaves both.
            return rename().map_err(FileError::from);
        }
        let giving = self.holders(&from_folder)?;
        let taking = self.holders(&to_folder)?;
        let (gives, takes) = if moved.is_dir && giving != taking {
            let folder = from_folder.open_dir(from_name)?;
            let within = count(&folder, &Counting::new())?;
            (within, within)
        } else {
            (moved.usage, moved.as_complete())
        };
        let overwritten = replaced.map(|entry| entry.usage).unwrap_or_default();
        let give = Delta::between(gives, Usage::default());
        let take = Delta::between(overwritten, takes);
        let deltas = combined(&giving, give, &taking, take);
        self.hold_for(&deltas)?;
        let renamed = from_folder.rename(from_name, &to_folder, to_name);
        self.settle_for(&deltas, renamed.is_ok());
        renamed?;
        if let Some(replaced) = replaced
            && replaced.is_dir
        {
            self.forget_root(replaced);
        }
        if !moved.is_file {
            self.find_homes(false);
        }
        Ok(())
    }

    /// Makes a folder by `make`: it may be a home that was missing.
    pub(crate) fn make_dir(&self, make: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let order = self.order();
        make()?;
        if !order.is_free() {
            self.find_homes(true);
        }
        Ok(())
    }

    /// Removes an empty folder by `remove`: it may be a home.
    pub(crate) fn remove_dir(
        &self,
        home: &Dir,
        path: &VirtualPath,
        remove: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), FileError> {
        let order = self.order();
        if order.is_free() {
            return remove().map_err(FileError::from);
        }
        let there = entry(home, path.relative())?;
        remove()?;
        if let Some(entry) = there {
            self.forget_root(entry);
        }
        Ok(())
    }

    /// A folder is gone, and its inode may soon be another's.
    fn forget_root(&self, folder: Entry) {
        let mut books = self.books();
        let Some(accounts) = books.roots.remove(&folder.id) else {
            return;
        };
        books.each(&accounts, |account| {
            account.root = None;
            account.adrift = true;
            account.changes += 1;
            // It could be removed because it was empty.
            account.used = Some(Usage::default());
        });
        self.begin_generation(&mut books);
    }

    /// Follows the paths of homes again, since folders have moved; those that led nowhere alone
    /// if only something was added. The order must be kept.
    fn find_homes(&self, only_adrift: bool) {
        let homes: Vec<_> = {
            let books = self.books();
            let homes = books.accounts.iter();
            homes
                .filter(|(_, account)| account.adrift || !only_adrift)
                .map(|(id, account)| (*id, account.home.clone()))
                .collect()
        };
        if homes.is_empty() {
            return;
        }
        let located = homes.into_iter().map(|(id, home)| (id, locate(&home)));
        let located: Vec<_> = located.collect();
        let mut moved = Vec::new();
        let mut books = self.books();
        for (id, root) in located {
            let Some(account) = books.accounts.get_mut(&id) else {
                continue;
            };
            // One whose path leads nowhere now may still be open, in the folder that it was.
            account.adrift = root.is_none();
            if let Some(root) = root
                && account.root != Some(root)
            {
                books.move_home(id, root);
                moved.push(id);
            }
        }
        if !only_adrift || !moved.is_empty() {
            self.begin_generation(&mut books);
        }
        drop(books);
        self.want(moved);
    }

    /// Takes the room for each of these changes, or for none.
    fn hold_for(&self, deltas: &[(i64, Delta)]) -> Result<(), FileError> {
        let mut books = self.books();
        for (id, delta) in deltas {
            let taken = delta.taken();
            if taken != Usage::default() {
                self.require_counted(&books, &[*id])?;
                books.check(&[*id], taken)?;
            }
        }
        for (id, delta) in deltas {
            books.hold(&[*id], delta.taken());
        }
        Ok(())
    }

    /// Gives back what was taken for the changes, and enters them if they were made.
    fn settle_for(&self, deltas: &[(i64, Delta)], made: bool) {
        let mut books = self.books();
        for (id, delta) in deltas {
            books.give_back(&[*id], delta.taken());
            if made {
                books.settle(&[*id], *delta);
            }
        }
    }
}

/// What changes for whom: those that are among both give and take.
fn combined(giving: &[i64], give: Delta, taking: &[i64], take: Delta) -> Vec<(i64, Delta)> {
    let mut deltas: Vec<(i64, Delta)> = giving.iter().map(|id| (*id, give)).collect();
    for id in taking {
        match deltas.iter_mut().find(|(giver, _)| giver == id) {
            Some((_, delta)) => {
                delta.bytes += take.bytes;
                delta.files += take.files;
            }
            None => deltas.push((*id, take)),
        }
    }
    deltas
}
