//! « Paramètres de l'hébergement », as a browser shows it that runs no scripts.

use app::i18n::texts;
use model::{AppError, EditedSettings, FieldError, Locale, SystemUserError, UmaskError};

use crate::support::{CUSTOMER_PASSWORD, Panel, problem, says};

const PAGE: &str = "/subscriptions/example.com/hosting";

#[tokio::test]
async fn an_administrator_says_whom_files_belong_to() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let page = browser.open("/subscriptions/example.com/defaults").await;
    assert!(says(&page, &format!("href=\"{PAGE}\"")), "{page:?}");
    let page = browser.open(PAGE).await;
    assert_eq!(page.status, 200);
    assert!(
        says(&page, en.hosting.intro) && says(&page, "1000-, www-data"),
        "{page:?}"
    );
    let change = |version, system_user, umask| {
        [
            ("domain", "example.com"),
            ("version", version),
            ("system_user", system_user),
            ("umask", umask),
        ]
    };
    let wrong = change("0", "root", "9");
    let page = browser.submit(PAGE, "change_hosting", &wrong).await;
    let page = browser.follow(&page).await;
    for error in [
        FieldError::SystemUser(SystemUserError::Root),
        FieldError::Umask(UmaskError),
    ] {
        assert!(says(&page, &(en.field_error)(error)), "{page:?}");
    }
    assert!(says(&page, "value=\"root\""), "{page:?}");

    if !rustix::process::geteuid().is_root() {
        eprintln!("left out: only root can act as other users");
        assert!(says(&page, en.hosting.impossible), "{page:?}");
        return;
    }
    let answer = browser
        .submit(PAGE, "change_hosting", &change("0", "61001:61002", "027"))
        .await;
    assert!(
        answer.location().starts_with(&format!("{PAGE}?done=")),
        "{answer:?}"
    );
    let page = browser.follow(&answer).await;
    let command = format!(
        "chown -hR 61001:61002 {}",
        panel.webspace_root("example.com").as_str()
    );
    assert!(
        says(&page, en.hosting.saved) && says(&page, &command),
        "{page:?}"
    );
    assert!(
        says(&page, "value=\"61001:61002\"") && says(&page, "value=\"027\""),
        "{page:?}"
    );

    // The same form once more has lost its race.
    let answer = browser
        .submit(PAGE, "change_hosting", &change("0", "61003", "027"))
        .await;
    let page = browser.follow(&answer).await;
    let conflict = (en.error)(&AppError::SettingsEditConflict(EditedSettings::General));
    assert!(says(&page, &conflict) && says(&page, "61003"), "{page:?}");
    assert!(says(&page, "name=\"version\" value=\"1\""), "{page:?}");
}

#[tokio::test]
async fn customers_neither_see_nor_change_it() {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("example.com", "alice").await;
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    let page = alice.open("/subscriptions/example.com/defaults").await;
    assert_eq!(page.status, 200);
    assert!(!says(&page, PAGE), "{page:?}");
    for (domain, status, error) in [
        ("example.com", 403, AppError::NotPermitted),
        ("nil.example", 404, AppError::NotFound),
    ] {
        let page = alice
            .open(&format!("/subscriptions/{domain}/hosting"))
            .await;
        assert_eq!(page.status, status, "{page:?}");
        let change = [
            ("domain", domain),
            ("version", "0"),
            ("system_user", "61001"),
        ];
        let answer = alice.call("change_hosting", &change).await;
        assert_eq!(problem(&answer), error);
    }
    let list = alice.read("subscriptions_page", &[("page", "1")]).await;
    assert!(says(&list, "\"hosting\":null"), "{list:?}");
}
