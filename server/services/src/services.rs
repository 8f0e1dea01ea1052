//! All use cases in one object.

use std::sync::Arc;

use model::{Actor, AppError};

use crate::api_token::ApiTokens;
use crate::audit::Audit;
use crate::certificate::Certificates;
use crate::collaborator::Collaborators;
use crate::config::ServicesConfig;
use crate::context::Context;
use crate::defaults::Defaults;
use crate::ftp_account::FtpAccounts;
use crate::ftp_activity::FtpActivity;
use crate::ftp_session::FtpSessions;
use crate::ftp_usage::FtpUsageTracking;
use crate::hosting::Hosting;
use crate::idempotency::IdempotencyKeys;
use crate::import::Imports;
use crate::import_upload::ImportUploads;
use crate::limits::Limits;
use crate::mail::Mails;
use crate::one_time_link::OneTimeLinks;
use crate::overview::Overviews;
use crate::own_account::OwnAccount;
use crate::panel_user::PanelUsers;
use crate::plan::Plans;
use crate::receipt::Receipts;
use crate::reminder::Reminders;
use crate::second_factor::SecondFactors;
use crate::session::Sessions;
use crate::store::Store;
use crate::subscription::Subscriptions;
use crate::trash::Trash;
use crate::webhook::Webhooks;
use crate::webspace::Webspaces;
use crate::work_budget::{HeavyWork, WorkSlot};

/// The use cases over one database, a part for each noun. Clones share everything.
#[derive(Clone)]
pub struct Services {
    /// Hosted sites.
    pub subscriptions: Subscriptions,
    /// FTP accounts: lists, changes, sign-in.
    pub ftp_accounts: FtpAccounts,
    /// FTP accounts that are moved in from other servers, with their passwords.
    pub imports: Imports,
    /// Files that were uploaded to be imported.
    pub import_uploads: ImportUploads,
    /// What a subscription's new FTP accounts begin with.
    pub defaults: Defaults,
    /// Whom the files of subscriptions belong to.
    pub hosting: Hosting,
    /// What subscriptions may have and use.
    pub limits: Limits,
    /// Named sets of limits, which subscriptions can have.
    pub plans: Plans,
    /// The keys of requests that programs may send twice.
    pub idempotency_keys: IdempotencyKeys,
    /// Links by which a recipient sets an account's password.
    pub one_time_links: OneTimeLinks,
    /// The page of an FTP account's own, for whoever has its name and password.
    pub own_account: OwnAccount,
    /// Removed FTP accounts, which can be restored.
    pub trash: Trash,
    /// What home directories hold, beside their quotas.
    pub ftp_usage: FtpUsageTracking,
    /// FTP sessions that are open now.
    pub ftp_sessions: FtpSessions,
    /// What was done over FTP.
    pub ftp_activity: FtpActivity,
    /// The server and its subscriptions at a glance.
    pub overview: Overviews,
    /// The folders of webspaces.
    pub webspaces: Webspaces,
    /// What an operation did, for the person who carried it out.
    pub receipts: Receipts,
    /// People who sign in to the panel.
    pub panel_users: PanelUsers,
    /// People who have a part in a subscription of another's.
    pub collaborators: Collaborators,
    /// Their sessions.
    pub sessions: Sessions,
    /// Their second factors.
    pub second_factors: SecondFactors,
    /// The tokens by which programs act for them.
    pub api_tokens: ApiTokens,
    /// The certificates that the server shows.
    pub certificates: Certificates,
    /// Mail: where each person's goes, and what waits to be sent.
    pub mails: Mails,
    /// What people are told of by themselves.
    pub reminders: Reminders,
    /// Addresses that are told of events.
    pub webhooks: Webhooks,
    /// Who did what, and what was refused.
    pub audit: Audit,
    /// What all parts share.
    pub(crate) context: Arc<Context>,
}

impl Services {
    /// The use cases over this database.
    pub fn new(store: Store, config: ServicesConfig) -> Self {
        let context = Arc::new(Context::new(store, config));
        let part = || Arc::clone(&context);
        Self {
            subscriptions: Subscriptions::new(part()),
            ftp_accounts: FtpAccounts::new(part()),
            imports: Imports::new(part()),
            import_uploads: ImportUploads::new(part()),
            defaults: Defaults::new(part()),
            hosting: Hosting::new(part()),
            limits: Limits::new(part()),
            plans: Plans::new(part()),
            idempotency_keys: IdempotencyKeys::new(part()),
            one_time_links: OneTimeLinks::new(part()),
            own_account: OwnAccount::new(part()),
            trash: Trash::new(part()),
            ftp_usage: FtpUsageTracking::new(part()),
            ftp_sessions: FtpSessions::new(part()),
            ftp_activity: FtpActivity::new(part()),
            overview: Overviews::new(part()),
            webspaces: Webspaces::new(part()),
            receipts: Receipts::new(part()),
            panel_users: PanelUsers::new(part()),
            collaborators: Collaborators::new(part()),
            sessions: Sessions::new(part()),
            second_factors: SecondFactors::new(part()),
            api_tokens: ApiTokens::new(part()),
            certificates: Certificates::new(part()),
            mails: Mails::new(part()),
            reminders: Reminders::new(part()),
            webhooks: Webhooks::new(part()),
            audit: Audit::new(part()),
            context,
        }
    }

    /// Waits for a person's turn at having a request answered, which ends when the slot is dropped.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too many of theirs, or of all people, wait already.
    pub async fn request_slot(&self, actor: &Actor) -> Result<WorkSlot, AppError> {
        let budget = &self.context.work_budget;
        budget.acquire(HeavyWork::Request, actor.into()).await
    }

    /// Closes the database. Use cases fail from then on, and files are removed no further.
    pub async fn close(&self) {
        self.context.close().await;
    }
}
