//! The program, in a folder of its own.

use std::net::SocketAddr;
use std::path::PathBuf;

use model::{
    Actor, ExpectedVersion, FtpAccountSettings, HostingSettings, LinkValidity, NewFtpAccount,
    NewPanelUser, NewSubscription, PanelUserId, Password, PasswordUse, PublicUrl, Role, Viewer,
    WebspaceRoot,
};
use server::application::Application;
use server::config::{Config, StorageConfig};
use server::listeners::Listeners;
use server::reload::Reload;
use server::shutdown::Shutdown;
use services::{Services, SessionToken};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::Browser;
use crate::config::{config, storage};
use crate::database::make_file_with_tables;
use crate::site::write_site;

/// The password of every customer made by [`Panel::add_customer`].
pub(crate) const CUSTOMER_PASSWORD: &str = "plume-Onyx-83-galet";
/// The password of every FTP account made by [`Panel::add_subscription`].
pub(crate) const FTP_PASSWORD: &str = "brume-Cobalt-27-navire";

/// A running panel. Its folder goes when it goes.
pub(crate) struct Panel {
    /// Where the panel is, such as `http://127.0.0.1:40000`.
    pub(crate) address: String,
    /// Where it is over HTTPS.
    pub(crate) https: Option<SocketAddr>,
    /// Where the FTP server is.
    pub(crate) ftp: SocketAddr,
    metrics: Option<SocketAddr>,
    /// The administrator's password.
    pub(crate) admin_password: String,
    /// The use cases, beside the panel's own.
    pub(crate) services: Services,
    folder: TempDir,
    shutdown: Shutdown,
    running: Option<JoinHandle<std::io::Result<()>>>,
}

impl Panel {
    /// Starts a panel that trusts no proxy.
    pub(crate) async fn start() -> Self {
        Self::start_behind("").await
    }

    /// Starts a panel that trusts these proxies.
    pub(crate) async fn start_behind(trusted_proxies: &str) -> Self {
        Self::start_with(trusted_proxies, None).await
    }

    /// Starts a panel whose settings say that browsers find it at this address.
    pub(crate) async fn start_at(public_url: &str) -> Self {
        Self::start_with("", PublicUrl::parse(public_url)).await
    }

    async fn start_with(trusted_proxies: &str, public_url: Option<PublicUrl>) -> Self {
        Self::configured(|config| {
            config.http.trusted_proxies = trusted_proxies.parse().expect("proxies");
            config.http.public_url = public_url;
        })
        .await
    }

    /// Starts a panel with metrics.
    pub(crate) async fn start_watched() -> Self {
        Self::configured(|config| {
            config.metrics.metrics_addr = Some(([127, 0, 0, 1], 0).into());
        })
        .await
    }

    /// Starts a panel with other settings.
    pub(crate) async fn configured(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write_site(&folder.path().join("site"));
        std::fs::write(folder.path().join("outside.txt"), "outside").expect("a file");
        let mut config = config(folder.path());
        change(&mut config);
        make_file_with_tables(&config.storage.database()).await;
        let application = Application::build(config, Listeners::default(), Reload::never())
            .await
            .expect("a panel");
        let admin_password = application
            .first_administrator()
            .expect("an administrator")
            .password
            .expose()
            .to_owned();
        let services = application.services().clone();
        let address = format!("http://{}", application.http_addr());
        let (ftp, https) = (application.ftp_addr(), application.https_addr());
        let metrics = application.metrics_addr();
        let shutdown = Shutdown::default();
        let running = tokio::spawn(application.run_until_stopped(shutdown.clone()));
        let panel = Self {
            address,
            https,
            ftp,
            metrics,
            admin_password,
            services,
            folder,
            shutdown,
            running: Some(running),
        };
        // Whose password it is, is for the tests of that alone.
        panel
            .sql("UPDATE panel_user SET must_change_password = FALSE")
            .await;
        panel
    }

    /// Where its metrics are, such as `http://127.0.0.1:40001`.
    pub(crate) fn metrics(&self) -> String {
        format!("http://{}", self.metrics.expect("metrics"))
    }

    /// Where its site's files are.
    pub(crate) fn site_dir(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Where its data is.
    pub(crate) fn storage(&self) -> StorageConfig {
        storage(self.folder.path())
    }

    /// Its database, for what no use case does.
    pub(crate) async fn database(&self) -> sea_orm::DatabaseConnection {
        let url = match self.storage().database() {
            services::store::Database::File(file) => format!("sqlite://{}", file.display()),
            services::store::Database::Url(url) => url,
        };
        let connection = sea_orm::Database::connect(url);
        connection.await.expect("the database")
    }

    /// Changes its database, where no use case does.
    pub(crate) async fn sql(&self, statement: &str) {
        let database = self.database().await;
        let changed = sea_orm::ConnectionTrait::execute_unprepared(&database, statement);
        changed.await.expect("a change");
    }

    /// A browser that is not signed in.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.address)
    }

    /// A browser in which the administrator is signed in.
    pub(crate) async fn administrator(&self) -> Browser {
        self.signed_in("admin", &self.admin_password).await
    }

    /// A browser in which this person is signed in.
    pub(crate) async fn signed_in(&self, login: &str, password: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(login, password).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        browser
    }

    /// A browser in which an FTP account of [`Self::add_subscription`] is signed in to the page of its
    /// own.
    pub(crate) async fn own_account(&self, account: &str) -> Browser {
        let mut browser = self.browser();
        let fields = [("login", account), ("password", FTP_PASSWORD)];
        let answer = browser.call("own_account_sign_in", &fields).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        browser.keep_cookies(&answer);
        browser
    }

    /// Makes a customer.
    pub(crate) async fn add_customer(&self, login: &str) {
        self.add_user(login, Role::Customer).await;
    }

    /// Makes a panel user, with the password of customers.
    pub(crate) async fn add_user(&self, login: &str, role: Role) {
        let new = NewPanelUser {
            login: login.parse().expect("a login"),
            display_name: login.to_owned(),
            email: None,
            password: Password::parse(CUSTOMER_PASSWORD, login).expect("a password"),
            password_use: PasswordUse::Permanent,
            role,
            locale: None,
        };
        self.services
            .panel_users
            .add(&Actor::CommandLine, new)
            .await
            .expect("a panel user");
    }

    /// Makes an FTP account whose home has its name.
    pub(crate) async fn add_ftp_account(&self, domain: &str, name: &str) {
        let new = NewFtpAccount {
            name: name.parse().expect("a name"),
            home_directory: format!("/{name}").parse().expect("a home"),
            password: Password::parse(FTP_PASSWORD, name).expect("a password"),
            settings: FtpAccountSettings::default(),
        };
        let domain = domain.parse().expect("a domain");
        let accounts = &self.services.ftp_accounts;
        let added = accounts.add(&Actor::CommandLine, &domain, new);
        added.await.expect("an account");
    }

    /// Puts an FTP account into « Corbeille ».
    pub(crate) async fn remove_ftp_account(&self, domain: &str, name: &str) {
        let domain = domain.parse().expect("a domain");
        let names = [name.parse().expect("a name")];
        let accounts = &self.services.ftp_accounts;
        let removed = accounts.remove(&Actor::CommandLine, &domain, &names);
        removed.await.expect("a removed account");
    }

    /// Puts a subscription into « Corbeille ».
    pub(crate) async fn remove_subscription(&self, domain: &str) {
        let domain = domain.parse().expect("a domain");
        let subscriptions = &self.services.subscriptions;
        let removed = subscriptions.remove(&Actor::CommandLine, &domain, &ExpectedVersion::Any);
        removed.await.expect("a removed subscription");
    }

    /// Makes a subscription whose main FTP account is called like the first label of its domain.
    pub(crate) async fn add_subscription(&self, domain: &str, owner: &str) {
        let name = domain.split('.').next().expect("a label");
        let new = NewSubscription {
            domain: domain.parse().expect("a domain"),
            webspace_root: Some(self.webspace_root(domain)),
            owner: owner.parse().expect("a login"),
            main_account: name.parse().expect("a name"),
            password: Password::parse(FTP_PASSWORD, name).expect("a password"),
            hosting: HostingSettings::default(),
        };
        self.services
            .subscriptions
            .add(&Actor::CommandLine, new)
            .await
            .expect("a subscription");
    }

    /// Makes a one-time link for an FTP account; answers with its token.
    pub(crate) async fn one_time_link(&self, domain: &str, account: &str) -> String {
        let domain = domain.parse().expect("a domain");
        let account = account.parse().expect("a name");
        let made = self
            .services
            .one_time_links
            .make(
                &Actor::CommandLine,
                &domain,
                &account,
                LinkValidity::default(),
            )
            .await;
        made.expect("a link").expose().to_owned()
    }

    /// The webspace of a domain.
    pub(crate) fn webspace_root(&self, domain: &str) -> WebspaceRoot {
        let path: PathBuf = self.folder.path().join("webspaces").join(domain);
        WebspaceRoot::parse(&path.to_string_lossy()).expect("a webspace root")
    }

    /// Who is signed in by a token.
    pub(crate) async fn resume(&self, token: &str) -> Option<(PanelUserId, Viewer)> {
        self.services
            .sessions
            .resume(&SessionToken::new(token.to_owned()))
            .await
            .expect("an answer")
            .map(|session| (session.actor_id, session.viewer))
    }

    /// Asks the program to stop.
    pub(crate) fn stop(&self) {
        self.shutdown.request();
    }

    /// Asks it to stop what is under way, too.
    pub(crate) fn stop_now(&self) {
        self.shutdown.end_now();
    }

    /// Waits until the program has stopped.
    pub(crate) async fn stopped(&mut self) {
        if let Some(running) = self.running.take() {
            running
                .await
                .expect("no panic")
                .expect("stopped without error");
        }
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        self.shutdown.end_now();
    }
}
