//! The panel with JavaScript off: forms that a browser sends by itself.

use app::i18n::texts;
use model::{AppError, FieldError, Locale, UtcTime};
use sea_orm::ConnectionTrait;

use crate::support::{Panel, says};

#[tokio::test]
async fn a_wrong_password_is_told_in_the_person_s_language() {
    let panel = Panel::start().await;
    let mut browser = panel.browser();
    for (accepted, locale) in [("fr-FR,fr;q=0.9", Locale::Fr), ("en", Locale::En)] {
        browser.headers = vec![("accept-language", accepted.to_owned())];
        let fields = [("login", "somebody"), ("password", "wrong-password")];
        let answer = browser.submit("/login", "sign_in", &fields).await;
        assert_eq!(answer.status, 302, "{answer:?}");
        assert_eq!(answer.location(), "/login");
        let page = browser.follow(&answer).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains(&format!("lang=\"{}\"", locale.tag())));
        let sentence = (texts(locale).error)(&AppError::WrongCredentials);
        assert!(says(&page, &sentence), "{page:?}");
        assert!(page.text.contains("value=\"somebody\""), "{page:?}");
    }
}

#[tokio::test]
async fn signing_in_goes_on_to_a_path_of_ours_only() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for (next, location) in [
        ("/account", "/account"),
        (
            "/subscriptions/example.com/ftp?page=2",
            "/subscriptions/example.com/ftp?page=2",
        ),
        ("", "/"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("/\r\nset-cookie: a=b", "/"),
        ("evil.example", "/"),
        ("/é", "/"),
    ] {
        let fields = [
            ("login", "admin"),
            ("password", panel.admin_password.as_str()),
            ("next", next),
        ];
        let answer = browser.submit("/login", "sign_in", &fields).await;
        assert_eq!(answer.status, 302, "{next}: {answer:?}");
        assert_eq!(answer.location(), location, "{next}");
        assert_eq!(answer.set_cookies().len(), 2, "{next}");
    }
}

#[tokio::test]
async fn a_page_for_the_signed_in_asks_to_sign_in_and_comes_back() {
    let panel = Panel::start().await;
    let answer = panel.browser().open("/subscriptions/new").await;
    assert_eq!(answer.status, 302);
    assert_eq!(answer.location(), "/login?next=%2Fsubscriptions%2Fnew");
}

#[tokio::test]
async fn an_account_is_added_changed_and_removed_by_forms_alone() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let mut browser = panel.administrator().await;
    browser.headers = vec![("accept-language", "fr".to_owned())];
    let list = "/subscriptions/example.com/ftp";
    let fr = texts(Locale::Fr);

    let new = [
        ("domain", "example.com"),
        ("name", "Deploy"),
        ("home_directory", "/httpdocs"),
        ("password", "lande-Basalte-44-quai"),
    ];
    let answer = browser
        .submit(&format!("{list}/new"), "add_ftp_account", &new)
        .await;
    assert_eq!(answer.status, 302, "{answer:?}");
    assert!(answer.location().starts_with(&format!("{list}?done=")));
    let page = browser.follow(&answer).await;
    assert!(
        says(
            &page,
            &(fr.receipt.account_was_added)("deploy", "/httpdocs")
        ),
        "{page:?}"
    );

    let taken = browser
        .submit(&format!("{list}/new"), "add_ftp_account", &new)
        .await;
    let page = browser.follow(&taken).await;
    assert!(
        says(&page, &(fr.field_error)(FieldError::Taken)),
        "{page:?}"
    );
    assert!(page.text.contains("value=\"Deploy\""), "{page:?}");

    let change = [
        ("domain", "example.com"),
        ("account", "deploy"),
        ("version", "1"),
        ("name", "release"),
        ("home_directory", "/httpdocs"),
        ("password", ""),
    ];
    let answer = browser
        .submit(&format!("{list}/deploy"), "change_ftp_account", &change)
        .await;
    assert_eq!(answer.status, 302, "{answer:?}");
    assert!(answer.location().contains("?done="), "{answer:?}");
    let page = browser.follow(&answer).await;
    assert!(says(&page, fr.receipt.note_the_changes), "{page:?}");

    let answer = browser
        .submit(
            list,
            "remove_ftp_accounts",
            &[("domain", "example.com"), ("names", "release")],
        )
        .await;
    assert_eq!(answer.status, 302, "{answer:?}");
    let page = browser.follow(&answer).await;
    assert!(
        says(&page, &(fr.receipt.accounts_were_removed)(&["release"])),
        "{page:?}"
    );
}

#[tokio::test]
async fn what_a_home_holds_is_shown_and_counted_again_by_a_form() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let mut browser = panel.administrator().await;
    let account = "/subscriptions/example.com/ftp/example";
    let page = browser.open(account).await;
    assert!(
        says(&page, texts(Locale::En).ftp_usage.not_counted),
        "{page:?}"
    );
    assert!(
        page.text.contains("action=\"/api/recount_ftp_account\""),
        "{page:?}"
    );
    let root = panel.webspace_root("example.com");
    std::fs::write(format!("{}/a", root.as_str()), [0; 1500]).expect("a file");

    let fields = [("domain", "example.com"), ("account", "example")];
    let answer = browser
        .submit(account, "recount_ftp_account", &fields)
        .await;
    assert_eq!(answer.status, 302, "{answer:?}");
    assert_eq!(answer.location(), format!("{account}/usage"));
    for (accepted, locale, held) in [
        ("en", Locale::En, "1.5\u{a0}kB, 1 file"),
        ("fr", Locale::Fr, "1,5\u{a0}ko, 1 fichier"),
    ] {
        browser.headers = vec![("accept-language", accepted.to_owned())];
        let begun = std::time::Instant::now();
        let page = loop {
            let page = browser.follow(&answer).await;
            assert_eq!(page.status, 200, "{page:?}");
            if says(&page, held) {
                break page;
            }
            assert!(begun.elapsed().as_secs() < 10, "{page:?}");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        };
        assert!(
            says(
                &page,
                (texts(locale).ftp_usage.title_of)("example").as_str()
            ),
            "{page:?}"
        );
    }
}

#[tokio::test]
async fn a_count_that_could_not_read_all_is_not_shown_as_exact() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let mut browser = panel.administrator().await;
    let usage = "/subscriptions/example.com/ftp/example/usage";
    for locale in [Locale::En, Locale::Fr] {
        let said = texts(locale).ftp_usage.is_incomplete;
        browser.headers = vec![("accept-language", locale.tag().to_owned())];
        for is_incomplete in ["TRUE", "FALSE"] {
            let mark = format!("UPDATE ftp_account SET usage_incomplete = {is_incomplete}");
            let database = panel.database().await;
            database.execute_unprepared(&mark).await.expect("a row");
            let page = browser.open(usage).await;
            assert_eq!(says(&page, said), is_incomplete == "TRUE", "{page:?}");
        }
    }
}

#[tokio::test]
async fn times_are_shown_in_the_browser_s_zone_once_it_was_told() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let mut browser = panel.administrator().await;
    browser.headers = vec![("accept-language", "en".to_owned())];
    let history = "/subscriptions/example.com/ftp/example/history";
    let in_zone = |zone: &str| (texts(Locale::En).common.times_are_in)(zone);
    let page = browser.open(history).await;
    assert!(says(&page, &in_zone("UTC")), "{page:?}");
    let malformed = browser.call("set_time_zone", &[("zone", "../etc")]).await;
    assert_eq!(malformed.status, 400, "{malformed:?}");
    let answer = browser
        .call("set_time_zone", &[("zone", "Asia/Kathmandu")])
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let cookie = "berth-time-zone=Asia/Kathmandu";
    let kept = answer.set_cookies();
    assert!(kept.iter().any(|one| one.starts_with(cookie)), "{kept:?}");
    browser.cookies = format!("{}; {cookie}", browser.cookies);
    let page = browser.open(history).await;
    assert!(says(&page, &in_zone("Asia/Kathmandu")), "{page:?}");
    let at = page.text.split("<time datetime=\"").nth(1).expect("a time");
    let at = at.split('"').next().expect("its end");
    let at = UtcTime::parse(at).expect("a time in UTC");
    // That zone has no summer time.
    let there = UtcTime(at.0 + 5 * 3_600 + 45 * 60).civil();
    let shown = (texts(Locale::En).date_time_seconds)(there);
    assert!(says(&page, &shown), "{shown}: {page:?}");
}

#[tokio::test]
async fn a_language_is_chosen_and_remembered() {
    let panel = Panel::start().await;
    let mut browser = panel.browser();
    browser.headers = vec![("accept-language", "en".to_owned())];
    let answer = browser
        .submit(
            "/login",
            "choose_locale",
            &[("locale", "fr"), ("next", "/login")],
        )
        .await;
    assert_eq!((answer.status, answer.location()), (302, "/login"));
    browser.keep_cookies(&answer);
    let page = browser.open("/login").await;
    assert!(page.text.contains("<html lang=\"fr\""), "{page:?}");
    let description = r#"<meta name="description" content="Les comptes FTP de vos sites">"#;
    assert!(page.text.contains(description), "{page:?}");

    // Signed in, it is remembered for the person, in every browser.
    let at_home = panel.administrator().await;
    at_home.call("choose_locale", &[("locale", "fr")]).await;
    let elsewhere = panel.administrator().await;
    let page = elsewhere.open("/").await;
    assert!(page.text.contains("<html lang=\"fr\""), "{page:?}");
}
