//! Reading a settings file.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Command};
use rustix::process::geteuid;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::describe::{Kind, Setting, all_settings, command};
use super::error::{Problem, ProblemKind, SettingsError};
use super::secret::hidden;

/// The longest file that is read: many times what all settings take.
const MAX_FILE_BYTES: u64 = 256 * 1024;

/// How much alike two names are, from 0 to 1, if one is taken for the other.
const MIN_SIMILARITY: f64 = 0.8;

/// The settings that a file has; each is one that Berth knows, with a value that it takes.
#[derive(Clone, Debug, Default)]
pub(super) struct SettingsFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it has, by key.
    pub values: BTreeMap<String, FileValue>,
    /// What is to be said about who may read and write it.
    pub warnings: Vec<String>,
}

/// A value of a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileValue {
    /// The value, as it would stand in the environment.
    pub text: String,
    /// Its line, from 1 on.
    pub line: usize,
}

impl SettingsFile {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, or with everything that is wrong with it.
    pub(super) fn read(path: &Path) -> Result<Self, SettingsError> {
        let read_error = |source| SettingsError::Read {
            file: path.to_owned(),
            source,
        };
        let file = File::open(path).map_err(read_error)?;
        let metadata = file.metadata().map_err(read_error)?;
        let mut bytes = Vec::new();
        let mut limited = file.take(MAX_FILE_BYTES + 1);
        limited.read_to_end(&mut bytes).map_err(read_error)?;
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(SettingsError::TooLong {
                file: path.to_owned(),
                max: MAX_FILE_BYTES,
            });
        }
        let values = parse(path, &bytes).map_err(SettingsError::Problems)?;
        let warnings = warnings(path, metadata.mode(), metadata.uid(), &values);
        Ok(Self {
            path: path.to_owned(),
            values,
            warnings,
        })
    }
}

/// What is to be said about who may read and write the file.
fn warnings(
    path: &Path,
    mode: u32,
    owner: u32,
    values: &BTreeMap<String, FileValue>,
) -> Vec<String> {
    let file = path.display();
    let mut warnings = Vec::new();
    if mode & 0o002 != 0 {
        warnings.push(format!(
            "everybody may write the settings file {file}. Run chmod o-w {file}"
        ));
    }
    if owner != 0 && owner != geteuid().as_raw() {
        warnings.push(format!(
            "the settings file {file} belongs to another user, who may change all settings. Run chown root {file}"
        ));
    }
    let has_secret = all_settings().iter().any(|setting| {
        let value = values.get(&setting.key);
        let has_password = |value: &FileValue| hidden(setting, &value.text) != value.text;
        setting.is_secret && value.is_some_and(has_password)
    });
    if has_secret && mode & 0o004 != 0 {
        warnings.push(format!(
            "everybody may read the settings file {file}, which has a password. Run chmod o-r {file}"
        ));
    }
    warnings
}

/// Reads the settings of a text, by key.
fn parse(path: &Path, bytes: &[u8]) -> Result<BTreeMap<String, FileValue>, Vec<Problem>> {
    let lines = Lines(bytes);
    let problem = |offset, kind| Problem {
        file: path.to_owned(),
        line: lines.line_of(offset),
        kind,
    };
    let text = match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(vec![problem(error.valid_up_to(), ProblemKind::NotText)]),
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let mut problems: Vec<Problem> = errors
            .iter()
            .map(|error| {
                let offset = error.span().map_or(0, |span| span.start);
                problem(offset, ProblemKind::Syntax(error.message().to_owned()))
            })
            .collect();
        problems.sort_by_key(|problem| problem.line);
        problems.dedup_by_key(|problem| problem.line);
        return Err(problems);
    }
    let settings = all_settings();
    let mut values = BTreeMap::new();
    let mut problems = Vec::new();
    for (key, value) in table.get_ref() {
        match read_value(&settings, key.get_ref(), value) {
            Ok(text) => {
                let line = lines.line_of(key.span().start);
                values.insert(key.get_ref().to_string(), FileValue { text, line });
            }
            Err(kind) => problems.push(problem(key.span().start, kind)),
        }
    }
    if problems.is_empty() {
        return Ok(values);
    }
    problems.sort_by_key(|problem| problem.line);
    Err(problems)
}

/// Where lines begin.
struct Lines<'a>(&'a [u8]);

impl Lines<'_> {
    fn line_of(&self, offset: usize) -> usize {
        let before = self.0.get(..offset).unwrap_or(self.0);
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }
}

/// The value of a setting, as it would stand in the environment.
fn read_value(
    settings: &[Setting],
    key: &str,
    value: &Spanned<DeValue<'_>>,
) -> Result<String, ProblemKind> {
    let Some(setting) = settings.iter().find(|setting| setting.key == key) else {
        return Err(match value.get_ref() {
            DeValue::Table(_) => ProblemKind::Table(key.to_owned()),
            _ => unknown(settings, key),
        });
    };
    let text = match (setting.kind, value.get_ref()) {
        (Kind::Boolean, DeValue::Boolean(value)) => value.to_string(),
        (Kind::Number, DeValue::Integer(value)) if value.radix() == 10 => value.as_str().to_owned(),
        (Kind::Text, DeValue::String(value)) => value.to_string(),
        _ => {
            let example = setting.default.as_ref().unwrap_or(&setting.placeholder);
            return Err(ProblemKind::WrongType {
                key: key.to_owned(),
                kind: setting.kind,
                example: example.clone(),
            });
        }
    };
    match refusal(setting, &text) {
        Some(reason) => Err(ProblemKind::Refused {
            key: key.to_owned(),
            reason,
        }),
        None => Ok(text),
    }
}

fn unknown(settings: &[Setting], key: &str) -> ProblemKind {
    let plain = key.to_ascii_lowercase().replace('-', "_");
    let plain = plain.strip_prefix("berth_").unwrap_or(&plain);
    let similarity = |setting: &Setting| strsim::jaro_winkler(plain, &setting.key);
    let nearest = settings
        .iter()
        .map(|setting| (similarity(setting), setting))
        .filter(|(similarity, _)| *similarity >= MIN_SIMILARITY)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    match nearest {
        Some((_, nearest)) => ProblemKind::Misspelt {
            key: key.to_owned(),
            nearest: nearest.key.clone(),
        },
        None => ProblemKind::Unknown(key.to_owned()),
    }
}

/// Why the value's own parser refuses it.
fn refusal(setting: &Setting, text: &str) -> Option<String> {
    let argument = format!("{}={text}", setting.option);
    let error = without_environment(command())
        .try_get_matches_from([argument])
        .err()?;
    match error.kind() {
        // That two settings need each other is another matter.
        ErrorKind::MissingRequiredArgument => None,
        ErrorKind::InvalidValue => Some(match error.get(ContextKind::ValidValue) {
            Some(ContextValue::Strings(values)) if !values.is_empty() => {
                format!("write one of {}", values.join(", "))
            }
            _ => "write a value".to_owned(),
        }),
        _ => Some(match error.source() {
            Some(source) => source.to_string(),
            None => error.kind().to_string(),
        }),
    }
}

/// The same command, which takes each value from its argument alone.
fn without_environment(command: Command) -> Command {
    command.mut_args(|argument| {
        let argument = argument.env(None::<&'static str>);
        match argument.get_action() {
            ArgAction::SetTrue => argument.action(ArgAction::Set).num_args(1),
            _ => argument,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let parsed = parse(Path::new("berth.toml"), text.as_bytes());
        let problems = parsed.err().unwrap_or_default();
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_are_read_with_their_lines() {
        let text = "# What Berth needs\nftp_addr = \"[::]:21\"\n\nftp_idle_timeout = 1_200\n\
                    ftp_require_tls = true\nftp_active_mode = false\n";
        let values = parse(Path::new("berth.toml"), text.as_bytes()).expect("settings");
        let value = |key: &str| values.get(key).map(|one| (one.text.as_str(), one.line));
        assert_eq!(value("ftp_addr"), Some(("[::]:21", 2)));
        assert_eq!(value("ftp_idle_timeout"), Some(("1200", 4)));
        assert_eq!(value("ftp_require_tls"), Some(("true", 5)));
        assert_eq!(value("ftp_active_mode"), Some(("false", 6)));
        assert_eq!(values.len(), 4);
    }

    #[test]
    fn every_problem_is_told_with_its_line() {
        let text = "fpt_addr = \"[::]:21\"\nBERTH_HTTP_ADDR = \"x\"\nwhatever = 1\n\
                    ftp_addr = \"somewhere\"\nftp_idle_timeout = \"300\"\naudit_days = 9999\n\
                    log_format = \"xml\"\nftp_require_tls = 1\nftp_passive_ports = \"9-8\"\n\
                    public_host = [\"a\"]\nftp_stall_timeout = 0\ndemo = true\n";
        let found = problems(text);
        let expected = [
            "berth.toml:1: there is no setting “fpt_addr”. Did you mean ftp_addr?",
            "berth.toml:2: there is no setting “BERTH_HTTP_ADDR”. Did you mean http_addr?",
            "berth.toml:3: there is no setting “whatever”. “berth config example” prints them all",
            "berth.toml:4: ftp_addr: invalid socket address syntax",
            "berth.toml:5: ftp_idle_timeout: write a whole number, without quotes, such as 300",
            "berth.toml:6: audit_days: 9999 is not in 0..=3650",
            "berth.toml:7: log_format: write one of text, json",
            "berth.toml:8: ftp_require_tls: write true or false, without quotes",
            "berth.toml:9: ftp_passive_ports: the first port is above the last",
            "berth.toml:10: public_host: write a text in quotes, such as \"HOST\"",
            "berth.toml:11: ftp_stall_timeout: 0 is not in 1..",
            "berth.toml:12: there is no setting “demo”.",
        ];
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found}, not {expected}");
        }
    }

    #[test]
    fn what_is_not_toml_is_told_with_its_line() {
        for (text, line) in [
            ("ftp_addr = \"[::]:21\"\nftp_addr = \"[::]:22\"\n", 2),
            ("\n\nftp_addr = [::]:21\n", 3),
            ("ftp_banner = \"one\ntwo\"\n", 1),
            ("ftp_addr\n", 1),
            ("[ftp]\naddr = \"[::]:21\"\n", 1),
        ] {
            let found = problems(text);
            let begin = format!("berth.toml:{line}: ");
            let first = found.first().map(String::as_str).unwrap_or_default();
            assert!(first.starts_with(&begin), "{text}: {found:?}");
        }
        let not_text = parse(Path::new("berth.toml"), b"log = \"info\"\n# \xff\n");
        let lines: Vec<usize> = not_text
            .err()
            .unwrap_or_default()
            .iter()
            .map(|problem| problem.line)
            .collect();
        assert_eq!(lines, [2]);
    }

    #[test]
    fn a_file_that_others_may_change_is_warned_of() {
        let path = Path::new("berth.toml");
        let secret = "database_url = \"postgres://berth:secret@localhost/berth\"\n";
        let with_secret = parse(path, secret.as_bytes()).expect("settings");
        let none = BTreeMap::new();
        assert!(warnings(path, 0o100_644, 0, &none).is_empty());
        let of = |url: &str| {
            let text = format!("database_url = \"{url}\"\n");
            parse(path, text.as_bytes()).expect("settings")
        };
        let in_query = of("postgres:///berth?user=berth&password=secret");
        assert_eq!(warnings(path, 0o100_644, 0, &in_query).len(), 1);
        assert!(warnings(path, 0o100_644, 0, &of("postgres://berth@db/berth")).is_empty());
        assert!(warnings(path, 0o100_640, 0, &with_secret).is_empty());
        assert_eq!(warnings(path, 0o100_646, 0, &none).len(), 1);
        assert_eq!(warnings(path, 0o100_644, 0, &with_secret).len(), 1);
        let stranger = geteuid().as_raw() + 1;
        assert_eq!(warnings(path, 0o100_600, stranger, &none).len(), 1);
    }
}
