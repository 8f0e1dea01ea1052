//! `berth user add`.

use clap::Args;
use model::{NewPanelUser, PanelUserDetailsForm, PanelUserForm, Role};

use super::link::{LinkOptions, mail_to_person};
use super::password_use::PasswordUseOption;
use super::role::RoleArgument;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{command_texts, print_line};
use crate::cli::password::{PasswordSource, check_before_password};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Add {
    /// The name to sign in with
    login: String,
    /// What the person may do
    #[arg(long, value_enum)]
    role: RoleArgument,
    /// The name to be called by, if not the login
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
    /// The address that their mail goes to
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// The reseller whose customer it is; with a link only
    #[arg(long, value_name = "LOGIN", requires = "link")]
    reseller: Option<String>,
    #[command(flatten)]
    link: LinkOptions,
    #[command(flatten)]
    password: PasswordSource,
    #[command(flatten)]
    password_use: PasswordUseOption,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Add {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        if self.link.is_wanted() {
            return self.add_by_link().await;
        }
        let mut form = PanelUserForm {
            login: self.login,
            display_name: self.display_name.unwrap_or_default(),
            email: self.email.unwrap_or_default(),
            role: self.role.into(),
            ..PanelUserForm::default()
        };
        check_before_password(form.parse())?;
        form.password = self.password.read(&form.login)?;
        let new = NewPanelUser {
            password_use: self.password_use.get(),
            ..form.parse()?
        };
        let login = new.login.clone();
        let services = self.storage.open().await?;
        services.panel_users.add(&ACTOR, new).await?;
        let sentence = command_texts().panel_user_was_added;
        print_line(&sentence(login.as_str()))
    }

    /// Adds a panel user without a password. The link alone goes to standard output.
    async fn add_by_link(self) -> Result<(), CommandError> {
        let usual = PanelUserDetailsForm::default();
        let form = PanelUserDetailsForm {
            login: self.login,
            display_name: self.display_name.unwrap_or_default(),
            email: self.email.unwrap_or_default(),
            role: Role::from(self.role).as_str().to_owned(),
            reseller: self.reseller.unwrap_or_default(),
            link_hours: self.link.hours.clone().unwrap_or(usual.link_hours),
            ..PanelUserDetailsForm::default()
        };
        form.refuse_others_fields(&form)?;
        let (details, validity) = (form.parse()?, form.parse_validity()?);
        let mail = self.link.link_mail()?;
        let services = self.storage.open_with_mail(mail).await?;
        let (users, login) = (&services.panel_users, details.login.clone());
        let token = users.add_by_link(&ACTOR, details, validity).await?;
        // The option is required.
        if let Some(panel) = self.link.public_url {
            print_line(&panel.panel_user_link(token.expose()))?;
        }
        mail_to_person(&services, &login, &token, self.link.mail).await
    }
}
