//! Writing what is planned into the database, all of it or nothing.

use model::{AccountName, AppError, ImportCounts, ImportFormat, LinkValidity};

use super::draft::{Draft, DraftPassword};
use super::hashes::Hashes;
use super::plan::{Plan, Step};
use super::request::ImportedLink;
use crate::audit::{
    AuditTrail, FtpAccountSnapshot, ImportSnapshot, account_subject, subscription_subject,
};
use crate::context::Context;
use crate::ftp_account::name_taken;
use crate::limits::require_room;
use crate::one_time_link::NewLink;
use crate::store::{
    AccountsRevision, AuditAction, FtpAccountRecord, FtpAccountsLock, NewFtpAccountRecord,
    OutdatedAccount, SubscriptionRecord, Transaction,
};
use crate::transaction::transaction;

/// Audit rows that are made at once.
const BATCH_SIZE: usize = 1_000;

/// What a plan writes.
pub(super) struct Writes<'a> {
    subscription: &'a SubscriptionRecord,
    revision: AccountsRevision,
    snapshot: ImportSnapshot,
    added: Vec<NewFtpAccountRecord>,
    /// The accounts as they are and as they become, by key, as they are locked.
    changed: Vec<(FtpAccountRecord, FtpAccountRecord)>,
    links: Vec<(AccountName, NewLink)>,
}

impl<'a> Writes<'a> {
    /// Those of a plan, with the secrets of the links.
    ///
    /// # Errors
    /// [`AppError::Internal`] if the system has no random bytes.
    pub(super) fn new(
        subscription: &'a SubscriptionRecord,
        (plan, drafts): (&Plan, &[Draft]),
        hashes: &Hashes,
        (format, counts): (ImportFormat, &ImportCounts),
        validity: LinkValidity,
        trail: &AuditTrail<'_>,
    ) -> Result<(Self, Vec<ImportedLink>), AppError> {
        let mut writes = Self {
            subscription,
            revision: plan.revision,
            snapshot: ImportSnapshot {
                format: format.key(),
                added: counts.added,
                changed: counts.changed,
                refused: counts.refused,
                links: counts.links,
            },
            added: Vec::new(),
            changed: Vec::new(),
            links: Vec::new(),
        };
        let mut tokens = Vec::new();
        for (index, (step, draft)) in plan.steps.iter().zip(drafts).enumerate() {
            match step {
                Step::Add {
                    name,
                    home_directory,
                    settings,
                } => {
                    writes.added.push(NewFtpAccountRecord {
                        subscription: subscription.id,
                        name: name.clone(),
                        home_directory: home_directory.clone(),
                        password_hash: hashes.of(index, draft),
                        is_main: false,
                        settings: settings.clone(),
                        created_at: trail.at,
                    });
                    if let DraftPassword::Link(_) = draft.password {
                        let (token, link) = NewLink::new(validity)?;
                        writes.links.push((name.clone(), link));
                        tokens.push(ImportedLink {
                            name: name.clone(),
                            token,
                        });
                    }
                }
                Step::Change { before, after, .. } => {
                    writes.changed.push(((**before).clone(), (**after).clone()));
                }
                Step::Keep | Step::Refuse(_) => {}
            }
        }
        writes.changed.sort_by_key(|(before, _)| before.id);
        Ok((writes, tokens))
    }

    /// Writes them. Returns the accounts whose open sessions end; none if the subscription's accounts
    /// are not any more what the plan was made for, and nothing was written.
    async fn write(
        &self,
        context: &Context,
        transaction: &Transaction,
        trail: &AuditTrail<'_>,
    ) -> Result<Option<Vec<OutdatedAccount>>, AppError> {
        let id = self.subscription.id;
        let accounts = transaction.lock_ftp_accounts([id]).await?;
        if accounts.revision(id).await? != self.revision {
            return Ok(None);
        }
        let more = self.added.len();
        context
            .reseller_may_add_ftp_accounts(transaction, id, more)
            .await?;
        if more > 0 {
            require_room(&accounts, id, more as u64).await?;
        }
        let subject = subscription_subject(self.subscription);
        let action = AuditAction::FtpAccountsImported;
        trail
            .write(transaction, action, subject, None, Some(&self.snapshot))
            .await?;
        let outdated = self.change(&accounts, trail).await?;
        self.add(&accounts, trail).await?;
        Ok(Some(outdated))
    }

    async fn change(
        &self,
        accounts: &FtpAccountsLock<'_>,
        trail: &AuditTrail<'_>,
    ) -> Result<Vec<OutdatedAccount>, AppError> {
        let transaction = accounts.transaction();
        let mut outdated = Vec::new();
        for (before, after) in &self.changed {
            accounts.change(before, after, None, trail.at).await?;
            if after.home_directory != before.home_directory {
                transaction.reset_ftp_usage(before.id).await?;
            }
            if after.access_version != before.access_version {
                outdated.push((after.id, after.access_version, after.settings.enabled));
            }
        }
        for batch in self.changed.chunks(BATCH_SIZE) {
            let rows = batch.iter().map(|(before, after)| {
                let subject = account_subject(&after.name, self.subscription).about(after.id);
                let snapshot = |account| Some(FtpAccountSnapshot::of(account, false));
                (subject, snapshot(before), snapshot(after))
            });
            let action = AuditAction::FtpAccountChanged;
            trail
                .write_many(transaction, action, rows.collect())
                .await?;
        }
        Ok(outdated)
    }

    async fn add(
        &self,
        accounts: &FtpAccountsLock<'_>,
        trail: &AuditTrail<'_>,
    ) -> Result<(), AppError> {
        let transaction = accounts.transaction();
        let ids = accounts.add_many(&self.added).await.map_err(name_taken)?;
        let subject_of = |name: &AccountName| {
            let id = ids.get(name)?;
            Some((account_subject(name, self.subscription).about(*id), *id))
        };
        for batch in self.added.chunks(BATCH_SIZE) {
            let rows = batch.iter().filter_map(|account| {
                let (subject, _) = subject_of(&account.name)?;
                Some((subject, None, Some(FtpAccountSnapshot::of_new(account))))
            });
            let action = AuditAction::FtpAccountAdded;
            trail
                .write_many(transaction, action, rows.collect())
                .await?;
        }
        for batch in self.links.chunks(BATCH_SIZE) {
            let links = batch.iter().filter_map(|(name, link)| {
                let (subject, id) = subject_of(name)?;
                Some((link, id, subject))
            });
            NewLink::store_many(transaction, trail, links.collect()).await?;
        }
        Ok(())
    }
}

impl Context {
    /// Writes what a plan does in one transaction; the sessions end that must. None if the
    /// subscription's accounts are not any more what the plan was made for, and nothing was written.
    pub(super) async fn write_import(
        &self,
        writes: &Writes<'_>,
        trail: &AuditTrail<'_>,
    ) -> Result<Option<()>, AppError> {
        let outdated = transaction!(self.store(), |transaction| {
            writes.write(self, transaction, trail).await
        })
        .await?;
        let Some(outdated) = outdated else {
            return Ok(None);
        };
        for (account, version, enabled) in outdated {
            self.end_outdated(account, version, enabled);
        }
        self.refresh_ftp_ledger(writes.subscription.id).await;
        Ok(Some(()))
    }
}
