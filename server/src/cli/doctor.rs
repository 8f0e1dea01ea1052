//! `berth doctor`.

use std::path::PathBuf;

use clap::Args;

use super::error::CommandError;
use super::output::{command_texts, panel_texts, print_json, print_line};
use crate::config::Config;
use crate::doctor::{Check, Examination, Status, examine};

#[derive(Args)]
pub(super) struct Doctor {
    /// Print JSON: for each check its name, its status (ok, warning, problem) and what was found
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: Config,
}

impl Doctor {
    pub(super) async fn execute(self, settings_file: Option<PathBuf>) -> Result<(), CommandError> {
        let examination = Examination {
            config: &self.config,
            settings_file,
            cli: command_texts(),
            panel: panel_texts(),
        };
        let checks = examine(&examination).await;
        if self.json {
            print_json(&checks)?;
        } else {
            print_checks(&checks)?;
        }
        if count(&checks, Status::Problem) > 0 {
            return Err(CommandError::ProblemFound);
        }
        Ok(())
    }
}

fn print_checks(checks: &[Check]) -> Result<(), CommandError> {
    let texts = command_texts().doctor;
    let word = |status| match status {
        Status::Ok => texts.ok,
        Status::Warning => texts.warning,
        Status::Problem => texts.problem,
    };
    let width = |words: &[&str]| {
        let widths = words.iter().map(|word| word.chars().count());
        widths.max().unwrap_or_default()
    };
    let status_width = width(&[texts.ok, texts.warning, texts.problem]);
    let names: Vec<&str> = checks.iter().map(|check| check.check).collect();
    let name_width = width(&names);
    for check in checks {
        let (status, name) = (word(check.status), check.check);
        let message = &check.message;
        print_line(&format!(
            "{status:status_width$}  {name:name_width$}  {message}"
        ))?;
    }
    let problems = count(checks, Status::Problem);
    let warnings = count(checks, Status::Warning);
    print_line(&(texts.summary)(problems, warnings))
}

fn count(checks: &[Check], status: Status) -> usize {
    let same = checks.iter().filter(|check| check.status == status);
    same.count()
}
