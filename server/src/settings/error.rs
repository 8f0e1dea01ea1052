//! What is wrong with settings. Each is a line that says where, and what to do.

use std::fmt;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::describe::Kind;

/// Why settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error(
        "cannot read the settings file {}: {source}. Correct --config or BERTH_CONFIG, or let this user read it",
        .file.display()
    )]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is too long to be one.
    #[error("{} is no settings file: it is longer than {max} bytes. Correct --config or BERTH_CONFIG", .file.display())]
    TooLong {
        /// The file.
        file: PathBuf,
        /// The longest that is read.
        max: u64,
    },
    /// The file holds what it must not, by line.
    #[error("{}", lines(.0))]
    Problems(Vec<Problem>),
    /// A setting is there without one that it needs.
    #[error("{place}: {key} needs {other} as well. Set both of them, or none")]
    Alone {
        /// Where it is set.
        place: String,
        /// The setting.
        key: String,
        /// What is missing.
        other: String,
    },
}

fn lines(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// What is wrong with one line of a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1 on.
    pub line: usize,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.kind)
    }
}

/// What is wrong with a line of a settings file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProblemKind {
    /// It is no text.
    #[error("this is not UTF-8. Save the file as UTF-8")]
    NotText,
    /// It is not TOML.
    #[error("{0}. Write settings as key = value, and texts in quotes")]
    Syntax(String),
    /// There is no such setting, and none that is called like it.
    #[error("there is no setting “{0}”. “berth config example” prints them all")]
    Unknown(String),
    /// There is no such setting, but another one.
    #[error("there is no setting “{key}”. Did you mean {nearest}?")]
    Misspelt {
        /// What stands there.
        key: String,
        /// The setting that is called most like it.
        nearest: String,
    },
    /// It begins a table.
    #[error(
        "there are no tables here. Write each setting with its whole name, such as ftp_addr, and remove [{0}]"
    )]
    Table(String),
    /// The value is of another type.
    #[error("{key}: write {}", expected(*.kind, .example))]
    WrongType {
        /// The setting.
        key: String,
        /// What its values are.
        kind: Kind,
        /// What a value looks like.
        example: String,
    },
    /// The value is refused.
    #[error("{key}: {reason}")]
    Refused {
        /// The setting.
        key: String,
        /// Why.
        reason: String,
    },
}

fn expected(kind: Kind, example: &str) -> String {
    match kind {
        Kind::Boolean => "true or false, without quotes".to_owned(),
        Kind::Number => format!("a whole number, without quotes, such as {example}"),
        Kind::Text => format!("a text in quotes, such as \"{example}\""),
    }
}
