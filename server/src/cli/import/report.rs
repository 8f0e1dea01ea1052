//! Telling what became of the accounts of a file.

use model::{AccountName, ImportOutcome, ImportPreview, visible};

use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_json, print_text};
use crate::import_report::ImportReport;

/// What is told.
#[derive(Default)]
pub(super) struct Report {
    /// Whether nothing was to be done.
    pub(super) is_dry_run: bool,
    /// Whether anything was.
    pub(super) is_written: bool,
    /// What became of each record, or would.
    pub(super) records: ImportPreview,
    /// The one-time links.
    pub(super) links: Vec<(AccountName, String)>,
}

/// Prints the report as JSON.
pub(super) fn print_as_json(report: Report) -> Result<(), CommandError> {
    let Report {
        is_written,
        records,
        links,
        ..
    } = report;
    print_json(&ImportReport::new(
        &records,
        is_written,
        links,
        panel_texts(),
    ))
}

/// Prints the report for a person: every record of which there is more to say than that it is added,
/// or is there just so; how many became what; and the links.
pub(super) fn print(report: &Report) -> Result<(), CommandError> {
    let (texts, mut lines) = (panel_texts(), Vec::new());
    for row in &report.records.rows {
        let notes = texts.import_notes(row);
        if notes.is_empty() && !matches!(row.outcome, ImportOutcome::Refused(_)) {
            continue;
        }
        let record = (texts.import.record)(row.line, &row.source_name);
        let outcome = (texts.import.outcome)(&row.outcome);
        lines.push(texts.labelled_by(&record, outcome));
        lines.extend(notes.iter().map(|note| format!("  {note}")));
    }
    lines.push((texts.import.counts)(&report.records.counts));
    if report.is_dry_run {
        lines.push(texts.import.would_be.to_owned());
    } else if !report.is_written && report.records.counts.refused > 0 {
        lines.push(texts.import.nothing_done.to_owned());
    }
    if !report.links.is_empty() {
        lines.push(texts.import.links.to_owned());
        let links = report.links.iter();
        lines.extend(links.map(|(name, link)| format!("{name} {link}")));
    }
    // A text of a file never turns the rest of the line, nor begins another.
    let lines: Vec<_> = lines.iter().map(|line| visible(line)).collect();
    print_text(&format!("{}\n", lines.join("\n"))).map(drop)
}
