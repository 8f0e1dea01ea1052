//! The use cases: what may be done, by whom, with which consequence.
//!
//! Every entrance, the browser's, FTP's and the command line's, ends here. Each use case takes the
//! acting person first and checks by itself what that person may do. [`Services`] has a part for
//! each noun, and a part's folder has a file for each verb.

mod audit;
mod authorization;
mod context;
mod defaults;
mod demo;
mod first_start;
mod folder;
mod folder_listing;
mod ftp_account;
mod ftp_activity;
mod ftp_session;
mod ftp_usage;
pub mod local_time;
mod one_time_link;
mod panel_user;
mod password;
mod receipt;
mod secret;
mod session;
pub mod store;
mod subscription;
mod throttle;
mod trash;
mod webspace;

pub use context::PublicAddresses;
pub use defaults::Defaults;
pub use demo::Demo;
pub use first_start::FirstAdministrator;
pub use ftp_account::{FtpAccounts, FtpAccountsExport, FtpSignIn, FtpSignInError};
pub use ftp_activity::{FtpActivity, FtpEvent};
pub use ftp_session::{FtpSessionRegistry, FtpSessionStatus, FtpSessions, FtpTransferStatus};
pub use ftp_usage::FtpUsageTracking;
pub use one_time_link::OneTimeLinks;
pub use panel_user::PanelUsers;
pub use receipt::Receipts;
pub use secret::{OneTimeToken, SessionToken};
pub use session::{ResumedSession, Sessions};
pub use subscription::Subscriptions;
pub use trash::Trash;
pub use webspace::Webspaces;

use std::path::Path;
use std::sync::Arc;

use context::Context;

use self::store::Store;

/// The use cases over one database, a part for each noun. Clones share everything.
#[derive(Clone)]
pub struct Services {
    /// Hosted sites.
    pub subscriptions: Subscriptions,
    /// FTP accounts: lists, changes, sign-in.
    pub ftp_accounts: FtpAccounts,
    /// What a subscription's new FTP accounts begin with.
    pub defaults: Defaults,
    /// Links by which a recipient sets an account's password.
    pub one_time_links: OneTimeLinks,
    /// Removed FTP accounts, which can be restored.
    pub trash: Trash,
    /// What home directories hold, beside their quotas.
    pub ftp_usage: FtpUsageTracking,
    /// FTP sessions that are open now.
    pub ftp_sessions: FtpSessions,
    /// What was done over FTP.
    pub ftp_activity: FtpActivity,
    /// The folders of webspaces.
    pub webspaces: Webspaces,
    /// What an operation did, for the person who carried it out.
    pub receipts: Receipts,
    /// People who sign in to the panel.
    pub panel_users: PanelUsers,
    /// Their sessions.
    pub sessions: Sessions,
    context: Arc<Context>,
}

impl Services {
    /// The use cases over this database. `data_dir` is the panel's own folder, which no webspace
    /// may reach.
    pub fn new(store: Store, data_dir: &Path) -> Self {
        let context = Arc::new(Context::new(store, data_dir));
        let part = || Arc::clone(&context);
        Self {
            subscriptions: Subscriptions::new(part()),
            ftp_accounts: FtpAccounts::new(part()),
            defaults: Defaults::new(part()),
            one_time_links: OneTimeLinks::new(part()),
            trash: Trash::new(part()),
            ftp_usage: FtpUsageTracking::new(part()),
            ftp_sessions: FtpSessions::new(part()),
            ftp_activity: FtpActivity::new(part()),
            webspaces: Webspaces::new(part()),
            receipts: Receipts::new(part()),
            panel_users: PanelUsers::new(part()),
            sessions: Sessions::new(part()),
            context,
        }
    }

    /// Tells which FTP sessions there are: to list, and to end when an account is changed or
    /// removed. Without it there are none to be seen; the first call counts.
    pub fn watch_over(&self, sessions: Arc<dyn FtpSessionRegistry>) {
        self.context.watch_over(sessions);
    }

    /// Tells where the server is reached from outside, and by which certificate it is known. Without
    /// it nobody can be told how to connect; the last call counts.
    pub fn reached_at(&self, addresses: PublicAddresses) {
        self.context.reached_at(addresses);
    }

    /// Closes the database. What is asked for afterwards fails, and files are removed no further.
    pub async fn close(&self) {
        self.context.close().await;
    }
}

/// Declares a part of [`Services`]: what it is for, and what it works with.
macro_rules! part {
    ($(#[$documentation:meta])* $name:ident) => {
        $(#[$documentation])*
        #[derive(Clone)]
        pub struct $name {
            context: std::sync::Arc<$crate::context::Context>,
        }

        impl $name {
            pub(crate) fn new(context: std::sync::Arc<$crate::context::Context>) -> Self {
                Self { context }
            }
        }
    };
}
pub(crate) use part;
