//! Who may do what: every server function, page, download and stream, by everybody that there is.

use model::{AppError, Permission, Role, ServerPermission};
use sea_orm::ConnectionTrait;

use crate::functions::{FUNCTIONS, Needs};
use crate::support::{Answer, Browser, CUSTOMER_PASSWORD, Panel, problem};

/// Everybody that there is: their login, and their role.
const PEOPLE: [(&str, Role); 7] = [
    ("boss", Role::Administrator),
    // Alice is a customer of this reseller, to whom `example.com` belongs.
    ("vera", Role::Reseller),
    ("alice", Role::Customer),
    // Invited to it.
    ("max", Role::Customer),
    ("zoe", Role::Customer),
    // Those who have nothing to do with it.
    ("bob", Role::Customer),
    ("rita", Role::Reseller),
];

/// How a request is to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// It is done, or refused for another reason than who asks.
    Done,
    /// They may not.
    Forbidden,
    /// As if there were no such subscription.
    Hidden,
}

/// The table: a row for what is asked for, a column for each of the people.
fn verdicts(needs: Needs) -> [Verdict; 7] {
    use Verdict::{Done as D, Forbidden as F, Hidden as H};
    match needs {
        Needs::Nothing | Needs::SignIn | Needs::OwnAccount => [D, D, D, D, D, D, D],
        Needs::In(Permission::View) => [D, D, D, D, D, H, H],
        Needs::In(Permission::ManageFtpAccounts | Permission::ManageWebhooks) => {
            [D, D, D, D, F, H, H]
        }
        Needs::In(Permission::ViewAudit) => [D, D, D, D, F, H, H],
        Needs::In(Permission::ManageCollaborators) => [D, D, D, F, F, H, H],
        Needs::In(Permission::ManageSubscription) => [D, D, F, F, F, H, H],
        Needs::In(Permission::ManageHosting | Permission::ImportFtpAccounts) => {
            [D, F, F, F, F, H, H]
        }
        Needs::Restoring => [D, D, H, H, H, H, H],
        Needs::Server(ServerPermission::AdministerServer) => [D, F, F, F, F, F, F],
        Needs::ToManageAlice => [D, D, F, F, F, F, H],
        Needs::ToBeAliceOrManageHer => [D, D, D, F, F, F, H],
        Needs::Server(
            ServerPermission::ManagePanelUsers
            | ServerPermission::AddSubscriptions
            | ServerPermission::ManagePlans
            | ServerPermission::ViewAudit,
        ) => [D, D, F, F, F, F, D],
    }
}

/// Every page, as the panel's routes write it, with who may open it.
const PAGES: &[(&str, Needs)] = &[
    ("/login", Needs::Nothing),
    ("/login/second-factor", Needs::Nothing),
    ("/signed-in", Needs::SignIn),
    ("/", Needs::SignIn),
    ("/account", Needs::SignIn),
    ("/account/second-factor", Needs::SignIn),
    ("/account/second-factor/app", Needs::SignIn),
    ("/account/second-factor/recovery-codes", Needs::SignIn),
    (
        "/security",
        Needs::Server(ServerPermission::AdministerServer),
    ),
    ("/account/password", Needs::SignIn),
    ("/account/sessions", Needs::SignIn),
    ("/account/tokens", Needs::SignIn),
    ("/account/tokens/new", Needs::SignIn),
    ("/account/tokens/ready", Needs::SignIn),
    ("/account/mail", Needs::SignIn),
    ("/rest-api", Needs::SignIn),
    ("/rest-api/:operation", Needs::SignIn),
    (
        "/overview",
        Needs::Server(ServerPermission::AdministerServer),
    ),
    ("/audit", Needs::Server(ServerPermission::ViewAudit)),
    (
        "/sessions",
        Needs::Server(ServerPermission::AdministerServer),
    ),
    ("/plans", Needs::Server(ServerPermission::ManagePlans)),
    ("/plans/new", Needs::Server(ServerPermission::ManagePlans)),
    ("/plans/:id", Needs::Server(ServerPermission::ManagePlans)),
    (
        "/subscriptions/new",
        Needs::Server(ServerPermission::AddSubscriptions),
    ),
    (
        "/subscriptions/trash",
        Needs::Server(ServerPermission::AddSubscriptions),
    ),
    ("/subscriptions/trash/:domain", Needs::Restoring),
    (
        "/subscriptions/:domain/settings",
        Needs::In(Permission::ManageSubscription),
    ),
    ("/subscriptions/:domain/ftp", Needs::In(Permission::View)),
    (
        "/subscriptions/:domain/ftp/new",
        Needs::In(Permission::ManageFtpAccounts),
    ),
    (
        "/subscriptions/:domain/ftp/:name",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/:domain/ftp/:name/connect",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/:domain/ftp/:name/link",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/:domain/ftp/:name/usage",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/:domain/ftp/:name/history",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/:domain/sessions",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/:domain/overview",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/:domain/activity",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/:domain/audit",
        Needs::In(Permission::ViewAudit),
    ),
    ("/subscriptions/:domain/trash", Needs::In(Permission::View)),
    (
        "/subscriptions/:domain/trash/:name",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/:domain/defaults",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/:domain/limits",
        Needs::In(Permission::ManageSubscription),
    ),
    (
        "/subscriptions/:domain/hosting",
        Needs::In(Permission::ManageHosting),
    ),
    (
        "/subscriptions/:domain/import",
        Needs::In(Permission::ImportFtpAccounts),
    ),
    (
        "/subscriptions/:domain/webhooks",
        Needs::In(Permission::ManageWebhooks),
    ),
    (
        "/subscriptions/:domain/webhooks/new",
        Needs::In(Permission::ManageWebhooks),
    ),
    (
        "/subscriptions/:domain/webhooks/:id",
        Needs::In(Permission::ManageWebhooks),
    ),
    (
        "/webhooks",
        Needs::Server(ServerPermission::AdministerServer),
    ),
    (
        "/webhooks/new",
        Needs::Server(ServerPermission::AdministerServer),
    ),
    (
        "/webhooks/:id",
        Needs::Server(ServerPermission::AdministerServer),
    ),
    ("/me", Needs::OwnAccount),
    ("/me/login", Needs::Nothing),
    ("/me/password", Needs::OwnAccount),
    (
        "/subscriptions/:domain/people",
        Needs::In(Permission::ManageCollaborators),
    ),
    (
        "/subscriptions/:domain/people/link",
        Needs::In(Permission::ManageCollaborators),
    ),
    ("/users", Needs::Server(ServerPermission::ManagePanelUsers)),
    (
        "/new-user",
        Needs::Server(ServerPermission::ManagePanelUsers),
    ),
    ("/users/:login", Needs::ToManageAlice),
    ("/users/:login/remove", Needs::ToManageAlice),
    ("/users/:login/link", Needs::ToManageAlice),
    ("/users/:login/tokens", Needs::ToBeAliceOrManageHer),
    ("/choose-password/:token", Needs::Nothing),
    ("/password-chosen", Needs::Nothing),
    ("/set-password/:token", Needs::Nothing),
    ("/password-set", Needs::Nothing),
];

/// Downloads and streams.
const DATA: &[(&str, Needs)] = &[
    (
        "/subscriptions/example.com/audit.csv",
        Needs::In(Permission::ViewAudit),
    ),
    (
        "/subscriptions/example.com/audit.jsonl",
        Needs::In(Permission::ViewAudit),
    ),
    ("/audit.csv", Needs::Server(ServerPermission::ViewAudit)),
    ("/audit.jsonl", Needs::Server(ServerPermission::ViewAudit)),
    (
        "/subscriptions/example.com/ftp.csv",
        Needs::In(Permission::View),
    ),
    (
        "/subscriptions/example.com/ftp/x/connect/filezilla.xml",
        Needs::In(Permission::View),
    ),
    ("/me/connect/filezilla.xml", Needs::OwnAccount),
    (
        "/api/ftp_sessions/stream?domain=example.com",
        Needs::In(Permission::View),
    ),
    (
        "/api/ftp_sessions/stream",
        Needs::Server(ServerPermission::AdministerServer),
    ),
];

/// A panel with everybody in it, with plans of the resellers, and with `example.com`, whose FTP account `x`
/// is in use and `gone` is in « Corbeille », as is `removed.example`.
async fn panel_with_everybody() -> Panel {
    let panel = Panel::start().await;
    for (login, role) in PEOPLE {
        panel.add_user(login, role).await;
    }
    let people = "UPDATE panel_user SET reseller_id = \
                  (SELECT id FROM panel_user WHERE login = 'vera') WHERE login = 'alice'";
    let database = panel.database().await;
    database
        .execute_unprepared(people)
        .await
        .expect("customers");
    panel.add_subscription("example.com", "alice").await;
    panel.add_subscription("removed.example", "alice").await;
    for (login, role) in [("max", "manager"), ("zoe", "viewer")] {
        let invited = format!(
            "INSERT INTO collaborator (subscription_id, panel_user_id, role, added_at) \
             SELECT s.id, u.id, '{role}', 0 FROM subscription AS s, panel_user AS u \
             WHERE u.login = '{login}'"
        );
        database.execute_unprepared(&invited).await.expect("people");
    }
    let plans = "INSERT INTO plan (id, maker_id, name, name_key, version) \
                 SELECT CASE login WHEN 'vera' THEN 1 ELSE 2 END, id, login, login, 1 \
                 FROM panel_user WHERE role = 'reseller'";
    database.execute_unprepared(plans).await.expect("plans");
    let webhooks = "INSERT INTO webhook \
                    (id, subscription_id, name, name_key, url, event_kinds, secret, enabled, \
                    created_at, version) \
                    SELECT 101, id, 'x', 'x', 'https://hooks.invalid/', 'ftp.uploaded', \
                    'whsec_AAAA', TRUE, 0, 1 FROM subscription WHERE domain = 'example.com'; \
                    INSERT INTO webhook \
                    (id, subscription_id, name, name_key, url, event_kinds, secret, enabled, \
                    created_at, version) \
                    VALUES (102, NULL, 'x', 'x', 'https://hooks.invalid/', 'ftp.uploaded', \
                    'whsec_AAAA', TRUE, 0, 1)";
    database
        .execute_unprepared(webhooks)
        .await
        .expect("webhooks");
    for account in ["x", "gone"] {
        panel.add_ftp_account("example.com", account).await;
    }
    panel.remove_ftp_account("example.com", "gone").await;
    panel.remove_subscription("removed.example").await;
    panel
}

/// What an answer says of who asks.
fn verdict_of(answer: &Answer) -> Verdict {
    match answer.status {
        403 => Verdict::Forbidden,
        404 => Verdict::Hidden,
        _ => Verdict::Done,
    }
}

/// Whether an answer is the one that it should be. A refusal says why in the same words as anywhere; what
/// is done may still find that what it is about is not there.
fn check(what: &str, login: &str, expected: Verdict, answer: &Answer) {
    let found = verdict_of(answer);
    let is_right = match expected {
        Verdict::Done => found != Verdict::Forbidden && answer.status != 401,
        refused => found == refused,
    };
    assert!(is_right, "{what} for {login}: {expected:?}, but {answer:?}");
}

#[tokio::test]
async fn every_server_function_by_everybody() {
    for (column, (login, _)) in PEOPLE.into_iter().enumerate() {
        // What one does is not there for the next one.
        let panel = panel_with_everybody().await;
        let browser = panel.signed_in(login, CUSTOMER_PASSWORD).await;
        let functions = FUNCTIONS.iter();
        for function in functions.filter(|function| function.needs.concerns_panel_users()) {
            let answer = function.call(&browser).await;
            let expected = verdicts(function.needs)[column];
            check(function.name, login, expected, &answer);
            let refused = [AppError::NotPermitted, AppError::AdministratorsOnly];
            match expected {
                Verdict::Forbidden => assert!(refused.contains(&problem(&answer)), "{answer:?}"),
                Verdict::Hidden => assert_eq!(problem(&answer), AppError::NotFound),
                Verdict::Done => {}
            }
        }
    }
}

#[tokio::test]
async fn every_page_download_and_stream_by_everybody() {
    let panel = panel_with_everybody().await;
    for (column, (login, _)) in PEOPLE.into_iter().enumerate() {
        let browser = panel.signed_in(login, CUSTOMER_PASSWORD).await;
        for (page, needs) in PAGES.iter().chain(DATA) {
            // A plan of one's own.
            let plan = if login == "rita" { "2" } else { "1" };
            let address = address_of(page).replace(":id", plan);
            let answer = open(&browser, &address).await;
            if needs.concerns_panel_users() {
                let expected = verdicts(*needs)[column];
                check(&address, login, expected, &answer);
                let is_shown = expected == Verdict::Done;
                assert_eq!(
                    is_shown,
                    answer.status < 400,
                    "{address} for {login}: {answer:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn another_s_subscription_is_as_if_it_were_not_there() {
    let panel = panel_with_everybody().await;
    let bob = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    let elsewhere = |text: &str| text.replace("example.com", "nil.example");
    for function in FUNCTIONS {
        if !matches!(function.needs, Needs::In(_)) {
            continue;
        }
        let (name, of_alice) = (function.name, function.call(&bob).await);
        let arguments = function.arguments.iter();
        let arguments: Vec<(&str, String)> = arguments
            .map(|(key, value)| (*key, elsewhere(value)))
            .collect();
        let arguments: Vec<(&str, &str)> = arguments
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        let of_nobody = function.call_with(&bob, &arguments).await;
        assert_eq!(of_alice.status, of_nobody.status, "{name}: {of_nobody:?}");
        assert_eq!(of_alice.text, of_nobody.text, "{name}");
    }
    for (page, needs) in PAGES.iter().chain(DATA) {
        if !matches!(needs, Needs::In(_)) {
            continue;
        }
        let of_alice = open(&bob, &address_of(page)).await;
        let of_nobody = open(&bob, &elsewhere(&address_of(page))).await;
        assert_eq!(of_alice.status, of_nobody.status, "{page}: {of_nobody:?}");
        let (of_alice, of_nobody) = (without_nonces(&of_alice), without_nonces(&of_nobody));
        assert_eq!(elsewhere(&of_alice), of_nobody, "{page}");
    }
}

/// A page without what differs from request to request.
fn without_nonces(page: &Answer) -> String {
    let policy = page.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1);
    let nonce = nonce.and_then(|rest| rest.split('\'').next());
    nonce.map_or_else(|| page.text.clone(), |nonce| page.text.replace(nonce, ""))
}

/// The address of one of the pages.
fn address_of(page: &str) -> String {
    page.replace(":domain/webhooks/:id", ":domain/webhooks/101")
        .replace("/webhooks/:id", "/webhooks/102")
        .replace("trash/:domain", "trash/removed.example")
        .replace(":domain", "example.com")
        .replace("trash/:name", "trash/gone")
        .replace(":name", "x")
        .replace(":login", "alice")
        .replace(":operation", "list_ftp_accounts")
        .replace(":token", "none")
}

/// Opens an address; of a stream its beginning alone.
async fn open(browser: &Browser, address: &str) -> Answer {
    if address.contains("stream") {
        browser.open_stream(address).await
    } else {
        browser.open(address).await
    }
}

#[test]
fn there_are_no_other_pages() {
    let app = include_str!("../../../app/src/app.rs");
    let routes = app.split("path!(\"").skip(1);
    let routes: Vec<&str> = routes.filter_map(|rest| rest.split('"').next()).collect();
    let pages: Vec<&str> = PAGES.iter().map(|(page, _)| *page).collect();
    assert_eq!(routes, pages);
}
