//! Signing in and out.

use model::{AppError, Field, FieldError};

use crate::support::{Panel, problem};

#[tokio::test]
async fn signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use() {
    let panel = Panel::start().await;
    let mut browser = panel.browser();
    let answer = browser.sign_in("admin", &panel.admin_password).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.location(), "/");
    let cookies = answer.set_cookies();
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    assert_eq!(
        cookies[0],
        format!(
            "berth-session={}; HttpOnly; SameSite=Lax; Path=/",
            browser.token()
        )
    );
    assert!(browser.token().len() >= 43, "256 bits");
    let (_, viewer) = panel.resume(browser.token()).await.expect("a session");
    assert_eq!(viewer.login.as_str(), "admin");
}

#[tokio::test]
async fn behind_a_trusted_https_proxy_the_cookie_is_for_this_host_over_https_only() {
    let panel = Panel::start_behind("127.0.0.1").await;
    let mut browser = panel.browser();
    browser.headers = vec![
        ("x-forwarded-proto", "https".to_owned()),
        ("x-forwarded-for", "203.0.113.9".to_owned()),
    ];
    let answer = browser.sign_in("admin", &panel.admin_password).await;
    let cookie = answer.set_cookies()[0];
    assert!(
        cookie.starts_with("__Host-berth-session=") && cookie.contains("; Secure"),
        "{cookie}"
    );
    assert_eq!(browser.open("/account").await.status, 200);

    // The same token in the cookie for plain HTTP is none.
    browser.cookies = format!("berth-session={}", browser.token());
    assert_eq!(browser.open("/account").await.status, 302);
}

#[tokio::test]
async fn a_proxy_that_is_not_trusted_cannot_claim_https() {
    let panel = Panel::start_behind("192.0.2.0/24").await;
    let mut browser = panel.browser();
    browser.headers = vec![("x-forwarded-proto", "https".to_owned())];
    let answer = browser.sign_in("admin", &panel.admin_password).await;
    let cookie = answer.set_cookies()[0];
    assert!(!cookie.contains("Secure"), "{cookie}");
    assert_eq!(answer.header("strict-transport-security"), "");
}

#[tokio::test]
async fn each_sign_in_has_a_token_of_its_own() {
    let panel = Panel::start().await;
    let one = panel.administrator().await;
    let mut other = panel.browser();
    // A token that somebody put there is not taken over.
    other.cookies = format!("berth-session={}", one.token());
    other.sign_in("admin", &panel.admin_password).await;
    assert_ne!(one.token(), other.token());
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    let answer = browser.call("sign_out", &[]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.location(), "/login");
    assert_eq!(
        answer.set_cookies(),
        ["berth-session=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0"]
    );
    assert!(panel.resume(browser.token()).await.is_none());

    // The browser that kept the cookie is nobody now.
    let answer = browser.read("subscriptions_page", &[("page", "1")]).await;
    assert_eq!(answer.status, 401);
    let page = browser.open("/").await;
    assert_eq!(page.status, 302);
    assert_eq!(page.location(), "/login?next=%2F");
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let panel = Panel::start().await;
    let mut here = panel.administrator().await;
    let elsewhere = panel.administrator().await;
    let before = here.token().to_owned();

    let wrong = here
        .call(
            "change_own_password",
            &[
                ("current_password", "not this one"),
                ("password", "grume-Quartz-61-phare"),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    assert_eq!(
        problem(&wrong),
        AppError::at(Field::CurrentPassword, FieldError::WrongPassword)
    );

    let answer = here
        .call(
            "change_own_password",
            &[
                ("current_password", panel.admin_password.as_str()),
                ("password", "grume-Quartz-61-phare"),
            ],
        )
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    here.keep_cookies(&answer);
    assert_ne!(here.token(), before);
    assert!(panel.resume(here.token()).await.is_some());
    assert!(panel.resume(&before).await.is_none());
    assert!(panel.resume(elsewhere.token()).await.is_none());
}

#[tokio::test]
async fn guessing_is_slowed_down_for_right_passwords_too() {
    let panel = Panel::start().await;
    let mut browser = panel.browser();
    let mut guesses = 0;
    let refused = loop {
        let answer = browser.sign_in("admin", "wrong-password").await;
        if answer.status != 401 {
            break answer;
        }
        assert_eq!(problem(&answer), AppError::WrongCredentials);
        guesses += 1;
        assert!(guesses < 50, "nobody stops the guessing");
    };
    assert_eq!(refused.status, 429, "{refused:?}");
    let AppError::Throttled { seconds } = problem(&refused) else {
        unreachable!("{refused:?}");
    };
    assert_eq!(refused.header("retry-after"), seconds.to_string());
    let right = browser.sign_in("admin", &panel.admin_password).await;
    assert_eq!(right.status, 429, "{right:?}");
    assert!(right.set_cookies().is_empty());
}

#[tokio::test]
async fn an_untrusted_client_cannot_change_its_address_to_go_on_guessing() {
    let panel = Panel::start().await;
    let mut browser = panel.browser();
    let mut last = 0;
    for guess in 0..50 {
        browser.headers = vec![("x-forwarded-for", format!("203.0.113.{guess}"))];
        let login = format!("nobody-{guess}");
        last = browser.sign_in(&login, "wrong-password").await.status;
        if last != 401 {
            break;
        }
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn tokens_that_cannot_be_are_nobody_s() {
    let panel = Panel::start().await;
    let mut browser = panel.browser();
    for token in ["", "x", "' OR 1=1 --", "\"", &"x".repeat(4000)] {
        browser.cookies = format!("berth-session={token}");
        let answer = browser.read("subscriptions_page", &[("page", "1")]).await;
        assert_eq!(answer.status, 401, "{answer:?}");
    }
}
