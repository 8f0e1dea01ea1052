//! What the server functions call. `server` implements it; nothing else does.

use async_trait::async_trait;

use crate::model::{
    AccountName, Actor, Change, DefaultSettings, DomainName, FolderList, FtpAccountChange,
    FtpAccountDraft, FtpAccountHistory, FtpAccountList, FtpAccountListing, FtpAccountSelection,
    FtpAccountSettings, FtpAccountView, FtpAccountsChange, FtpActivityFilter, FtpActivityList,
    FtpConnection, FtpConnectionView, FtpHost, FtpSessionId, FtpSessionRow, FtpUsageView,
    HistoryKey, HomeDirectory, HomePreview, LinkValidity, Locale, Login, NewFtpAccount,
    NewFtpAccountByLink, NewSubscription, Operation, Origin, Page, PageNumber, Password, Problem,
    PublicUrl, Purge, Receipt, RemovedFtpAccountView, Strength, SubscriptionRow, SubscriptionView,
    TrashList, TrashReceipt,
};

/// The use cases, as the panel's server functions see them.
///
/// Each one that takes an [`Actor`] checks by itself what that actor may do, and a customer who
/// asks for another's subscription gets [`Problem::NotFound`].
#[async_trait]
pub trait Backend: Send + Sync + 'static {
    /// Signs a panel user in and begins a session.
    ///
    /// # Errors
    /// [`Problem::WrongCredentials`], after the same time for an unknown login as for a wrong
    /// password; [`Problem::Throttled`] after too many failures.
    async fn sign_in(
        &self,
        login: &str,
        password: &str,
        origin: &Origin,
    ) -> Result<SessionToken, Problem>;

    /// Ends a session. A session that has ended already is no error.
    async fn sign_out(&self, token: &SessionToken) -> Result<(), Problem>;

    /// Changes the acting person's own password, ends all their sessions and begins a new one.
    ///
    /// # Errors
    /// A problem at [`CurrentPassword`](crate::model::Field::CurrentPassword) or
    /// [`Password`](crate::model::Field::Password).
    async fn change_own_password(
        &self,
        actor: &Actor,
        current: &str,
        new: Password,
    ) -> Result<SessionToken, Problem>;

    /// Remembers the language that the acting person chose.
    async fn choose_locale(&self, actor: &Actor, locale: Locale) -> Result<(), Problem>;

    /// Lists the subscriptions that the actor may see, by domain name.
    async fn list_subscriptions(
        &self,
        actor: &Actor,
        page: PageNumber,
    ) -> Result<Page<SubscriptionRow>, Problem>;

    /// Lists the logins that a subscription can be given to, for an administrator.
    async fn list_owners(&self, actor: &Actor) -> Result<Vec<Login>, Problem>;

    /// Adds a subscription with its main FTP account. Administrators only.
    async fn add_subscription(
        &self,
        actor: &Actor,
        new: NewSubscription,
    ) -> Result<Operation, Problem>;

    /// Shows one subscription.
    async fn view_subscription(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionView, Problem>;

    /// Lists a page of a subscription's FTP accounts.
    async fn list_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        listing: &FtpAccountListing,
    ) -> Result<FtpAccountList, Problem>;

    /// Changes a setting of several FTP accounts, never of the main one; the open FTP sessions of
    /// those that are changed end.
    ///
    /// # Errors
    /// [`Problem::NothingToChange`] if all of them are so already; otherwise as for
    /// [`remove_ftp_accounts`](Self::remove_ftp_accounts).
    async fn change_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        selection: &FtpAccountSelection,
        change: FtpAccountsChange,
    ) -> Result<Operation, Problem>;

    /// Removes the FTP accounts that are found, never the main one; so many of them at once.
    ///
    /// # Errors
    /// [`Problem::NothingChosen`] if none is found.
    async fn remove_found_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        listing: &FtpAccountListing,
    ) -> Result<Operation, Problem>;

    /// Shows one FTP account.
    async fn view_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<FtpAccountView, Problem>;

    /// Adds an FTP account, and makes its home directory if it is missing.
    async fn add_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        new: NewFtpAccount,
    ) -> Result<Operation, Problem>;

    /// Changes an FTP account; its open FTP sessions end if anything was changed.
    ///
    /// # Errors
    /// [`Problem::ChangedMeanwhile`] if its version is not the change's any more,
    /// [`Problem::RemovedMeanwhile`] if it is gone but was there (the change has a version).
    async fn change_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        change: FtpAccountChange,
    ) -> Result<Operation, Problem>;

    /// Puts FTP accounts into « Corbeille », all or none; their open FTP sessions end. Files stay.
    ///
    /// # Errors
    /// [`Problem::MainAccountStays`] if the main account is among them,
    /// [`Problem::NothingChosen`] for an empty list, [`Problem::NotFound`] if one is not there.
    async fn remove_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        names: &[AccountName],
    ) -> Result<Operation, Problem>;

    /// Lists the removed FTP accounts of a subscription, the latest removal first.
    async fn list_removed_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        page: PageNumber,
    ) -> Result<TrashList, Problem>;

    /// Shows one removed FTP account, and whether its files could be removed with it.
    async fn view_removed_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<RemovedFtpAccountView, Problem>;

    /// Restores removed FTP accounts with everything, all or none.
    ///
    /// # Errors
    /// [`Problem::NothingChosen`] for an empty list, [`Problem::NotFound`] if one is not there.
    async fn restore_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        names: &[AccountName],
    ) -> Result<Operation, Problem>;

    /// Removes a removed FTP account for good; with its files, if that was confirmed.
    ///
    /// # Errors
    /// A problem at [`Confirmation`](crate::model::Field::Confirmation), [`Problem::NotFound`].
    async fn purge_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        how: Purge<'_>,
    ) -> Result<Operation, Problem>;

    /// Shows what an FTP account's home directory holds and may hold, and how far a count is.
    async fn view_ftp_usage(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<FtpUsageView, Problem>;

    /// Asks for an FTP account's home directory to be counted again.
    async fn recount_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<(), Problem>;

    /// Tells the actor what one of their own operations did in « Corbeille ».
    async fn view_trash_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<TrashReceipt, Problem>;

    /// Shows a page of the history of an FTP account, also of a removed one.
    async fn view_ftp_account_history(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        before: HistoryKey,
    ) -> Result<FtpAccountHistory, Problem>;

    /// Accepts a former name of an FTP account no more. One that is accepted no more already is
    /// no error.
    async fn end_former_name(
        &self,
        actor: &Actor,
        domain: &DomainName,
        account: &AccountName,
        former: &AccountName,
    ) -> Result<Operation, Problem>;

    /// Lists the open FTP sessions of a subscription, oldest first; of all, for an administrator.
    async fn list_ftp_sessions(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
    ) -> Result<Vec<FtpSessionRow>, Problem>;

    /// Ends an open FTP session of a subscription; of any, for an administrator.
    ///
    /// # Errors
    /// [`Problem::SessionOver`] if there is no such session (any more).
    async fn end_ftp_session(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: FtpSessionId,
    ) -> Result<Operation, Problem>;

    /// Lists what was done over FTP in a subscription, the latest first.
    async fn list_ftp_activity(
        &self,
        actor: &Actor,
        domain: &DomainName,
        filter: FtpActivityFilter,
        page: PageNumber,
    ) -> Result<FtpActivityList, Problem>;

    /// Adds an FTP account whose receiver sets the first password, by a one-time link.
    async fn add_ftp_account_by_link(
        &self,
        actor: &Actor,
        domain: &DomainName,
        new: NewFtpAccountByLink,
    ) -> Result<OneTimeToken, Problem>;

    /// Tells how an FTP client connects to an account. `asked` is the host that the browser uses.
    async fn view_ftp_connection(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        asked: Option<&FtpHost>,
    ) -> Result<FtpConnectionView, Problem>;

    /// Makes a link by which somebody sets an FTP account's password; an older one ends.
    async fn make_one_time_link(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        validity: LinkValidity,
    ) -> Result<OneTimeToken, Problem>;

    /// Revokes an FTP account's one-time link. Where there is none, nothing is done.
    async fn revoke_one_time_link(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<Operation, Problem>;

    /// Tells whoever holds a one-time link what it is for, and leaves it as it is.
    ///
    /// # Errors
    /// [`Problem::NotFound`], whatever is wrong with the link; [`Problem::Throttled`].
    async fn open_one_time_link(
        &self,
        token: &OneTimeToken,
        origin: &Origin,
        asked: Option<&FtpHost>,
    ) -> Result<FtpConnection, Problem>;

    /// Where links lead: to the settings' address of the panel, or to `asked`, which the browser
    /// uses.
    fn panel_url(&self, asked: Option<PublicUrl>) -> Result<PublicUrl, Problem>;

    /// How any FTP client connects to an account of that name, whether there is one or not.
    fn ftp_connection(
        &self,
        name: AccountName,
        asked: Option<&FtpHost>,
    ) -> Result<FtpConnection, Problem>;

    /// Tells the actor what one of their own operations did; [`Problem::NotFound`] for others'.
    async fn view_receipt(&self, actor: &Actor, operation: &Operation) -> Result<Receipt, Problem>;

    /// Drafts an FTP account: with the subscription's defaults, or with all that the account
    /// `like` has but its name and its password.
    async fn draft_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        like: Option<&AccountName>,
    ) -> Result<FtpAccountDraft, Problem>;

    /// Shows what a subscription's new FTP accounts begin with.
    async fn view_default_settings(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<DefaultSettings, Problem>;

    /// Changes what a subscription's new FTP accounts begin with.
    ///
    /// # Errors
    /// [`Problem::DefaultsChangedMeanwhile`] if they are at another version.
    async fn change_default_settings(
        &self,
        actor: &Actor,
        domain: &DomainName,
        version: i64,
        settings: FtpAccountSettings,
    ) -> Result<Operation, Problem>;

    /// Tells the actor what one of their own changes of defaults did.
    async fn view_changed_defaults(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<Vec<Change>, Problem>;

    /// Lists the folders in a folder of a subscription's webspace.
    async fn list_folders(
        &self,
        actor: &Actor,
        domain: &DomainName,
        path: HomeDirectory,
    ) -> Result<FolderList, Problem>;

    /// Makes a folder in a subscription's webspace; one that is there is as good as made.
    async fn make_folder(
        &self,
        actor: &Actor,
        domain: &DomainName,
        path: HomeDirectory,
    ) -> Result<(), Problem>;

    /// Tells what an account with this home directory will see, and whether one can write there.
    async fn preview_home(
        &self,
        actor: &Actor,
        domain: &DomainName,
        home: HomeDirectory,
    ) -> Result<HomePreview, Problem>;

    /// Scores a password for the account or person called `name`.
    async fn score_password(
        &self,
        actor: &Actor,
        password: &str,
        name: &str,
    ) -> Result<Strength, Problem>;

    /// Makes a password that the rules like, for the account or person called `name`.
    async fn suggest_password(&self, actor: &Actor, name: &str) -> Result<Password, Problem>;
}

/// Implements what secrets share that are made as text and never printed.
macro_rules! secret_text {
    ($type:ident) => {
        impl $type {
            /// Takes a secret as it was sent, or as it was just made.
            pub fn new(text: String) -> Self {
                Self(text)
            }

            /// The secret itself, to be handed on and for hashing.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    };
}

/// The secret that a browser shows to be recognised. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);
secret_text!(SessionToken);

/// The secret in a one-time link. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeToken(String);
secret_text!(OneTimeToken);
