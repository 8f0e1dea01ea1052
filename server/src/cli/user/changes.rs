//! What `berth user set` changes beside the password.

use clap::Args;
use model::{Login, PanelUserDetailsForm, Role};
use services::Services;

use super::role::RoleArgument;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;

#[derive(Args)]
pub(super) struct ChangeOptions {
    /// Another name to sign in with
    #[arg(long = "login", value_name = "LOGIN")]
    new_login: Option<String>,
    /// Another name to be called by
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
    /// Another address that their mail goes to; empty for none
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// What the person may do
    #[arg(long, value_enum)]
    role: Option<RoleArgument>,
    /// Let the person sign in again
    #[arg(long, conflicts_with = "disable")]
    enable: bool,
    /// Keep the person from signing in, and end their sessions
    #[arg(long)]
    disable: bool,
    /// The reseller whose customer it is; empty for the administrators
    #[arg(long, value_name = "LOGIN")]
    reseller: Option<String>,
    /// How many customers a reseller may have; empty for no limit
    #[arg(long, value_name = "NUMBER")]
    max_customers: Option<String>,
    /// How many subscriptions a reseller and their customers may have; empty for no limit
    #[arg(long, value_name = "NUMBER")]
    max_subscriptions: Option<String>,
    /// How many FTP accounts those may have; empty for no limit
    #[arg(long, value_name = "NUMBER")]
    max_ftp_accounts: Option<String>,
}

impl ChangeOptions {
    /// Whether anything is to be changed.
    pub(super) fn any(&self) -> bool {
        let texts = [
            &self.new_login,
            &self.display_name,
            &self.email,
            &self.reseller,
            &self.max_customers,
            &self.max_subscriptions,
            &self.max_ftp_accounts,
        ];
        self.enable
            || self.disable
            || self.role.is_some()
            || texts.iter().any(|text| text.is_some())
    }

    /// Changes the panel user of a login; returns the login that they have then. What is not given
    /// stays.
    pub(super) async fn apply(
        self,
        services: &Services,
        login: &Login,
    ) -> Result<Login, CommandError> {
        let now = services.panel_users.view(&ACTOR, login).await?;
        let form = PanelUserDetailsForm::of(&now.details, now.version);
        let role = self.role.map(|role| Role::from(role).as_str().to_owned());
        let mut states = PanelUserDetailsForm::STATES.into_iter();
        let state = states.find(|(disabled, _)| match disabled {
            true => self.disable,
            false => self.enable,
        });
        let state = state.map(|(_, key)| key.to_owned());
        let said = PanelUserDetailsForm {
            reseller: self.reseller.clone().unwrap_or_default(),
            max_customers: self.max_customers.clone().unwrap_or_default(),
            max_subscriptions: self.max_subscriptions.clone().unwrap_or_default(),
            max_ftp_accounts: self.max_ftp_accounts.clone().unwrap_or_default(),
            ..PanelUserDetailsForm::default()
        };
        let form = PanelUserDetailsForm {
            login: self.new_login.unwrap_or(form.login),
            display_name: self.display_name.unwrap_or(form.display_name),
            email: self.email.unwrap_or(form.email),
            role: role.unwrap_or(form.role),
            user_state: state.unwrap_or(form.user_state),
            reseller: self.reseller.unwrap_or(form.reseller),
            max_customers: self.max_customers.unwrap_or(form.max_customers),
            max_subscriptions: self.max_subscriptions.unwrap_or(form.max_subscriptions),
            max_ftp_accounts: self.max_ftp_accounts.unwrap_or(form.max_ftp_accounts),
            ..form
        };
        form.refuse_others_fields(&said)?;
        let details = form.parse()?;
        let new_login = details.login.clone();
        services
            .panel_users
            .change(&ACTOR, login, now.version, details)
            .await?;
        Ok(new_login)
    }
}
