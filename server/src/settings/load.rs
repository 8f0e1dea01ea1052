//! Reading the command line, the environment and the settings file, in this order of precedence.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};

use super::describe::{Setting, command};
use super::error::SettingsError;
use super::file::SettingsFile;
use super::pairs::check_pairs;
use super::values::Values;
use crate::config::{SettingsFileConfig, SettingsFilePath};

/// What a command line says, with the settings.
pub(crate) struct Loaded<Cli> {
    pub(crate) cli: Cli,
    pub(crate) values: Values,
    /// What is to be said about the settings file.
    pub(crate) warnings: Vec<String>,
}

/// Why a command line cannot be executed.
#[derive(Debug)]
pub(crate) enum LoadError {
    /// It is wrong, or asks for help.
    Usage(Box<clap::Error>),
    /// The settings are wrong.
    Settings(SettingsError),
}

impl From<clap::Error> for LoadError {
    fn from(error: clap::Error) -> Self {
        Self::Usage(Box::new(error))
    }
}

impl From<SettingsError> for LoadError {
    fn from(error: SettingsError) -> Self {
        Self::Settings(error)
    }
}

/// Reads a command line, and the settings for it. `needs_file` tells which commands read the file.
///
/// # Errors
/// See [`LoadError`].
pub(crate) fn load<Cli: CommandFactory + FromArgMatches>(
    arguments: &[OsString],
    needs_file: impl Fn(&Cli) -> bool,
) -> Result<Loaded<Cli>, LoadError> {
    // Once without the file: it may be named there, and help tells of Berth's own defaults.
    let matches = Cli::command().try_get_matches_from(arguments)?;
    let file = SettingsFileConfig::from_arg_matches(leaf(&matches))?;
    let cli = Cli::from_arg_matches(&matches)?;
    let file = match needs_file(&cli) {
        true => read(file.path())?,
        false => None,
    };
    let Some(file) = file else {
        let values = Values::of(leaf(&matches), None);
        check_pairs(&values)?;
        return Ok(Loaded {
            cli,
            values,
            warnings: Vec::new(),
        });
    };
    let matches = with_defaults(Cli::command(), &file).try_get_matches_from(arguments)?;
    let values = Values::of(leaf(&matches), Some(&file));
    check_pairs(&values)?;
    Ok(Loaded {
        cli: Cli::from_arg_matches(&matches)?,
        values,
        warnings: file.warnings,
    })
}

/// Checks a settings file as if it was in use, together with the environment. Gives what is to be
/// said about who may read and write it.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn check(path: &Path) -> Result<Vec<String>, SettingsError> {
    let file = SettingsFile::read(path)?;
    let command = with_defaults(command(), &file);
    // A bad variable of the environment is no problem of the file.
    if let Ok(matches) = command.try_get_matches_from::<_, OsString>([]) {
        check_pairs(&Values::of(&matches, Some(&file)))?;
    }
    Ok(file.warnings)
}

fn read(path: SettingsFilePath) -> Result<Option<SettingsFile>, SettingsError> {
    match path {
        SettingsFilePath::None => Ok(None),
        SettingsFilePath::Given(path) => SettingsFile::read(&path).map(Some),
        SettingsFilePath::Default(path) => match SettingsFile::read(&path) {
            Err(SettingsError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Ok(None)
            }
            read => read.map(Some),
        },
    }
}

/// The arguments of the command that is executed.
fn leaf(matches: &ArgMatches) -> &ArgMatches {
    match matches.subcommand() {
        Some((_, matches)) => leaf(matches),
        None => matches,
    }
}

/// The same command, whose defaults are the file's values where it has some.
fn with_defaults(command: Command, file: &SettingsFile) -> Command {
    let command = command.mut_args(|argument| {
        let setting = Setting::of(&argument);
        match setting.and_then(|setting| file.values.get(&setting.key)) {
            Some(value) => argument.default_value(OsString::from(&value.text)),
            None => argument,
        }
    });
    command.mut_subcommands(|command| with_defaults(command, file))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::{Args, Parser, Subcommand};

    use super::*;
    use crate::config::{Config, LogConfig};
    use crate::settings::values::Source;

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        _file: SettingsFileConfig,
        #[command(flatten)]
        log: LogConfig,
        #[command(subcommand)]
        command: Commands,
    }

    #[derive(Subcommand)]
    enum Commands {
        Serve(Box<Config>),
        Other(Other),
    }

    #[derive(Args)]
    struct Other {
        #[command(flatten)]
        audit: crate::config::AuditConfig,
    }

    fn run(file: &str, arguments: &[&str]) -> Result<Loaded<Program>, LoadError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("berth.toml");
        fs::write(&path, file).expect("a file");
        let config = format!("--config={}", path.display());
        let arguments = [&["berth", &config], arguments].concat();
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        load(&arguments, |_: &Program| true)
    }

    fn source(loaded: &Loaded<Program>, key: &str) -> Source {
        let value = loaded.values.iter().find(|value| value.setting.key == key);
        value.expect("a setting").source.clone()
    }

    #[test]
    fn the_command_line_wins_over_the_file_and_the_file_over_defaults() {
        let file = "ftp_require_tls = true\nftp_banner = \"From the file\"\nlog = \"warn\"\n\
                    ftp_idle_timeout = 11\nftp_active_mode = false\nftps_addr = \"[::]:990\"\n";
        let arguments = ["serve", "--ftp-idle-timeout=22", "--ftp-active-mode"];
        let Ok(loaded) = run(file, &arguments) else {
            unreachable!("settings")
        };
        let Commands::Serve(config) = &loaded.cli.command else {
            unreachable!("serve")
        };
        assert!(config.ftp.ftp_require_tls && config.ftp.ftp_active_mode);
        assert_eq!(config.ftp.ftp_banner, "From the file");
        assert_eq!(config.ftp.limits.ftp_idle_timeout, 22);
        assert_eq!(config.ftp.limits.ftp_stall_timeout, 60);
        assert!(config.ftp.ftps_addr.is_some());
        assert_eq!(loaded.cli.log.filter.as_deref(), Some("warn"));
        let in_file = |key, expected| match source(&loaded, key) {
            Source::File(path, line) => path.ends_with("berth.toml") && line == expected,
            _ => false,
        };
        assert!(in_file("ftp_banner", 2) && in_file("log", 3) && in_file("ftps_addr", 6));
        let option = Source::CommandLine("--ftp-idle-timeout".to_owned());
        assert_eq!(source(&loaded, "ftp_idle_timeout"), option);
        assert_eq!(source(&loaded, "ftp_stall_timeout"), Source::Default);
    }

    #[test]
    fn a_command_takes_from_the_file_what_it_knows() {
        let Ok(loaded) = run("audit_days = 3\nftp_banner = \"Hello\"\n", &["other"]) else {
            unreachable!("settings")
        };
        let Commands::Other(other) = &loaded.cli.command else {
            unreachable!("other")
        };
        assert_eq!(other.audit.audit_days, 3);
        let keys = loaded.values.iter().map(|value| value.setting.key.as_str());
        let keys: Vec<&str> = keys.collect();
        assert_eq!(keys, ["audit_days", "log", "log_format"]);
    }

    #[test]
    fn certificate_and_key_may_come_from_different_places() {
        let file = "tls_certificate = \"/a.pem\"\n";
        assert!(run(file, &["serve", "--tls-key=/a.key"]).is_ok());
        let Err(LoadError::Settings(error)) = run(file, &["serve"]) else {
            unreachable!("an error")
        };
        let error = error.to_string();
        let sentence =
            "berth.toml:1: tls_certificate needs tls_key as well. Set both of them, or none";
        assert!(error.ends_with(sentence), "{error}");
        let Err(LoadError::Settings(error)) = run("", &["serve", "--tls-key=/a.key"]) else {
            unreachable!("an error")
        };
        assert!(error.to_string().starts_with("--tls-key: tls_key needs"));
    }

    #[test]
    fn what_changed_is_known_by_name() {
        let values = |file: &str| run(file, &["serve"]).map(|loaded| loaded.values);
        let (Ok(mut old), Ok(new)) = (
            values("ftp_banner = \"a\"\naudit_days = 9\n"),
            values("ftp_banner = \"b\"\nftp_idle_timeout = 300\n"),
        ) else {
            unreachable!("settings")
        };
        assert_eq!(old.changed(&new), ["ftp_banner", "audit_days"]);
        old.take("ftp_banner", &new);
        assert_eq!(old.changed(&new), ["audit_days"]);
    }
}
