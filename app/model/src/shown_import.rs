//! What a page shows of an import, of which there may be more than a page holds.

use serde::{Deserialize, Serialize};

use super::{
    AccountName, AppError, ImportCounts, ImportForm, ImportOutcome, ImportPreview, ImportRow,
    ImportedPassword,
};

/// What a page shows of an [`ImportPreview`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownImport {
    /// How many accounts become what.
    pub counts: ImportCounts,
    /// The first records, of which those come first that one has to look at.
    pub rows: Vec<ImportRow>,
    /// How many more there are.
    pub left_out: u64,
}

impl ShownImport {
    /// The most rows.
    pub const MAX_ROWS: usize = 200;
    /// The most one-time links that a page shows: what makes more is for the command line.
    pub const MAX_LINKS: u64 = 1_000;

    /// How many accounts would be written.
    pub fn written(&self) -> u64 {
        self.counts.added + self.counts.changed
    }

    /// Whether more links would be made than a page shows.
    pub fn has_too_many_links(&self) -> bool {
        self.counts.links > Self::MAX_LINKS
    }
}

impl From<ImportPreview> for ShownImport {
    fn from(preview: ImportPreview) -> Self {
        let ImportPreview { counts, mut rows } = preview;
        // Stable: else in the order of the file.
        rows.sort_by_key(urgency);
        let left_out = rows.len().saturating_sub(Self::MAX_ROWS);
        rows.truncate(Self::MAX_ROWS);
        Self {
            counts,
            rows,
            left_out: u64::try_from(left_out).unwrap_or(u64::MAX),
        }
    }
}

/// How much there is to look at in a row; the lowest is the most.
fn urgency(row: &ImportRow) -> u8 {
    match row.outcome {
        ImportOutcome::Refused(_) => 0,
        _ if matches!(row.password, Some(ImportedPassword::Link(_))) => 1,
        _ if !row.not_kept.is_empty() => 2,
        ImportOutcome::Changed(_) => 3,
        ImportOutcome::Added => 4,
        ImportOutcome::Unchanged => 5,
    }
}

/// Where one is between choosing a file and having its accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportStage {
    /// No file was chosen.
    Empty,
    /// The file is not kept any more, or never was in this session.
    Gone,
    /// The file or a rule cannot be read.
    Refused(AppError),
    /// What would happen.
    Preview(ShownImport),
    /// It is being done.
    Underway,
    /// It was done.
    Done(ShownImport),
}

/// A file that was chosen to be imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportUploadView {
    /// What was said beside it.
    pub form: ImportForm,
    /// What the file is called; none if none is kept.
    pub file_name: Option<String>,
    /// What becomes of it.
    pub stage: ImportStage,
}

/// A one-time link of an imported account, as a page shows it once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLink {
    /// The account.
    pub name: AccountName,
    /// Where its recipient sets its password.
    pub address: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: usize, outcome: ImportOutcome) -> ImportRow {
        ImportRow {
            line: u64::try_from(line).unwrap_or_default(),
            source_name: format!("n{line}"),
            name: None,
            home_directory: None,
            outcome,
            password: None,
            not_kept: Vec::new(),
        }
    }

    #[test]
    fn what_is_refused_comes_first_and_the_rest_is_counted() {
        let mut rows: Vec<ImportRow> = (1..=ShownImport::MAX_ROWS)
            .map(|line| row(line, ImportOutcome::Added))
            .collect();
        rows.push(row(201, ImportOutcome::Refused(Vec::new())));
        let shown = ShownImport::from(ImportPreview::new(rows));
        assert_eq!(shown.left_out, 1);
        assert_eq!(shown.rows.len(), ShownImport::MAX_ROWS);
        let lines: Vec<u64> = shown.rows.iter().take(3).map(|row| row.line).collect();
        assert_eq!(lines, [201, 1, 2]);
        assert_eq!((shown.written(), shown.counts.refused), (200, 1));
    }
}
