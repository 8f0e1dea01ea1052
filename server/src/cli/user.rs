//! `berth user`.

mod changes;
mod link;
mod list;
mod remove;

use clap::{Args, Subcommand, ValueEnum};
use model::{Field, Login, NewPanelUser, PanelUserForm, Password, PasswordUse, Role};

use self::changes::ChangeOptions;
use self::link::LinkOptions;
use super::ACTOR;
use super::error::{CommandError, parsed};
use super::output::{command_texts, print_line};
use super::password::{PasswordSource, check_before_password};
use super::storage::StorageOptions;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add a panel user
    Add(Add),
    /// Make a one-time link by which a panel user sets the password, and print it
    Link(link::Link),
    /// List panel users
    List(list::List),
    /// Remove a panel user, and give what they own to others
    Remove(remove::Remove),
    /// Change a panel user, or give them another password; then all their sessions end
    Set(Set),
    /// Take off the second factor of somebody who lost it; all their sessions end
    ResetSecondFactor(ResetSecondFactor),
}

#[derive(Args)]
pub(super) struct Add {
    /// The name to sign in with
    login: String,
    /// What the person may do
    #[arg(long, value_enum)]
    role: RoleArgument,
    /// The name to be called by, if not the login
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
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

#[derive(Args)]
pub(super) struct Set {
    /// The name to sign in with
    login: String,
    #[command(flatten)]
    changes: ChangeOptions,
    #[command(flatten)]
    password: PasswordSource,
    #[command(flatten)]
    password_use: PasswordUseOption,
    #[command(flatten)]
    storage: StorageOptions,
}

#[derive(Args)]
pub(super) struct ResetSecondFactor {
    /// The name to sign in with
    login: String,
    #[command(flatten)]
    storage: StorageOptions,
}

#[derive(Args)]
struct PasswordUseOption {
    /// Do not ask the person for another password at the next sign-in: it is their own already
    #[arg(long)]
    keep_password: bool,
}

impl PasswordUseOption {
    fn get(&self) -> PasswordUse {
        match self.keep_password {
            true => PasswordUse::Permanent,
            false => PasswordUse::Temporary,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum RoleArgument {
    /// Sees and changes everything
    Admin,
    /// Sees and changes subscriptions of their own and of their customers
    Reseller,
    /// Sees and changes the own subscriptions only
    Customer,
}

impl From<RoleArgument> for Role {
    fn from(role: RoleArgument) -> Self {
        match role {
            RoleArgument::Admin => Self::Administrator,
            RoleArgument::Reseller => Self::Reseller,
            RoleArgument::Customer => Self::Customer,
        }
    }
}

impl Command {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        match self {
            Self::Add(add) => add.execute().await,
            Self::Link(link) => link.execute().await,
            Self::List(list) => list.execute().await,
            Self::Remove(remove) => remove.execute().await,
            Self::Set(set) => set.execute().await,
            Self::ResetSecondFactor(reset) => reset.execute().await,
        }
    }
}

impl Add {
    async fn execute(self) -> Result<(), CommandError> {
        if self.link.is_wanted() {
            return self.add_by_link().await;
        }
        let mut form = PanelUserForm {
            login: self.login,
            display_name: self.display_name.unwrap_or_default(),
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
}

impl Set {
    async fn execute(self) -> Result<(), CommandError> {
        let login = parsed(Field::Login, Login::parse(&self.login))?;
        let sets_password = !self.changes.any() || self.password.is_given();
        let password = match sets_password {
            true => {
                let text = self.password.read(login.as_str())?;
                let password = Password::parse(text.expose(), login.as_str());
                Some(parsed(Field::Password, password)?)
            }
            false => None,
        };
        let services = self.storage.open().await?;
        let texts = command_texts();
        if let Some(password) = password {
            services
                .panel_users
                .set_password(&ACTOR, &login, password, self.password_use.get())
                .await?;
            print_line(&(texts.panel_user_password_was_changed)(login.as_str()))?;
        }
        if !self.changes.any() {
            return Ok(());
        }
        let login = self.changes.apply(&services, &login).await?;
        print_line(&(texts.panel_user_was_changed)(login.as_str()))
    }
}

impl ResetSecondFactor {
    async fn execute(self) -> Result<(), CommandError> {
        let login = parsed(Field::Login, Login::parse(&self.login))?;
        let services = self.storage.open().await?;
        services.second_factors.reset(&ACTOR, &login).await?;
        let sentence = command_texts().second_factor_was_reset;
        print_line(&sentence(login.as_str()))
    }
}
