//! « Offres » and « Limites », as a browser shows them that runs no scripts.

use app::i18n::texts;
use model::{AppError, Field, FieldError, Locale};

use crate::support::{Browser, CUSTOMER_PASSWORD, Panel, problem, says};

const LIMITS: &str = "/subscriptions/example.com/limits";

/// A panel with `example.com` of Alice, which has three FTP accounts.
async fn panel() -> (Panel, Browser) {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("example.com", "alice").await;
    for account in ["one", "two"] {
        panel.add_ftp_account("example.com", account).await;
    }
    let admin = panel.administrator().await;
    (panel, admin)
}

/// What stands in a hidden field of a page.
fn hidden(text: &str, name: &str) -> String {
    let field = text.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let value = field.and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_plan_is_made_given_and_changed_in_two_steps() {
    let (_panel, admin) = panel().await;
    let en = texts(Locale::En);
    let page = admin.open("/plans").await;
    assert!(says(&page, en.limits.no_plans), "{page:?}");
    let new = [
        ("version", "0"),
        ("plan_name", "Standard"),
        ("limits[ftp_accounts]", "10"),
        ("limits[disk_space]", "5 GB"),
        ("settings[permission]", "locked"),
    ];
    let wrong = [
        ("version", "0"),
        ("plan_name", ""),
        ("limits[ftp_accounts]", "many"),
    ];
    let page = admin.submit("/plans/new", "add_plan", &wrong).await;
    let page = admin.follow(&page).await;
    assert!(says(&page, "value=\"many\""), "{page:?}");
    let answer = admin.submit("/plans/new", "add_plan", &new).await;
    let page = admin.follow(&answer).await;
    assert!(says(&page, &(en.limits.plan_added)("Standard")), "{page:?}");
    assert!(says(&page, "href=\"/plans/1\""), "{page:?}");

    let give = [("domain", "example.com"), ("version", "0"), ("plan", "1")];
    let answer = admin.submit(LIMITS, "change_limits", &give).await;
    let page = admin.follow(&answer).await;
    assert!(says(&page, en.limits.saved), "{page:?}");
    let page = admin.open("/subscriptions/example.com/ftp").await;
    assert!(says(&page, "3 of 10 accounts"), "{page:?}");
    let page = admin.open("/").await;
    assert!(says(&page, "Standard"), "{page:?}");

    // First one sees who would be beyond it, with what one has filled in.
    let page = admin.open("/plans/1").await;
    assert!(says(&page, "checked"), "{page:?}");
    let change = |seen| {
        [
            ("id", "1"),
            ("version", "1"),
            ("plan_name", "Smaller"),
            ("limits[ftp_accounts]", "2"),
            ("seen", seen),
        ]
    };
    let answer = admin.submit("/plans/1", "change_plan", &change("")).await;
    let page = admin.follow(&answer).await;
    let over = (en.limits.of)(Field::MaxFtpAccounts, 3, 2);
    assert!(
        says(&page, &over) && says(&page, en.limits.apply),
        "{page:?}"
    );
    assert!(says(&page, "value=\"Smaller\""), "{page:?}");
    // Then it is applied.
    let seen = hidden(&page.text, "seen");
    let answer = admin
        .submit("/plans/1", "change_plan", &change(&seen))
        .await;
    let page = admin.follow(&answer).await;
    assert!(
        says(&page, &(en.limits.plan_changed)("Smaller")),
        "{page:?}"
    );
    let page = admin.open("/subscriptions/example.com/ftp/new").await;
    assert!(says(&page, "3 of 2 accounts"), "{page:?}");

    // It stays while it is in use.
    let answer = admin.call("remove_plan", &[("id", "1")]).await;
    let in_use = AppError::PlanInUse { subscriptions: 1 };
    assert_eq!(problem(&answer), in_use);
    let own = [("domain", "example.com"), ("version", "2"), ("plan", "")];
    let answer = admin.submit(LIMITS, "change_limits", &own).await;
    assert!(answer.location().contains("?done="), "{answer:?}");
    let answer = admin
        .submit("/plans/1", "remove_plan", &[("id", "1")])
        .await;
    let page = admin.follow(&answer).await;
    assert!(
        says(&page, &(en.limits.plan_removed)("Smaller")),
        "{page:?}"
    );
}

#[tokio::test]
async fn the_owner_sees_the_limits_and_what_is_locked() {
    let (panel, admin) = panel().await;
    let en = texts(Locale::En);
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    let limits = [
        ("domain", "example.com"),
        ("version", "0"),
        ("plan", ""),
        ("limits[ftp_accounts]", "3"),
        ("limits[ftp_sessions]", "7"),
        ("limits[disk_space]", "1 GB"),
        ("settings[permission]", "locked"),
    ];
    let answer = admin.submit(LIMITS, "change_limits", &limits).await;
    assert!(answer.location().contains("?done="), "{answer:?}");
    let page = alice.open("/subscriptions/example.com/overview").await;
    for text in ["3 of 3 accounts", "0 of 7 sessions"] {
        assert!(says(&page, text), "{text}: {page:?}");
    }
    let page = alice.open("/subscriptions/example.com/ftp/one").await;
    assert!(says(&page, en.limits.set_by_provider), "{page:?}");
    assert!(!says(&page, "name=\"settings[permission]\""), "{page:?}");
    let page = admin.open("/subscriptions/example.com/ftp/one").await;
    assert!(says(&page, "name=\"settings[permission]\""), "{page:?}");
    // What the page does not offer is refused, too.
    let change = [
        ("domain", "example.com"),
        ("account", "one"),
        ("version", "1"),
        ("name", "one"),
        ("home_directory", "/"),
        ("password", ""),
        ("settings[permission]", "read-only"),
    ];
    let answer = alice.call("change_ftp_account", &change).await;
    let locked = AppError::at(Field::Permission, FieldError::Locked);
    assert_eq!(problem(&answer), locked);
    let add = [
        ("domain", "example.com"),
        ("name", "three"),
        ("home_directory", "/"),
        ("password", "lande-Basalte-44-quai"),
    ];
    let page = "/subscriptions/example.com/ftp/new";
    let answer = alice.submit(page, "add_ftp_account", &add).await;
    let page = alice.follow(&answer).await;
    let full = AppError::TooManyFtpAccounts { has: 3, most: 3 };
    assert!(says(&page, &(en.error)(&full)), "{page:?}");
}
