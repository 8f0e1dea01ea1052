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
    let (session, device) = (browser.token(), browser.cookie("berth-device"));
    assert_eq!(
        cookies,
        [
            format!("berth-session={session}; HttpOnly; SameSite=Lax; Path=/"),
            format!("berth-device={device}; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000"),
        ]
    );
    assert!(device.len() >= 43 && device != session, "256 bits");
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
async fn a_panel_whose_address_is_https_sets_no_cookie_without_secure() {
    // Behind a proxy that is not declared, or does not tell the scheme.
    let panel = Panel::start_at("https://panel.example").await;
    let mut browser = panel.browser();
    let mut answers = vec![browser.sign_in("admin", &panel.admin_password).await];
    assert_eq!(browser.open("/account").await.status, 200);
    panel.add_subscription("example.com", "admin").await;
    let domain = ("domain", "example.com");
    let flash = [domain, ("account", "example"), ("hours", "72")];
    for (function, arguments) in [
        ("choose_locale", &[("locale", "fr")][..]),
        ("set_time_zone", &[("zone", "Europe/Paris")]),
        ("make_one_time_link", &flash),
        ("sign_out", &[]),
    ] {
        answers.push(browser.call(function, arguments).await);
    }
    for answer in &answers {
        assert_eq!(answer.status, 200, "{answer:?}");
        let cookies = answer.set_cookies();
        assert!(!cookies.is_empty(), "{answer:?}");
        assert!(
            cookies.iter().all(|cookie| cookie.contains("; Secure")),
            "{cookies:?}"
        );
    }
    assert!(
        answers[0]
            .set_cookies()
            .iter()
            .all(|cookie| cookie.starts_with("__Host-")),
        "{answers:?}"
    );
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
    let taken = one.token().to_owned();
    other.sign_in("admin", &panel.admin_password).await;
    assert_ne!(taken, other.token());
    // The session that a browser had ends when somebody signs in there.
    assert!(panel.resume(&taken).await.is_none());
    assert!(panel.resume(other.token()).await.is_some());
}

#[tokio::test]
async fn guesses_from_everywhere_do_not_keep_a_known_browser_out() {
    let panel = Panel::start_behind("127.0.0.1").await;
    let mut known = panel.browser();
    known.headers = vec![("x-forwarded-for", "203.0.113.1".to_owned())];
    known.sign_in("admin", &panel.admin_password).await;
    let signed_out = known.call("sign_out", &[]).await;
    known.keep_cookies(&signed_out);
    assert_eq!(known.token(), "");
    let guesses = (0..32).map(async |network| {
        let mut guesser = panel.browser();
        guesser.headers = vec![("x-forwarded-for", format!("198.51.100.{network}"))];
        guesser.sign_in("admin", "wrong-password").await.status
    });
    let answers = futures_util::future::join_all(guesses).await;
    assert!(
        answers.iter().all(|status| matches!(status, 401 | 429)),
        "{answers:?}"
    );

    // At a place where they never were.
    let elsewhere = vec![("x-forwarded-for", "192.0.2.77".to_owned())];
    let mut unknown = panel.browser();
    unknown.headers = elsewhere.clone();
    let refused = unknown.sign_in("admin", &panel.admin_password).await;
    assert_eq!(refused.status, 429, "{refused:?}");
    known.headers = elsewhere;
    let answer = known.sign_in("admin", &panel.admin_password).await;
    assert_eq!(answer.status, 200, "{answer:?}");
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
    assert_eq!(answer.header("clear-site-data"), "\"cache\"");
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
async fn who_is_not_signed_in_gets_so_many_answers_a_second() {
    let panel = Panel::start().await;
    let flood = panel.browser();
    let mut last = 0;
    // Refused at once, so that they come faster than they may; nothing but the rate ends them.
    for _ in 0..5_000 {
        last = flood.open("/api/default_settings_page").await.status;
        if last != 403 {
            break;
        }
    }
    assert_eq!(last, 429);
    assert_eq!(flood.open("/favicon.svg").await.status, 200);
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
