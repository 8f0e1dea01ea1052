//! What every answer carries, and what none does.

use crate::support::{Answer, Browser, FTP_PASSWORD, Panel};

/// The nonce that an answer's policy allows.
fn nonce(answer: &Answer) -> String {
    answer
        .header("content-security-policy")
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next())
        .unwrap_or_default()
        .to_owned()
}

/// Opens a page, or reads from a server function as the panel's scripts do.
async fn ask(browser: &Browser, path: &str) -> Answer {
    if path.starts_with("/api/") {
        let request = browser.get(path).header("accept", "application/json");
        browser.send(request).await
    } else {
        browser.open(path).await
    }
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_to_refuse() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    for path in [
        "/",
        "/login",
        "/no/such/page",
        "/api/subscriptions_page?page=1",
        "/api/no_such_function",
        "/favicon.svg",
        "/pkg/0123456789abcdef/berth.css",
        "/pkg/no-such-file.js",
        "/health",
    ] {
        let answer = ask(&browser, path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", ""),
        ] {
            assert_eq!(answer.header(name), value, "{path}: {name}");
        }
        assert!(answer.header("permissions-policy").contains("camera=()"));
        let policy = answer.header("content-security-policy");
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; script-src 'self' 'nonce-{}' 'wasm-unsafe-eval'; \
                 style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                 form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                nonce(&answer)
            ),
            "{path}"
        );
    }
}

#[tokio::test]
async fn https_is_remembered_where_a_trusted_proxy_serves_it() {
    let panel = Panel::start_behind("127.0.0.1").await;
    let mut browser = panel.browser();
    browser.headers = vec![("x-forwarded-proto", "https".to_owned())];
    let answer = browser.open("/login").await;
    assert_eq!(
        answer.header("strict-transport-security"),
        "max-age=31536000"
    );
}

#[tokio::test]
async fn each_page_s_scripts_carry_a_nonce_of_its_own() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for path in ["/login", "/no/such/page"] {
        let (one, other) = (browser.open(path).await, browser.open(path).await);
        assert_ne!(nonce(&one), nonce(&other), "{path}");
        for page in [one, other] {
            let nonce = nonce(&page);
            assert!(nonce.len() >= 22, "128 bits");
            let scripts: Vec<&str> = page
                .text
                .split("<script")
                .skip(1)
                .filter_map(|rest| rest.split('>').next())
                .collect();
            assert!(!scripts.is_empty(), "{path}");
            for script in scripts {
                assert!(
                    script.contains(&format!("nonce=\"{nonce}\"")),
                    "{path}: <script{script}>"
                );
            }
            // Nothing that the policy would refuse.
            assert!(!page.text.contains("style=\""), "{path}");
            assert!(!page.text.contains("<style"), "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_one_person_s_is_kept_by_no_cache() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    for path in [
        "/",
        "/account",
        "/api/subscriptions_page?page=1",
        "/no/such/page",
    ] {
        let answer = ask(&browser, path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn no_answer_has_a_secret_in_it() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    let secrets = [
        browser.token(),
        panel.admin_password.as_str(),
        FTP_PASSWORD,
        "$argon2",
    ];
    for path in [
        "/",
        "/account",
        "/login",
        "/subscriptions/new",
        "/subscriptions/example.com/ftp",
        "/subscriptions/example.com/ftp/new",
        "/subscriptions/example.com/ftp/example",
        "/api/subscriptions_page?page=1",
        "/api/ftp_account?domain=example.com&name=example",
        "/api/ftp_accounts_page?domain=example.com&listing=",
        "/subscriptions/example.com/ftp.csv",
        "/api/subscriptions_page?page=1",
    ] {
        let answer = ask(&browser, path).await;
        assert!(answer.status < 400, "{path}: {answer:?}");
        for secret in secrets {
            assert!(!answer.text.contains(secret), "{path}");
            assert!(
                !format!("{:?}", answer.headers).contains(secret),
                "{path}: {:?}",
                answer.headers
            );
        }
    }
}

#[tokio::test]
async fn a_refused_form_does_not_bring_the_password_back() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    let fields = [
        ("domain", "example.com"),
        ("name", "no spaces allowed"),
        ("home_directory", "/httpdocs"),
        ("password", "lande-Basalte-44-quai"),
    ];
    let page = "/subscriptions/example.com/ftp/new";
    let by_script = browser.call("add_ftp_account", &fields).await;
    assert_eq!(by_script.status, 422, "{by_script:?}");
    assert!(!by_script.text.contains("Basalte"), "{by_script:?}");
    let by_form = browser.submit(page, "add_ftp_account", &fields).await;
    assert_eq!(by_form.status, 302, "{by_form:?}");
    let drawn = browser.follow(&by_form).await;
    assert!(drawn.text.contains("no spaces allowed"), "{drawn:?}");
    for answer in [&by_form, &drawn] {
        assert!(!answer.text.contains("Basalte"), "{answer:?}");
        assert!(!answer.location().contains("Basalte"), "{answer:?}");
    }
}

#[tokio::test]
async fn health_is_told_to_everybody() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    let answer = browser.send(browser.get("/health")).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
}
