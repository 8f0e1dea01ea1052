//! What commands print, in the language of the terminal.

use std::io::{self, Write};

use app::i18n::{CliTexts, Texts, cli_texts, texts};
use comfy_table::{Table, presets};
use model::{Locale, is_control, visible};
use serde::Serialize;

use super::error::CommandError;

/// The language of the terminal (POSIX, "Environment Variables", 8.2): the first of the three
/// variables that is set decides.
pub(super) fn terminal_locale() -> Locale {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| Locale::from_tag(&value))
        .unwrap_or_default()
}

/// What the panel says, in that language.
pub(super) fn panel_texts() -> &'static Texts {
    texts(terminal_locale())
}

/// What the command line alone says, in that language.
pub(super) fn command_texts() -> &'static CliTexts {
    cli_texts(terminal_locale())
}

/// Prints a line on standard output.
pub(super) fn print_line(text: &str) -> Result<(), CommandError> {
    print_text(&format!("{text}\n")).map(drop)
}

/// Prints text on standard output; returns whether somebody still reads it.
pub(super) fn print_text(text: &str) -> Result<bool, CommandError> {
    match io::stdout().write_all(text.as_bytes()) {
        // `berth … list | head` has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        written => {
            written?;
            Ok(true)
        }
    }
}

/// Prints rows of text in aligned columns, under their headings.
pub(super) fn print_table<const COLUMNS: usize>(
    headings: [&str; COLUMNS],
    rows: Vec<[String; COLUMNS]>,
) -> Result<(), CommandError> {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    // A text of a person or a disk never turns the rest of the line.
    let rows = rows.iter();
    let rows = rows.map(|row| row.each_ref().map(|cell| visible(cell).into_owned()));
    table.set_header(headings).add_rows(rows);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    print_line(&table.trim_fmt())
}

/// Prints a value as JSON.
pub(super) fn print_json(value: &impl Serialize) -> Result<(), CommandError> {
    print_line(&json_for_terminal(&serde_json::to_string_pretty(value)?))
}

/// JSON in which what turns the direction of text is escaped: a terminal may show it.
pub(super) fn json_for_terminal(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        // Outside of strings there are no control characters but line breaks.
        if is_control(character) && character != '\n' {
            shown.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            shown.push(character);
        }
    }
    shown
}
