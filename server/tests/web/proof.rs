//! Forms that ask again who one is.

use app::i18n::texts;
use model::{Actor, AppError, ExpectedVersion, Field, FieldError, Locale};

use crate::authenticator::Authenticator;
use crate::support::{Answer, Browser, FTP_PASSWORD, Panel, problem, says};

const NEW: &str = "/subscriptions/new";
const NAMED: &str = "http://panel.localhost";

/// A panel whose administrator signed in a while ago.
async fn a_while_ago() -> (Panel, Browser) {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    panel
        .sql("UPDATE session SET proved_at = proved_at - 16 * 60")
        .await;
    (panel, browser)
}

fn subscription<'a>(root: &'a str, proof: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("domain", "example.com"),
        ("webspace_root", root),
        ("owner", "admin"),
        ("name", "example"),
        ("password", FTP_PASSWORD),
        ("system_user", ""),
        ("umask", "022"),
    ];
    if !proof.is_empty() {
        fields.push(("proof", proof));
    }
    fields
}

#[tokio::test]
async fn the_form_is_sent_again_with_the_password_and_the_session_goes_on() {
    let (panel, mut browser) = a_while_ago().await;
    let root = panel.webspace_root("example.com").to_string();
    let add = |proof| subscription(&root, proof);
    let refused = browser.call("add_subscription", &add("")).await;
    assert_eq!(refused.status, 403, "{refused:?}");
    assert_eq!(problem(&refused), AppError::ProofRequired);
    let wrong = browser.call("add_subscription", &add("not this one")).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    let expected = AppError::at(Field::Proof, FieldError::WrongPassword);
    assert_eq!(problem(&wrong), expected);
    for answer in [&refused, &wrong] {
        assert!(answer.set_cookies().is_empty(), "{answer:?}");
        assert!(!answer.text.contains("not this one"), "{answer:?}");
    }

    let before = browser.token().to_owned();
    let proven = add(&panel.admin_password);
    let answer = browser.call("add_subscription", &proven).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    browser.keep_cookies(&answer);
    assert_ne!(browser.token(), before);
    assert!(panel.resume(&before).await.is_none());

    // For a while nothing asks again, and there is one place where it would.
    let removed = browser
        .call(
            "remove_ftp_accounts",
            &[("domain", "example.com"), ("names[]", "paul")],
        )
        .await;
    assert_ne!(problem(&removed), AppError::ProofRequired, "{removed:?}");
    let other = panel.webspace_root("other.example").to_string();
    let mut another = subscription(&other, "");
    another[0].1 = "other.example";
    another[3].1 = "other";
    let answer = browser.call("add_subscription", &another).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn with_a_passkey_the_session_goes_on_and_no_form_needs_the_password() {
    let panel = Panel::start_at(NAMED).await;
    let mut browser = panel.administrator().await;
    let mut key = Authenticator::new("key");
    let offers = async |browser: &Browser| {
        let page = browser.open(NEW).await;
        Locale::ALL.map(|locale| says(&page, texts(locale).second_factor.use_passkey))
    };
    let asked = async |browser: &Browser, function, arguments: &[_]| {
        let answer = browser.call(function, arguments).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        serde_json::from_str::<String>(&answer.text).expect("options")
    };
    let stale = "UPDATE session SET proved_at = proved_at - 16 * 60";
    let name = ("passkey_name", "Laptop");
    let options = asked(&browser, "begin_passkey", &[name]).await;
    panel.sql(stale).await;
    assert_eq!(offers(&browser).await, [false, false], "there is none yet");
    let created = key.create(&options, NAMED);
    let credential = ("credential", created.as_str());
    let added = browser.call("add_passkey", &[credential, name]).await;
    assert_eq!(added.status, 200, "{added:?}");
    assert!(offers(&browser).await.contains(&true));

    let prove = async |browser: &Browser, answer: &str| {
        let arguments = [("credential", answer)];
        browser.call("prove_by_passkey", &arguments).await
    };
    let options = asked(&browser, "ask_passkey_proof", &[]).await;
    let refused = prove(&browser, &key.get(&options, "http://evil.localhost")).await;
    assert_eq!(problem(&refused), AppError::PasskeyRefused);
    assert!(refused.set_cookies().is_empty(), "{refused:?}");
    let before = browser.token().to_owned();
    let options = asked(&browser, "ask_passkey_proof", &[]).await;
    let proven = prove(&browser, &key.get(&options, NAMED)).await;
    assert_eq!(proven.status, 200, "{proven:?}");
    browser.keep_cookies(&proven);
    assert_ne!(browser.token(), before);
    assert!(panel.resume(&before).await.is_none());
    let root = panel.webspace_root("example.com").to_string();
    let fields = subscription(&root, "");
    let answer = browser.call("add_subscription", &fields).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn without_scripts_nothing_typed_is_lost_but_passwords() {
    let (panel, mut browser) = a_while_ago().await;
    let root = panel.webspace_root("example.com").to_string();
    for locale in Locale::ALL {
        let said = texts(locale);
        browser.headers = vec![("accept-language", locale.tag().to_owned())];
        let answer = browser
            .submit(NEW, "add_subscription", &subscription(&root, ""))
            .await;
        assert_eq!(answer.location(), NEW, "{answer:?}");
        let page = browser.follow(&answer).await;
        assert!(page.text.contains("name=\"proof\""), "{page:?}");
        let sentence = (said.error)(&AppError::ProofRequired);
        assert!(says(&page, &sentence), "{page:?}");
        assert!(says(&page, said.panel_user.proof), "{page:?}");
        assert!(says(&page, &format!("value=\"{root}\"")), "{page:?}");
        assert!(!page.text.contains(FTP_PASSWORD), "{page:?}");

        let answer = browser
            .submit(
                NEW,
                "add_subscription",
                &subscription(&root, "not this one"),
            )
            .await;
        let page = browser.follow(&answer).await;
        let sentence = (said.field_error)(FieldError::WrongPassword);
        assert!(says(&page, &sentence), "{page:?}");
        assert!(page.text.contains("name=\"proof\""), "{page:?}");
        assert!(!page.text.contains("not this one"), "{page:?}");
    }
    let fields = subscription(&root, &panel.admin_password);
    let answer = browser.submit(NEW, "add_subscription", &fields).await;
    assert!(answer.location().starts_with("/?done="), "{answer:?}");
    browser.keep_cookies(&answer);
    assert_eq!(browser.open("/").await.status, 200);
}

#[tokio::test]
async fn each_form_that_removes_for_good_asks() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    let (domain, name) = (("domain", "example.com"), ("name", "paul"));
    let paul = [
        domain,
        name,
        ("home_directory", "/photos"),
        ("password", "lande-Basalte-44-quai"),
    ];
    let added = browser.call("add_ftp_account", &paul).await;
    assert_eq!(added.status, 200, "{added:?}");
    let names = [domain, ("names", "paul")];
    let removed = browser
        .submit(
            "/subscriptions/example.com/ftp",
            "remove_ftp_accounts",
            &names,
        )
        .await;
    assert!(removed.location().contains("done="), "{removed:?}");
    panel
        .sql("UPDATE session SET proved_at = proved_at - 16 * 60")
        .await;
    let page = "/subscriptions/example.com/trash/paul";
    let submit = async |more: &[(&str, &str)]| {
        let fields = [&[domain, name], more].concat();
        browser.submit(page, "purge_ftp_account", &fields).await
    };
    let asks = |drawn: &Answer| {
        let has = |id: &str| drawn.text.contains(&format!("id=\"{id}\""));
        (has("proof"), has("proof-with-files"))
    };
    assert_eq!(asks(&browser.open(page).await), (true, true));
    for more in [&[][..], &[("confirmation", "paul")]] {
        let answer = submit(more).await;
        let drawn = browser.follow(&answer).await;
        assert_eq!(asks(&drawn), (true, true), "{drawn:?}");
        // The cursor is where it was sent.
        assert_eq!(drawn.text.matches("autofocus").count(), 1, "{drawn:?}");
    }
    let proof = ("proof", panel.admin_password.as_str());
    let purged = submit(&[("confirmation", "paul"), proof]).await;
    assert!(purged.location().contains("trash?done="), "{purged:?}");
}

#[tokio::test]
async fn whatever_cannot_be_undone_or_touches_a_sign_in_asks() {
    let (panel, browser) = a_while_ago().await;
    panel.add_customer("alice").await;
    panel.add_subscription("removed.example", "alice").await;
    let domain = "removed.example".parse().expect("a domain");
    let removed =
        panel
            .services
            .subscriptions
            .remove(&Actor::CommandLine, &domain, &ExpectedVersion::Any);
    removed.await.expect("a removed subscription");
    for (function, arguments) in [
        ("purge_subscription", &[("name", "removed.example")][..]),
        ("remove_panel_user", &[("user", "alice")]),
        (
            "make_panel_user_link",
            &[("login", "alice"), ("hours", "1")],
        ),
        ("reset_second_factor", &[("login", "alice")]),
        ("begin_totp", &[]),
        ("begin_passkey", &[("passkey_name", "Laptop")]),
    ] {
        let answer = browser.call(function, arguments).await;
        assert_eq!(problem(&answer), AppError::ProofRequired, "{function}");
    }
}

#[tokio::test]
async fn a_form_asks_from_the_beginning_if_it_is_known_then() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    for (sql, asks) in [
        ("UPDATE session SET proved_at = proved_at", false),
        ("UPDATE session SET proved_at = proved_at - 16 * 60", true),
    ] {
        panel.sql(sql).await;
        let page = browser.open(NEW).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.text.contains("name=\"proof\""), asks, "{page:?}");
        assert!(!page.text.contains("autofocus"), "{page:?}");
    }
}
