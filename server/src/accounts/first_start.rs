//! The first start of an installation.

use app::model::{Actor, Login, NewPanelUser, Password, Problem, Role};

use super::{Accounts, internal, password};

/// The administrator that the first start made.
#[derive(Debug)]
pub struct FirstAdministrator {
    /// The name to sign in with.
    pub login: Login,
    /// The password: told this once, stored only as a hash.
    pub password: Password,
}

impl Accounts {
    /// Makes the administrator `admin` with a generated password, if there is no panel user yet.
    ///
    /// # Errors
    /// [`Problem::Internal`] or [`Problem::Busy`] if the database cannot.
    pub async fn first_start(&self) -> Result<Option<FirstAdministrator>, Problem> {
        if self.store().has_panel_users().await? {
            return Ok(None);
        }
        let login = Login::parse("admin").map_err(|error| internal(&error))?;
        let password = password::generate(login.as_str())?;
        let new = NewPanelUser {
            login: login.clone(),
            display_name: "Administrator".to_owned(),
            password: password.clone(),
            role: Role::Administrator,
            locale: None,
        };
        match self.add_panel_user(&Actor::CommandLine, new).await {
            Ok(_) => Ok(Some(FirstAdministrator { login, password })),
            // Another process made it a moment ago.
            Err(Problem::Invalid(_)) => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}
