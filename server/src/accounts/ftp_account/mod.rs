//! FTP accounts.

mod add;
mod change;
mod change_many;
mod connection;
mod former_names;
mod history;
mod list;
mod remove;
mod sign_in;
mod versions;
mod view;

pub use list::FtpAccountsExport;
pub use sign_in::{FtpSignIn, FtpSignInError};

pub(super) use remove::main_account_stays;

use app::model::{AccountName, Actor, HomeDirectory, Problem, UtcTime, WebspaceRoot};

use super::authorise::visible_to;
use super::folder::{self, Made};
use super::{Accounts, blocking};
use crate::store::{Constraint, FtpAccountId, HeldAs, NameHolder, StoreError, Visible};
use app::model::{Field, FieldError};

/// Makes a home directory off the async threads; trouble with it is a problem at its field.
pub(super) async fn make_home(root: &WebspaceRoot, home: &HomeDirectory) -> Result<Made, Problem> {
    let (root, home) = (root.clone(), home.clone());
    blocking(move || folder::make_home(&root, &home))
        .await?
        .map_err(|error| Problem::at(Field::HomeDirectory, error))
}

/// Takes back what [`make_home`] has made, since what it was made for has failed: that is told
/// then, whatever becomes of this.
pub(super) async fn unmake_home(made: Made) {
    let _ = blocking(move || made.undo()).await;
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

/// A name that somebody has, told to one who sees these subscriptions.
fn held_by(holder: NameHolder, visible: Visible) -> FieldError {
    let is_seen = match visible {
        Visible::All => true,
        Visible::OwnedBy(owner) => owner == holder.owner,
    };
    match holder.held_as {
        HeldAs::RemovedName if is_seen => FieldError::TakenInTrash,
        HeldAs::FormerName if is_seen => FieldError::TakenByFormerName,
        _ => FieldError::Taken,
    }
}

impl Accounts {
    /// What is wrong with a name for an account, `own` if it is there already, if another account
    /// of the installation has it: or had it and may still sign in with it. Where that is in a
    /// subscription of the actor's, it says how to get the name.
    pub(super) async fn taken(
        &self,
        actor: &Actor,
        name: &AccountName,
        own: Option<FtpAccountId>,
    ) -> Result<Option<FieldError>, Problem> {
        let holder = self.store().name_holder(name, UtcTime::now()).await?;
        let other = holder.filter(|holder| Some(holder.account) != own);
        Ok(other.map(|holder| held_by(holder, visible_to(actor))))
    }
}
