//! A server to test, and programs that call it.

use std::ffi::OsString;
use std::path::PathBuf;

use model::{
    Actor, AddressList, ApiAccess, ApiTokenName, ApiTokenSubscriptions, CollaboratorRole,
    FtpAccountSettings, HostingSettings, LinkValidity, NewApiToken, NewCollaborator, NewFtpAccount,
    NewPanelUser, NewSubscription, Password, PasswordUse, Role, WebspaceRoot,
};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use server::application::Application;
use server::listeners::Listeners;
use server::reload::Reload;
use server::shutdown::Shutdown;
use services::Services;
use tempfile::TempDir;

use crate::config::{config, storage};
use crate::database::make_file_with_tables;
use crate::site::write_site;

/// A password that the rules accept, for whatever name.
pub(crate) const PASSWORD: &str = "brume-Cobalt-27-navire";

/// A running server with the customers `marie`, whose subscription is `example.com` with the main account
/// `example` and the account `paul`, and `lea`, whose subscription is `other.example` with the main
/// account `other`. Its folder goes when it goes.
pub(crate) struct Server {
    /// Where it is, such as `http://127.0.0.1:40000`.
    pub(crate) address: String,
    /// The use cases, beside the server's own.
    pub(crate) services: Services,
    folder: TempDir,
    shutdown: Shutdown,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write_site(&folder.path().join("site"));
        let config = config(folder.path());
        make_file_with_tables(&config.storage.database()).await;
        let built = Application::build(config, Listeners::default(), Reload::never());
        let application = built.await.expect("a server");
        let services = application.services().clone();
        let address = format!("http://{}", application.http_addr());
        let shutdown = Shutdown::default();
        tokio::spawn(application.run_until_stopped(shutdown.clone()));
        let server = Self {
            address,
            services,
            folder,
            shutdown,
        };
        for (login, domain, main) in [
            ("marie", "example.com", "example"),
            ("lea", "other.example", "other"),
        ] {
            server.add_user(login, Role::Customer).await;
            server.add_subscription(domain, login, main).await;
        }
        server.add_ftp_account("paul").await;
        server
    }

    /// A program that has a token of marie's, for everything that she may do.
    pub(crate) async fn marie(&self) -> Program {
        self.program("marie", ApiAccess::Write, &[]).await
    }

    /// A program that has a token of somebody's: for these subscriptions, or without any for all.
    pub(crate) async fn program(
        &self,
        login: &str,
        access: ApiAccess,
        domains: &[&str],
    ) -> Program {
        let subscriptions = domains
            .iter()
            .map(|domain| domain.parse().expect("a domain"));
        let name = format!("{access:?} {domains:?}");
        let name: String = name.chars().take(ApiTokenName::MAX_LENGTH).collect();
        let new = NewApiToken {
            name: name.parse().expect("a name"),
            access,
            subscriptions: match domains {
                [] => ApiTokenSubscriptions::All,
                _ => ApiTokenSubscriptions::Only(subscriptions.collect()),
            },
            expires_at: None,
            addresses: AddressList::default(),
        };
        let owner = login.parse().expect("a login");
        let tokens = &self.services.api_tokens;
        let secret = tokens.add(&Actor::CommandLine, &owner, &new).await;
        Program {
            token: Some(secret.expect("a token").expose().to_owned()),
            ..self.nobody()
        }
    }

    /// A program without a token.
    pub(crate) fn nobody(&self) -> Program {
        Program {
            client: Client::new(),
            address: self.address.clone(),
            token: None,
        }
    }

    /// The settings by which commands find its data.
    pub(crate) fn settings(&self) -> Vec<(&'static str, OsString)> {
        let storage = storage(self.folder.path());
        let bases = self.folder.path().as_os_str().to_owned();
        let mut settings = vec![
            ("BERTH_CONFIG", OsString::new()),
            ("BERTH_DATA_DIR", storage.data_dir.into_os_string()),
            ("BERTH_WEBSPACE_BASES", bases),
        ];
        let url = storage.database_url.map(OsString::from);
        settings.extend(url.map(|url| ("BERTH_DATABASE_URL", url)));
        settings
    }

    /// Its database.
    pub(crate) async fn database(&self) -> sea_orm::DatabaseConnection {
        let url = match storage(self.folder.path()).database() {
            services::store::Database::File(file) => format!("sqlite://{}", file.display()),
            services::store::Database::Url(url) => url,
        };
        sea_orm::Database::connect(url).await.expect("the database")
    }

    /// Changes its database, where no use case does.
    pub(crate) async fn sql(&self, statement: &str) {
        let database = self.database().await;
        let changed = sea_orm::ConnectionTrait::execute_unprepared(&database, statement);
        changed.await.expect("a change");
    }

    pub(crate) async fn add_user(&self, login: &str, role: Role) {
        let new = NewPanelUser {
            login: login.parse().expect("a login"),
            display_name: login.to_owned(),
            password: Password::parse("plume-Onyx-83-galet", login).expect("a password"),
            password_use: PasswordUse::Permanent,
            role,
            locale: None,
            email: None,
        };
        let added = self.services.panel_users.add(&Actor::CommandLine, new);
        added.await.expect("a panel user");
    }

    /// Lets somebody look at `example.com`.
    pub(crate) async fn add_viewer(&self, login: &str) {
        let viewer = NewCollaborator {
            login: login.parse().expect("a login"),
            display_name: String::new(),
            role: CollaboratorRole::Viewer,
            validity: LinkValidity::default(),
            recipient: None,
        };
        let domain = "example.com".parse().expect("a domain");
        let people = &self.services.collaborators;
        let invited = people.invite(&Actor::CommandLine, &domain, viewer).await;
        invited.expect("a part in the subscription");
    }

    async fn add_subscription(&self, domain: &str, owner: &str, main_account: &str) {
        let root: PathBuf = self.folder.path().join("webspaces").join(domain);
        let new = NewSubscription {
            domain: domain.parse().expect("a domain"),
            webspace_root: Some(WebspaceRoot::parse(&root.to_string_lossy()).expect("a root")),
            owner: owner.parse().expect("a login"),
            main_account: main_account.parse().expect("a name"),
            password: Password::parse(PASSWORD, main_account).expect("a password"),
            hosting: HostingSettings::default(),
        };
        let added = self.services.subscriptions.add(&Actor::CommandLine, new);
        added.await.expect("a subscription");
    }

    /// Adds an account to `example.com` whose home has its name.
    pub(crate) async fn add_ftp_account(&self, name: &str) {
        let new = NewFtpAccount {
            name: name.parse().expect("a name"),
            home_directory: format!("/{name}").parse().expect("a home"),
            password: Password::parse(PASSWORD, name).expect("a password"),
            settings: FtpAccountSettings::default(),
        };
        let domain = "example.com".parse().expect("a domain");
        let added = self
            .services
            .ftp_accounts
            .add(&Actor::CommandLine, &domain, new);
        added.await.expect("an account");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shutdown.end_now();
    }
}

/// A program that calls the API.
#[derive(Clone)]
pub(crate) struct Program {
    client: Client,
    address: String,
    pub(crate) token: Option<String>,
}

/// What the API answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Program {
    /// A request to a path below `/api/v1`, with the token.
    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().expect("a method");
        let request = self
            .client
            .request(method, format!("{}/api/v1{path}", self.address));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.request("GET", path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        send(self.request("DELETE", path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        send(with_json(self.request("POST", path), body)).await
    }

    /// A change of what has this entity tag.
    pub(crate) async fn change(&self, method: &str, path: &str, tag: &str, body: &Value) -> Answer {
        let request = self.request(method, path).header("if-match", tag);
        send(with_json(request, body)).await
    }
}

/// The request with a body.
pub(crate) fn with_json(request: RequestBuilder, body: &Value) -> RequestBuilder {
    let request = request.header("content-type", "application/json");
    request.body(body.to_string())
}

/// The request with a form of these parts.
pub(crate) fn with_form(request: RequestBuilder, parts: &[(&str, &str)]) -> RequestBuilder {
    with_parts(request, "the-boundary", parts)
}

/// The request with a form of parts that a text separates.
pub(crate) fn with_parts(
    request: RequestBuilder,
    boundary: &str,
    parts: &[(&str, &str)],
) -> RequestBuilder {
    let mut body = String::new();
    for (name, value) in parts {
        let head = format!("Content-Disposition: form-data; name=\"{name}\"");
        body.push_str(&format!("--{boundary}\r\n{head}\r\n\r\n{value}\r\n"));
    }
    body.push_str(&format!("--{boundary}--\r\n"));
    let kind = format!("multipart/form-data; boundary={boundary}");
    request.header("content-type", kind).body(body)
}

/// The answer to a request.
pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.text().await.expect("a text"),
    }
}

impl Answer {
    /// A header's value, empty if it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| unreachable!("{error} in {self:?}"))
    }

    /// The status, and the code of the problem that it tells; empty if it tells none.
    pub(crate) fn problem(&self) -> (u16, String) {
        if self.header("content-type") != "application/problem+json" {
            return (self.status, String::new());
        }
        let code = self.json()["code"].as_str().unwrap_or_default().to_owned();
        (self.status, code)
    }

    /// The fields that a problem names, each with its code.
    pub(crate) fn field_errors(&self) -> Vec<(String, String)> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        let text = |error: &Value, key: &str| error[key].as_str().unwrap_or_default().to_owned();
        errors
            .iter()
            .map(|error| (text(error, "field"), text(error, "code")))
            .collect()
    }
}

/// A problem, as [`Answer::problem`] has it.
pub(crate) fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
