//! Importing the FTP accounts of other servers.
//!
//! A file is read into [drafts](draft); what there is in the database makes a [plan] of them; then
//! passwords are [hashed](hashes), [homes] created, and all is [written](apply), provided that what
//! the plan was made from still holds.

mod apply;
mod draft;
mod found;
mod hashes;
mod homes;
mod mapping;
mod names;
mod plan;
mod request;

use ::import::SourceFiles;
use model::{
    Actor, AppError, DomainName, Field, FieldError, FtpAccountSettings, ImportPreview, Permission,
};

use self::apply::Writes;
use self::draft::{Draft, draft};
use self::hashes::Hashes;
use self::plan::Plan;
use crate::blocking::blocking;
use crate::context::Context;
use crate::home_directory::{CreatedHomes, rollback_many};
use crate::part::part;
use crate::store::SubscriptionRecord;
use crate::work_budget::{HeavyWork, WorkSlot};

pub use request::{ImportDone, ImportRequest, ImportedLink};

/// How often a plan is made anew since others changed what it was made from.
const MAX_ATTEMPTS: u32 = 5;

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
        request: ImportRequest,
    ) -> Result<ImportPreview, AppError> {
        let import = self.context.begin_import(actor, domain, request).await?;
        let plan = import.plan().await?;
        import.context.preview_of(&plan, &import.drafts).await
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
        request: ImportRequest,
    ) -> Result<ImportDone, AppError> {
        let import = self.context.begin_import(actor, domain, request).await?;
        self.context.may_change(actor)?;
        let mut hashes = Hashes::default();
        for _ in 0..MAX_ATTEMPTS {
            if let Some(done) = import.carry_out(&mut hashes).await? {
                return Ok(done);
            }
        }
        Err(AppError::Busy)
    }
}

/// An import under way.
struct Import<'a> {
    context: &'a Context,
    actor: &'a Actor,
    subscription: SubscriptionRecord,
    defaults: FtpAccountSettings,
    drafts: Vec<Draft>,
    /// What was asked for, without the files.
    request: ImportRequest,
    _slot: WorkSlot,
}

impl Context {
    /// Reads the file of an import.
    async fn begin_import<'a>(
        &'a self,
        actor: &'a Actor,
        domain: &DomainName,
        mut request: ImportRequest,
    ) -> Result<Import<'a>, AppError> {
        let subscription = self
            .authorised_subscription(actor, domain, Permission::ImportFtpAccounts)
            .await?;
        let budget = &self.work_budget;
        let slot = budget.acquire(HeavyWork::Import, actor.into()).await?;
        let (defaults, _) = self.store().default_settings(subscription.id).await?;
        let (root, settings) = (subscription.webspace.root.clone(), defaults.clone());
        let (request, drafts) = blocking(move || {
            let shadow = request.shadow.take();
            let main = std::mem::take(&mut request.main);
            let files = SourceFiles {
                main: &main,
                shadow: shadow.as_deref().map(Vec::as_slice),
            };
            let source = ::import::read(request.format, files).map_err(AppError::ImportFile)?;
            let drafts = draft(&request, source, &root, &settings)?;
            Ok::<_, AppError>((request, drafts))
        })
        .await??;
        Ok(Import {
            context: self,
            actor,
            subscription,
            defaults,
            drafts,
            request,
            _slot: slot,
        })
    }
}

impl Import<'_> {
    async fn plan(&self) -> Result<Plan, AppError> {
        let subscription = self.subscription.id;
        self.context
            .plan_import(subscription, &self.drafts, &self.defaults)
            .await
    }

    /// Whether a plan must not or need not be carried out.
    fn is_nothing(&self, plan: &Plan) -> bool {
        (plan.refuses() && !self.request.skip_refused) || !plan.writes()
    }

    async fn nothing(&self, plan: &Plan) -> Result<ImportDone, AppError> {
        let preview = self.context.preview_of(plan, &self.drafts).await?;
        Ok(ImportDone::Nothing(preview))
    }

    /// Makes a plan and carries it out; none if others have changed in the meantime what it was made
    /// from, and nothing was done.
    async fn carry_out(&self, hashes: &mut Hashes) -> Result<Option<ImportDone>, AppError> {
        let mut plan = self.plan().await?;
        if self.is_nothing(&plan) {
            return self.nothing(&plan).await.map(Some);
        }
        let client = self.actor.into();
        hashes
            .complete(self.context, client, &self.drafts, &plan)
            .await?;
        let mut created = CreatedHomes::default();
        let homes = self
            .context
            .create_planned_homes(client, &self.subscription, &mut plan, &mut created)
            .await;
        let done = match homes {
            Ok(()) if self.is_nothing(&plan) => {
                self.roll_back(created).await;
                return self.nothing(&plan).await.map(Some);
            }
            Ok(()) => self.write(&plan, hashes).await,
            Err(error) => Err(error),
        };
        if !matches!(done, Ok(Some(_))) {
            self.roll_back(created).await;
        } else if created.any() {
            self.context.recount_webspace(self.subscription.id).await;
        }
        match done {
            // Somebody took a name since the plan was made.
            Err(error) if error == AppError::at(Field::AccountName, FieldError::Taken) => Ok(None),
            done => done,
        }
    }

    async fn write(&self, plan: &Plan, hashes: &Hashes) -> Result<Option<ImportDone>, AppError> {
        // Before the links are stored, of which nobody can be told again.
        let records = self.context.preview_of(plan, &self.drafts).await?;
        let trail = self.context.begin_operation(self.actor)?;
        let (writes, links) = Writes::new(
            &self.subscription,
            (plan, &self.drafts),
            hashes,
            (self.request.format, &records.counts),
            self.request.link_validity,
            &trail,
        )?;
        let written = self.context.write_import(&writes, &trail).await?;
        drop(writes);
        Ok(written.map(|()| ImportDone::Written {
            records,
            links,
            operation: trail.finish(),
        }))
    }

    async fn roll_back(&self, created: CreatedHomes) {
        rollback_many(self.context, &self.subscription, created).await;
    }
}
