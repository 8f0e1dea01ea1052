//! « Corbeille », histories and former names, in a browser without scripts.

use app::i18n::texts;
use model::{FieldError, FilesStay, FtpAccountState, Locale, PurgedFiles, RemovedFiles};

use crate::support::{Answer, Browser, Panel, says};

const LIST: &str = "/subscriptions/example.com/ftp";
const TRASH: &str = "/subscriptions/example.com/trash";

/// A panel with `example.com`, and a browser in which its administrator reads French.
async fn panel() -> (Panel, Browser) {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let mut browser = panel.administrator().await;
    browser.headers = vec![("accept-language", "fr".to_owned())];
    (panel, browser)
}

async fn add(browser: &Browser, name: &str, home: &str) {
    let fields = [
        ("domain", "example.com"),
        ("name", name),
        ("home_directory", home),
        ("password", "lande-Basalte-44-quai"),
    ];
    let answer = browser.submit(LIST, "add_ftp_account", &fields).await;
    assert!(answer.location().contains("?done="), "{answer:?}");
}

/// Sends a form and opens the page that it leads to.
async fn submit(browser: &Browser, page: &str, function: &str, fields: &[(&str, &str)]) -> Answer {
    let fields: Vec<_> = [("domain", "example.com")]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    let answer = browser.submit(page, function, &fields).await;
    assert_eq!(answer.status, 302, "{answer:?}");
    browser.follow(&answer).await
}

async fn remove(browser: &Browser, names: &[&str]) -> Answer {
    let names: Vec<_> = names.iter().map(|name| ("names[]", *name)).collect();
    submit(browser, LIST, "remove_ftp_accounts", &names).await
}

#[tokio::test]
async fn accounts_are_removed_and_restored() {
    let (_panel, browser) = panel().await;
    let fr = texts(Locale::Fr);
    add(&browser, "deploy", "/httpdocs").await;
    add(&browser, "photos", "/photos").await;
    let empty = browser.open(TRASH).await;
    assert!(says(&empty, fr.trash.is_empty), "{empty:?}");
    let page = remove(&browser, &["deploy", "photos"]).await;
    assert!(
        says(
            &page,
            &(fr.receipt.accounts_were_removed)(&["deploy", "photos"])
        ),
        "{page:?}"
    );
    assert!(
        page.text
            .contains("href=\"/subscriptions/example.com/trash\""),
        "{page:?}"
    );

    let page = browser.open(TRASH).await;
    assert_eq!(page.status, 200);
    for told in ["/httpdocs", "/photos", &(fr.trash.by)("admin")] {
        assert!(says(&page, told), "{told}: {page:?}");
    }
    let nothing = submit(&browser, TRASH, "restore_ftp_accounts", &[]).await;
    let problem = (fr.error)(&model::AppError::NothingChosen);
    assert!(says(&nothing, &problem), "{nothing:?}");
    let both = [("names[]", "deploy"), ("names[]", "photos")];
    let page = submit(&browser, TRASH, "restore_ftp_accounts", &both).await;
    assert!(
        says(
            &page,
            &(fr.trash.accounts_were_restored)(&["deploy", "photos"])
        ),
        "{page:?}"
    );
    assert!(says(&page, fr.trash.is_empty), "{page:?}");
    remove(&browser, &["deploy"]).await;
    let fields = [
        ("domain", "example.com"),
        ("name", "deploy"),
        ("home_directory", "/"),
        ("password", "lande-Basalte-44-quai"),
    ];
    let new = format!("{LIST}/new");
    let answer = browser.submit(&new, "add_ftp_account", &fields).await;
    let page = browser.follow(&answer).await;
    let taken = (fr.field_error)(FieldError::TakenInTrash);
    assert!(says(&page, &taken), "{page:?}");
}

#[tokio::test]
async fn an_account_is_removed_for_good_with_its_files_or_without() {
    let (panel, browser) = panel().await;
    let fr = texts(Locale::Fr);
    for (name, home) in [
        ("deploy", "/httpdocs"),
        ("same", "/httpdocs"),
        ("photos", "/photos"),
    ] {
        add(&browser, name, home).await;
    }
    let root = panel.webspace_root("example.com");
    let root = std::path::Path::new(root.as_str());
    std::fs::write(root.join("photos/one"), "123").expect("a file");
    remove(&browser, &["deploy", "photos"]).await;

    let page = browser.open(&format!("{TRASH}/deploy")).await;
    let shared = FilesStay::SharedWith("same".parse().expect("a name"));
    assert!(says(&page, &(fr.trash.files_stay)(&shared)), "{page:?}");
    assert!(!page.text.contains("name=\"confirmation\""), "{page:?}");
    let here = format!("{TRASH}/deploy");
    let with_files = [("name", "deploy"), ("confirmation", "deploy")];
    let page = submit(&browser, &here, "purge_ftp_account", &with_files).await;
    let stay = (fr.field_error)(FieldError::FilesStay);
    assert!(says(&page, &stay), "{page:?}");
    let page = submit(&browser, &here, "purge_ftp_account", &[("name", "deploy")]).await;
    let purged = (fr.trash.account_was_purged)("deploy", &PurgedFiles::Kept);
    assert!(says(&page, &purged), "{page:?}");
    assert!(root.join("httpdocs").is_dir());
    assert_eq!(browser.open(&here).await.status, 404);

    let here = format!("{TRASH}/photos");
    let page = browser.open(&here).await;
    assert!(page.text.contains("name=\"confirmation\""), "{page:?}");
    let typed = [("name", "photos"), ("confirmation", "photo")];
    let page = submit(&browser, &here, "purge_ftp_account", &typed).await;
    let wrong = (fr.field_error)(FieldError::NotConfirmed);
    assert!(says(&page, &wrong), "{page:?}");
    assert!(page.text.contains("value=\"photo\""), "{page:?}");
    assert!(root.join("photos/one").exists());
    let typed = [("name", "photos"), ("confirmation", "photos")];
    let page = submit(&browser, &here, "purge_ftp_account", &typed).await;
    let removed = RemovedFiles {
        files: 1,
        folders: 1,
        bytes: 3,
        ..RemovedFiles::default()
    };
    let purged = (fr.trash.account_was_purged)("photos", &PurgedFiles::Removed(removed));
    assert!(says(&page, &purged), "{page:?}");
    assert!(!root.join("photos").exists());
}

#[tokio::test]
async fn an_old_name_is_kept_shown_and_ended_and_the_history_tells_it() {
    let (_panel, browser) = panel().await;
    let fr = texts(Locale::Fr);
    add(&browser, "deploy", "/httpdocs").await;
    let rename = |days: &'static str| {
        [
            ("account", "deploy"),
            ("version", "1"),
            ("name", "release"),
            ("home_directory", "/httpdocs"),
            ("password", ""),
            ("keep_old_name", days),
        ]
    };
    let form = format!("{LIST}/deploy");
    let page = browser.open(&form).await;
    assert!(page.text.contains("name=\"keep_old_name\""), "{page:?}");
    let page = submit(&browser, &form, "change_ftp_account", &rename("365")).await;
    let too_long = model::SettingError::NotANumber { most: 90 };
    let too_long = (fr.field_error)(too_long.into());
    assert!(says(&page, &too_long), "{page:?}");
    assert!(page.text.contains("value=\"365\""), "{page:?}");
    let page = submit(&browser, &form, "change_ftp_account", &rename("10")).await;
    assert!(says(&page, "L'ancien nom fonctionne jusqu'au"), "{page:?}");

    let form = format!("{LIST}/release");
    let page = browser.open(&form).await;
    assert!(
        says(&page, &(fr.account_form.stop_accepting)("deploy")),
        "{page:?}"
    );
    assert!(says(&page, fr.common.never), "{page:?}");
    let end = [("account", "release"), ("former", "deploy")];
    let page = submit(&browser, &form, "end_former_name", &end).await;
    assert_eq!(page.status, 200);
    assert!(
        !says(&page, &(fr.account_form.stop_accepting)("deploy")),
        "{page:?}"
    );

    let page = browser.open(&format!("{form}/history")).await;
    for told in [
        "Ancien nom supprimé",
        "Compte modifié",
        "Compte ajouté",
        &(fr.trash.by)("admin"),
    ] {
        assert!(says(&page, told), "{told}: {page:?}");
    }
    assert!(page.text.contains("<del><bdi>deploy<"), "{page:?}");
    assert!(page.text.contains("<ins><bdi>release<"), "{page:?}");
    let tab = |page: &str| format!("href=\"{form}{page}\"");
    for tab in ["", "/connect", "/usage", "/history"].map(tab) {
        assert!(page.text.contains(&tab), "{tab}: {page:?}");
    }
    // It is there for one in « Corbeille » too, and nothing else is.
    remove(&browser, &["release"]).await;
    let page = browser.open(&format!("{form}/history")).await;
    assert!(says(&page, "Mis à la Corbeille"), "{page:?}");
    let state = (fr.account_header.state)(FtpAccountState::InTrash);
    assert!(says(&page, state), "{page:?}");
    assert!(page.text.contains(&tab("/history")), "{page:?}");
    for tab in ["", "/connect", "/usage"].map(tab) {
        assert!(!page.text.contains(&tab), "{tab}: {page:?}");
    }
    let page = browser.open(&format!("{form}/history?before=0-0")).await;
    assert!(says(&page, fr.ftp_history.none), "{page:?}");
    assert_eq!(
        browser.open(&format!("{LIST}/deploy/history")).await.status,
        404
    );
}
