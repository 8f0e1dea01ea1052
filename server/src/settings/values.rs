//! What holds, and where each value is from.

use std::fmt;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::describe::{Setting, all_settings};
use super::file::SettingsFile;
use super::secret::hidden;

/// Where a value is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// It was not set.
    Default,
    /// A line of the settings file.
    File(PathBuf, usize),
    /// A variable of the environment.
    Environment(String),
    /// An option of the command line.
    CommandLine(String),
}

impl fmt::Display for Source {
    /// How whoever set it knows it. Empty for a default.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => Ok(()),
            Self::File(file, line) => write!(f, "{}:{line}", file.display()),
            Self::Environment(name) | Self::CommandLine(name) => f.write_str(name),
        }
    }
}

/// What holds for a setting.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) setting: Setting,
    /// None if it is not set and has no default.
    text: Option<String>,
    pub(crate) source: Source,
}

impl Value {
    /// The value, without passwords.
    pub(crate) fn shown(&self) -> Option<String> {
        let text = self.text.as_deref().filter(|text| !text.is_empty())?;
        Some(match self.setting.is_secret {
            true => hidden(&self.setting, text),
            false => text.to_owned(),
        })
    }
}

/// What holds for each setting that a command knows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values(Vec<Value>);

impl Values {
    /// What a command was given. The file's values are in there as defaults.
    pub(super) fn of(matches: &ArgMatches, file: Option<&SettingsFile>) -> Self {
        let values = all_settings().into_iter().filter_map(|setting| {
            // An error says that the command has no such option.
            let raw = matches.try_get_raw(&setting.id).ok()?;
            let text = raw.and_then(|mut values| values.next());
            let text = text.map(|text| text.to_string_lossy().into_owned());
            let source = source(&setting, matches, file);
            Some(Value {
                setting,
                text,
                source,
            })
        });
        Self(values.collect())
    }

    /// Each of them, in the order of their descriptions.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Value> {
        self.0.iter()
    }

    /// Where a setting is set; none if it is not.
    pub(super) fn place(&self, key: &str) -> Option<&Source> {
        let value = self.0.iter().find(|value| value.setting.key == key)?;
        Some(&value.source).filter(|source| **source != Source::Default)
    }

    /// The keys of those that have another value in `new`.
    pub(crate) fn changed<'a>(&'a self, new: &'a Self) -> Vec<&'a str> {
        let is_changed = |value: &&Value| {
            let old = self
                .0
                .iter()
                .find(|old| old.setting.key == value.setting.key);
            old.is_none_or(|old| old.text != value.text)
        };
        let changed = new.0.iter().filter(is_changed);
        changed.map(|value| value.setting.key.as_str()).collect()
    }

    /// Takes a value over from `new`.
    pub(crate) fn take(&mut self, key: &str, new: &Self) {
        let value = new.0.iter().find(|value| value.setting.key == key);
        let old = self.0.iter_mut().find(|value| value.setting.key == key);
        if let (Some(old), Some(value)) = (old, value) {
            old.clone_from(value);
        }
    }
}

fn source(setting: &Setting, matches: &ArgMatches, file: Option<&SettingsFile>) -> Source {
    match matches.value_source(&setting.id) {
        Some(ValueSource::CommandLine) => Source::CommandLine(setting.option.clone()),
        Some(ValueSource::EnvVariable) => Source::Environment(setting.variable.clone()),
        _ => {
            let in_file = file.and_then(|file| {
                let value = file.values.get(&setting.key)?;
                Some((Path::to_owned(&file.path), value.line))
            });
            in_file.map_or(Source::Default, |(file, line)| Source::File(file, line))
        }
    }
}
