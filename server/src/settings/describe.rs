//! The settings as the command line's arguments describe them.

use std::any::TypeId;

use clap::{Arg, Args, Command};

use crate::config::{Config, LogConfig};

/// The beginning of each variable.
const VARIABLE_PREFIX: &str = "BERTH_";

/// What takes effect at `SIGHUP`. All else needs a restart.
const LIVE: [&str; 21] = [
    "audit_days",
    "ftp_active_mode",
    "ftp_activity_days",
    "ftp_banner",
    "ftp_idle_timeout",
    "ftp_max_sessions",
    "ftp_max_sessions_per_account",
    "ftp_max_sessions_per_address",
    "ftp_passive_ports",
    "ftp_proxy_protocol",
    "ftp_recount_minutes",
    "ftp_require_close_notify",
    "ftp_require_tls",
    "ftp_require_tls_resumption",
    "ftp_stall_timeout",
    "ftp_sync_uploads",
    "log",
    "public_host",
    "session_days",
    "session_idle_minutes",
    "shutdown_timeout",
];

/// Whether a setting takes effect at `SIGHUP`: for the log and the panel's sessions at once, for FTP in
/// sessions that begin then.
pub(crate) fn is_live(key: &str) -> bool {
    LIVE.contains(&key)
}

/// How a value is written in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Number,
    /// A text in quotes.
    Text,
}

/// One setting.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its key in the file: its variable without `BERTH_`, in lower case.
    pub key: String,
    /// Its variable in the environment.
    pub variable: String,
    /// Its option on the command line, with the dashes.
    pub option: String,
    /// How it is written in the file.
    pub kind: Kind,
    /// The name by which clap knows it.
    pub(super) id: String,
    /// What it is: a line without a full stop.
    pub(super) help: String,
    /// What holds unless it is set.
    pub default: Option<String>,
    /// What stands for its value in a usage line.
    pub(super) placeholder: String,
    /// Whether its value may hold a password (`hide_env_values` in its description).
    pub(super) is_secret: bool,
}

impl Setting {
    /// None if the argument is no setting: it has no variable.
    pub(super) fn of(argument: &Arg) -> Option<Self> {
        let variable = argument.get_env()?.to_str()?;
        let key = variable.strip_prefix(VARIABLE_PREFIX)?.to_ascii_lowercase();
        let default = argument.get_default_values().first();
        let default = default.and_then(|value| value.to_str());
        let placeholder = argument.get_value_names().and_then(<[_]>::first);
        Some(Self {
            key,
            variable: variable.to_owned(),
            option: format!("--{}", argument.get_long()?),
            kind: kind(argument),
            id: argument.get_id().to_string(),
            help: argument.get_help()?.to_string(),
            default: default.filter(|text| !text.is_empty()).map(str::to_owned),
            placeholder: placeholder.map_or_else(|| "TEXT".to_owned(), ToString::to_string),
            is_secret: argument.is_hide_env_values_set(),
        })
    }
}

fn kind(argument: &Arg) -> Kind {
    let id = argument.get_value_parser().type_id();
    let numbers = [
        TypeId::of::<u8>(),
        TypeId::of::<u16>(),
        TypeId::of::<u32>(),
        TypeId::of::<u64>(),
        TypeId::of::<usize>(),
    ];
    if id == TypeId::of::<bool>() {
        Kind::Boolean
    } else if numbers.iter().any(|number| id == *number) {
        Kind::Number
    } else {
        Kind::Text
    }
}

/// A command that has every setting as an option.
pub(super) fn command() -> Command {
    let command = Command::new("berth").no_binary_name(true);
    LogConfig::augment_args(Config::augment_args(command))
}

/// Every setting that the file may have, in the order of their descriptions.
pub fn all_settings() -> Vec<Setting> {
    command().get_arguments().filter_map(Setting::of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_effect_while_running_is_a_setting() {
        let all = all_settings();
        for key in LIVE {
            assert!(all.iter().any(|setting| setting.key == key), "{key}");
        }
        assert!(LIVE.is_sorted());
    }

    #[test]
    fn settings_are_named_alike_everywhere() {
        for setting in all_settings() {
            let option = setting.key.replace('_', "-");
            assert_eq!(setting.option, format!("--{option}"));
            assert!(!setting.help.is_empty(), "{}", setting.key);
        }
    }

    #[test]
    fn types_are_those_of_the_descriptions() {
        let all = all_settings();
        for (key, kind) in [
            ("ftp_require_tls", Kind::Boolean),
            ("ftp_active_mode", Kind::Boolean),
            ("audit_days", Kind::Number),
            ("ftp_idle_timeout", Kind::Number),
            ("ftp_max_sessions", Kind::Number),
            ("ftp_passive_ports", Kind::Text),
            ("data_dir", Kind::Text),
        ] {
            let setting = all.iter().find(|setting| setting.key == key);
            assert_eq!(setting.map(|setting| setting.kind), Some(kind), "{key}");
        }
    }
}
