//! Whoever floods the server with heavy work stands in nobody else's way.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::net::IpAddr;
use std::sync::Arc;

use model::{
    AccountName, Actor, AppError, DomainName, FtpAccountListing, FtpAccountSelection,
    FtpAccountSettings, FtpAccountsChange, FtpActivityFilter, HomeDirectory, Login, NewFtpAccount,
    NewPanelUser, NewSubscription, Origin, PageNumber, Password, PasswordUse, Purge, Role,
    WebspaceRoot,
};
use tempfile::TempDir;
use tokio::task::{JoinHandle, yield_now};

use crate::store::{Database, Store};
use crate::work_budget::{HeavyWork, WorkFor};
use crate::{FormerTokens, Services, ServicesConfig};

const PASSWORD: &str = "vexing-Quartz-41-moth";
const ADDRESS: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

fn origin() -> Origin {
    Origin {
        address: ADDRESS,
        user_agent: "a test".to_owned(),
    }
}

fn account_name(text: &str) -> AccountName {
    AccountName::parse(text).unwrap()
}

fn password() -> Password {
    Password::parse(PASSWORD, "").unwrap()
}

/// A customer with a subscription of their own name, with a main account and `<login>-photos`.
struct Customer {
    services: Services,
    login: &'static str,
    domain: DomainName,
    actor: Actor,
}

async fn customer(services: &Services, folder: &TempDir, login: &'static str) -> Customer {
    let program = Actor::CommandLine;
    let user = NewPanelUser {
        login: Login::parse(login).unwrap(),
        display_name: login.to_owned(),
        email: None,
        password: password(),
        password_use: PasswordUse::Permanent,
        role: Role::Customer,
        locale: None,
    };
    services.panel_users.add(&program, user).await.unwrap();
    let domain = DomainName::parse(&format!("{login}.example")).unwrap();
    let root = folder.path().join("data/webspaces").join(login);
    let new = NewSubscription {
        domain: domain.clone(),
        webspace_root: Some(WebspaceRoot::parse(root.to_str().unwrap()).unwrap()),
        owner: Login::parse(login).unwrap(),
        main_account: account_name(login),
        password: password(),
        hosting: model::HostingSettings::default(),
    };
    services.subscriptions.add(&program, new).await.unwrap();
    let tokens = services
        .sessions
        .sign_in(login, PASSWORD, &origin(), &FormerTokens::default())
        .await
        .unwrap()
        .complete()
        .unwrap();
    let resumed = services
        .sessions
        .resume(&tokens.session)
        .await
        .unwrap()
        .unwrap();
    let customer = Customer {
        services: services.clone(),
        login,
        domain,
        actor: Actor::PanelUser {
            id: resumed.actor_id,
            login: resumed.viewer.login,
            role: resumed.viewer.role,
            proved_at: resumed.proved_at,
            origin: origin(),
            token: None,
        },
    };
    customer.add("photos").await.unwrap();
    customer
}

impl Customer {
    fn name(&self, end: &str) -> AccountName {
        account_name(&format!("{}-{end}", self.login))
    }

    async fn add(&self, end: &str) -> Result<(), AppError> {
        let new = NewFtpAccount {
            name: self.name(end),
            home_directory: HomeDirectory::parse(&format!("/{end}")).unwrap(),
            password: password(),
            settings: FtpAccountSettings::default(),
        };
        let accounts = &self.services.ftp_accounts;
        accounts.add(&self.actor, &self.domain, new).await.map(drop)
    }

    async fn score(&self) -> Result<(), AppError> {
        let users = &self.services.panel_users;
        users
            .score_password(&self.actor, PASSWORD, "a name")
            .await
            .map(drop)
    }

    async fn change_own_password(&self) -> Result<(), AppError> {
        let users = &self.services.panel_users;
        let another = Password::parse("sullen-Walnut-77-kite", self.login).unwrap();
        users
            .change_own_password(&self.actor, PASSWORD, another, &FormerTokens::default())
            .await
            .map(drop)
    }

    async fn look_at_folders(&self) -> Result<(), AppError> {
        let (webspaces, domain) = (&self.services.webspaces, &self.domain);
        let root = HomeDirectory::root();
        let listed = webspaces.list_folders(&self.actor, domain, root.clone());
        listed.await?;
        let made = HomeDirectory::parse("/made").unwrap();
        webspaces.make_folder(&self.actor, domain, made).await?;
        webspaces
            .preview_home(&self.actor, domain, root)
            .await
            .map(drop)
    }

    async fn search(&self) -> Result<(), AppError> {
        let listing = FtpAccountListing::parse("q=photos");
        assert!(listing.is_narrowed());
        let accounts = &self.services.ftp_accounts;
        accounts
            .list(&self.actor, &self.domain, &listing)
            .await
            .map(drop)
    }

    async fn list_activity(&self) -> Result<(), AppError> {
        let (filter, page) = (FtpActivityFilter::default(), PageNumber::FIRST);
        let activity = &self.services.ftp_activity;
        activity
            .list(&self.actor, &self.domain, filter, page)
            .await
            .map(drop)
    }

    async fn export(&self) -> Result<(), AppError> {
        let listing = FtpAccountListing::default();
        let accounts = &self.services.ftp_accounts;
        let mut export = accounts.export(&self.actor, &self.domain, &listing).await?;
        export.next().await.map(drop)
    }

    async fn disable(&self) -> Result<(), AppError> {
        let selection = FtpAccountSelection::Names(vec![self.name("photos")]);
        let accounts = &self.services.ftp_accounts;
        accounts
            .change_many(
                &self.actor,
                &self.domain,
                &selection,
                FtpAccountsChange::State(false),
            )
            .await
            .map(drop)
    }

    async fn remove(&self) -> Result<(), AppError> {
        let accounts = &self.services.ftp_accounts;
        let names = [self.name("photos")];
        accounts
            .remove(&self.actor, &self.domain, &names)
            .await
            .map(drop)
    }

    async fn restore(&self) -> Result<(), AppError> {
        let names = [self.name("photos")];
        let trash = &self.services.trash;
        trash
            .restore(&self.actor, &self.domain, &names)
            .await
            .map(drop)
    }

    async fn purge(&self) -> Result<(), AppError> {
        let (trash, name) = (&self.services.trash, self.name("photos"));
        let how = Purge::WithFiles(name.as_str());
        trash
            .purge(&self.actor, &self.domain, &name, how)
            .await
            .map(drop)
    }

    async fn recount(&self) -> Result<(), AppError> {
        let usage = &self.services.ftp_usage;
        let name = account_name(self.login);
        usage.recount(&self.actor, &self.domain, &name).await
    }

    async fn sign_in_everywhere(&self) {
        let (services, login, origin) = (&self.services, self.login, origin());
        let former = FormerTokens::default();
        let panel = services.sessions.sign_in(login, PASSWORD, &origin, &former);
        panel.await.unwrap();
        let ftp = services
            .ftp_accounts
            .sign_in(login, PASSWORD, ADDRESS, true);
        ftp.await.unwrap();
    }

    /// Holds all that this person may have of every kind of work, waiting included.
    async fn flood(&self) -> Vec<JoinHandle<()>> {
        let mut tasks = Vec::new();
        for work in HeavyWork::ALL {
            if work == HeavyWork::SignIn {
                // No use case does it for a person.
                continue;
            }
            loop {
                let budget = Arc::clone(&self.services.context.work_budget);
                let client = WorkFor::from(&self.actor);
                let task = tokio::spawn(async move {
                    if let Ok(_slot) = budget.acquire(work, client).await {
                        std::future::pending::<()>().await;
                    }
                });
                yield_now().await;
                if task.is_finished() {
                    break;
                }
                tasks.push(task);
            }
        }
        tasks
    }
}

#[tokio::test]
async fn who_floods_every_kind_of_work_keeps_nobody_else_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::File(folder.path().join("berth.sqlite"));
    let store = Store::open(&database).await.unwrap();
    let services = Services::new(store, ServicesConfig::new(&folder.path().join("data")));
    let marie = customer(&services, &folder, "marie").await;
    let paul = customer(&services, &folder, "paul").await;
    // What is only in « Corbeille » can be removed with its files.
    for removed in [&marie, &paul] {
        removed.remove().await.unwrap();
        removed.add("videos").await.unwrap();
    }
    let _flood = marie.flood().await;

    let busy = Err(AppError::Busy);
    assert_eq!(marie.score().await, busy);
    assert_eq!(marie.change_own_password().await, busy);
    assert_eq!(marie.add("music").await, busy);
    assert_eq!(marie.look_at_folders().await, busy);
    assert_eq!(marie.search().await, busy);
    assert_eq!(marie.list_activity().await, busy);
    assert_eq!(marie.export().await, busy);
    assert_eq!(marie.disable().await, busy);
    assert_eq!(marie.remove().await, busy);
    assert_eq!(marie.restore().await, busy);
    assert_eq!(marie.purge().await, busy);
    assert_eq!(marie.recount().await, busy);

    marie.sign_in_everywhere().await;
    paul.sign_in_everywhere().await;
    let listing = FtpAccountListing::default();
    let page = services
        .ftp_accounts
        .list(&paul.actor, &paul.domain, &listing);
    page.await.unwrap();
    assert_eq!(paul.score().await, Ok(()));
    assert_eq!(paul.look_at_folders().await, Ok(()));
    assert_eq!(paul.search().await, Ok(()));
    assert_eq!(paul.list_activity().await, Ok(()));
    assert_eq!(paul.export().await, Ok(()));
    assert_eq!(paul.recount().await, Ok(()));
    assert_eq!(paul.restore().await, Ok(()));
    assert_eq!(paul.disable().await, Ok(()));
    assert_eq!(paul.remove().await, Ok(()));
    assert_eq!(paul.purge().await, Ok(()));
    assert_eq!(paul.change_own_password().await, Ok(()));
}
