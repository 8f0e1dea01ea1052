//! Reading all FTP accounts of a subscription with all that another server needs to have them.

use std::sync::Arc;

use model::{
    AccountName, Actor, AppError, DomainName, FtpAccountRow, HostingSettings, Permission,
    WebspaceRoot,
};
use zeroize::Zeroizing;

use super::FtpAccounts;
use crate::audit::subscription_subject;
use crate::context::Context;
use crate::store::{AuditAction, NO_PASSWORD, SubscriptionRecord};
use crate::work_budget::{HeavyWork, WorkFor};

/// Accounts of a batch.
const BATCH_SIZE: u64 = 500;

impl FtpAccounts {
    /// Begins to read all FTP accounts of a subscription, the main one first, the others by name, with
    /// all that is set for them and, if wanted, with the hashes of their passwords.
    ///
    /// Who may: administrators only; with hashes no API token, which must not outlive what it was made
    /// for. That hashes were read is in the audit trail.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`]; [`AppError::NotForTokens`]; [`AppError::NotFound`] if there is no
    /// such subscription.
    pub async fn export_all(
        &self,
        actor: &Actor,
        domain: &DomainName,
        with_hashes: bool,
    ) -> Result<FtpAccountsFullExport, AppError> {
        self.context.administrators_only(actor)?;
        if with_hashes {
            self.context.refuse_tokens(actor)?;
        }
        let subscription = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        if with_hashes {
            let trail = self.context.begin_operation(actor)?;
            let subject = subscription_subject(&subscription);
            let action = AuditAction::FtpPasswordHashesExported;
            trail
                .record::<()>(self.context.store(), action, subject, None, None)
                .await?;
        }
        Ok(FtpAccountsFullExport {
            context: Arc::clone(&self.context),
            client: actor.into(),
            subscription,
            with_hashes,
            position: Position::First,
        })
    }
}

/// An FTP account with all that another server needs to have it.
pub struct ExportedFtpAccount {
    /// The account.
    pub account: FtpAccountRow,
    /// Its password's hash; none if it has no password yet, or hashes are not wanted.
    pub password_hash: Option<Zeroizing<String>>,
}

/// All FTP accounts of a subscription, read batch by batch, so that memory stays bounded.
pub struct FtpAccountsFullExport {
    context: Arc<Context>,
    client: WorkFor,
    subscription: SubscriptionRecord,
    with_hashes: bool,
    position: Position,
}

/// Where the next batch begins.
enum Position {
    First,
    After(AccountName),
    End,
}

impl FtpAccountsFullExport {
    /// The folder on the server that holds the home directories.
    pub fn webspace_root(&self) -> &WebspaceRoot {
        &self.subscription.webspace.root
    }

    /// Whom the files belong to.
    pub fn hosting(&self) -> &HostingSettings {
        &self.subscription.webspace.hosting
    }

    /// The next accounts; none at the end. One that is renamed concurrently may be missing or come
    /// twice; all others come once.
    ///
    /// # Errors
    /// If the database cannot; [`AppError::Busy`] if too much of such work waits already.
    pub async fn next(&mut self) -> Result<Option<Vec<ExportedFtpAccount>>, AppError> {
        let after = match &self.position {
            Position::First => None,
            Position::After(name) => Some(name),
            Position::End => return Ok(None),
        };
        let budget = &self.context.work_budget;
        let _slot = budget.acquire(HeavyWork::Export, self.client).await?;
        let rows = self
            .context
            .store()
            .ftp_accounts_with_hashes_after(self.subscription.id, after, BATCH_SIZE)
            .await?;
        // The main account comes beside the others.
        let is_full = rows.len() as u64 >= BATCH_SIZE;
        let last = rows.last().map(|(account, _)| account.name.clone());
        self.position = match last.filter(|_| is_full) {
            Some(name) => Position::After(name),
            None => Position::End,
        };
        let exported = |(account, hash): (FtpAccountRow, Zeroizing<String>)| ExportedFtpAccount {
            account,
            password_hash: Some(hash).filter(|hash| self.with_hashes && **hash != NO_PASSWORD),
        };
        Ok((!rows.is_empty()).then(|| rows.into_iter().map(exported).collect()))
    }
}
