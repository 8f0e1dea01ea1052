//! What commands say, in the language of the terminal.

use std::io::{self, Write};
use std::process::ExitCode;

use app::i18n::{Texts, texts};
use model::{AppError, Locale};

use super::error::CommandError;

/// The language of the terminal (POSIX, "Environment Variables", 8.2): the first of the three
/// variables that is set decides.
pub(super) fn locale() -> Locale {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| Locale::from_tag(&value))
        .unwrap_or_default()
}

/// The texts of that language.
pub(super) fn own_texts() -> &'static Texts {
    texts(locale())
}

/// Says why nothing was done.
pub(super) fn refused(refusal: &CommandError) -> ExitCode {
    let sentence = match refusal {
        CommandError::AppError(problem) => problem_sentence(problem),
        CommandError::Start(error) => error.to_string(),
        CommandError::Open(error) => error.to_string(),
        CommandError::System(error) => error.to_string(),
        CommandError::PasswordsDiffer => either(
            "The two passwords differ. Try again.",
            "Les deux mots de passe diffèrent. Recommencez.",
        ),
        CommandError::NoDefaultExpiry => either(
            "An expiry can be no default: give it to each account, with ftp-account add or set.",
            "Une expiration ne peut pas être un réglage par défaut. Donnez-la à chaque compte, avec ftp-account add ou set.",
        ),
        CommandError::NoTerminal => either(
            "There is no terminal to ask for the password at. Use --password-stdin.",
            "Aucun terminal pour demander le mot de passe. Utilisez --password-stdin.",
        ),
    };
    // Nobody may be listening any more; the exit code still tells.
    let _ = writeln!(io::stderr(), "berth: {sentence}");
    ExitCode::FAILURE
}

fn problem_sentence(problem: &AppError) -> String {
    match problem {
        // The panel's sentence speaks of an address and a page.
        AppError::NotFound => either(
            "There is nothing of that name. See what there is with the list commands.",
            "Il n'y a rien de ce nom. Les commandes « list » montrent ce qui existe.",
        ),
        AppError::MainAccountStays => either(
            "Nothing was removed: it is impossible to remove a subscription's main FTP account.",
            "Rien n'a été supprimé : il est impossible de supprimer le compte FTP principal d'un abonnement.",
        ),
        problem => own_texts().error_in_full(problem),
    }
}

/// One of two sentences, by language.
pub(super) fn either(english: &str, french: &str) -> String {
    match locale() {
        Locale::En => english,
        Locale::Fr => french,
    }
    .to_owned()
}

/// Says a line on standard output.
pub(super) fn line(text: &str) -> Result<(), CommandError> {
    match writeln!(io::stdout(), "{text}") {
        // `berth … list | head` has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// Says rows of text in aligned columns, under their headings.
pub(super) fn table<const COLUMNS: usize>(
    headings: [&str; COLUMNS],
    rows: &[[String; COLUMNS]],
) -> Result<(), CommandError> {
    let mut widths = headings.map(|heading| heading.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let say = |cells: [&str; COLUMNS]| {
        let padded: Vec<String> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        line(padded.join("  ").trim_end())
    };
    say(headings)?;
    for row in rows {
        say(row.each_ref().map(String::as_str))?;
    }
    Ok(())
}
