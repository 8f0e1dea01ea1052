//! `berth ftp-account set`.

use clap::Args;
use model::{Change, FtpAccountChange, FtpAccountChangeForm, FtpAccountSettings, Receipt, Utc};

use super::account_name;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_line};
use crate::cli::password::{check_before_password, from_prompt, from_stdin};
use crate::cli::settings::SettingsOptions;
use crate::cli::storage::StorageOptions;

#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
pub(in crate::cli) struct Set {
    /// The name to sign in with
    name: String,
    /// Another name
    #[arg(long, value_name = "NEW", group = "change")]
    rename: Option<String>,
    /// Let clients sign in with the name before for so many days (up to 90)
    #[arg(long, value_name = "DAYS", requires = "rename")]
    keep_old_name: Option<String>,
    /// Another folder to see as /
    #[arg(long, value_name = "/PATH", group = "change")]
    home: Option<String>,
    /// Another password, from standard input (its first line)
    #[arg(long, group = "change")]
    password_stdin: bool,
    /// Another password, asked for at the terminal
    #[arg(long, group = "change", conflicts_with = "password_stdin")]
    ask_password: bool,
    #[command(flatten)]
    settings: SettingsOptions,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Set {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let account = account_name(&self.name)?;
        let (is_renamed, is_moved) = (self.rename.is_some(), self.home.is_some());
        let mut form = FtpAccountChangeForm {
            name: self.rename.unwrap_or_else(|| self.name.clone()),
            keep_old_name: self.keep_old_name.unwrap_or_default(),
            home_directory: self.home.unwrap_or_else(|| "/".to_owned()),
            settings: self.settings.into(),
            account: self.name,
            ..FtpAccountChangeForm::default()
        };
        check_before_password(form.parse(&FtpAccountSettings::default(), &Utc))?;
        if self.password_stdin {
            form.password = from_stdin()?;
        } else if self.ask_password {
            form.password = from_prompt(&form.name)?;
        }

        let services = self.storage.open().await?;
        let now = services.ftp_accounts.find(&ACTOR, &account).await?;
        let change = form.parse(&now.settings, &Utc)?;
        let name = change.name.clone().unwrap_or_else(|| account.clone());
        let change = FtpAccountChange {
            name: change.name.filter(|_| is_renamed),
            home_directory: change.home_directory.filter(|_| is_moved),
            // What was not given must not go back to what it was a moment ago.
            version: change.settings.is_some().then_some(now.version),
            ..change
        };
        let operation = services
            .ftp_accounts
            .change(&ACTOR, &now.domain, &account, change)
            .await?;
        print_line(&(panel_texts().receipt.account_was_changed)(name.as_str()))?;
        match services.receipts.view(&ACTOR, &operation).await? {
            Receipt::AccountChanged { changes, .. } => print_kept_name(&changes),
            _ => Ok(()),
        }
    }
}

/// Until when the name before works, if it does.
fn print_kept_name(changes: &[Change]) -> Result<(), CommandError> {
    let texts = panel_texts();
    for change in changes {
        if let Change::OldNameKept { until } = change {
            let until = texts.date_time_utc(*until);
            print_line(&format!("{}.", (texts.account_form.old_name_kept)(&until)))?;
        }
    }
    Ok(())
}
