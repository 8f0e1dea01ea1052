//! Forms that are refused and that browsers had sent by themselves: what comes back, and to whom.

use app::api::ApiError;
use app::i18n::texts;
use data_encoding::BASE64URL;
use model::{AppError, Field, Form, Locale, PasswordError, SignInForm, SubscriptionForm};

use crate::support::{Answer, Browser, CUSTOMER_PASSWORD, Panel, form, says};

const NEW: &str = "/subscriptions/new";

/// Adds a subscription by a form that is refused for its owner.
async fn refused(browser: &Browser, note: &str) -> Answer {
    let fields = [
        ("domain", note),
        ("webspace_root", "/srv/x"),
        ("owner", "no such login"),
        ("name", "x"),
        ("password", "lande-Basalte-44-quai"),
    ];
    let answer = browser.submit(NEW, "add_subscription", &fields).await;
    assert_eq!((answer.status, answer.location()), (302, NEW), "{answer:?}");
    answer
}

/// The cookie under which a refused form waits.
fn cookie(answer: &Answer) -> String {
    let cookies = answer.set_cookies();
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.starts_with("berth-refused-form="));
    let cookie = cookie.expect("a cookie");
    assert!(
        cookie.contains("; HttpOnly; SameSite=Strict; Path=/; Max-Age=1800"),
        "{cookie}"
    );
    cookie.split(';').next().expect("a pair").to_owned()
}

/// The same browser, with another cookie beside its own.
fn with_cookie(panel: &Panel, browser: &Browser, cookie: &str) -> Browser {
    let mut with = panel.browser();
    with.cookies = format!("{}; {cookie}", browser.cookies);
    with
}

#[tokio::test]
async fn a_refused_form_comes_back_once_on_its_own_page() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let answer = refused(&browser, "not a domain").await;
    assert_eq!(answer.text, "");
    let waiting = with_cookie(&panel, &browser, &cookie(&answer));
    // Another page of the panel, and one that is asked for by another site, do not get it.
    for (path, site) in [
        ("/account", "same-origin"),
        (NEW, "same-site"),
        (NEW, "cross-site"),
    ] {
        let request = waiting
            .get(path)
            .header("accept", "text/html")
            .header("sec-fetch-site", site)
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "document");
        let page = waiting.send(request).await;
        assert_eq!(page.status, 200, "{page:?}");
        assert!(
            !page.text.contains("not a domain"),
            "{path} {site}: {page:?}"
        );
        assert!(page.set_cookies().is_empty());
    }
    let page = waiting.open(NEW).await;
    assert!(page.text.contains("value=\"not a domain\""), "{page:?}");
    assert!(page.text.contains("aria-invalid=\"true\""), "{page:?}");
    assert!(!page.text.contains("Basalte"), "{page:?}");
    let forgets = "berth-refused-form=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0";
    assert_eq!(page.set_cookies(), [forgets]);
    let again = waiting.open(NEW).await;
    assert!(!again.text.contains("not a domain"), "{again:?}");
}

#[tokio::test]
async fn a_form_that_is_longer_than_an_address_comes_back_whole() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let long = "long ".repeat(800);
    let answer = refused(&browser, &long).await;
    assert!(cookie(&answer).len() < 100);
    let page = browser.follow(&answer).await;
    assert!(page.text.contains(&format!("value=\"{long}\"")), "{page:?}");
}

#[tokio::test]
async fn a_form_waits_until_its_page_is_drawn_and_not_only_left_for_the_sign_in() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let answer = refused(&browser, "not a domain").await;
    let mut nobody = panel.browser();
    nobody.cookies = cookie(&answer);
    let page = nobody.open(NEW).await;
    assert_eq!(
        (page.status, page.location()),
        (302, "/login?next=%2Fsubscriptions%2Fnew")
    );
    assert!(page.set_cookies().is_empty());
    let page = browser.follow(&answer).await;
    assert!(page.text.contains("value=\"not a domain\""), "{page:?}");
}

/// An address as Leptos writes it, with any error and values that one likes.
fn forged(page: &str, function: &str, error: &ApiError) -> String {
    let json = serde_json::to_vec(error).expect("JSON");
    let error = BASE64URL.encode(&json);
    let query = form(&[("__path", function), ("__err", &error)]);
    let separator = if page.contains('?') { '&' } else { '?' };
    format!("{page}{separator}{query}")
}

#[tokio::test]
async fn an_address_fills_no_form_in() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let error = || AppError::at(Field::Password, PasswordError::Guessable);
    let mut sign_in = SignInForm::default();
    sign_in.set(Field::Login, "call 555-0100");
    let sign_in = ApiError::from(error()).with_submitted(&sign_in);
    let mut subscription = SubscriptionForm::default();
    subscription.set(Field::WebspaceRoot, "/call/555-0100");
    let subscription = ApiError::from(error()).with_submitted(&subscription);
    for (page, function, error, clean) in [
        ("/login", "/api/sign_in", &sign_in, "/login"),
        (
            "/login?next=%2Faccount",
            "/api/sign_in",
            &sign_in,
            "/login?next=%2Faccount",
        ),
        (NEW, "/api/add_subscription", &subscription, NEW),
    ] {
        let address = forged(page, function, error);
        for address in [address.clone(), address.replace("__err", "%5F%5Ferr")] {
            let answer = browser.open(&address).await;
            assert_eq!(
                (answer.status, answer.location()),
                (303, clean),
                "{address}"
            );
            assert_eq!(answer.text, "");
            let page = browser.follow(&answer).await;
            assert_eq!(page.status, 200);
            assert!(!page.text.contains("555-0100"), "{page:?}");
            assert!(!page.text.contains("role=\"alert\""), "{page:?}");
        }
    }
    for error in ["", "x", "%00", "%F0%9F"] {
        let path = format!("/login?__path=%2Fapi%2Fsign_in&__err={error}");
        assert_eq!(browser.open(&path).await.location(), "/login", "{error}");
    }
}

#[tokio::test]
async fn another_browser_s_form_or_a_made_up_one_is_none() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let answer = refused(&browser, "not a domain").await;
    for cookie in [
        "berth-refused-form=x",
        "berth-refused-form=",
        "berth-refused-form=%00",
    ] {
        let page = with_cookie(&panel, &browser, cookie).open(NEW).await;
        assert_eq!(page.status, 200);
        assert!(!page.text.contains("not a domain"), "{page:?}");
    }
    let page = browser.open(answer.location()).await;
    assert!(
        !page.text.contains("not a domain"),
        "without the cookie: {page:?}"
    );
}

#[tokio::test]
async fn a_wrong_password_does_not_cost_the_form_that_one_signs_in_for() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let mut nobody = panel.browser();
    nobody.cookies = cookie(&refused(&browser, "not a domain").await);
    let fields = [("login", "admin"), ("password", "wrong-password")];
    let answer = nobody.submit("/login", "sign_in", &fields).await;
    nobody.cookies = cookie(&answer);
    let page = nobody.open("/login").await;
    assert!(page.text.contains("value=\"admin\""), "{page:?}");
    assert!(page.set_cookies().is_empty(), "the form waits: {page:?}");
    let page = with_cookie(&panel, &browser, &nobody.cookies)
        .open(NEW)
        .await;
    assert!(page.text.contains("value=\"not a domain\""), "{page:?}");
}

#[tokio::test]
async fn who_signs_in_next_does_not_see_what_another_person_had_sent() {
    let panel = Panel::start().await;
    panel.add_customer("bob").await;
    let browser = panel.administrator().await;
    let fields = [("current_password", "wrong"), ("password", "short")];
    let answer = browser
        .submit("/account", "change_own_password", &fields)
        .await;
    let bob = panel.signed_in("bob", CUSTOMER_PASSWORD).await;
    for (browser, is_told) in [(&bob, false), (&browser, true)] {
        let page = with_cookie(&panel, browser, &cookie(&answer))
            .open("/account")
            .await;
        assert_eq!(page.status, 200);
        let told = page.text.contains("aria-invalid=\"true\"");
        assert_eq!(told, is_told, "{page:?}");
    }
}

#[tokio::test]
async fn a_form_without_a_page_is_answered_at_the_start_page() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let fields = [("current_password", "x"), ("password", "y")];
    let by_script = browser.call("change_own_password", &fields).await;
    assert_eq!(by_script.status, 422, "{by_script:?}");
    assert!(by_script.set_cookies().is_empty() && by_script.location().is_empty());

    let by_form = browser
        .form_post("/api/change_own_password", form(&fields))
        .header("accept", "text/html")
        .header("sec-fetch-site", "same-origin");
    let by_form = browser.send(by_form).await;
    assert_eq!(
        (by_form.status, by_form.location()),
        (302, "/"),
        "{by_form:?}"
    );
    assert_eq!(browser.follow(&by_form).await.status, 200);
}

#[tokio::test]
async fn a_refusal_is_told_in_the_language_of_the_page() {
    let panel = Panel::start().await;
    let mut browser = panel.browser();
    browser.headers = vec![("accept-language", "fr".to_owned())];
    let fields = [("login", "somebody"), ("password", "wrong-password")];
    let answer = browser
        .submit("/login?next=%2Faccount", "sign_in", &fields)
        .await;
    assert_eq!(answer.location(), "/login?next=%2Faccount");
    let page = browser.follow(&answer).await;
    let sentence = (texts(Locale::Fr).error)(&AppError::WrongCredentials);
    assert!(says(&page, &sentence), "{page:?}");
    assert!(
        page.text.contains("name=\"next\" value=\"/account\""),
        "{page:?}"
    );
}
