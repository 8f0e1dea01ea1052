//! Space reserved in quotas for an upload in progress.

use std::io;
use std::path::Path;
use std::sync::Arc;

use cap_std::fs::Dir;

use super::quota_ledger::Ledger;
use super::resolve::{check_not_removed, entry};
use super::usage::{Delta, QuotaHolder, Usage};
use crate::error::FileError;

/// The space that an upload has reserved so far, in all homes that will contain the file. Released
/// when dropped.
///
/// The size of an existing file of that name is credited to the upload, which will replace it;
/// it is checked again when the upload is complete.
pub(crate) struct Reservation {
    ledger: Arc<Ledger>,
    generation: u64,
    holders: Vec<QuotaHolder>,
    /// Bytes received.
    bytes: u64,
    /// The usage of the file that will be replaced.
    credit: Usage,
    /// What is reserved, in this generation.
    reserved: Usage,
}

impl Reservation {
    /// Reserves an empty file.
    pub(crate) fn begin(
        ledger: &Arc<Ledger>,
        folder: &Dir,
        name: &Path,
    ) -> Result<Self, FileError> {
        let mut reservation = Self {
            ledger: Arc::clone(ledger),
            // Read first: a quota that is added from now on begins a new generation.
            generation: ledger.generation(),
            holders: Vec::new(),
            bytes: 0,
            credit: Usage::default(),
            reserved: Usage::default(),
        };
        if !ledger.has_no_quotas() {
            reservation.credit = existing_usage(folder, name)?;
            reservation.relocate(folder)?;
            ledger.require_counted(&ledger.state(), &reservation.holders)?;
        }
        Ok(reservation)
    }

    /// Reserves more bytes.
    ///
    /// To be called once per chunk: it takes a lock that all uploads of the webspace share.
    pub(crate) fn take(&mut self, folder: &Dir, bytes: usize) -> Result<(), FileError> {
        let bytes = self.bytes.saturating_add(bytes as u64);
        let ledger = Arc::clone(&self.ledger);
        if self.holders.is_empty() && self.generation == ledger.generation() {
            self.bytes = bytes;
            return Ok(());
        }
        loop {
            if self.generation != ledger.generation() {
                check_not_removed(folder)?;
                self.relocate(folder)?;
            }
            let reserved = self.beyond_credit(bytes);
            let more = Usage {
                bytes: reserved.bytes - self.reserved.bytes,
                files: 0,
            };
            let mut state = ledger.state();
            if self.generation != ledger.generation() {
                continue;
            }
            state.check(&self.holders, more)?;
            state.reserve(&self.holders, more);
            (self.bytes, self.reserved) = (bytes, reserved);
            return Ok(());
        }
    }

    /// Gives the file its name by `give_name`: it is complete, with `size` bytes. `appends`: to the
    /// file that has the name, if there is one.
    pub(crate) fn commit(
        mut self,
        folder: &Dir,
        name: &Path,
        size: u64,
        appends: bool,
        give_name: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), FileError> {
        let ledger = Arc::clone(&self.ledger);
        let lock = ledger.lock_mutations();
        if lock.is_shared_lock() {
            return give_name().map_err(FileError::from);
        }
        // No new generation begins while the lock is held.
        if self.generation != ledger.generation() {
            self.generation = ledger.generation();
            self.reserved = Usage::default();
            self.holders = ledger.holders_containing(folder)?;
        }
        // The file that exists now is meant, whatever it was when the upload began.
        let existing = entry(folder, name)?;
        let before = existing.map(|entry| entry.usage).unwrap_or_default();
        let kept = if appends { before.bytes } else { 0 };
        let after = Usage {
            bytes: kept.saturating_add(size),
            files: 1,
        };
        let delta = Delta::between(before, after);
        {
            let mut state = ledger.state();
            state.release(&self.holders, std::mem::take(&mut self.reserved));
            state.check(&self.holders, delta.taken())?;
            state.reserve(&self.holders, delta.taken());
            self.reserved = delta.taken();
        }
        give_name()?;
        let mut state = ledger.state();
        state.release(&self.holders, std::mem::take(&mut self.reserved));
        state.apply(&self.holders, delta);
        if existing.is_some_and(|entry| entry.links > 1) {
            // Its other hard links may have changed with it, which only a count can find.
            state.invalidate_counts();
            let holders = state.holders.keys().copied().collect();
            drop(state);
            ledger.request_counts(holders);
        }
        Ok(())
    }

    /// Resolves the homes again, and reserves there what is needed.
    fn relocate(&mut self, folder: &Dir) -> Result<(), FileError> {
        loop {
            let generation = self.ledger.generation();
            let holders = self.ledger.holders_containing(folder)?;
            let reserved = self.beyond_credit(self.bytes);
            // Reservations of other generations are void already.
            self.holders = Vec::new();
            let ledger = Arc::clone(&self.ledger);
            let mut state = ledger.state();
            if generation == ledger.generation() {
                self.generation = generation;
                self.reserved = Usage::default();
                state.check(&holders, reserved)?;
                state.reserve(&holders, reserved);
                (self.holders, self.reserved) = (holders, reserved);
                return Ok(());
            }
        }
    }

    /// What this many bytes use beyond the file that will be replaced.
    fn beyond_credit(&self, bytes: u64) -> Usage {
        Usage {
            bytes: bytes.saturating_sub(self.credit.bytes),
            files: 1_u64.saturating_sub(self.credit.files),
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        let mut state = self.ledger.state();
        if self.generation == self.ledger.generation() {
            state.release(&self.holders, self.reserved);
        }
    }
}

/// The usage of the entry `name`.
fn existing_usage(folder: &Dir, name: &Path) -> Result<Usage, FileError> {
    let existing = entry(folder, name)?;
    Ok(existing.map(|entry| entry.usage).unwrap_or_default())
}
