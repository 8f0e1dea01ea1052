//! The door for the panel's server functions: each goes straight to its use case.

use app::backend::{Backend, OneTimeToken, SessionToken};
use app::model::{
    AccountName, Actor, Change, DefaultSettings, DomainName, FolderList, FtpAccountChange,
    FtpAccountDraft, FtpAccountHistory, FtpAccountList, FtpAccountListing, FtpAccountSelection,
    FtpAccountSettings, FtpAccountView, FtpAccountsChange, FtpActivityFilter, FtpActivityList,
    FtpConnection, FtpConnectionView, FtpHost, FtpSessionId, FtpSessionRow, FtpUsageView,
    HistoryKey, HomeDirectory, HomePreview, LinkValidity, Locale, Login, NewFtpAccount,
    NewFtpAccountByLink, NewSubscription, Operation, Origin, Page, PageNumber, Password, Problem,
    PublicUrl, Purge, Receipt, RemovedFtpAccountView, Strength, SubscriptionRow, SubscriptionView,
    TrashList, TrashReceipt,
};
use async_trait::async_trait;

use super::Accounts;

#[async_trait]
impl Backend for Accounts {
    async fn sign_in(
        &self,
        login: &str,
        password: &str,
        origin: &Origin,
    ) -> Result<SessionToken, Problem> {
        self.sign_in(login, password, origin).await
    }

    async fn sign_out(&self, token: &SessionToken) -> Result<(), Problem> {
        self.sign_out(token).await
    }

    async fn change_own_password(
        &self,
        actor: &Actor,
        current: &str,
        new: Password,
    ) -> Result<SessionToken, Problem> {
        self.change_own_password(actor, current, new).await
    }

    async fn choose_locale(&self, actor: &Actor, locale: Locale) -> Result<(), Problem> {
        self.choose_locale(actor, locale).await
    }

    async fn list_subscriptions(
        &self,
        actor: &Actor,
        page: PageNumber,
    ) -> Result<Page<SubscriptionRow>, Problem> {
        self.list_subscriptions(actor, page).await
    }

    async fn list_owners(&self, actor: &Actor) -> Result<Vec<Login>, Problem> {
        self.list_owners(actor).await
    }

    async fn add_subscription(
        &self,
        actor: &Actor,
        new: NewSubscription,
    ) -> Result<Operation, Problem> {
        self.add_subscription(actor, new).await
    }

    async fn view_subscription(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<SubscriptionView, Problem> {
        self.view_subscription(actor, domain).await
    }

    async fn list_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        listing: &FtpAccountListing,
    ) -> Result<FtpAccountList, Problem> {
        self.list_ftp_accounts(actor, domain, listing).await
    }

    async fn change_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        selection: &FtpAccountSelection,
        change: FtpAccountsChange,
    ) -> Result<Operation, Problem> {
        self.change_ftp_accounts(actor, domain, selection, change)
            .await
    }

    async fn remove_found_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        listing: &FtpAccountListing,
    ) -> Result<Operation, Problem> {
        self.remove_found_ftp_accounts(actor, domain, listing).await
    }

    async fn view_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<FtpAccountView, Problem> {
        self.view_ftp_account(actor, domain, name).await
    }

    async fn add_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        new: NewFtpAccount,
    ) -> Result<Operation, Problem> {
        self.add_ftp_account(actor, domain, new).await
    }

    async fn change_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        change: FtpAccountChange,
    ) -> Result<Operation, Problem> {
        self.change_ftp_account(actor, domain, name, change).await
    }

    async fn remove_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        names: &[AccountName],
    ) -> Result<Operation, Problem> {
        self.remove_ftp_accounts(actor, domain, names).await
    }

    async fn list_removed_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        page: PageNumber,
    ) -> Result<TrashList, Problem> {
        self.list_removed_ftp_accounts(actor, domain, page).await
    }

    async fn view_removed_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<RemovedFtpAccountView, Problem> {
        self.view_removed_ftp_account(actor, domain, name).await
    }

    async fn restore_ftp_accounts(
        &self,
        actor: &Actor,
        domain: &DomainName,
        names: &[AccountName],
    ) -> Result<Operation, Problem> {
        self.restore_ftp_accounts(actor, domain, names).await
    }

    async fn purge_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        how: Purge<'_>,
    ) -> Result<Operation, Problem> {
        self.purge_ftp_account(actor, domain, name, how).await
    }

    async fn view_trash_receipt(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<TrashReceipt, Problem> {
        self.view_trash_receipt(actor, operation).await
    }

    async fn view_ftp_account_history(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        before: HistoryKey,
    ) -> Result<FtpAccountHistory, Problem> {
        self.view_ftp_account_history(actor, domain, name, before)
            .await
    }

    async fn end_former_name(
        &self,
        actor: &Actor,
        domain: &DomainName,
        account: &AccountName,
        former: &AccountName,
    ) -> Result<Operation, Problem> {
        self.end_former_name(actor, domain, account, former).await
    }

    async fn list_ftp_sessions(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
    ) -> Result<Vec<FtpSessionRow>, Problem> {
        self.list_ftp_sessions(actor, domain).await
    }

    async fn end_ftp_session(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        id: FtpSessionId,
    ) -> Result<Operation, Problem> {
        self.end_ftp_session(actor, domain, id).await
    }

    async fn list_ftp_activity(
        &self,
        actor: &Actor,
        domain: &DomainName,
        filter: FtpActivityFilter,
        page: PageNumber,
    ) -> Result<FtpActivityList, Problem> {
        self.list_ftp_activity(actor, domain, filter, page).await
    }

    async fn add_ftp_account_by_link(
        &self,
        actor: &Actor,
        domain: &DomainName,
        new: NewFtpAccountByLink,
    ) -> Result<OneTimeToken, Problem> {
        self.add_ftp_account_by_link(actor, domain, new).await
    }

    async fn view_ftp_connection(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        asked: Option<&FtpHost>,
    ) -> Result<FtpConnectionView, Problem> {
        self.view_ftp_connection(actor, domain, name, asked).await
    }

    async fn make_one_time_link(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
        validity: LinkValidity,
    ) -> Result<OneTimeToken, Problem> {
        self.make_one_time_link(actor, domain, name, validity).await
    }

    async fn revoke_one_time_link(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<Operation, Problem> {
        self.revoke_one_time_link(actor, domain, name).await
    }

    async fn open_one_time_link(
        &self,
        token: &OneTimeToken,
        origin: &Origin,
        asked: Option<&FtpHost>,
    ) -> Result<FtpConnection, Problem> {
        self.open_one_time_link(token, origin, asked).await
    }

    fn panel_url(&self, asked: Option<PublicUrl>) -> Result<PublicUrl, Problem> {
        self.panel_url(asked)
    }

    fn ftp_connection(
        &self,
        name: AccountName,
        asked: Option<&FtpHost>,
    ) -> Result<FtpConnection, Problem> {
        self.ftp_connection(name, asked)
    }

    async fn view_ftp_usage(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<FtpUsageView, Problem> {
        self.view_ftp_usage(actor, domain, name).await
    }

    async fn recount_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        name: &AccountName,
    ) -> Result<(), Problem> {
        self.recount_ftp_account(actor, domain, name).await
    }

    async fn view_receipt(&self, actor: &Actor, operation: &Operation) -> Result<Receipt, Problem> {
        self.view_receipt(actor, operation).await
    }

    async fn draft_ftp_account(
        &self,
        actor: &Actor,
        domain: &DomainName,
        like: Option<&AccountName>,
    ) -> Result<FtpAccountDraft, Problem> {
        self.draft_ftp_account(actor, domain, like).await
    }

    async fn view_default_settings(
        &self,
        actor: &Actor,
        domain: &DomainName,
    ) -> Result<DefaultSettings, Problem> {
        self.view_default_settings(actor, domain).await
    }

    async fn change_default_settings(
        &self,
        actor: &Actor,
        domain: &DomainName,
        version: i64,
        settings: FtpAccountSettings,
    ) -> Result<Operation, Problem> {
        self.change_default_settings(actor, domain, version, settings)
            .await
    }

    async fn view_changed_defaults(
        &self,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<Vec<Change>, Problem> {
        self.view_changed_defaults(actor, operation).await
    }

    async fn list_folders(
        &self,
        actor: &Actor,
        domain: &DomainName,
        path: HomeDirectory,
    ) -> Result<FolderList, Problem> {
        self.list_folders(actor, domain, path).await
    }

    async fn make_folder(
        &self,
        actor: &Actor,
        domain: &DomainName,
        path: HomeDirectory,
    ) -> Result<(), Problem> {
        self.make_folder(actor, domain, path).await
    }

    async fn preview_home(
        &self,
        actor: &Actor,
        domain: &DomainName,
        home: HomeDirectory,
    ) -> Result<HomePreview, Problem> {
        self.preview_home(actor, domain, home).await
    }

    async fn score_password(
        &self,
        actor: &Actor,
        password: &str,
        name: &str,
    ) -> Result<Strength, Problem> {
        self.score_password(actor, password, name).await
    }

    async fn suggest_password(&self, actor: &Actor, name: &str) -> Result<Password, Problem> {
        self.suggest_password(actor, name).await
    }
}
