//! FTP accounts.

mod add;
mod change;
mod change_many;
mod connection;
mod list;
mod remove;
mod sign_in;
mod versions;
mod view;

pub use list::FtpAccountsExport;
pub use sign_in::{FtpSignIn, FtpSignInError};

use app::model::{AccountName, HomeDirectory, Problem, WebspaceRoot};

use super::folder::{self, Made};
use super::{Accounts, internal};
use crate::store::{Constraint, StoreError};
use app::model::{Field, FieldError};

/// Makes a home directory off the async threads; trouble with it is a problem at its field.
pub(super) async fn make_home(root: &WebspaceRoot, home: &HomeDirectory) -> Result<Made, Problem> {
    let (root, home) = (root.clone(), home.clone());
    tokio::task::spawn_blocking(move || folder::make_home(&root, &home))
        .await
        .map_err(|error| internal(&error))?
        .map_err(|error| Problem::at(Field::HomeDirectory, error))
}

/// A name that someone else took between our look and our write is taken all the same.
pub(super) fn name_taken(error: StoreError) -> Problem {
    match error {
        StoreError::Refused(Constraint::AccountName) => {
            Problem::at(Field::AccountName, FieldError::Taken)
        }
        error => error.into(),
    }
}

impl Accounts {
    /// What is wrong with a name, if another account of the installation has it.
    pub(super) async fn taken(&self, name: &AccountName) -> Result<Option<FieldError>, Problem> {
        let taken = self.store().ftp_account_name_taken(name).await?;
        Ok(taken.then_some(FieldError::Taken))
    }
}
