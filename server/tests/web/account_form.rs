//! The tools of an FTP account's form, as the browser asks for them, and what the form begins with.

use std::path::{Path, PathBuf};

use app::i18n::texts;
use model::{AppError, FieldError, FolderTrouble, Locale, PasswordWeakness};

use crate::support::{Answer, Browser, Panel, problem, says};

const NEW: &str = "/subscriptions/example.com/ftp/new";
const DEFAULTS: &str = "/subscriptions/example.com/defaults";

async fn panel() -> (Panel, Browser) {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let mut browser = panel.administrator().await;
    browser.headers = vec![("accept-language", "fr".to_owned())];
    (panel, browser)
}

fn webspace(panel: &Panel) -> PathBuf {
    Path::new(panel.webspace_root("example.com").as_str()).to_owned()
}

/// A piece of a page, out of the JSON that it comes in.
fn piece(answer: Answer) -> Answer {
    assert_eq!(answer.status, 200, "{answer:?}");
    let text = serde_json::from_str(&answer.text).expect("a text");
    Answer { text, ..answer }
}

async fn ask(browser: &Browser, function: &str, more: &[(&str, &str)]) -> Answer {
    let arguments = [&[("domain", "example.com")], more].concat();
    browser.call(function, &arguments).await
}

#[tokio::test]
async fn the_tree_is_drawn_folder_by_folder() {
    let (panel, browser) = panel().await;
    let fr = texts(Locale::Fr);
    let root = webspace(&panel);
    std::fs::create_dir_all(root.join("site/img")).expect("folders");
    std::os::unix::fs::symlink("/", root.join("out")).expect("a link");
    let tree = piece(ask(&browser, "folder_tree", &[("home_directory", "half ty")]).await);
    assert!(says(&tree, fr.home_directory.choose_home), "{tree:?}");
    assert!(says(&tree, r#"data-path="/site""#), "{tree:?}");
    let leaves = (fr.home_directory.folder_barred)(FieldError::LeavesWebspace);
    assert!(says(&tree, &format!("out – {leaves}")), "{tree:?}");
    assert!(!says(&tree, r#"data-path="/out""#), "{tree:?}");
    assert!(!says(&tree, "img"), "{tree:?}");
    // What is typed is open as far as it is there, and the last of it is selected.
    for (typed, selected) in [("/site/new", "/site"), ("/site/img", "/site/img")] {
        let tree = piece(ask(&browser, "folder_tree", &[("home_directory", typed)]).await);
        assert!(says(&tree, r#"data-path="/site/img""#), "{tree:?}");
        let marked = r#"aria-selected="true" tabindex="0" data-path=""#;
        assert!(says(&tree, &format!("{marked}{selected}\"")), "{tree:?}");
        assert_eq!(tree.text.matches(marked).count(), 1, "{tree:?}");
    }

    let children = piece(ask(&browser, "folder_children", &[("path", "/site")]).await);
    assert!(says(&children, r#"data-path="/site/img""#), "{children:?}");
    let none = piece(ask(&browser, "folder_children", &[("path", "/site/img")]).await);
    assert!(says(&none, fr.home_directory.no_folders), "{none:?}");

    let made = [("path", "/site"), ("folder", " new one ")];
    let made = piece(ask(&browser, "make_folder", &made).await);
    assert!(says(&made, r#"data-path="/site/new one""#), "{made:?}");
    assert_eq!(made.text.matches("data-made").count(), 1, "{made:?}");
    assert!(root.join("site/new one").is_dir());

    for (function, path, folder, error) in [
        ("folder_children", "/out", "", FieldError::LeavesWebspace),
        ("make_folder", "/out", "x", FieldError::LeavesWebspace),
        (
            "folder_children",
            "/gone",
            "",
            FolderTrouble::NotAFolder.into(),
        ),
        ("make_folder", "/", "", FolderTrouble::NameRefused.into()),
        ("make_folder", "/", "a/b", FolderTrouble::NameRefused.into()),
    ] {
        let answer = ask(&browser, function, &[("path", path), ("folder", folder)]).await;
        assert_eq!(answer.status, 422, "{answer:?}");
        let expected = AppError::at(model::Field::HomeDirectory, error);
        assert_eq!(problem(&answer), expected);
    }
    for folder in ["..", ".", "a\nb", &"x".repeat(256)] {
        let answer = ask(
            &browser,
            "make_folder",
            &[("path", "/"), ("folder", folder)],
        )
        .await;
        assert_eq!(answer.status, 422, "{folder:?}: {answer:?}");
    }
}

#[tokio::test]
async fn a_folder_s_name_is_no_html() {
    let (panel, browser) = panel().await;
    let name = r#"<img src=x onerror="alert(1)">'&amp;"#;
    std::fs::create_dir(webspace(&panel).join(name)).expect("a folder");
    let parent = format!("/{name}");
    for answer in [
        ask(&browser, "folder_tree", &[("home_directory", "")]).await,
        ask(&browser, "preview_home", &[("home_directory", "/")]).await,
        ask(
            &browser,
            "make_folder",
            &[("path", &parent), ("folder", name)],
        )
        .await,
    ] {
        let drawn = piece(answer);
        assert!(!drawn.text.contains("<img"), "{drawn:?}");
        assert!(drawn.text.contains("&lt;img"), "{drawn:?}");
        // Neither does it leave the attributes that it stands in.
        let in_attribute = r#"&lt;img src=x onerror=&quot;alert(1)&quot;&gt;'&amp;amp;""#;
        let attributes = drawn.text.matches("data-path=\"/&lt;img").count();
        let whole = drawn.text.matches(in_attribute).count();
        assert_eq!(whole, 2 * attributes, "{drawn:?}");
    }
}

#[tokio::test]
async fn a_preview_tells_what_the_account_will_see() {
    let (panel, browser) = panel().await;
    let fr = texts(Locale::Fr);
    std::fs::create_dir(webspace(&panel).join("site")).expect("a folder");
    std::fs::write(webspace(&panel).join("site/a.txt"), "").expect("a file");
    let seen = (fr.home_directory.home_seen)(&["a.txt".to_owned()], 1, false);
    for (home, sentences) in [
        (
            "/site",
            vec![seen.as_str(), fr.home_directory.home_can_be_written],
        ),
        ("/new/below", vec![fr.home_directory.home_will_be_made]),
        (
            "/site/a.txt",
            vec![(fr.field_error)(FolderTrouble::NotAFolder.into()).leak()],
        ),
    ] {
        let drawn = piece(ask(&browser, "preview_home", &[("home_directory", home)]).await);
        for sentence in sentences {
            assert!(says(&drawn, sentence), "{home}: {drawn:?}");
        }
    }
    let nothing = piece(ask(&browser, "preview_home", &[("home_directory", "x/..")]).await);
    assert_eq!(nothing.text, "");
    assert!(!webspace(&panel).join("new").exists());
}

#[tokio::test]
async fn a_weak_password_is_told_why() {
    let (_panel, browser) = panel().await;
    let fr = texts(Locale::Fr);
    let score = async |password: &str| {
        let arguments = [("password", password), ("name", "deploy")];
        piece(browser.call("score_password", &arguments).await)
    };
    let weak = score("qwertyuiop[]").await;
    let why = (fr.account_form.weakness)(PasswordWeakness::KeyboardRow);
    assert!(says(&weak, why), "{weak:?}");
    let strong = score("lande-Basalte-44-quai").await;
    assert!(says(&strong, (fr.account_form.strength)(4)), "{strong:?}");
    assert!(!says(&strong, "class=\"weakness\""), "{strong:?}");
    for locale in Locale::ALL {
        let mut sentences = PasswordWeakness::ALL
            .map(texts(locale).account_form.weakness)
            .to_vec();
        sentences.sort_unstable();
        sentences.dedup();
        assert_eq!(sentences.len(), PasswordWeakness::ALL.len());
    }
}

#[tokio::test]
async fn defaults_are_set_by_a_form_alone_and_new_accounts_begin_with_them() {
    let (panel, browser) = panel().await;
    let fr = texts(Locale::Fr);
    let page = browser.open(NEW).await;
    assert!(says(&page, &format!("href=\"{DEFAULTS}\"")), "{page:?}");
    let page = browser.open(DEFAULTS).await;
    assert_eq!(page.status, 200);
    assert!(says(&page, fr.default_settings.intro), "{page:?}");
    assert!(says(&page, "name=\"settings[tls]\""), "{page:?}");
    assert!(!says(&page, "settings[expires]"), "{page:?}");

    let change = |version| {
        [
            ("domain", "example.com"),
            ("version", version),
            ("settings[tls]", "required"),
            ("settings[note]", "<b>mine</b>"),
        ]
    };
    let answer = browser
        .submit(DEFAULTS, "change_default_settings", &change("0"))
        .await;
    assert!(
        answer.location().starts_with(&format!("{DEFAULTS}?done=")),
        "{answer:?}"
    );
    let page = browser.open(answer.location()).await;
    assert!(says(&page, fr.default_settings.saved), "{page:?}");
    assert!(page.text.contains("&lt;b&gt;mine"), "{page:?}");

    // The same form once more has lost its race.
    let late = [
        ("settings[note]", "theirs"),
        ("settings[max_sessions]", "4"),
    ];
    let late = [&change("0")[..3], &late].concat();
    let answer = browser
        .submit(DEFAULTS, "change_default_settings", &late)
        .await;
    let page = browser.open(answer.location()).await;
    assert!(
        says(&page, &(fr.error)(&AppError::DefaultsEditConflict)),
        "{page:?}"
    );
    assert!(
        says(&page, fr.conflict.value_now) && says(&page, "theirs"),
        "{page:?}"
    );
    assert!(says(&page, "name=\"version\" value=\"1\""), "{page:?}");
    let wrong = [&change("1")[..3], &[("settings[max_sessions]", "no")]].concat();
    let answer = browser
        .submit(DEFAULTS, "change_default_settings", &wrong)
        .await;
    let page = browser.open(answer.location()).await;
    assert!(
        says(&page, "value=\"no\"") && says(&page, "aria-invalid"),
        "{page:?}"
    );

    let page = browser.open(NEW).await;
    assert!(says(&page, "value=\"<b>mine</b>\""), "{page:?}");
    let new = [
        ("domain", "example.com"),
        ("name", "deploy"),
        ("home_directory", "/site"),
        ("password", "lande-Basalte-44-quai"),
        ("settings[note]", "own"),
    ];
    browser.submit(NEW, "add_ftp_account", &new).await;
    let actor = model::Actor::CommandLine;
    let name = "deploy".parse().expect("a name");
    let account = panel.services.ftp_accounts.find(&actor, &name).await;
    let account = account.expect("an account");
    assert!(account.settings.tls_required);
    assert_eq!(account.settings.note, "own");

    // Empty is unchanged: the password still signs in.
    let change = [
        ("domain", "example.com"),
        ("account", "deploy"),
        ("version", "1"),
        ("name", "deploy"),
        ("home_directory", "/site"),
        ("password", ""),
        ("settings[note]", "changed"),
    ];
    let answer = browser
        .submit(
            "/subscriptions/example.com/ftp/deploy",
            "change_ftp_account",
            &change,
        )
        .await;
    assert!(!answer.location().contains("__err"), "{answer:?}");
    let here = [127, 0, 0, 1].into();
    let signed_in = panel
        .services
        .ftp_accounts
        .sign_in("deploy", "lande-Basalte-44-quai", here, true)
        .await;
    assert!(signed_in.is_ok());
}

#[tokio::test]
async fn a_duplicate_begins_with_all_but_name_and_password() {
    let (_panel, browser) = panel().await;
    let fr = texts(Locale::Fr);
    let new = [
        ("domain", "example.com"),
        ("name", "deploy@x.y"),
        ("home_directory", "/site/img"),
        ("password", "lande-Basalte-44-quai"),
        ("settings[note]", "A lease"),
        ("settings[expires]", "2100-01-01T12:30"),
    ];
    browser.submit(NEW, "add_ftp_account", &new).await;
    let page = browser
        .open("/subscriptions/example.com/ftp/deploy@x.y")
        .await;
    let duplicate = format!("{NEW}?like=deploy@x.y");
    assert!(says(&page, &format!("href=\"{duplicate}\"")), "{page:?}");
    let page = browser.open(&duplicate).await;
    assert!(says(&page, fr.ftp_access.add_ftp_account), "{page:?}");
    for value in ["/site/img", "A lease", "2100-01-01T12:30"] {
        assert!(
            says(&page, &format!("value=\"{value}\"")),
            "{value}: {page:?}"
        );
    }
    assert!(!says(&page, "value=\"deploy@x.y\""), "{page:?}");
    assert!(!page.text.contains("lande"), "{page:?}");
    for like in ["gone", "No+Name"] {
        assert_eq!(
            browser.open(&format!("{NEW}?like={like}")).await.status,
            404
        );
    }
}
