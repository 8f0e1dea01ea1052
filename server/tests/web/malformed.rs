//! Requests that no page of the panel sends.

use model::AppError;
use reqwest::Body;
use reqwest::header::{ACCEPT, CONTENT_TYPE, TRANSFER_ENCODING};

use crate::support::{Panel, markup, problem};

#[tokio::test]
async fn arguments_that_cannot_be_read_are_refused() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    for body in [
        &b""[..],
        b"login=a",
        b"login[]=a&password=b",
        b"login[a][b][c][d][e][f][g][h]=a&password=b",
        b"login[99999999999999999999]=a&password=b",
        b"{\"login\":\"a\",\"password\":\"b\"}",
        b"login=\xff\xfe&password=b",
        b"&&&===&&&",
        b"login=a&login=b&password=c",
        b"\0",
    ] {
        let request = browser
            .post("/api/sign_in", String::new())
            .header("sec-fetch-site", "same-origin")
            .body(body.to_vec());
        let answer = browser.send(request).await;
        assert_eq!(answer.status, 400, "{body:?}: {answer:?}");
        assert_eq!(problem(&answer), AppError::Malformed, "{body:?}");
    }
    for path in [
        "/api/ftp_account",
        "/api/ftp_account?domain=example.com",
        "/api/ftp_accounts_page",
        "/api/subscriptions_page?page=one",
        "/api/subscriptions_page?page=-1",
        "/api/subscriptions_page?page=99999999999",
    ] {
        let request = browser.get(path).header(ACCEPT, "application/json");
        let answer = browser.send(request).await;
        assert_eq!(answer.status, 400, "{path}: {answer:?}");
    }
    let version = [
        ("domain", "example.com"),
        ("account", "x"),
        ("version", "new"),
        ("name", "x"),
        ("home_directory", "/"),
        ("password", ""),
    ];
    let answer = browser.call("change_ftp_account", &version).await;
    assert_eq!(answer.status, 400, "{answer:?}");
}

#[tokio::test]
async fn values_that_no_rule_allows_are_refused_without_a_panic() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    let long = "x".repeat(20_000);
    for value in [
        "",
        " ",
        ".",
        "..",
        "/",
        "\0",
        "\r\n",
        "a/b",
        "../../etc",
        "%",
        "é",
        "𝒳",
        "\u{202e}",
        &long,
    ] {
        for domain in [value, "example.com"] {
            let fields = [
                ("domain", domain),
                ("account", value),
                ("version", "9223372036854775807"),
                ("name", value),
                ("names", value),
                ("home_directory", value),
                ("password", value),
                ("action", value),
                ("listing", value),
            ];
            for function in [
                "add_ftp_account",
                "change_ftp_account",
                "change_ftp_accounts",
                "remove_ftp_accounts",
            ] {
                let answer = browser.call(function, &fields).await;
                assert!(
                    (400..500).contains(&answer.status),
                    "{function} {value:?}: {answer:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn an_address_that_asks_for_no_list_shows_the_usual_one() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    for query in [
        "page=2",
        "sort=password&size=0&columns=hash&after=../..&before=%00",
        "q=%ff%fe&state=%27%20OR%201%3D1--",
        "&&&===&&&%",
        "q=-%20%2F%20*",
        "last=1",
        "after=gone",
        "sort=-note&after=gone",
        "before=example",
    ] {
        for path in ["ftp", "ftp.csv"] {
            let path = format!("/subscriptions/example.com/{path}?{query}");
            let page = browser.open(&path).await;
            assert_eq!(page.status, 200, "{path}: {page:?}");
            let finds_nothing = query.starts_with("q=");
            let page_text = markup(&page);
            let shown = page_text.contains(">example</a>") || page_text.contains("\nexample,1,/");
            assert_eq!(shown, !finds_nothing, "{path}: {page:?}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    let long = format!("login=a&password={}", "x".repeat(70_000));
    let announced = browser
        .post("/api/sign_in", long.clone())
        .header("sec-fetch-site", "same-origin");
    assert_eq!(browser.send(announced).await.status, 413);

    let in_pieces = browser
        .post("/api/sign_in", String::new())
        .header("sec-fetch-site", "same-origin")
        .header(TRANSFER_ENCODING, "chunked")
        .body(Body::from(long));
    assert!((400..500).contains(&browser.send(in_pieces).await.status));
}

#[tokio::test]
async fn another_kind_of_body_is_read_as_a_form_or_refused() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for kind in [
        "application/json",
        "multipart/form-data",
        "text/plain",
        "\u{1}",
    ] {
        let Ok(kind) = reqwest::header::HeaderValue::from_str(kind) else {
            continue;
        };
        let request = browser
            .post("/api/sign_in", "{}".to_owned())
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, kind);
        let answer = browser.send(request).await;
        assert!((400..500).contains(&answer.status), "{answer:?}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    let page = browser.open("/no/such/page").await;
    assert_eq!(page.status, 404);
    assert!(page.text.contains("<h1>Not found"), "{page:?}");
    assert!(
        page.text.contains("/pkg/0123456789abcdef/berth.css"),
        "{page:?}"
    );
    for path in ["/api/no_such_function", "/api/", "/pkg/no-such-file.js"] {
        let answer = browser.send(browser.get(path)).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(problem(&answer), AppError::NotFound, "{path}");
    }
    let posted = browser
        .post("/no/such/page", String::new())
        .header("sec-fetch-site", "same-origin");
    assert_eq!(browser.send(posted).await.status, 404);
}

#[tokio::test]
async fn a_slash_at_the_end_is_forgiven_on_this_site_only() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    let answer = browser.open("/login/?next=%2F").await;
    assert_eq!((answer.status, answer.location()), (308, "/login?next=%2F"));
    for path in [
        "//evil.example/",
        "//evil.example/login",
        "//evil.example/login?__path=%2Fapi%2Fsign_in&__err=e30%3D",
    ] {
        let answer = browser.open(path).await;
        assert_eq!((answer.status, answer.location()), (404, ""), "{path}");
        // No page of ours is drawn there.
        assert!(!answer.text.contains("<form"), "{path}: {answer:?}");
    }
}
