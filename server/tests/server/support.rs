//! An installation in a folder of its own, and the people in it.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::{
    AccountName, Actor, AppError, DomainName, Field, FieldError, FtpAccountSettings,
    FtpAccountView, HomeDirectory, HostingSettings, Login, NewFtpAccount, NewPanelUser,
    NewSubscription, Origin, Password, PasswordUse, Role, WebspaceRoot,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use server::config::StorageConfig;
use services::store::{Database, Store, make_private_folder};
use services::{
    AllowedSystemUsers, FormerTokens, FtpSessionRegistry, Services, ServicesConfig, SessionToken,
};
use tempfile::TempDir;

use crate::database::{database_url, make_file_with_tables};

/// A password that the rules accept, for whatever name.
pub(crate) const PASSWORD: &str = "vexing-Quartz-41-moth";
/// Another one.
pub(crate) const OTHER_PASSWORD: &str = "sullen-Walnut-77-kite";

pub(crate) struct Installation {
    pub(crate) services: Services,
    folder: TempDir,
}

impl Installation {
    pub(crate) async fn new() -> Self {
        Self::configured(|_| {}).await
    }

    /// One whose use cases are given more than the folder.
    pub(crate) async fn configured(configure: impl FnOnce(&mut ServicesConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let storage = storage(folder.path());
        make_private_folder(&storage.data_dir).unwrap();
        make_file_with_tables(&storage.database()).await;
        let store = Store::open(&storage.database()).await.unwrap();
        let mut config = ServicesConfig::new(&storage.data_dir);
        config.webspaces.bases = vec![folder.path().to_owned()];
        configure(&mut config);
        Self {
            services: Services::new(store, config),
            folder,
        }
    }

    /// One with these FTP sessions, and with the subscription of [`Self::with_example`].
    pub(crate) async fn with_ftp_sessions(sessions: Arc<dyn FtpSessionRegistry>) -> Self {
        let installation = Self::configured(|config| config.ftp_sessions = Some(sessions)).await;
        installation.add_example().await;
        installation
    }

    /// Its use cases as they are after a restart of the program, which remembers nothing.
    pub(crate) async fn restarted(&self) -> Services {
        let store = Store::open(&self.storage().database()).await.unwrap();
        Services::new(store, ServicesConfig::new(&self.data_dir()))
    }

    /// Where its data is.
    pub(crate) fn storage(&self) -> StorageConfig {
        storage(self.folder.path())
    }

    /// One with the subscription `example.com` of `marie`, whose main account is `example`.
    pub(crate) async fn with_example() -> Self {
        let installation = Self::new().await;
        installation.add_example().await;
        installation
    }

    /// Adds the subscription of [`Self::with_example`].
    pub(crate) async fn add_example(&self) {
        self.add_user("marie", Role::Customer).await;
        self.add_subscription("example.com", "marie", "example")
            .await;
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The webspace of a subscription that [`Self::add_subscription`] made.
    pub(crate) fn webspace(&self, domain: &str) -> PathBuf {
        self.path("webspaces").join(domain)
    }

    pub(crate) async fn add_user(&self, login: &str, role: Role) {
        let new = new_user(login, role);
        self.services
            .panel_users
            .add(&Actor::CommandLine, new)
            .await
            .unwrap();
    }

    pub(crate) async fn add_subscription(&self, domain: &str, owner: &str, main_account: &str) {
        let new = self.new_subscription(domain, owner, main_account);
        self.services
            .subscriptions
            .add(&Actor::CommandLine, new)
            .await
            .unwrap();
    }

    pub(crate) fn new_subscription(
        &self,
        domain: &str,
        owner: &str,
        main_account: &str,
    ) -> NewSubscription {
        NewSubscription {
            domain: self::domain(domain),
            webspace_root: Some(webspace_root(&self.webspace(domain))),
            owner: Login::parse(owner).unwrap(),
            main_account: name(main_account),
            password: password(PASSWORD),
            hosting: HostingSettings::default(),
        }
    }

    pub(crate) async fn add_account(&self, name: &str, home: &str) {
        self.services
            .ftp_accounts
            .add(
                &Actor::CommandLine,
                &domain("example.com"),
                new_account(name, home),
            )
            .await
            .unwrap();
    }

    pub(crate) async fn view(&self, name: &str) -> FtpAccountView {
        self.services
            .ftp_accounts
            .find(&Actor::CommandLine, &self::name(name))
            .await
            .unwrap()
    }

    /// Signs a panel user in, and returns who they are then.
    pub(crate) async fn sign_in(&self, login: &str) -> (SessionToken, Actor) {
        self.sign_in_to(&self.services, login).await
    }

    /// The same over other use cases of the installation.
    pub(crate) async fn sign_in_to(
        &self,
        services: &Services,
        login: &str,
    ) -> (SessionToken, Actor) {
        let sessions = &services.sessions;
        let (origin_here, former) = (origin(), FormerTokens::default());
        let begun = sessions.sign_in(login, PASSWORD, &origin_here, &former);
        let token = begun.await.unwrap().complete().unwrap().session;
        let resumed = sessions.resume(&token).await.unwrap().unwrap();
        let actor = Actor::PanelUser {
            id: resumed.actor_id,
            login: resumed.viewer.login,
            role: resumed.viewer.role,
            proved_at: resumed.proved_at,
            origin: origin(),
            token: None,
        };
        (token, actor)
    }

    pub(crate) async fn ftp_password_works(&self, name: &str, password: &str) -> bool {
        self.services
            .ftp_accounts
            .sign_in(name, password, address(), false)
            .await
            .is_ok()
    }

    /// The database itself, without the store.
    pub(crate) async fn database(&self) -> DatabaseConnection {
        database_of(self.folder.path()).await
    }

    /// Every value of every audit row, as one text, with the refusals that wait to be written.
    pub(crate) async fn audit_text(&self) -> String {
        self.services.audit.flush().await;
        let columns = "action || ' ' || actor || ' ' || coalesce(subject_name, '') || ' ' \
                       || coalesce(before, '') || ' ' || coalesce(after, '')";
        texts(
            &self.database().await,
            &format!("SELECT {columns} FROM audit_event"),
        )
        .await
        .join("\n")
    }
}

/// The database of the installation in `folder`, without the store.
pub(crate) async fn database_of(folder: &Path) -> DatabaseConnection {
    let url = match storage(folder).database() {
        Database::File(file) => format!("sqlite://{}", file.display()),
        Database::Url(url) => url,
    };
    sea_orm::Database::connect(url).await.unwrap()
}

/// Leaves the installation in `folder` as if Berth had never run: the tests' PostgreSQL makes databases
/// with their tables.
pub(crate) async fn drop_tables(folder: &Path) {
    if database_url(folder).is_some() {
        let drop = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
        let database = database_of(folder).await;
        database.execute_unprepared(drop).await.unwrap();
    }
}

pub(crate) fn storage(folder: &Path) -> StorageConfig {
    StorageConfig {
        data_dir: folder.join("data"),
        database_url: database_url(folder),
        webspace_bases: vec![folder.to_owned()].into(),
        system_users: AllowedSystemUsers::default(),
    }
}

/// The first column of all rows.
pub(crate) async fn texts(database: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let rows = database.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

pub(crate) fn new_user(login: &str, role: Role) -> NewPanelUser {
    NewPanelUser {
        login: Login::parse(login).unwrap(),
        display_name: login.to_owned(),
        email: None,
        password: password(PASSWORD),
        password_use: PasswordUse::Permanent,
        role,
        locale: None,
    }
}

pub(crate) fn new_account(name: &str, home: &str) -> NewFtpAccount {
    NewFtpAccount {
        name: self::name(name),
        home_directory: self::home(home),
        password: password(PASSWORD),
        settings: FtpAccountSettings::default(),
    }
}

pub(crate) fn name(text: &str) -> AccountName {
    AccountName::parse(text).unwrap()
}

pub(crate) fn home(text: &str) -> HomeDirectory {
    HomeDirectory::parse(text).unwrap()
}

pub(crate) fn domain(text: &str) -> DomainName {
    DomainName::parse(text).unwrap()
}

pub(crate) fn password(text: &str) -> Password {
    Password::parse(text, "a name that is not in it").unwrap()
}

pub(crate) fn webspace_root(path: &Path) -> WebspaceRoot {
    WebspaceRoot::parse(path.to_str().unwrap()).unwrap()
}

pub(crate) fn address() -> IpAddr {
    IpAddr::from([192, 0, 2, 7])
}

pub(crate) fn origin() -> Origin {
    Origin {
        address: address(),
        user_agent: "a test".to_owned(),
    }
}

/// The error at one field.
pub(crate) fn at(field: Field, error: impl Into<FieldError>) -> AppError {
    AppError::at(field, error)
}
