//! Whose things one sees and changes.

use app::api::ftp_accounts::FtpAccountsScreen;
use app::api::subscriptions::SubscriptionsScreen;
use model::AppError;

use crate::support::{Answer, Browser, CUSTOMER_PASSWORD, Panel, problem};

/// A panel with two customers, of whom Alice owns `alice.example`, Bob `bob.example`.
async fn two_customers() -> (Panel, Browser) {
    let panel = Panel::start().await;
    for login in ["alice", "bob"] {
        panel.add_customer(login).await;
        panel
            .add_subscription(&format!("{login}.example"), login)
            .await;
    }
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    (panel, alice)
}

/// How many of [`everything_about`], the last ones, are pages.
const PAGES: usize = 12;

/// Everything that can be asked about a subscription.
async fn everything_about(browser: &Browser, domain: &str, account: &str) -> Vec<Answer> {
    let page = format!("/subscriptions/{domain}/ftp");
    vec![
        browser
            .read("ftp_sessions_page", &[("domain", domain)])
            .await,
        browser
            .read(
                "ftp_activity_page",
                &[
                    ("domain", domain),
                    ("account", ""),
                    ("kind", ""),
                    ("page", "1"),
                ],
            )
            .await,
        // Not even that a name can be none is told of what is not theirs.
        browser
            .read(
                "ftp_activity_page",
                &[
                    ("domain", domain),
                    ("account", "No Name"),
                    ("kind", ""),
                    ("page", "1"),
                ],
            )
            .await,
        browser
            .read("overview_page", &[("domain", domain), ("days", "90")])
            .await,
        browser
            .call("end_ftp_session", &[("domain", domain), ("session", "1")])
            .await,
        browser
            .read("trash_page", &[("domain", domain), ("page", "1")])
            .await,
        browser
            .read(
                "removed_ftp_account",
                &[("domain", domain), ("name", account)],
            )
            .await,
        browser
            .read(
                "ftp_history_page",
                &[("domain", domain), ("name", account), ("before", "")],
            )
            .await,
        browser
            .read("add_ftp_account_page", &[("domain", domain), ("like", "")])
            .await,
        browser
            .read(
                "add_ftp_account_page",
                &[("domain", domain), ("like", account)],
            )
            .await,
        browser
            .read("default_settings_page", &[("domain", domain)])
            .await,
        browser
            .call(
                "change_default_settings",
                &[("domain", domain), ("version", "0")],
            )
            .await,
        browser
            .call(
                "folder_tree",
                &[("domain", domain), ("home_directory", "/")],
            )
            .await,
        browser
            .call("folder_children", &[("domain", domain), ("path", "/")])
            .await,
        browser
            .call(
                "make_folder",
                &[("domain", domain), ("path", "/"), ("folder", "x")],
            )
            .await,
        browser
            .call(
                "restore_ftp_accounts",
                &[("domain", domain), ("names[]", account)],
            )
            .await,
        browser
            .call(
                "undo_removal",
                &[("domain", domain), ("removal", "0123456789abcdef")],
            )
            .await,
        browser
            .call(
                "preview_home",
                &[("domain", domain), ("home_directory", "/")],
            )
            .await,
        browser
            .call(
                "purge_ftp_account",
                &[("domain", domain), ("name", account)],
            )
            .await,
        browser
            .call(
                "end_former_name",
                &[
                    ("domain", domain),
                    ("account", account),
                    ("former", "formerly"),
                ],
            )
            .await,
        browser
            .call(
                "preview_home",
                &[("domain", domain), ("home_directory", "")],
            )
            .await,
        browser
            .read("ftp_accounts_page", &[("domain", domain), ("listing", "")])
            .await,
        browser
            .send(
                browser
                    .get(&format!("/subscriptions/{domain}/ftp.csv"))
                    .header("accept", "application/json"),
            )
            .await,
        browser
            .call(
                "change_ftp_accounts",
                &[("domain", domain), ("all", "true"), ("action", "disable")],
            )
            .await,
        browser
            .call(
                "remove_ftp_accounts",
                &[("domain", domain), ("all", "true")],
            )
            .await,
        browser
            .read("ftp_account", &[("domain", domain), ("name", account)])
            .await,
        browser
            .call(
                "add_ftp_account",
                &[
                    ("domain", domain),
                    ("name", "intruder"),
                    ("home_directory", "/intruder"),
                    ("password", "lande-Basalte-44-quai"),
                ],
            )
            .await,
        browser
            .call(
                "change_ftp_account",
                &[
                    ("domain", domain),
                    ("account", account),
                    ("version", "1"),
                    ("name", "intruder"),
                    ("home_directory", "/"),
                    ("password", ""),
                ],
            )
            .await,
        browser
            .call(
                "remove_ftp_accounts",
                &[("domain", domain), ("names", account)],
            )
            .await,
        browser
            .read("ftp_usage_page", &[("domain", domain), ("name", account)])
            .await,
        browser
            .call(
                "recount_ftp_account",
                &[("domain", domain), ("account", account)],
            )
            .await,
        browser
            .open(&format!("/subscriptions/{domain}/sessions"))
            .await,
        browser
            .open(&format!("/subscriptions/{domain}/activity"))
            .await,
        browser
            .open(&format!("/subscriptions/{domain}/overview?days=90"))
            .await,
        browser
            .open(&format!("/subscriptions/{domain}/trash"))
            .await,
        browser
            .open(&format!("/subscriptions/{domain}/trash/{account}"))
            .await,
        browser.open(&format!("{page}/{account}/history")).await,
        browser
            .open(&format!("/subscriptions/{domain}/defaults"))
            .await,
        browser.open(&format!("{page}/new?like={account}")).await,
        browser.open(&page).await,
        browser.open(&format!("{page}/new")).await,
        browser.open(&format!("{page}/{account}")).await,
        browser.open(&format!("{page}/{account}/usage")).await,
    ]
}

#[tokio::test]
async fn another_s_subscription_is_as_if_it_were_not_there() {
    let (panel, alice) = two_customers().await;
    let bobs = everything_about(&alice, "bob.example", "bob").await;
    let nobodys = everything_about(&alice, "nil.example", "nil").await;
    for (index, (of_bob, of_nobody)) in bobs.iter().zip(&nobodys).enumerate() {
        assert_eq!(of_bob.status, 404, "{index}: {of_bob:?}");
        assert_eq!(of_nobody.status, 404, "{index}: {of_nobody:?}");
        let is_page = of_bob.header("content-type").starts_with("text/html");
        let first_page = bobs.len() - PAGES;
        assert_eq!(is_page, index >= first_page, "{index}: {of_bob:?}");
        if is_page {
            assert_eq!(
                without_names_and_nonces(of_bob, "bob"),
                without_names_and_nonces(of_nobody, "nil")
            );
        } else {
            assert_eq!(of_bob.text, of_nobody.text, "{index}");
        }
    }

    let bob = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    let accounts = bob
        .read(
            "ftp_accounts_page",
            &[("domain", "bob.example"), ("listing", "")],
        )
        .await;
    let screen: FtpAccountsScreen = serde_json::from_str(&accounts.text).expect("a screen");
    let names: Vec<&str> = screen
        .list
        .rows
        .iter()
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(names, ["bob"]);
}

/// A page without what differs for good reasons.
fn without_names_and_nonces(page: &Answer, name: &str) -> String {
    let policy = page.header("content-security-policy");
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next())
        .expect("a nonce");
    page.text.replace(nonce, "").replace(name, "")
}

#[tokio::test]
async fn a_customer_sees_the_own_subscriptions_and_the_administrator_all() {
    let (panel, alice) = two_customers().await;
    for (browser, domains, may_add) in [
        (&alice, vec!["alice.example"], false),
        (
            &panel.administrator().await,
            vec!["alice.example", "bob.example"],
            true,
        ),
    ] {
        let answer = browser.read("subscriptions_page", &[("page", "1")]).await;
        let screen: SubscriptionsScreen = serde_json::from_str(&answer.text).expect("a screen");
        let found: Vec<&str> = screen
            .subscriptions
            .rows
            .iter()
            .map(|row| row.domain.as_str())
            .collect();
        assert_eq!(found, domains);
        assert_eq!(screen.may_add, may_add);
    }
}

#[tokio::test]
async fn only_administrators_add_subscriptions() {
    let (panel, alice) = two_customers().await;
    let root = panel.webspace_root("new.example");
    let new = [
        ("domain", "new.example"),
        ("webspace_root", root.as_str()),
        ("owner", "alice"),
        ("name", "fresh"),
        ("password", "lande-Basalte-44-quai"),
    ];
    let answer = alice.call("add_subscription", &new).await;
    assert_eq!(answer.status, 403, "{answer:?}");
    assert_eq!(problem(&answer), AppError::AdministratorsOnly);
    assert_eq!(alice.read("subscription_choices", &[]).await.status, 403);

    let answer = panel
        .administrator()
        .await
        .call("add_subscription", &new)
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(
        alice
            .read(
                "add_ftp_account_page",
                &[("domain", "new.example"), ("like", "")],
            )
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_main_account_stays() {
    let (_panel, alice) = two_customers().await;
    let answer = alice
        .call(
            "remove_ftp_accounts",
            &[("domain", "alice.example"), ("names", "alice")],
        )
        .await;
    assert_eq!(answer.status, 409, "{answer:?}");
    assert_eq!(problem(&answer), AppError::MainAccountStays);
}

#[tokio::test]
async fn a_receipt_is_told_to_whoever_did_it_alone() {
    let (panel, alice) = two_customers().await;
    let added = alice
        .call(
            "add_ftp_account",
            &[
                ("domain", "alice.example"),
                ("name", "deploy"),
                ("home_directory", "/httpdocs"),
                ("password", "lande-Basalte-44-quai"),
            ],
        )
        .await;
    assert_eq!(added.status, 200, "{added:?}");
    let done = added.location().split("done=").nth(1).expect("a key");
    let bob = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    for (browser, domain, told) in [
        (&alice, "alice.example", true),
        (&bob, "bob.example", false),
    ] {
        let answer = browser
            .read(
                "ftp_accounts_page",
                &[("domain", domain), ("listing", ""), ("done", done)],
            )
            .await;
        let screen: FtpAccountsScreen = serde_json::from_str(&answer.text).expect("a screen");
        assert_eq!(screen.receipt.is_some(), told, "{domain}");
    }
}
