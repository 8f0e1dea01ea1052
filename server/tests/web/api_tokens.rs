//! « Jetons d'API », as a browser shows them that runs no scripts.

use app::i18n::texts;
use model::{ApiTokenList, AppError, Field, FieldError, Locale};

use crate::support::{Answer, Browser, CUSTOMER_PASSWORD, Panel, problem, says};

const PAGE: &str = "/account/tokens";
const NEW: &str = "/account/tokens/new";

fn token<'a>(name: &'a str, reach: &'a str, domains: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("token_name", name),
        ("access", "write"),
        ("reach", reach),
        ("subscriptions", domains),
        ("expires", "2100-12-31T18:30"),
        ("addresses", "192.0.2.0/24"),
    ]
}

async fn list(browser: &Browser, login: Option<&str>) -> ApiTokenList {
    let login = login.map(|login| ("login", login));
    let answer = browser.read("api_tokens_page", login.as_slice()).await;
    serde_json::from_str(&answer.text).unwrap_or_else(|error| unreachable!("{error}: {answer:?}"))
}

/// The token that a page shows, if it shows one.
fn shown(page: &Answer) -> Option<&str> {
    let (_, rest) = page.text.split_once("value=\"berth_")?;
    rest.split('"').next()
}

#[tokio::test]
async fn one_adds_a_token_sees_it_once_and_revokes_it() {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("example.com", "alice").await;
    let mut alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    for locale in Locale::ALL {
        let said = &texts(locale).api_tokens;
        alice.headers = vec![("accept-language", locale.tag().to_owned())];
        let page = alice.open("/account").await;
        assert!(says(&page, &format!("href=\"{PAGE}\"")), "{page:?}");
        let page = alice.open(PAGE).await;
        assert!(says(&page, said.none) && says(&page, said.add), "{page:?}");
        let page = alice.open(NEW).await;
        assert!(says(&page, said.subscriptions_hint), "{page:?}");
    }
    alice.headers = vec![("accept-language", "en".to_owned())];
    let said = &texts(Locale::En).api_tokens;

    let none = token("deploy", "only", "");
    let refused = alice.call("add_api_token", &none).await;
    let none_named = AppError::at(Field::ApiTokenSubscriptions, FieldError::NoneNamed);
    assert_eq!(problem(&refused), none_named);
    let refused = alice.submit(NEW, "add_api_token", &none).await;
    alice.keep_cookies(&refused);
    let page = alice.follow(&refused).await;
    assert!(
        says(&page, said.none_named) && says(&page, "value=\"deploy\""),
        "what was typed stays: {page:?}"
    );

    let fields = token("l'<b>été</b>", "only", "example.com");
    let added = alice.submit(NEW, "add_api_token", &fields).await;
    assert!(added.location().starts_with("/account/tokens/ready?name="));
    let page = alice.follow(&added).await;
    let secret = shown(&page).expect("the token").to_owned();
    assert_eq!(secret.len(), 43);
    assert!(!page.text.contains("<b>été"), "{page:?}");
    let again = alice.open(added.location()).await;
    assert!(shown(&again).is_none() && says(&again, said.was_shown));

    let page = alice.open(PAGE).await;
    for part in ["example.com", "192.0.2.0/24", "2100", said.never_used] {
        assert!(says(&page, part), "{part}: {page:?}");
    }
    assert!(!page.text.contains(&secret), "{page:?}");
    let tokens = list(&alice, None).await.tokens;
    assert_eq!(tokens.len(), 1);
    let name = tokens[0].name.to_string();
    let revoked = alice
        .submit(PAGE, "revoke_api_token", &[("token_name", &name)])
        .await;
    let page = alice.follow(&revoked).await;
    assert!(
        says(&page, said.was_revoked) && says(&page, said.none),
        "{page:?}"
    );
}

#[tokio::test]
async fn a_token_is_added_by_whoever_has_proved_lately_who_they_are() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    panel
        .sql("UPDATE session SET proved_at = proved_at - 16 * 60")
        .await;
    let fields = token("deploy", "all", "");
    let refused = browser.call("add_api_token", &fields).await;
    assert_eq!(problem(&refused), AppError::ProofRequired);
    assert!(list(&browser, None).await.tokens.is_empty());
    let mut proven = fields.to_vec();
    proven.push(("proof", &panel.admin_password));
    let added = browser.call("add_api_token", &proven).await;
    assert_eq!(added.status, 200, "{added:?}");
}

#[tokio::test]
async fn whoever_manages_somebody_sees_and_revokes_their_tokens() {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    let added = alice
        .call("add_api_token", &token("deploy", "all", ""))
        .await;
    assert_eq!(added.status, 200, "{added:?}");
    let boss = panel.administrator().await;
    let page = boss.open("/users/alice").await;
    assert!(says(&page, "href=\"/users/alice/tokens\""), "{page:?}");
    let page = boss.open("/users/alice/tokens").await;
    assert!(says(&page, "deploy"), "{page:?}");
    let revoke = [("token_name", "deploy"), ("owner", "alice")];
    let revoked = boss
        .submit("/users/alice/tokens", "revoke_api_token", &revoke)
        .await;
    assert_eq!(revoked.location(), "/users/alice/tokens?revoked=1");
    assert!(list(&alice, None).await.tokens.is_empty());
    let page = boss.open("/audit").await;
    let en = &texts(Locale::En).audit;
    let action = (en.action)(model::AuditAction::ApiTokenRevoked);
    assert!(says(&page, action), "{page:?}");
}
