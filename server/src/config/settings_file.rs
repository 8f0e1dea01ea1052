//! The settings file itself.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

/// Where the settings file is, if nothing says otherwise.
const DEFAULT_FILE: &str = "/etc/berth/berth.toml";

/// Which settings file is read. It cannot be said in that file.
#[derive(Clone, Debug, Default, Args)]
pub struct SettingsFileConfig {
    /// Settings file, if not /etc/berth/berth.toml; empty for none
    #[arg(
        long = "config",
        id = "settings_file",
        env = "BERTH_CONFIG",
        global = true,
        value_name = "FILE"
    )]
    pub settings_file: Option<OsString>,
}

/// Which settings file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsFilePath {
    /// None.
    None,
    /// This one, which has to be there.
    Given(PathBuf),
    /// This one, if it is there.
    Default(PathBuf),
}

impl SettingsFileConfig {
    /// Which file is read.
    pub fn path(&self) -> SettingsFilePath {
        match &self.settings_file {
            None => SettingsFilePath::Default(PathBuf::from(DEFAULT_FILE)),
            Some(file) if file.is_empty() => SettingsFilePath::None,
            Some(file) => SettingsFilePath::Given(PathBuf::from(file)),
        }
    }

    /// The file that is read, if it is there.
    pub(crate) fn existing(&self) -> Option<PathBuf> {
        match self.path() {
            SettingsFilePath::None => None,
            SettingsFilePath::Given(path) | SettingsFilePath::Default(path) => {
                path.is_file().then_some(path)
            }
        }
    }
}
