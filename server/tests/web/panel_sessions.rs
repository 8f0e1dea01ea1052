//! « Mes sessions »: in which browsers one is signed in to the panel.

use app::i18n::texts;
use model::{Locale, PanelSessionRow};

use crate::support::{Browser, Panel, says};

const PAGE: &str = "/account/sessions";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

async fn signed_in_with(panel: &Panel, user_agent: &str) -> Browser {
    let mut browser = panel.browser();
    browser.headers = vec![("user-agent", user_agent.to_owned())];
    let answer = browser.sign_in("admin", &panel.admin_password).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    browser
}

async fn rows(browser: &Browser) -> Vec<PanelSessionRow> {
    let answer = browser.read("panel_sessions_page", &[]).await;
    serde_json::from_str(&answer.text).unwrap_or_else(|error| unreachable!("{error}: {answer:?}"))
}

#[tokio::test]
async fn one_sees_where_one_is_signed_in_and_ends_it_without_scripts() {
    let panel = Panel::start().await;
    let mut here = signed_in_with(&panel, "<b>a browser</b>").await;
    let there = signed_in_with(&panel, FIREFOX).await;
    for locale in Locale::ALL {
        let said = &texts(locale).panel_sessions;
        here.headers = vec![("accept-language", locale.tag().to_owned())];
        let page = here.open(PAGE).await;
        assert_eq!(page.status, 200, "{page:?}");
        assert!(
            says(&page, "Firefox, Linux") && says(&page, FIREFOX),
            "{page:?}"
        );
        assert!(
            says(&page, said.this_one) && says(&page, "127.0.0.1"),
            "{page:?}"
        );
        assert!(
            page.text.contains("&lt;b>a browser") || page.text.contains("&lt;b&gt;a browser"),
            "{page:?}"
        );
        for secret in [here.token(), there.token()] {
            assert!(!page.text.contains(secret), "{page:?}");
        }
    }
    let other = rows(&here).await.into_iter().find(|row| !row.is_current);
    let id = other.expect("the other one").id.0.to_string();
    let answer = here
        .submit(PAGE, "end_panel_session", &[("session", &id)])
        .await;
    assert_eq!(answer.location(), "/account/sessions?ended=one");
    let page = here.follow(&answer).await;
    let said = &texts(Locale::ALL[Locale::ALL.len() - 1]).panel_sessions;
    assert!(says(&page, said.one_was_ended), "{page:?}");
    assert_eq!(there.open("/").await.location(), "/login?next=%2F");
    assert_eq!(here.open("/").await.status, 200);
}

#[tokio::test]
async fn all_other_sessions_end_at_one_press() {
    let panel = Panel::start().await;
    let here = panel.administrator().await;
    let others = [panel.administrator().await, panel.administrator().await];
    panel.add_customer("alice").await;
    let alice = panel
        .signed_in("alice", crate::support::CUSTOMER_PASSWORD)
        .await;
    let answer = here.submit(PAGE, "end_other_panel_sessions", &[]).await;
    assert_eq!(answer.location(), "/account/sessions?ended=others");
    for other in &others {
        assert!(panel.resume(other.token()).await.is_none());
    }
    assert_eq!(rows(&here).await.len(), 1);
    assert_eq!(rows(&alice).await.len(), 1);
}
