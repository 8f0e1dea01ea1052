//! What an upload takes of the quotas above it before it has its name.

use std::io;
use std::path::Path;
use std::sync::Arc;

use cap_std::fs::Dir;

use super::quota_ledger::Ledger;
use super::resolve::entry;
use super::usage::{Delta, Usage};
use crate::error::FileError;

/// The room that an upload has taken so far, in all homes that are to hold the file. Given back
/// when dropped.
///
/// What a file of that name held is credited to the upload, since it will be replaced; whether
/// that is still so is looked at when the upload is complete.
pub(crate) struct Reservation {
    ledger: Arc<Ledger>,
    generation: u64,
    holders: Vec<i64>,
    /// Bytes that have come.
    bytes: u64,
    /// What is there and will be replaced.
    credit: Usage,
    /// What is taken, in this generation.
    held: Usage,
}

impl Reservation {
    /// Takes the room for a file without bytes.
    pub(crate) fn begin(
        ledger: &Arc<Ledger>,
        folder: &Dir,
        name: &Path,
    ) -> Result<Self, FileError> {
        let mut reservation = Self {
            ledger: Arc::clone(ledger),
            // Asked for first: whoever gets a quota from now on begins another one.
            generation: ledger.generation(),
            holders: Vec::new(),
            bytes: 0,
            credit: Usage::default(),
            held: Usage::default(),
        };
        if !ledger.is_idle() {
            reservation.credit = usage_there(folder, name)?;
            reservation.follow(folder)?;
            ledger.require_counted(&ledger.books(), &reservation.holders)?;
        }
        Ok(reservation)
    }

    /// Takes room for more bytes.
    ///
    /// To be called for a whole piece at once: it locks what all uploads of the webspace share.
    pub(crate) fn take(&mut self, folder: &Dir, bytes: usize) -> Result<(), FileError> {
        let bytes = self.bytes.saturating_add(bytes as u64);
        let ledger = Arc::clone(&self.ledger);
        if self.holders.is_empty() && self.generation == ledger.generation() {
            self.bytes = bytes;
            return Ok(());
        }
        loop {
            if self.generation != ledger.generation() {
                self.follow(folder)?;
            }
            let held = self.beside_credit(bytes);
            let more = Usage {
                bytes: held.bytes - self.held.bytes,
                files: 0,
            };
            let mut books = ledger.books();
            if self.generation != ledger.generation() {
                continue;
            }
            books.check(&self.holders, more)?;
            books.hold(&self.holders, more);
            (self.bytes, self.held) = (bytes, held);
            return Ok(());
        }
    }

    /// Gives the file its name by `name_it`: it is complete, with `size` bytes.
    pub(crate) fn settle(
        mut self,
        folder: &Dir,
        name: &Path,
        size: u64,
        name_it: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), FileError> {
        let ledger = Arc::clone(&self.ledger);
        let order = ledger.order();
        if order.is_free() {
            return name_it().map_err(FileError::from);
        }
        // No other generation begins as long as the order is ours.
        if self.generation != ledger.generation() {
            self.generation = ledger.generation();
            self.held = Usage::default();
            self.holders = ledger.holders(folder)?;
        }
        let after = Usage {
            bytes: size,
            files: 1,
        };
        // What is there now is what is replaced, whatever it was when the upload began.
        let delta = Delta::between(usage_there(folder, name)?, after);
        {
            let mut books = ledger.books();
            books.give_back(&self.holders, std::mem::take(&mut self.held));
            books.check(&self.holders, delta.taken())?;
            books.hold(&self.holders, delta.taken());
            self.held = delta.taken();
        }
        name_it()?;
        let mut books = ledger.books();
        books.give_back(&self.holders, std::mem::take(&mut self.held));
        books.settle(&self.holders, delta);
        Ok(())
    }

    /// Finds the holders anew and takes there what has been taken.
    fn follow(&mut self, folder: &Dir) -> Result<(), FileError> {
        loop {
            let generation = self.ledger.generation();
            let holders = self.ledger.holders(folder)?;
            let held = self.beside_credit(self.bytes);
            // What was held in another generation is forgotten already.
            self.holders = Vec::new();
            let ledger = Arc::clone(&self.ledger);
            let mut books = ledger.books();
            if generation == ledger.generation() {
                self.generation = generation;
                self.held = Usage::default();
                books.check(&holders, held)?;
                books.hold(&holders, held);
                (self.holders, self.held) = (holders, held);
                return Ok(());
            }
        }
    }

    /// What so many bytes take beside the file that will be replaced.
    fn beside_credit(&self, bytes: u64) -> Usage {
        Usage {
            bytes: bytes.saturating_sub(self.credit.bytes),
            files: 1_u64.saturating_sub(self.credit.files),
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        let mut books = self.ledger.books();
        if self.generation == self.ledger.generation() {
            books.give_back(&self.holders, self.held);
        }
    }
}

/// What is called `name` counts for.
fn usage_there(folder: &Dir, name: &Path) -> Result<Usage, FileError> {
    let there = entry(folder, name)?;
    Ok(there.map(|entry| entry.usage).unwrap_or_default())
}
