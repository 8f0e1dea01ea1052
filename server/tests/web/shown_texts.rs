//! Texts that a person typed, or that a disk or a client named, as pages show them.

use app::i18n::texts;
use model::{
    FieldError, FolderList, HomeDirectoryError, HomePreview, Locale, SettingError, visible,
};
use sea_orm::ConnectionTrait;

use crate::support::{Browser, Panel, markup, says};

/// Turns the direction of what follows: `/gpj.exe` looks like `/exe.jpg`.
const TURNED: &str = "/\u{202e}gpj.exe";
const LIST: &str = "/subscriptions/example.com/ftp";
const NEW: &str = "/subscriptions/example.com/ftp/new";

async fn panel() -> (Panel, Browser) {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    (panel, browser)
}

#[tokio::test]
async fn what_turns_the_direction_of_text_is_refused_at_its_field() {
    let (_panel, browser) = panel().await;
    let en = texts(Locale::En);
    let password = ("password", "lande-Basalte-44-quai");
    for (home, note, error) in [
        (
            TURNED,
            "",
            FieldError::from(HomeDirectoryError::ControlCharacter),
        ),
        (
            "/new",
            "for \u{2067}marie",
            SettingError::ControlCharacter.into(),
        ),
    ] {
        let fields = [
            ("domain", "example.com"),
            ("name", "paul"),
            ("home_directory", home),
            ("settings[note]", note),
            password,
        ];
        let answer = browser.submit(NEW, "add_ftp_account", &fields).await;
        let page = browser.follow(&answer).await;
        assert!(says(&page, &(en.field_error)(error)), "{page:?}");
    }
}

#[tokio::test]
async fn what_is_there_is_shown_by_its_code_point_and_turns_nothing() {
    let (panel, browser) = panel().await;
    let root = panel.webspace_root("example.com");
    std::fs::create_dir(format!("{root}{TURNED}")).expect("a folder");
    let folders = browser
        .call(
            "folder_children",
            &[("domain", "example.com"), ("path", "/")],
        )
        .await;
    let folders: FolderList = serde_json::from_str(&folders.text).expect("folders");
    let refused = HomeDirectoryError::ControlCharacter.into();
    assert_eq!(folders.folders[0].place, Err(refused));
    let preview = browser
        .call(
            "preview_home",
            &[("domain", "example.com"), ("home_directory", "/")],
        )
        .await;
    let preview: Option<HomePreview> = serde_json::from_str(&preview.text).expect("a preview");
    let Some(HomePreview::There { first, .. }) = preview else {
        unreachable!("it is there: {preview:?}")
    };
    for locale in Locale::ALL {
        let seen = (texts(locale).home_directory.home_seen)(&first, 1, false);
        assert!(seen.contains("‹U+202E›gpj.exe"), "{seen}");
    }

    // As earlier versions took it, and as clients have named it.
    let account = [
        ("domain", "example.com"),
        ("name", "paul"),
        ("home_directory", "/paul"),
        ("password", "lande-Basalte-44-quai"),
    ];
    browser.submit(LIST, "add_ftp_account", &account).await;
    let database = panel.database().await;
    for change in [
        format!(
            "UPDATE ftp_account SET home_directory = '{TURNED}', note = '=\u{2066}a' WHERE NOT is_main"
        ),
        format!(
            "INSERT INTO ftp_activity (at, subscription_id, ftp_account_id, account_name, \
             kind_group, kind, path, other_path, address, protocol) \
             VALUES (1, 1, 2, 'paul', 'changes', 'renamed', '{TURNED}', '/\u{5d0}', '192.0.2.1', 'ftp')"
        ),
    ] {
        database
            .execute_unprepared(&change)
            .await
            .expect("a change");
    }
    let shown = format!("<bdi>{}</bdi>", visible(TURNED));
    let list = browser.open(LIST).await;
    assert!(markup(&list).contains(&shown), "{list:?}");
    assert!(markup(&list).contains("<bdi>=‹U+2066›a</bdi>"), "{list:?}");
    let activity = browser.open("/subscriptions/example.com/activity").await;
    assert!(markup(&activity).contains(&shown), "{activity:?}");
    assert!(
        markup(&activity).contains("<bdi>/\u{5d0}</bdi>"),
        "{activity:?}"
    );
    let csv = browser.open(&format!("{LIST}.csv")).await;
    assert!(csv.text.contains(",'=‹U+2066›a\r\n"), "{csv:?}");
    assert!(!csv.text.contains(['\u{202e}', '\u{2066}']), "{csv:?}");
    let remove = [("domain", "example.com"), ("names", "paul")];
    browser.submit(LIST, "remove_ftp_accounts", &remove).await;
    for page in ["trash", "trash/paul"] {
        let page = browser
            .open(&format!("/subscriptions/example.com/{page}"))
            .await;
        assert!(markup(&page).contains(&shown), "{page:?}");
    }
}

#[tokio::test]
async fn a_domain_is_found_by_either_name_and_shown_as_people_write_it() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let root = panel.webspace_root("example.com");
    let form = [
        ("domain", "Exämple.test"),
        ("webspace_root", root.as_str()),
        ("owner", "admin"),
        ("name", "umlaut"),
        ("password", "lande-Basalte-44-quai"),
    ];
    let added = browser
        .submit("/subscriptions/new", "add_subscription", &form)
        .await;
    let start = browser.open(added.location()).await;
    let en = texts(Locale::En);
    let sentence = (en.receipt.subscription_was_added)("xn--exmple-cua.test", "umlaut");
    assert!(sentence.contains("exämple.test"), "{sentence}");
    assert!(says(&start, &sentence), "{start:?}");
    assert!(
        markup(&start).contains("<bdi>exämple.test</bdi>"),
        "{start:?}"
    );
    let link = "href=\"/subscriptions/xn--exmple-cua.test/ftp\"";
    assert!(markup(&start).contains(link), "{start:?}");
    for domain in ["xn--exmple-cua.test", "ex%C3%A4mple.test"] {
        let list = format!("/subscriptions/{domain}/ftp");
        let page = browser.open(&list).await;
        assert_eq!(page.status, 200, "{page:?}");
        assert!(
            says(&page, "<title>FTP Access – exämple.test – "),
            "{page:?}"
        );
        assert!(
            markup(&page).contains("<bdi>exämple.test</bdi>"),
            "{page:?}"
        );
        let csv = browser.open(&format!("{list}.csv")).await;
        let file = "attachment; filename=\"ftp-accounts-xn--exmple-cua.test.csv\"";
        assert_eq!(csv.header("content-disposition"), file);
    }
}
