//! The audit log as browsers see it: its filters in the address, its files, its texts.

use app::i18n::texts;
use model::{Actor, AuditAction, DomainName, HomeDirectory, Locale};
use sea_orm::ConnectionTrait;

use crate::support::{Answer, CUSTOMER_PASSWORD, Panel, markup, says};

/// A panel in which somebody made a folder whose name is meant to break whatever shows it.
async fn panel() -> Panel {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("example.com", "alice").await;
    let domain = DomainName::parse("example.com").expect("a domain");
    for path in ["/=HYPERLINK(1)", "/<script>alert(1)</script>"] {
        let path = HomeDirectory::parse(path).expect("a folder");
        let webspaces = &panel.services.webspaces;
        let made = webspaces.make_folder(&Actor::CommandLine, &domain, path);
        made.await.expect("a folder");
    }
    panel
}

fn entries(page: &Answer) -> usize {
    markup(page).matches("<li><div class=\"event\">").count()
}

#[tokio::test]
async fn what_is_looked_for_stands_in_the_address() {
    let panel = panel().await;
    let mut browser = panel.administrator().await;
    browser.headers = vec![("accept-language", "fr".to_owned())];
    let fr = texts(Locale::Fr);
    let page = browser.open("/audit").await;
    assert!(says(&page, fr.audit.title), "{page:?}");
    assert!(says(&page, &(fr.audit.kept)(365)), "{page:?}");
    assert!(
        says(&page, (fr.audit.action)(AuditAction::SignedIn)),
        "{page:?}"
    );
    assert!(entries(&page) > 3, "{page:?}");
    let query = "action=folder.make&subscription=example.com&from=2020-01-01";
    let page = browser.open(&format!("/audit?{query}")).await;
    assert_eq!(entries(&page), 2, "{page:?}");
    let shown = markup(&page);
    assert!(shown.contains("value=\"2020-01-01\""), "{page:?}");
    assert!(!page.text.contains("<script>alert"), "{page:?}");
    let csv = format!("/audit.csv?{}", query.replace('&', "&amp;"));
    assert!(page.text.contains(&csv), "{page:?}");
    let page = browser.open("/audit?to=2020-01-01").await;
    assert!(says(&page, fr.audit.none_found), "{page:?}");
    let page = browser
        .open("/subscriptions/example.com/audit?action=folder.make")
        .await;
    assert_eq!(entries(&page), 2, "{page:?}");
}

#[tokio::test]
async fn files_have_all_that_is_found_and_no_formula() {
    let panel = panel().await;
    let browser = panel.administrator().await;
    let csv = browser.open("/audit.csv?action=folder.make").await;
    assert_eq!(
        csv.header("content-type"),
        "text/csv; charset=utf-8; header=present"
    );
    assert!(csv.header("content-disposition").contains("audit.csv"));
    assert_eq!(csv.text.lines().count(), 3, "{csv:?}");
    let database = panel.database().await;
    let formula = "INSERT INTO audit_event (at, operation, actor, action, subject_kind, subject_name) \
                   VALUES (7, '00000000000000aa', '=cmd', 'a.newer.action', 'thing', '@SUM(1)')";
    database.execute_unprepared(formula).await.expect("a row");
    let csv = browser.open("/audit.csv?to=1970-01-01").await;
    let line = csv.text.lines().nth(1).expect("a line");
    assert_eq!(
        line,
        "1970-01-01T00:00:07Z,'=cmd,,,,a.newer.action,'@SUM(1),,,,1"
    );
    let json = browser
        .open("/subscriptions/example.com/audit.jsonl?action=folder.make")
        .await;
    assert_eq!(json.header("content-type"), "application/jsonl");
    let rows: Vec<serde_json::Value> = json
        .text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["actor"], Actor::COMMAND_LINE);
    assert_eq!(rows[0]["after"]["path"], "/<script>alert(1)</script>");
    assert!(rows[0]["system_user"].is_string(), "{json:?}");
}

#[tokio::test]
async fn a_customer_s_page_and_files_name_no_administrator() {
    let panel = panel().await;
    let browser = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    let page = browser.open("/subscriptions/example.com/audit").await;
    let en = texts(Locale::En);
    assert!(
        says(&page, &(en.trash.by)(en.trash.by_administrator)),
        "{page:?}"
    );
    for file in ["audit.csv", "audit.jsonl"] {
        let file = browser
            .open(&format!("/subscriptions/example.com/{file}"))
            .await;
        assert_eq!(file.status, 200);
        for secret in ["command line", "127.0.0.1", ",root,", "\"root\""] {
            assert!(!file.text.contains(secret), "{secret}: {file:?}");
        }
    }
    // What they did themselves.
    let page = browser.open("/audit").await;
    assert_eq!(page.status, 403, "{page:?}");
}
