//! No answer leads a browser to another site.

use crate::support::{Answer, Browser, FTP_PASSWORD, Panel, form};

const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

/// Sends a form as a browser without scripts does, with any `Referer`.
async fn submit_from(
    browser: &Browser,
    function: &str,
    fields: &[(&str, &str)],
    referer: &str,
) -> Answer {
    let request = browser
        .form_post(&format!("/api/{function}"), form(fields))
        .header("accept", HTML)
        .header("referer", referer);
    browser.send(request).await
}

#[tokio::test]
async fn a_plain_form_goes_back_to_a_page_of_ours_or_to_the_start() {
    let panel = Panel::start().await;
    let mut browser = panel.administrator().await;
    browser.headers = vec![("origin", panel.address.clone())];
    let ours = &panel.address;
    // One that is done and says nothing of where to go, and one that is refused.
    for (function, fields) in [
        ("set_time_zone", [("zone", "Europe/Paris")]),
        ("set_time_zone", [("zone", "nowhere")]),
    ] {
        for (referer, page) in [
            (
                format!("{ours}/account?changed=password"),
                "/account?changed=password",
            ),
            (format!("{ours}/"), "/"),
            (ours.clone(), "/"),
            ("https://evil.example/account".to_owned(), "/"),
            (format!("{ours}.evil.example/account"), "/"),
            (format!("{}@evil.example/account", ours), "/"),
            (format!("{ours}//evil.example"), "/"),
            (format!("{ours}/\\evil.example"), "/"),
            (format!("{ours}/api/set_time_zone"), "/"),
            ("//evil.example/account".to_owned(), "/"),
            ("javascript:alert(1)".to_owned(), "/"),
            (String::new(), "/"),
        ] {
            let answer = submit_from(&browser, function, &fields, &referer).await;
            assert_eq!(
                (answer.status, answer.location()),
                (302, page),
                "{referer}: {answer:?}"
            );
        }
    }
}

/// A proxy that does not tell which port was asked for leaves the panel in the dark about its own
/// origin.
#[tokio::test]
async fn the_browser_s_word_about_the_origin_is_enough_to_go_back() {
    let panel = Panel::start().await;
    let mut browser = panel.administrator().await;
    browser.headers = vec![("sec-fetch-site", "same-origin".to_owned())];
    for (referer, page) in [
        ("https://panel.example:8443/account?a=b", "/account?a=b"),
        ("https://panel.example:8443//evil.example", "/"),
    ] {
        let fields = [("zone", "nowhere")];
        let answer = submit_from(&browser, "set_time_zone", &fields, referer).await;
        assert_eq!(
            (answer.status, answer.location()),
            (302, page),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn the_language_switch_goes_back_to_a_path_of_ours_only() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for (next, page) in [
        ("/login?next=%2F", "/login?next=%2F"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\/evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\u{7f}/evil.example", "/"),
    ] {
        let fields = [("locale", "fr"), ("next", next)];
        let answer = browser.submit("/login", "choose_locale", &fields).await;
        assert_eq!((answer.status, answer.location()), (302, page), "{next:?}");
        let answer = browser.call("choose_locale", &fields).await;
        assert_eq!((answer.status, answer.location()), (200, page), "{next:?}");
    }
}

/// What a page of another site learns of an address, whatever its browser sends along.
#[tokio::test]
async fn another_site_does_not_learn_what_a_visitor_owns() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    let link = ("navigate", "document");
    for (path, is_page) in [
        ("/api/ftp_account?domain=example.com&name={}", false),
        (
            "/subscriptions/example.com/ftp/{}/connect/winscp.ini",
            false,
        ),
        ("/subscriptions/{}.com/ftp.csv", false),
        ("/api/ftp_sessions/stream?domain={}.com", false),
        ("/subscriptions/example.com/ftp/{}", true),
    ] {
        for site in ["cross-site", "same-site"] {
            for (mode, dest) in [
                link,
                ("navigate", "iframe"),
                ("navigate", "object"),
                ("no-cors", "image"),
                ("no-cors", "script"),
                ("no-cors", "empty"),
                ("cors", "empty"),
            ] {
                for accept in [
                    HTML,
                    "image/avif,*/*",
                    "application/json",
                    "text/event-stream",
                ] {
                    let mut answers = Vec::new();
                    for name in ["example", "nil"] {
                        let request = browser
                            .get(&path.replace("{}", name))
                            .header("accept", accept)
                            .header("referer", "https://evil.example/")
                            .header("sec-fetch-site", site)
                            .header("sec-fetch-mode", mode)
                            .header("sec-fetch-dest", dest);
                        answers.push(browser.send(request).await);
                    }
                    let [there, nowhere] = &answers[..] else {
                        unreachable!("two were asked")
                    };
                    if is_page && (mode, dest) == link {
                        // A link from elsewhere leads to the page, whose answer it cannot see.
                        assert_eq!((there.status, nowhere.status), (200, 404), "{path}");
                    } else {
                        let seen = |answer: &Answer| (answer.status, answer.location().to_owned());
                        assert_eq!(seen(there), (403, String::new()), "{path} {mode} {dest}");
                        assert_eq!(seen(nowhere), seen(there), "{path} {mode} {dest}");
                        assert_eq!(there.text, nowhere.text, "{path} {mode} {dest}");
                        assert!(!there.text.contains(FTP_PASSWORD));
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn the_panel_s_own_pages_read_all_of_it() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    let page = format!("{}/subscriptions/example.com/ftp", panel.address);
    for (path, mode, dest, accept) in [
        (
            "/api/ftp_account?domain=example.com&name=example",
            "cors",
            "empty",
            "application/json",
        ),
        (
            "/subscriptions/example.com/ftp/example/connect/winscp.ini",
            "navigate",
            "document",
            HTML,
        ),
        (
            "/subscriptions/example.com/ftp.csv",
            "navigate",
            "document",
            HTML,
        ),
        (
            "/subscriptions/example.com/ftp",
            "navigate",
            "document",
            HTML,
        ),
        ("/pkg/0123456789abcdef/berth.js", "cors", "script", "*/*"),
        ("/favicon.svg", "no-cors", "image", "image/avif,*/*"),
    ] {
        for site in [Some("same-origin"), None] {
            let mut request = browser
                .get(path)
                .header("accept", accept)
                .header("referer", &page);
            if let Some(site) = site {
                request = request
                    .header("sec-fetch-site", site)
                    .header("sec-fetch-mode", mode)
                    .header("sec-fetch-dest", dest);
            }
            let answer = browser.send(request).await;
            assert_eq!(answer.status, 200, "{path} {site:?}: {answer:?}");
        }
    }
}

/// Over plain HTTP to another machine browsers say neither site nor mode.
#[tokio::test]
async fn a_server_function_is_no_link_for_a_browser_that_says_little() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    for name in ["example", "nil"] {
        for (accept, referer) in [
            (HTML, "https://evil.example/"),
            (HTML, panel.address.as_str()),
            (HTML, ""),
            ("*/*", ""),
            ("application/json,text/html", ""),
            ("application/json", "https://evil.example/"),
        ] {
            let path = format!("/api/ftp_account?domain=example.com&name={name}");
            let mut request = browser.get(&path).header("accept", accept);
            if !referer.is_empty() {
                request = request.header("referer", referer);
            }
            let answer = browser.send(request).await;
            assert_eq!(
                (answer.status, answer.location()),
                (403, ""),
                "{accept} {referer}"
            );
        }
    }
}
