//! The first start of an installation.

use model::{Actor, AppError, Login, NewPanelUser, Password, PasswordUse, Role};

use crate::error::InternalError;
use crate::password;
use crate::services::Services;

/// The administrator that the first start made.
#[derive(Debug)]
pub struct FirstAdministrator {
    /// The name to sign in with.
    pub login: Login,
    /// The password: shown this once, stored only as a hash.
    pub password: Password,
}

/// The login of the first administrator.
const LOGIN: &str = "admin";

impl Services {
    /// Makes the administrator `admin` with a generated password, if there is no panel user yet. It
    /// stands in a file or on a screen then, so that it is for one sign-in, unless `password_use` says
    /// otherwise.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if the database fails.
    pub async fn first_start(
        &self,
        password_use: PasswordUse,
    ) -> Result<Option<FirstAdministrator>, AppError> {
        if self.context.store().has_panel_users().await? {
            return Ok(None);
        }
        let login = Login::parse(LOGIN).map_err(|_| InternalError::Value(LOGIN.to_owned()))?;
        let password = password::generate(login.as_str())?;
        let new = NewPanelUser {
            login: login.clone(),
            display_name: "Administrator".to_owned(),
            email: None,
            password: password.clone(),
            password_use,
            role: Role::Administrator,
            locale: None,
        };
        match self.panel_users.add(&Actor::CommandLine, new).await {
            Ok(_) => Ok(Some(FirstAdministrator { login, password })),
            // Another process made it concurrently.
            Err(AppError::Invalid(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
