//! The tools of an FTP account's form, as the browser asks for them, and what the form begins with.

use std::path::{Path, PathBuf};

use app::i18n::texts;
use model::{
    AppError, EditedSettings, FieldError, FolderList, FolderTrouble, HomeDirectory, HomePreview,
    Locale, PasswordWeakness, Strength,
};
use serde::de::DeserializeOwned;

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

/// What a server function answered.
fn answered<T: DeserializeOwned>(answer: &Answer) -> T {
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_str(&answer.text).expect("an answer")
}

/// What is shown of each folder, and where it is, if one may go there.
fn shown(list: &FolderList) -> Vec<(&str, Result<&str, FieldError>)> {
    let rows = list.folders.iter();
    rows.map(|row| match &row.place {
        Ok(path) => (row.name.as_str(), Ok(path.as_str())),
        Err(error) => (row.name.as_str(), Err(*error)),
    })
    .collect()
}

async fn ask(browser: &Browser, function: &str, more: &[(&str, &str)]) -> Answer {
    let arguments = [&[("domain", "example.com")], more].concat();
    browser.call(function, &arguments).await
}

#[tokio::test]
async fn the_tree_comes_folder_by_folder() {
    let (panel, browser) = panel().await;
    let root = webspace(&panel);
    std::fs::create_dir_all(root.join("site/img")).expect("folders");
    std::os::unix::fs::symlink("/", root.join("out")).expect("a link");
    // What is typed is open as far as it is there.
    let site = ("site", Ok("/site"));
    let outside = ("out", Err(FieldError::LeavesWebspace));
    for (typed, opened) in [
        ("half ty", vec!["/"]),
        ("/site/new", vec!["/", "/site"]),
        ("/site/img", vec!["/", "/site", "/site/img"]),
        ("/out", vec!["/"]),
    ] {
        let tree = ask(&browser, "folder_tree", &[("home_directory", typed)]).await;
        let tree: Vec<FolderList> = answered(&tree);
        let paths: Vec<&str> = tree.iter().map(|list| list.path.as_str()).collect();
        assert_eq!(paths, opened, "{typed}");
        let root = tree.first().expect("the webspace root");
        assert!(shown(root).contains(&site), "{root:?}");
        assert!(shown(root).contains(&outside), "{root:?}");
    }

    let children = ask(&browser, "folder_children", &[("path", "/site")]).await;
    let children: FolderList = answered(&children);
    assert_eq!(shown(&children), [("img", Ok("/site/img"))]);
    let none = ask(&browser, "folder_children", &[("path", "/site/img")]).await;
    assert_eq!(shown(&answered(&none)), []);

    let made = [("path", "/site"), ("folder", " new one ")];
    let made = ask(&browser, "make_folder", &made).await;
    let (list, made): (FolderList, HomeDirectory) = answered(&made);
    assert_eq!(made.as_str(), "/site/new one");
    assert_eq!(list.path.as_str(), "/site");
    assert!(shown(&list).contains(&("new one", Ok("/site/new one"))));
    assert!(root.join("site/new one").is_dir());
    // One that is there already is found under the name that it has.
    let composed = [("path", "/"), ("folder", "e\u{301}te\u{301}")];
    let composed = ask(&browser, "make_folder", &composed).await;
    let (list, made): (FolderList, HomeDirectory) = answered(&composed);
    assert!(
        shown(&list).contains(&("été", Ok(made.as_str()))),
        "{list:?}"
    );

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
    let tree = ask(&browser, "folder_tree", &[("home_directory", "")]).await;
    let preview = ask(&browser, "preview_home", &[("home_directory", "/")]).await;
    let made = [("path", parent.as_str()), ("folder", name)];
    let made = ask(&browser, "make_folder", &made).await;
    for answer in [&tree, &preview, &made] {
        // Data, which no browser takes for a page.
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    let tree: Vec<FolderList> = answered(&tree);
    let root = tree.first().expect("the webspace root");
    assert!(
        shown(root).contains(&(name, Ok(parent.as_str()))),
        "{root:?}"
    );
    let (list, _): (FolderList, HomeDirectory) = answered(&made);
    let below = format!("/{name}/{name}");
    assert_eq!(shown(&list), [(name, Ok(below.as_str()))]);
    let seen: Option<HomePreview> = answered(&preview);
    assert!(
        matches!(seen, Some(HomePreview::There { first, .. }) if first.contains(&format!("{name}/")))
    );

    // And where the server draws it, it is text.
    let new = [
        ("name", "deploy"),
        ("home_directory", parent.as_str()),
        ("password", "short"),
    ];
    let new = [&[("domain", "example.com")][..], &new].concat();
    let refused = browser.submit(NEW, "add_ftp_account", &new).await;
    let page = browser.follow(&refused).await;
    assert!(!page.text.contains("<img src=x"), "{page:?}");
    let in_attribute = r#"value="/&lt;img src=x onerror=&quot;alert(1)&quot;&gt;"#;
    assert!(page.text.contains(in_attribute), "{page:?}");
}

#[tokio::test]
async fn a_preview_tells_what_the_account_will_see() {
    let (panel, browser) = panel().await;
    std::fs::create_dir(webspace(&panel).join("site")).expect("a folder");
    std::fs::write(webspace(&panel).join("site/a.txt"), "").expect("a file");
    let seen = HomePreview::There {
        first: vec!["a.txt".to_owned()],
        count: 1,
        more: false,
        barred: None,
    };
    for (home, expected) in [
        ("/site", Some(seen)),
        ("/new/below", Some(HomePreview::WillBeMade)),
        (
            "/site/a.txt",
            Some(HomePreview::Refused(FolderTrouble::NotAFolder.into())),
        ),
        ("x/..", None),
    ] {
        let preview = ask(&browser, "preview_home", &[("home_directory", home)]).await;
        assert_eq!(
            answered::<Option<HomePreview>>(&preview),
            expected,
            "{home}"
        );
    }
    assert!(!webspace(&panel).join("new").exists());
}

#[tokio::test]
async fn a_weak_password_is_told_why() {
    let (_panel, browser) = panel().await;
    let score = async |password: &str| -> Strength {
        let arguments = [("password", password), ("name", "deploy")];
        answered(&browser.call("score_password", &arguments).await)
    };
    let weak = score("qwertyuiop[]").await;
    assert_eq!(weak.weakness, Some(PasswordWeakness::KeyboardRow));
    assert!(weak.score < Strength::BEST, "{weak:?}");
    let strong = score("lande-Basalte-44-quai").await;
    assert_eq!((strong.score, strong.weakness), (Strength::BEST, None));
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
    let page = browser.follow(&answer).await;
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
    let page = browser.follow(&answer).await;
    assert!(
        says(
            &page,
            &(fr.error)(&AppError::SettingsEditConflict(EditedSettings::General))
        ),
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
    let page = browser.follow(&answer).await;
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
    assert!(answer.location().contains("?done="), "{answer:?}");
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
