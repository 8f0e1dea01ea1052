//! « Personnes » of a subscription, as a browser shows it that runs no scripts.

use app::i18n::texts;
use model::{Locale, PanelUserReceipt};

use crate::support::{CUSTOMER_PASSWORD, Panel, says};

const PAGE: &str = "/subscriptions/example.com/people";

#[tokio::test]
async fn an_owner_invites_people_and_takes_their_access_away() {
    let panel = Panel::start().await;
    for login in ["alice", "bob"] {
        panel.add_customer(login).await;
    }
    panel.add_subscription("example.com", "alice").await;
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    let bob = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    let en = texts(Locale::En);
    let page = alice.open("/subscriptions/example.com/ftp").await;
    assert!(says(&page, &format!("href=\"{PAGE}\"")), "{page:?}");
    let page = alice.open(PAGE).await;
    assert!(says(&page, en.panel_users.no_people), "{page:?}");
    let invite = |login: &'static str, role: &'static str| {
        [
            ("domain", "example.com"),
            ("login", login),
            ("role", role),
            ("link_hours", "72"),
        ]
    };
    let fields = invite("bob", "viewer");
    let answer = alice.submit(PAGE, "invite_collaborator", &fields).await;
    let page = alice.follow(&answer).await;
    let bob_s = "bob".parse().expect("a login");
    let added = (en.panel_users.receipt)(&PanelUserReceipt::CollaboratorAdded(bob_s));
    assert!(says(&page, &added), "{page:?}");
    // Bob finds it, with his role, and sees nothing that he may not do.
    let list = bob.open("/").await;
    assert!(
        says(&list, "example.com") && says(&list, "Viewer"),
        "{list:?}"
    );
    let page = bob.open("/subscriptions/example.com/ftp").await;
    assert_eq!(page.status, 200);
    assert!(!says(&page, PAGE), "{page:?}");
    assert_eq!(bob.open(PAGE).await.status, 403);

    let fields = invite("fresh", "manager");
    let answer = alice.submit(PAGE, "invite_collaborator", &fields).await;
    assert_eq!(answer.location(), format!("{PAGE}/link"), "{answer:?}");
    let page = alice.follow(&answer).await;
    assert!(
        says(&page, &(en.panel_users.link_is_ready)("fresh")),
        "{page:?}"
    );
    assert!(says(&page, "/choose-password/"), "{page:?}");
    let again = alice.open(&format!("{PAGE}/link")).await;
    assert!(says(&again, en.one_time_link.was_shown), "{again:?}");

    let change = [
        ("domain", "example.com"),
        ("login", "bob"),
        ("role", "manager"),
    ];
    let answer = alice.submit(PAGE, "change_collaborator", &change).await;
    let page = alice.follow(&answer).await;
    assert!(says(&page, "has another role"), "{page:?}");
    let answer = alice
        .submit(PAGE, "change_collaborator", &change[..2])
        .await;
    let page = alice.follow(&answer).await;
    assert!(says(&page, "has no access"), "{page:?}");
    assert_eq!(bob.open("/subscriptions/example.com/ftp").await.status, 404);
}
