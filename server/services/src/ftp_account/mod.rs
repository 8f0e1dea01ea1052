//! FTP accounts.

mod add;
mod change;
mod change_many;
mod connection;
mod draft;
mod former_names;
mod history;
mod list;
mod remove;
mod sign_in;
mod summary;
mod versions;
mod view;

pub use list::FtpAccountsExport;
pub use sign_in::{FtpSignIn, FtpSignInError};

pub(super) use remove::main_account_stays;

use model::{AccountName, Actor, AppError, HomeDirectory, UtcTime, WebspaceRoot};

use crate::authorization::visible_to;
use crate::context::{Context, blocking};
use crate::folder::{self, Made};
use crate::store::{Constraint, FtpAccountId, HeldAs, NameHolder, StoreError, Visible};
use model::{Field, FieldError};

crate::part! {
    /// FTP accounts: lists, changes, sign-in.
    FtpAccounts
}

/// Makes a home directory off the async threads, and tells how it is spelled: one that is there as
/// it is, a new one in Unicode's normal form C. Trouble with it is an error at its field.
pub(super) async fn create_home(
    root: &WebspaceRoot,
    home: &HomeDirectory,
) -> Result<(HomeDirectory, Made), AppError> {
    let (root, home) = (root.clone(), home.clone());
    blocking(move || {
        let home = folder::spelled_on_disk(&root, home);
        folder::create_home(&root, &home).map(|made| (home, made))
    })
    .await?
    .map_err(|error| AppError::at(Field::HomeDirectory, error))
}

/// Makes the home directory of an account that is stored already, if it is missing.
///
/// One that cannot be made is told at the sign-in, and is no reason to refuse anything else.
pub(super) async fn recreate_home(root: &WebspaceRoot, home: &HomeDirectory) {
    let (root, home) = (root.clone(), home.clone());
    let _ = blocking(move || folder::create_home(&root, &home)).await;
}

/// Takes back what [`create_home`] has made, since what it was made for has failed: that is told
/// then, whatever becomes of this.
pub(super) async fn rollback(made: Made) {
    let _ = blocking(move || made.undo()).await;
}

/// A name that someone else took between our look and our write is taken all the same.
pub(super) fn name_taken(error: StoreError) -> AppError {
    match error {
        StoreError::Refused(Constraint::AccountName) => {
            AppError::at(Field::AccountName, FieldError::Taken)
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

impl Context {
    /// What is wrong with a name for an account, `own` if it is there already, if another account
    /// of the installation has it: or had it and may still sign in with it. Where that is in a
    /// subscription of the actor's, it says how to get the name.
    pub(super) async fn taken(
        &self,
        actor: &Actor,
        name: &AccountName,
        own: Option<FtpAccountId>,
    ) -> Result<Option<FieldError>, AppError> {
        let holder = self.store().name_holder(name, UtcTime::now()).await?;
        let other = holder.filter(|holder| Some(holder.account) != own);
        Ok(other.map(|holder| held_by(holder, visible_to(actor))))
    }
}
