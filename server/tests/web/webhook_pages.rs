//! « Webhooks », as a browser shows them that runs no scripts.

use app::i18n::texts;
use model::{EventKind, Locale};

use crate::support::{CUSTOMER_PASSWORD, Panel, says};

const LIST: &str = "/subscriptions/example.com/webhooks";
const ADD: &str = "/subscriptions/example.com/webhooks/new";

async fn panel() -> Panel {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("example.com", "alice").await;
    panel
}

#[tokio::test]
async fn a_webhook_is_added_tested_changed_and_removed() {
    let panel = panel().await;
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    let en = &texts(Locale::En).webhooks;
    let page = alice.open(LIST).await;
    assert!(says(&page, en.none), "{page:?}");

    // What was submitted is kept where something is wrong.
    let wrong = [
        ("domain", "example.com"),
        ("version", "0"),
        ("webhook_name", "Deploy"),
        ("webhook_url", "hooks.example"),
        ("enabled", "on"),
        ("events[ftp.uploaded]", "on"),
    ];
    let refused = alice.submit(ADD, "add_webhook", &wrong).await;
    let page = alice.follow(&refused).await;
    let field_error = (en.url_error)(model::WebhookUrlError::Scheme);
    assert!(says(&page, &field_error), "{page:?}");
    assert!(says(&page, "value=\"hooks.example\""), "{page:?}");
    assert!(is_ticked(&page.text, EventKind::FtpUploaded), "{page:?}");
    assert!(!is_ticked(&page.text, EventKind::FtpRemoved), "{page:?}");
    // No subscription is told of the server's certificates.
    assert!(!page.text.contains("certificate.expiring"));

    let mut new = wrong;
    new[3].1 = "https://hooks.invalid/secret-path";
    let added = alice.submit(ADD, "add_webhook", &new).await;
    let page = alice.follow(&added).await;
    assert!(says(&page, &(en.secret_once)("Deploy")), "{page:?}");
    assert!(page.text.contains("value=\"whsec_"), "{page:?}");
    let address = format!("{LIST}/1");
    let again = alice.open(&address).await;
    assert!(!again.text.contains("whsec_"), "{again:?}");
    let list = alice.open(LIST).await;
    assert!(list.text.contains("https://hooks.invalid"));

    let id = [("domain", "example.com"), ("id", "1")];
    let tested = alice.submit(&address, "test_webhook", &id).await;
    let page = alice.follow(&tested).await;
    assert!(says(&page, en.test_queued), "{page:?}");
    assert!(says(&page, (en.kind)(EventKind::WebhookTest)), "{page:?}");
    let delivery = [("domain", "example.com"), ("id", "1"), ("delivery", "1")];
    let again = alice
        .submit(&address, "send_webhook_again", &delivery)
        .await;
    assert!(says(&alice.follow(&again).await, en.sent_again));
    let replaced = alice.submit(&address, "replace_webhook_secret", &id).await;
    let page = alice.follow(&replaced).await;
    assert!(page.text.contains("value=\"whsec_"), "{page:?}");
    assert!(says(&page, en.old_secret_until), "{page:?}");

    let change = [
        ("domain", "example.com"),
        ("id", "1"),
        ("version", "1"),
        ("webhook_name", "Deploy"),
        ("webhook_url", "https://hooks.invalid/other"),
        ("events[ftp.removed]", "on"),
    ];
    let changed = alice.submit(&address, "change_webhook", &change).await;
    let page = alice.follow(&changed).await;
    assert!(
        says(&page, en.changed) && says(&page, en.is_off),
        "{page:?}"
    );
    let late = alice
        .submit(&address, "change_webhook", &new_change(&change))
        .await;
    let page = alice.follow(&late).await;
    assert!(
        says(&page, texts(Locale::En).conflict.value_now),
        "{page:?}"
    );

    let removed = alice.submit(&address, "remove_webhook", &id).await;
    let page = alice.follow(&removed).await;
    assert!(says(&page, en.removed) && says(&page, en.none), "{page:?}");
}

/// The same change with another name, from a version that is not there any more.
fn new_change<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let other = |(key, value): &(&'a str, &'a str)| match *key {
        "webhook_name" => ("webhook_name", "Later"),
        key => (key, *value),
    };
    change.iter().map(other).collect()
}

/// Whether a page has the box of a kind of events ticked.
fn is_ticked(page: &str, kind: EventKind) -> bool {
    let name = format!("name=\"events[{}]\"", kind.as_str());
    let boxes = page.split("<input").find(|input| input.contains(&name));
    let input = boxes.and_then(|rest| rest.split('>').next());
    input.expect("a box").contains("checked")
}

#[tokio::test]
async fn the_server_has_webhooks_of_its_own_which_tell_of_certificates_too() {
    let panel = panel().await;
    let admin = panel.administrator().await;
    let new = [
        ("version", "0"),
        ("webhook_name", "Tout"),
        ("webhook_url", "https://hooks.invalid/"),
        ("enabled", "on"),
        ("events[certificate.expiring]", "on"),
        ("events[ftp_account.added]", "on"),
    ];
    let added = admin.submit("/webhooks/new", "add_webhook", &new).await;
    assert!(
        added.location().starts_with("/webhooks/1?done="),
        "{added:?}"
    );
    panel.add_ftp_account("example.com", "one").await;
    let page = admin.open("/webhooks/1").await;
    let en = &texts(Locale::En).webhooks;
    assert!(
        says(&page, (en.kind)(EventKind::FtpAccountAdded)),
        "{page:?}"
    );
}
