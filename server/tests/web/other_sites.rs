//! What pages of other sites cannot make a browser do (CSRF).

use app::i18n::texts;
use model::{AppError, Locale, PublicUrl};
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderMap, HeaderValue};

use crate::support::{Browser, Panel, form, problem, says};

/// Signs in with these headers and says how that was answered.
async fn sign_in_with(browser: &Browser, password: &str, headers: &[(&str, &str)]) -> u16 {
    let fields = form(&[("login", "admin"), ("password", password)]);
    let mut request = browser.post("/api/sign_in", fields);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.send(request).await.status
}

#[tokio::test]
async fn only_our_own_pages_send_forms() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    let ours = panel.address.as_str();
    let secure = ours.replace("http:", "https:");
    for (headers, status) in [
        (&[("sec-fetch-site", "same-origin")][..], 200),
        (&[("sec-fetch-site", "none")], 200),
        (&[("origin", ours)], 200),
        // A proxy may end TLS without telling.
        (&[("origin", secure.as_str())], 200),
        (&[], 403),
        (&[("sec-fetch-site", "cross-site")], 403),
        (&[("sec-fetch-site", "same-site")], 403),
        (&[("sec-fetch-site", "cross-site"), ("origin", ours)], 403),
        (&[("origin", "https://evil.example")], 403),
        (&[("origin", "null")], 403),
        (&[("referer", ours)], 403),
        // What a anonymous says about the host is not believed.
        (
            &[
                ("origin", "https://evil.example"),
                ("x-forwarded-host", "evil.example"),
            ],
            403,
        ),
    ] {
        let answered = sign_in_with(&browser, &panel.admin_password, headers).await;
        assert_eq!(answered, status, "{headers:?}");
    }
}

#[tokio::test]
async fn a_trusted_proxy_tells_which_host_was_asked() {
    let panel = Panel::start_behind("127.0.0.0/8").await;
    let browser = panel.browser();
    for (origin, status) in [
        ("https://panel.example", 200),
        ("http://panel.example", 403),
        ("https://evil.example", 403),
    ] {
        let headers = [
            ("x-forwarded-host", "panel.example"),
            ("x-forwarded-proto", "https"),
            ("origin", origin),
        ];
        let answered = sign_in_with(&browser, &panel.admin_password, &headers).await;
        assert_eq!(answered, status, "{origin}");
    }
}

/// What a refusal says of the origins, as a browser's page and as the panel's scripts read it.
#[tokio::test]
async fn a_refusal_names_the_origin_that_was_seen_and_the_one_expected() {
    let panel = Panel::start_behind("127.0.0.0/8").await;
    let ours = panel.address.as_str();
    for (headers, seen, expected) in [
        // A proxy that loses the port.
        (
            &[
                ("origin", "https://panel.example:8443"),
                ("x-forwarded-host", "panel.example"),
                ("x-forwarded-proto", "https"),
            ][..],
            Some("https://panel.example:8443"),
            "https://panel.example",
        ),
        (
            &[("origin", "https://evil.example")],
            Some("https://evil.example"),
            ours,
        ),
        // What is no origin is not repeated.
        (&[("origin", "https://evil.example/<script>")], None, ours),
        (&[("origin", "null")], None, ours),
        (&[], None, ours),
        (
            &[("sec-fetch-site", "cross-site"), ("origin", ours)],
            None,
            ours,
        ),
    ] {
        let error = AppError::OtherOrigin {
            seen: seen.and_then(PublicUrl::parse),
            expected: PublicUrl::parse(expected),
        };
        let mut browser = panel.browser();
        browser.headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        let answer = browser.send(browser.post("/api/sign_in", form(&[]))).await;
        assert_eq!(
            (answer.status, problem(&answer)),
            (403, error.clone()),
            "{headers:?}"
        );
        for (locale, language) in [(Locale::En, "en"), (Locale::Fr, "fr")] {
            let request = browser
                .post("/api/sign_in", form(&[]))
                // In the place of what it has.
                .headers(HeaderMap::from_iter([
                    (ACCEPT, HeaderValue::from_static("text/html")),
                    (ACCEPT_LANGUAGE, HeaderValue::from_static(language)),
                ]));
            let page = browser.send(request).await;
            let sentence = (texts(locale).error)(&error);
            assert!(says(&page, &sentence), "{sentence}: {page:?}");
            let named = [seen.unwrap_or_default(), expected];
            assert!(
                named.iter().all(|origin| sentence.contains(origin)),
                "{sentence}"
            );
        }
    }
}

#[tokio::test]
async fn a_forged_request_changes_nothing() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let mut by_form = panel.browser();
    by_form.cookies.clone_from(&browser.cookies);
    by_form.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
    let answer = by_form.submit("/", "sign_out", &[]).await;
    assert_eq!(answer.status, 403);
    assert!(answer.header("content-type").starts_with("text/html"));
    assert!(answer.set_cookies().is_empty());
    assert!(panel.resume(browser.token()).await.is_some());
}

/// A one-time link's page keeps its address to itself, so that a browser says `Origin: null` of its
/// form over plain HTTP. What it says of another site is refused all the same, and no other server
/// function is excepted.
#[tokio::test]
async fn the_form_of_a_one_time_link_need_not_say_where_it_comes_from() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for (function, headers, status) in [
        ("set_password", &[("origin", "null")][..], 404),
        ("set_password", &[], 404),
        ("set_password", &[("sec-fetch-site", "same-origin")], 404),
        ("set_password", &[("sec-fetch-site", "cross-site")], 403),
        ("set_password", &[("sec-fetch-site", "same-site")], 403),
        ("choose_password", &[("origin", "null")], 404),
        ("choose_password", &[], 404),
        ("choose_password", &[("sec-fetch-site", "cross-site")], 403),
        ("choose_password_page", &[("origin", "null")], 403),
        ("set_password_page", &[("origin", "null")], 403),
        ("set_password_page", &[], 403),
    ] {
        let fields = form(&[("token", "x"), ("password", "x"), ("again", "x")]);
        let mut request = browser.post(&format!("/api/{function}"), fields);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answered = browser.send(request).await.status;
        assert_eq!(answered, status, "{function}: {headers:?}");
    }
}
