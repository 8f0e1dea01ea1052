//! `berth config`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::error::CommandError;
use super::output::{command_texts, print_json, print_line, print_table};
use crate::config::{Config, SettingsFileConfig, SettingsFilePath};
use crate::settings::{Source, Value, Values, check, example};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Show the settings that hold here, without passwords, and where each is from
    Show(Box<Show>),
    /// Check a settings file: each problem is a line
    Check(Check),
    /// Print a settings file with every setting, to begin with
    Example,
}

#[derive(Args)]
pub(super) struct Show {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _config: Config,
}

#[derive(Args)]
pub(super) struct Check {
    /// The file, if not the one that would be read
    file: Option<OsString>,
    #[command(flatten)]
    in_use: SettingsFileConfig,
}

impl Command {
    /// Whether the settings file has to be right for it.
    pub(super) fn needs_file(&self) -> bool {
        match self {
            Self::Show(_) => true,
            Self::Check(_) | Self::Example => false,
        }
    }

    pub(super) fn execute(self, values: &Values) -> Result<(), CommandError> {
        match self {
            Self::Show(show) => show.execute(values),
            Self::Check(check) => check.execute(),
            Self::Example => print_line(example().trim_end()),
        }
    }
}

/// A setting as `--json` prints it.
#[derive(Serialize)]
struct Row<'a> {
    setting: &'a str,
    variable: &'a str,
    option: &'a str,
    value: Option<String>,
    source: &'static str,
    /// The variable, the option, or the file.
    from: Option<String>,
    line: Option<usize>,
}

impl<'a> From<&'a Value> for Row<'a> {
    fn from(value: &'a Value) -> Self {
        let (source, from, line) = match &value.source {
            Source::Default => ("default", None, None),
            Source::File(file, line) => ("file", Some(file.display().to_string()), Some(*line)),
            Source::Environment(name) => ("environment", Some(name.clone()), None),
            Source::CommandLine(name) => ("command-line", Some(name.clone()), None),
        };
        Self {
            setting: &value.setting.key,
            variable: &value.setting.variable,
            option: &value.setting.option,
            value: value.shown(),
            source,
            from,
            line,
        }
    }
}

impl Show {
    fn execute(self, values: &Values) -> Result<(), CommandError> {
        if self.json {
            let rows: Vec<Row<'_>> = values.iter().map(Row::from).collect();
            return print_json(&rows);
        }
        let texts = command_texts();
        let row = |value: &Value| {
            let source = match value.source {
                Source::Default => texts.default_setting.to_owned(),
                _ => value.source.to_string(),
            };
            [
                value.setting.key.clone(),
                value.shown().unwrap_or_default(),
                source,
            ]
        };
        let headings = [texts.setting, texts.setting_value, texts.setting_source];
        print_table(headings, values.iter().map(row).collect())
    }
}

impl Check {
    fn execute(self) -> Result<(), CommandError> {
        let texts = command_texts();
        let file = match self.file {
            Some(file) => PathBuf::from(file),
            None => match self.in_use.path() {
                SettingsFilePath::Given(file) | SettingsFilePath::Default(file) => file,
                SettingsFilePath::None => return Err(CommandError::NoSettingsFile),
            },
        };
        for warning in check(&file)? {
            print_line(&warning)?;
        }
        print_line(&(texts.settings_are_right)(&file.display().to_string()))
    }
}
