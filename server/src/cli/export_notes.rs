//! What `berth export` says beside the accounts, on standard error: standard output may be the file.

use std::io::{self, Write};

use app::i18n::ExportTexts;
use model::{AccountName, visible};

use super::error::CommandError;
use super::output::{command_texts, panel_texts};
use crate::export::{Losses, Target, Written};

/// What is to be said once of all accounts, counted as they are written.
pub(super) struct ExportNotes {
    target: Target,
    with_hashes: bool,
    written: u64,
    missing: u64,
    losses: Losses,
}

impl ExportNotes {
    pub(super) fn new(target: Target, with_hashes: bool) -> Self {
        Self {
            target,
            with_hashes,
            written: 0,
            missing: 0,
            losses: Losses::default(),
        }
    }

    /// Counts what was written of an account.
    pub(super) fn count(&mut self, written: &Written) {
        self.written += 1;
        self.losses.count(written);
    }

    /// Says at once that an account cannot be written: there may be many.
    pub(super) fn tell_missing(
        &mut self,
        name: &AccountName,
        home: &str,
    ) -> Result<(), CommandError> {
        self.missing += 1;
        let sentence = (command_texts().export.home_not_written)(name.as_str(), &visible(home));
        Ok(writeln!(io::stderr(), "{sentence}")?)
    }

    /// Says the rest; `file` is where the accounts are.
    ///
    /// # Errors
    /// [`CommandError::ProblemFound`] if an account is missing.
    pub(super) fn tell(
        self,
        texts: &ExportTexts,
        file: Option<String>,
    ) -> Result<(), CommandError> {
        let mut lines = vec![(texts.written)(self.written, file.as_deref())];
        lines.push(match self.with_hashes {
            true => texts.is_secret.to_owned(),
            false => texts.without_hashes.to_owned(),
        });
        if let Some(program) = self.target.program() {
            self.push_losses(texts, program, &mut lines);
        }
        if self.missing > 0 {
            lines.push((texts.incomplete)(self.missing));
        }
        writeln!(io::stderr(), "{}", lines.join("\n"))?;
        match self.missing {
            0 => Ok(()),
            _ => Err(CommandError::ProblemFound),
        }
    }

    /// What the program does not get.
    fn push_losses(&self, texts: &ExportTexts, program: &str, lines: &mut Vec<String>) {
        let losses = &self.losses;
        for (field, accounts) in losses.not_kept() {
            let setting = panel_texts().field(field);
            lines.push((texts.not_kept)(program, setting, accounts));
        }
        if losses.locked > 0 {
            lines.push((texts.locked)(program, losses.locked));
        }
        if losses.argon2_hashes > 0 {
            let accounts = losses.argon2_hashes;
            lines.push(match self.target {
                Target::PureFtpd(_) => (texts.hashes_need_libsodium)(accounts),
                _ => (texts.hashes_need_crypt)(program, accounts),
            });
        }
        if losses.hashes_left_out > 0 {
            lines.push((texts.hashes_left_out)(program, losses.hashes_left_out));
        }
    }
}
