//! Adding an FTP account.

use app::model::{Actor, DomainName, Field, NewFtpAccount, Operation, Problem};

use super::super::audit::{FtpAccountSnapshot, Trail, account_subject};
use super::super::{Accounts, FieldProblems};
use super::{make_home, name_taken};
use crate::store::{Deed, NewFtpAccountRecord, SubscriptionRecord};

impl Accounts {
    /// Adds an FTP account to a subscription.
    ///
    /// Who may: an administrator, and the customer who owns the subscription. The name must be
    /// free in the whole installation, in any letter case. The password must be hard to guess.
    /// The home directory is made below the webspace root if it is missing, and is refused if a
    /// symlink leads out of there. Clients can sign in as soon as this returns. A refused
    /// account leaves nothing behind, no folder either.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with everything that is wrong with name, home and password;
    /// [`Problem::NotFound`] for another's subscription.
    pub async fn add_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        new: NewFtpAccount,
    ) -> Result<Operation, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        let mut problems = FieldProblems::default();
        if let Some(error) = self.taken(&new.name).await? {
            problems.add(Field::AccountName, error);
        }
        let inputs = [new.name.as_str(), domain.as_str()];
        if let Some(error) = self.guessable(&new.password, &inputs).await? {
            problems.add(Field::Password, error);
        }
        problems.none()?;
        let password_hash = self.hasher().hash(&new.password).await?;
        let made = make_home(&subscription.webspace_root, &new.home_directory).await?;
        let added = self
            .store_ftp_account(actor, &subscription, new, password_hash)
            .await;
        if added.is_err() {
            made.undo();
        }
        added
    }

    async fn store_ftp_account(
        &self,
        actor: &Actor,
        subscription: &SubscriptionRecord,
        new: NewFtpAccount,
        password_hash: String,
    ) -> Result<Operation, Problem> {
        let trail = Trail::begin(actor)?;
        let snapshot = FtpAccountSnapshot {
            name: new.name.clone(),
            home_directory: new.home_directory.clone(),
            settings: new.settings.clone(),
            password_changed: false,
        };
        let subject = account_subject(&new.name, subscription);
        let account = NewFtpAccountRecord {
            subscription: subscription.id,
            name: new.name,
            home_directory: new.home_directory,
            password_hash,
            is_main: false,
            settings: new.settings,
            created_at: trail.at,
        };
        let writing = self.store().write().await?;
        writing.add_ftp_account(account).await.map_err(name_taken)?;
        trail
            .write(
                &writing,
                Deed::FtpAccountAdded,
                subject,
                None,
                Some(&snapshot),
            )
            .await?;
        writing.commit().await?;
        Ok(trail.finish())
    }
}
