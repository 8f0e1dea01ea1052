//! Whose things one sees and changes.

use app::api::ftp_accounts::FtpAccountsScreen;
use app::api::subscriptions::SubscriptionsScreen;
use model::AppError;

use crate::support::{Browser, CUSTOMER_PASSWORD, Panel, problem};

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

#[tokio::test]
async fn a_customer_lists_the_own_accounts() {
    let (panel, _alice) = two_customers().await;
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
