//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::speed::Speed;

/// What is printed for a wrong usage.
pub(crate) const USAGE: &str = "\
usage, in the workspace's folder:
  bundler build [--dev] [--site FOLDER]   build into FOLDER (target/site)
  bundler sizes [--site FOLDER]           what a browser loads, in bytes
  bundler watch [BERTH'S ARGUMENTS]       build, run `berth`, and again at each change";

const SITE: &str = "target/site";

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Build the browser's half into a site's folder.
    Build { speed: Speed, site: PathBuf },
    /// Tell the sizes of what was built.
    Sizes { site: PathBuf },
    /// Build and run everything, again at each change.
    Watch { berth: Vec<OsString> },
}

/// Why the command line is not understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UsageError {
    #[error("a command is missing")]
    NoCommand,
    #[error("--site needs a folder")]
    NoFolder,
    #[error("{0:?} is not understood")]
    Unknown(OsString),
}

impl Command {
    /// Reads the arguments, without the program's own name.
    ///
    /// # Errors
    /// If they are not what [`USAGE`] says.
    pub(crate) fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Self, UsageError> {
        let command = arguments.next().ok_or(UsageError::NoCommand)?;
        match command.to_str() {
            Some("build") => {
                let (speed, site) = build_options(arguments, true)?;
                Ok(Self::Build { speed, site })
            }
            Some("sizes") => {
                let (_, site) = build_options(arguments, false)?;
                Ok(Self::Sizes { site })
            }
            Some("watch") => Ok(Self::Watch {
                berth: arguments.collect(),
            }),
            _ => Err(UsageError::Unknown(command)),
        }
    }
}

fn build_options(
    mut arguments: impl Iterator<Item = OsString>,
    has_speed: bool,
) -> Result<(Speed, PathBuf), UsageError> {
    let mut speed = Speed::Release;
    let mut site = PathBuf::from(SITE);
    while let Some(option) = arguments.next() {
        match option.to_str() {
            Some("--dev") if has_speed => speed = Speed::Dev,
            Some("--site") => site = arguments.next().ok_or(UsageError::NoFolder)?.into(),
            _ => return Err(UsageError::Unknown(option)),
        }
    }
    Ok((speed, site))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, UsageError> {
        Command::parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn a_release_is_built_into_target_site_unless_told_otherwise() {
        let build = |speed, site: &str| Command::Build {
            speed,
            site: site.into(),
        };
        assert_eq!(parse("build"), Ok(build(Speed::Release, "target/site")));
        assert_eq!(parse("build --site x"), Ok(build(Speed::Release, "x")));
        assert_eq!(parse("build --dev"), Ok(build(Speed::Dev, "target/site")));
    }

    #[test]
    fn what_follows_watch_is_for_berth() {
        let berth = vec!["serve".into(), "--demo".into()];
        assert_eq!(parse("watch serve --demo"), Ok(Command::Watch { berth }));
    }

    #[test]
    fn anything_else_is_refused() {
        assert_eq!(parse(""), Err(UsageError::NoCommand));
        assert_eq!(parse("build --site"), Err(UsageError::NoFolder));
        for line in ["bild", "build --fast", "build now", "sizes --dev"] {
            assert!(matches!(parse(line), Err(UsageError::Unknown(_))), "{line}");
        }
    }
}
