//! « Importer des comptes FTP », as a browser shows it that runs no scripts.

use app::i18n::texts;
use http::header::{ACCEPT, CONTENT_TYPE, ORIGIN};
use model::{
    AccountName, Actor, DomainName, Field, FtpAccountChange, FtpAccountSettings, ImportFormat,
    ImportOutcome, LinkValidity, Locale,
};
use services::{ImportRequest, ImportUploads};
use zeroize::Zeroizing;

use crate::support::{Answer, Browser, CUSTOMER_PASSWORD, Panel, says};

const PAGE: &str = "/subscriptions/example.com/import";
const FILES: &str = "/subscriptions/example.com/import/files";
const BOUNDARY: &str = "two-dashes-and-this";
/// `anna` moves with her password, `bert` needs a link, `root` another name.
const PASSWD: &str = "anna:$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1:1001:1001::/srv/old/anna:/bin/false\n\
                      bert:!:1001:1001::/srv/old/bert:/bin/false\n\
                      root:!:1001:1001::/srv/old/root:/bin/false\n";

/// A form with files, as a browser sends it.
fn multipart(fields: &[(&str, &str)], files: &[(&str, &str, &str)]) -> String {
    let mut body = String::new();
    for (name, text) in fields {
        body.push_str(&format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
        ));
    }
    for (name, file, text) in files {
        body.push_str(&format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{text}\r\n"
        ));
    }
    format!("{body}--{BOUNDARY}--\r\n")
}

async fn send_as(browser: &Browser, origin: Option<&str>, body: String) -> Answer {
    let mut request = browser
        .form_post(FILES, String::new())
        .header(ACCEPT, "text/html")
        .body(body);
    if let Some(origin) = origin {
        request = request.header(ORIGIN, origin);
    }
    // Replaces the type of other forms.
    let mut headers = http::HeaderMap::new();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    headers.insert(CONTENT_TYPE, kind.parse().expect("a type"));
    browser.send(request.headers(headers)).await
}

async fn send(panel: &Panel, browser: &Browser, body: String) -> Answer {
    send_as(browser, Some(&panel.address), body).await
}

/// The key in the address that an answer leads to.
fn key(answer: &Answer) -> String {
    let (_, key) = answer.location().split_once("?upload=").expect("a key");
    let key = percent_encoding::percent_decode_str(key).decode_utf8();
    key.expect("a text").into_owned()
}

async fn panel() -> Panel {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("example.com", "alice").await;
    panel
}

#[tokio::test]
async fn a_file_is_shown_mended_by_rules_and_imported_with_its_links_shown_once() {
    let panel = panel().await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let page = browser.open("/subscriptions/example.com/defaults").await;
    assert!(says(&page, &format!("href=\"{PAGE}\"")), "{page:?}");
    let page = browser.open(PAGE).await;
    assert!(says(&page, "enctype=\"multipart/form-data\""), "{page:?}");

    let fields = [("format", "proftpd"), ("map", "/srv/old=/"), ("rename", "")];
    let body = multipart(
        &fields,
        &[("file", "ftpd.passwd", PASSWD), ("shadow", "", "")],
    );
    let answer = send(&panel, &browser, body).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    let page = browser.follow(&answer).await;
    for said in [
        en.import.would_be,
        en.import_page.refused_stop_it,
        "the rule root=",
        &(en.import_page.kept_file)("ftpd.passwd"),
        "/srv/old=/",
    ] {
        assert!(says(&page, said), "{said}");
    }
    assert!(
        !says(&page, &(en.import_page.import)(2)),
        "there is no button"
    );

    // The file is not sent again.
    let former = key(&answer);
    let fields = [
        ("upload", former.as_str()),
        ("format", "proftpd"),
        ("map", "/srv/old=/"),
        ("rename", "root=site-root"),
    ];
    let answer = send(&panel, &browser, multipart(&fields, &[("file", "", "")])).await;
    let page = browser.follow(&answer).await;
    assert!(says(&page, &(en.import_page.import)(3)), "{page:?}");
    let upload = key(&answer);
    assert_ne!(upload, former);

    let import = [("domain", "example.com"), ("upload", upload.as_str())];
    let answer = browser.submit(PAGE, "import_ftp_accounts", &import).await;
    assert_eq!(
        answer.location(),
        app::routes::import_done("example.com", &upload)
    );
    let page = browser.follow(&answer).await;
    for (name, has_link) in [("anna", false), ("bert", true), ("site-root", true)] {
        let id = format!("id=\"link-{name}\"");
        assert_eq!(says(&page, &id), has_link, "{name}");
    }
    assert!(says(&page, "/set-password/"), "{page:?}");
    assert!(
        says(&page, "3 added, 0 changed, 0 unchanged, 0 refused."),
        "{page:?}"
    );
    let page = browser.open(answer.location()).await;
    assert!(!says(&page, "/set-password/"), "{page:?}");
    assert!(
        says(&page, &(en.import_page.links_were_shown)(2)),
        "{page:?}"
    );
    let page = browser.open("/subscriptions/example.com/ftp").await;
    for name in ["anna", "bert", "site-root"] {
        assert!(says(&page, &format!("/ftp/{name}\"")), "{name}");
    }
    // It is done once.
    let again = browser.submit(PAGE, "import_ftp_accounts", &import).await;
    assert_eq!(again.location(), answer.location());
}

#[tokio::test]
async fn what_is_wrong_with_file_and_rules_is_shown_beside_what_was_typed() {
    let panel = panel().await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let map = "</textarea><b>nothing";
    let fields = [("format", "passwd"), ("map", map), ("rename", "a=b")];
    let file = ("file", "passwd", "# nobody\n");
    let answer = send(&panel, &browser, multipart(&fields, &[file])).await;
    let page = browser.follow(&answer).await;
    let rule = (en.import.rule_error)(1, model::ImportRuleError::NotAPair);
    assert!(says(&page, &rule), "{page:?}");
    let shown = "&lt;/textarea>&lt;b>nothing</textarea>";
    assert!(
        page.text.contains(shown) && !page.text.contains(map),
        "{page:?}"
    );

    let upload = key(&answer);
    let fields = [("upload", upload.as_str()), ("format", "passwd")];
    let answer = send(&panel, &browser, multipart(&fields, &[])).await;
    let page = browser.follow(&answer).await;
    let sentence = (en.import.file_error)(&model::ImportFileError::NoAccounts);
    assert!(says(&page, &sentence), "{page:?}");

    let answer = send(
        &panel,
        &browser,
        multipart(&[("format", "csv")], &[("file", "", "")]),
    )
    .await;
    let page = browser.follow(&answer).await;
    assert!(says(&page, en.import_page.no_file), "{page:?}");
    let page = browser.open(&format!("{PAGE}?upload=never")).await;
    assert!(says(&page, en.import_page.gone), "{page:?}");
}

#[tokio::test]
async fn a_file_is_for_the_session_alone_that_sent_it() {
    let panel = panel().await;
    let browser = panel.administrator().await;
    let other = panel.administrator().await;
    let en = texts(Locale::En);
    let fields = [
        ("format", "proftpd"),
        ("map", "/srv/old=/"),
        ("skip_refused", "on"),
    ];
    let body = multipart(&fields, &[("file", "ftpd.passwd", PASSWD)]);
    let answer = send(&panel, &browser, body).await;
    let upload = key(&answer);

    let page = other.open(answer.location()).await;
    assert!(says(&page, en.import_page.gone), "{page:?}");
    let import = [("domain", "example.com"), ("upload", upload.as_str())];
    let stolen = other.submit(PAGE, "import_ftp_accounts", &import).await;
    let page = other.follow(&stolen).await;
    assert!(says(&page, en.import_page.gone), "{page:?}");
    let again = [("upload", upload.as_str()), ("format", "proftpd")];
    let reused = send(&panel, &other, multipart(&again, &[])).await;
    assert!(reused.location().ends_with("?notice=no-file"), "{reused:?}");

    // Whose it is still imports it; what is refused is skipped, as was said.
    let page = browser.open(answer.location()).await;
    assert!(says(&page, &(en.import_page.import)(2)), "{page:?}");
    let done = browser.submit(PAGE, "import_ftp_accounts", &import).await;
    let page = browser.follow(&done).await;
    assert!(
        says(&page, "2 added, 0 changed, 0 unchanged, 1 refused."),
        "{page:?}"
    );
}

#[tokio::test]
async fn only_administrators_send_files_and_only_from_the_panels_own_pages() {
    let panel = panel().await;
    let body = || {
        let file = ("file", "ftpd.passwd", PASSWD);
        multipart(&[("format", "proftpd")], &[file])
    };
    let anonymous = panel.browser();
    assert_eq!(send(&panel, &anonymous, body()).await.status, 401);
    let customer = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    assert_eq!(send(&panel, &customer, body()).await.status, 403);
    panel.add_customer("bob").await;
    let stranger = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    assert_eq!(send(&panel, &stranger, body()).await.status, 404);
    let administrator = panel.administrator().await;
    for origin in [Some("https://evil.example"), Some("null"), None] {
        let answer = send_as(&administrator, origin, body()).await;
        assert_eq!(answer.status, 403, "{origin:?}");
    }
    assert_eq!(send(&panel, &administrator, body()).await.status, 303);
}

#[tokio::test]
async fn a_file_may_be_larger_than_any_form_and_has_a_bound_all_the_same() {
    let panel = panel().await;
    let browser = panel.administrator().await;
    let en = texts(Locale::En);
    let file = |bytes: usize| {
        let text = "#".repeat(bytes);
        multipart(&[("format", "passwd")], &[("file", "passwd", &text)])
    };
    let answer = send(&panel, &browser, file(1024 * 1024)).await;
    assert!(answer.location().contains("?upload="), "{}", answer.status);
    let answer = send(&panel, &browser, file(ImportUploads::MAX_BYTES)).await;
    assert_eq!(answer.location(), format!("{PAGE}?notice=too-large"));
    let page = browser.follow(&answer).await;
    assert!(says(&page, en.import_page.too_large), "{page:?}");
    // No other address takes as much.
    let text = "#".repeat(1024 * 1024);
    let form = browser.form_post("/api/import_ftp_accounts", text);
    assert_eq!(
        browser
            .send(form.header(ORIGIN, &panel.address))
            .await
            .status,
        413
    );
}

#[tokio::test]
async fn what_is_no_form_with_files_is_refused() {
    let panel = panel().await;
    let browser = panel.administrator().await;
    let cut = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nanna");
    for body in [String::new(), "anna".to_owned(), cut] {
        assert_eq!(
            send(&panel, &browser, body.clone()).await.status,
            400,
            "{body}"
        );
    }
}

#[tokio::test]
async fn the_table_of_a_list_can_be_imported_again_in_either_language() {
    let panel = panel().await;
    panel.add_ftp_account("example.com", "paul").await;
    let mut settings = FtpAccountSettings::default();
    for (field, value) in [
        (Field::State, "disabled"),
        (Field::Permission, "upload-only"),
        (Field::Expiry, "2030-01-02T03:04"),
        (Field::QuotaBytes, "3 MiB"),
        (Field::QuotaFiles, "70"),
        (Field::Note, "-for spring, and on"),
    ] {
        settings.set(field, value).expect("a setting");
    }
    let change = FtpAccountChange {
        settings: Some(settings),
        ..FtpAccountChange::default()
    };
    let example = DomainName::parse("example.com").expect("a domain");
    let (actor, name) = (
        Actor::CommandLine,
        AccountName::parse("paul").expect("a name"),
    );
    let accounts = &panel.services.ftp_accounts;
    let changed = accounts.change(&actor, &example, &name, change).await;
    changed.expect("a change");
    let mut browser = panel.administrator().await;
    for locale in Locale::ALL {
        browser.headers = vec![("accept-language", locale.tag().to_owned())];
        let table = browser.open("/subscriptions/example.com/ftp.csv").await;
        let request = ImportRequest {
            format: ImportFormat::Csv,
            main: Zeroizing::new(table.text.clone().into_bytes()),
            shadow: None,
            homes: Vec::new(),
            renames: Vec::new(),
            skip_refused: false,
            link_validity: LinkValidity::default(),
        };
        let preview = panel.services.imports.preview(&actor, &example, request);
        let rows = preview.await.expect("a preview").rows;
        assert_eq!(rows.len(), 2, "{}", table.text);
        for row in rows {
            assert_eq!(row.outcome, ImportOutcome::Unchanged, "{}", table.text);
            let not_kept: Vec<_> = row
                .not_kept
                .iter()
                .map(|one| one.setting.as_str())
                .collect();
            // An account is made the main one with its subscription alone.
            let expected: &[_] = match row.source_name.as_str() {
                "example" => &[texts(locale).ftp_access.main_account],
                _ => &[],
            };
            assert_eq!(not_kept, expected, "{}", table.text);
        }
    }
}
