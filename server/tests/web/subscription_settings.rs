//! « Paramètres de l'abonnement » and « Abonnements supprimés », as a browser shows them that runs no
//! scripts.

use app::i18n::texts;
use model::{AppError, EditedSettings, FieldError, Locale};

use crate::support::{CUSTOMER_PASSWORD, Panel, says};

const PAGE: &str = "/subscriptions/example.com/settings";
const TRASH: &str = "/subscriptions/trash";
const LIST: &str = "/subscriptions/example.com/ftp";

#[tokio::test]
async fn a_subscription_is_renamed_to_a_name_in_the_letters_of_a_language() {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("example.com", "admin").await;
    panel.add_subscription("other.example", "admin").await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let page = browser.open(LIST).await;
    assert!(says(&page, &format!("href=\"{PAGE}\"")), "{page:?}");
    let change = |version, domain| {
        [
            ("of", "example.com"),
            ("version", version),
            ("domain", domain),
            ("owner", "alice"),
        ]
    };
    let taken = change("1", "other.example");
    let page = browser.submit(PAGE, "change_subscription", &taken).await;
    let page = browser.follow(&page).await;
    assert!(
        says(&page, &(en.field_error)(FieldError::Taken)),
        "{page:?}"
    );
    assert!(says(&page, "value=\"other.example\""), "{page:?}");

    let new = change("1", "exämple.test");
    let answer = browser.submit(PAGE, "change_subscription", &new).await;
    assert!(answer.location().starts_with("/?done="), "{answer:?}");
    let page = browser.follow(&answer).await;
    assert!(
        says(&page, en.receipt.note_the_changes) && says(&page, "exämple.test"),
        "{page:?}"
    );
    // The addresses of before lead nowhere; both forms of the new name do.
    for (path, status) in [
        (LIST, 404),
        (PAGE, 404),
        ("/subscriptions/xn--exmple-cua.test/ftp", 200),
        ("/subscriptions/ex%C3%A4mple.test/ftp", 200),
        ("/subscriptions/ex%C3%A4mple.test/settings", 200),
    ] {
        let page = browser.open(path).await;
        assert_eq!(page.status, status, "{path}: {page:?}");
        if status == 200 {
            assert!(says(&page, "exämple.test"), "{path}: {page:?}");
        }
    }
    let page = browser.open("/").await;
    assert!(says(&page, "exämple.test"), "{page:?}");
}

#[tokio::test]
async fn whoever_is_late_sees_what_someone_else_changed() {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let change = |owner| {
        [
            ("of", "example.com"),
            ("version", "1"),
            ("domain", "example.com"),
            ("owner", owner),
        ]
    };
    let answer = browser
        .submit(PAGE, "change_subscription", &change("alice"))
        .await;
    assert!(answer.location().contains("done="), "{answer:?}");
    let answer = browser
        .submit(PAGE, "change_subscription", &change("admin"))
        .await;
    let page = browser.follow(&answer).await;
    let conflict = (en.error)(&AppError::SettingsEditConflict(EditedSettings::General));
    assert!(says(&page, &conflict), "{page:?}");
    assert!(says(&page, "name=\"version\" value=\"2\""), "{page:?}");
}

#[tokio::test]
async fn every_page_says_that_a_subscription_is_suspended() {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("example.com", "alice").await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let notice = en.subscription_settings.suspended_since;
    let domain = [("domain", "example.com")];
    let answer = browser.submit(PAGE, "suspend_subscription", &domain).await;
    let page = browser.follow(&answer).await;
    assert!(
        says(&page, notice) && says(&page, en.subscription_settings.resume_text),
        "{page:?}"
    );
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    for path in [LIST, "/subscriptions/example.com/activity"] {
        let page = alice.open(path).await;
        assert!(says(&page, notice), "{path}: {page:?}");
        assert!(says(&page, en.trash.by_administrator), "{page:?}");
        assert!(!says(&page, PAGE), "{page:?}");
    }
    let answer = browser.submit(PAGE, "resume_subscription", &domain).await;
    let page = browser.follow(&answer).await;
    assert!(!says(&page, notice), "{page:?}");
}

#[tokio::test]
async fn a_removed_subscription_is_restored_and_then_removed_for_good() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let domain = [("domain", "example.com")];
    let page = browser.open(TRASH).await;
    assert_eq!(page.status, 200);
    assert!(
        says(&page, en.subscription_settings.none_removed),
        "{page:?}"
    );

    let answer = browser.submit(PAGE, "remove_subscription", &domain).await;
    let page = browser.follow(&answer).await;
    let said = (en.receipt.subscription_was_removed)("example.com");
    assert!(says(&page, &said), "{page:?}");
    assert!(
        says(&page, en.subscription_settings.undo_removal),
        "{page:?}"
    );
    assert_eq!(browser.open(LIST).await.status, 404);
    let answer = browser.submit("/", "restore_subscription", &domain).await;
    let page = browser.follow(&answer).await;
    let said = (en.receipt.subscription_was_restored)("example.com");
    assert!(says(&page, &said), "{page:?}");
    assert_eq!(browser.open(LIST).await.status, 200);

    browser.submit(PAGE, "remove_subscription", &domain).await;
    let page = browser.open(TRASH).await;
    let purge_page = format!("{TRASH}/example.com");
    assert!(says(&page, &format!("href=\"{purge_page}\"")), "{page:?}");
    let page = browser.open(&purge_page).await;
    assert_eq!(page.status, 200, "{page:?}");
    let file = format!("{}/file", panel.webspace_root("example.com"));
    std::fs::write(&file, "hello").expect("a file");
    let wrong = [("name", "example.com"), ("confirmation", "example")];
    let answer = browser
        .submit(&purge_page, "purge_subscription", &wrong)
        .await;
    let page = browser.follow(&answer).await;
    let error = (en.field_error)(FieldError::NotConfirmed);
    assert!(says(&page, &error), "{page:?}");
    assert!(std::fs::exists(&file).expect("the folder"));
    let right = [("name", "example.com"), ("confirmation", "example.com")];
    let answer = browser
        .submit(&purge_page, "purge_subscription", &right)
        .await;
    assert!(answer.location().starts_with(TRASH), "{answer:?}");
    let page = browser.follow(&answer).await;
    assert!(says(&page, "1 file"), "{page:?}");
    assert!(!std::fs::exists(&file).expect("the folder"));
    assert_eq!(browser.open(&purge_page).await.status, 404);
}

#[tokio::test]
async fn nobody_sees_a_removed_subscription_but_who_may_restore_it() {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("removed.example", "alice").await;
    let administrator = panel.administrator().await;
    let removed = [("domain", "removed.example")];
    administrator.call("remove_subscription", &removed).await;
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    let page = alice.open("/").await;
    assert!(!says(&page, TRASH), "{page:?}");
    assert!(!says(&page, "removed.example"), "{page:?}");
}
