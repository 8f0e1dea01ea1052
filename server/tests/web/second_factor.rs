//! Second factors over HTTP: showing one at sign-in, with scripts off, and having to set one up.

use app::i18n::texts;
use model::{AppError, FieldError, Locale, PendingStep, TotpSetUp};
use totp_rs::{Builder, Secret};

use crate::support::{Browser, CUSTOMER_PASSWORD, Panel, problem, says};

const PAGE: &str = "/account/second-factor";
const APP_PAGE: &str = "/account/second-factor/app";

/// The code that an app with this secret shows, so many steps of 30 seconds from now.
fn code(secret: &str, steps: u64) -> String {
    let secret = Secret::try_from_base32(secret).expect("a secret");
    let totp = Builder::new().with_secret(secret).build().expect("codes");
    let now = u64::try_from(model::UtcTime::now().0).expect("after 1970");
    totp.generate(now + 30 * steps).to_string()
}

/// Sets an app up by forms alone; returns its secret and the page with the recovery codes.
async fn set_up_app(browser: &mut Browser) -> (String, String) {
    let begun = browser.submit(PAGE, "begin_totp", &[]).await;
    assert_eq!(begun.location(), APP_PAGE, "{begun:?}");
    let page = browser.open(APP_PAGE).await;
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.text.contains("class=\"qr-code\""), "no QR code");
    let shown = browser.read("totp_page", &[]).await;
    let shown: Option<TotpSetUp> = serde_json::from_str(&shown.text).expect("a secret");
    let secret = shown.expect("a secret").secret;
    let confirm = [("code", code(&secret, 0))];
    let confirm = confirm
        .each_ref()
        .map(|(key, value)| (*key, value.as_str()));
    let done = browser.submit(APP_PAGE, "confirm_totp", &confirm).await;
    assert_eq!(
        done.location(),
        format!("{PAGE}/recovery-codes"),
        "{done:?}"
    );
    let codes = browser.follow(&done).await;
    assert_eq!(codes.status, 200);
    (secret, codes.text)
}

#[tokio::test]
async fn one_signs_in_by_forms_alone_with_a_code_or_a_recovery_code() {
    let panel = Panel::start().await;
    panel.add_customer("marie").await;
    let mut marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    let (secret, codes) = set_up_app(&mut marie).await;
    let recovery: Vec<&str> = codes
        .split("<code class=\"secret\">")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .collect();
    assert_eq!(recovery.len(), 10, "{codes}");
    let again = marie.open(&format!("{PAGE}/recovery-codes")).await;
    assert!(!again.text.contains(recovery[0]), "they are shown once");

    for (field, value, locale) in [
        ("code", code(&secret, 1), Locale::Fr),
        ("recovery_code", recovery[0].to_uppercase(), Locale::En),
    ] {
        let mut browser = panel.browser();
        browser.headers = vec![("accept-language", locale.tag().to_owned())];
        let texts = texts(locale);
        let password = [
            ("login", "marie"),
            ("password", CUSTOMER_PASSWORD),
            ("next", "/account"),
        ];
        let begun = browser.submit("/login", "sign_in", &password).await;
        let page = "/login/second-factor?next=%2Faccount";
        assert_eq!(begun.location(), page, "{begun:?}");
        browser.keep_cookies(&begun);
        assert_eq!(browser.token(), "", "nobody is signed in yet");
        let asked = browser.open(page).await;
        assert_eq!(asked.status, 200, "{asked:?}");
        assert!(says(&asked, texts.second_factor.sign_in_lead), "{asked:?}");

        let wrong = [(field, "000000"), ("recovery_code", "2222-2222-2222-2222")];
        let wrong = if field == "code" {
            &wrong[..1]
        } else {
            &wrong[1..]
        };
        let refused = browser.submit(page, "finish_sign_in", wrong).await;
        browser.keep_cookies(&refused);
        assert_eq!(refused.location(), page);
        let told = browser.open(page).await;
        let sentence = (texts.field_error)(FieldError::WrongCode);
        assert!(says(&told, &sentence), "{told:?}");

        let right = [(field, value.as_str()), ("next", "/account")];
        let done = browser.submit(page, "finish_sign_in", &right).await;
        assert_eq!(done.location(), "/account", "{done:?}");
        browser.keep_cookies(&done);
        assert_eq!(browser.cookie("berth-sign-in"), "");
        assert!(panel.resume(browser.token()).await.is_some());
    }
}

#[tokio::test]
async fn without_a_right_password_there_is_nothing_to_go_on_with() {
    let panel = Panel::start().await;
    let mut browser = panel.browser();
    for cookie in ["", "berth-sign-in=x"] {
        browser.cookies = cookie.to_owned();
        let page = browser.open("/login/second-factor").await;
        assert_eq!(page.status, 401, "{page:?}");
        let start_over = texts(Locale::En).second_factor.start_over;
        assert!(says(&page, start_over), "{page:?}");
        let answer = browser.call("finish_sign_in", &[("code", "123456")]).await;
        assert_eq!(problem(&answer), AppError::SignInOver);
    }
}

#[tokio::test]
async fn who_must_have_one_gets_nothing_else_until_it_is_set_up() {
    let panel = Panel::start().await;
    panel.add_customer("marie").await;
    panel.add_subscription("example.com", "marie").await;
    let mut marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    let admin = panel.administrator().await;
    let required = [("version", "0"), ("customers", "on")];
    let saved = admin
        .submit("/security", "change_security", &required)
        .await;
    assert_eq!(saved.location(), "/security?saved=1", "{saved:?}");
    let page = admin.follow(&saved).await;
    let fine = texts(Locale::En).second_factor.security_saved;
    assert!(says(&page, fine), "{page:?}");

    for path in ["/", "/account", "/subscriptions/example.com/ftp", "/login"] {
        let answer = marie.open(path).await;
        assert_eq!(answer.status, 302, "{path}: {answer:?}");
        assert!(answer.location().starts_with(&format!("{PAGE}?next=")));
    }
    let refused = AppError::StepPending(PendingStep::SetUpSecondFactor);
    let list = marie.read("subscriptions_page", &[("page", "1")]).await;
    assert_eq!((list.status, problem(&list)), (403, refused.clone()));
    let password = [("current_password", "x"), ("password", "y")];
    let change = marie.call("change_own_password", &password).await;
    assert_eq!(problem(&change), refused);
    let csv = marie.get("/subscriptions/example.com/ftp.csv");
    assert_eq!(marie.send(csv).await.status, 403);
    let page = marie.open(PAGE).await;
    let must = texts(Locale::En).second_factor.must_set_up;
    assert!(says(&page, must), "{page:?}");

    set_up_app(&mut marie).await;
    assert_eq!(marie.open("/account").await.status, 200);
    let out = marie.call("sign_out", &[]).await;
    assert_eq!(out.status, 200, "{out:?}");
}

#[tokio::test]
async fn who_must_have_one_may_always_sign_out() {
    let panel = Panel::start().await;
    panel.add_customer("marie").await;
    let marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    let admin = panel.administrator().await;
    let required = [("version", "0"), ("customers", "on")];
    admin.call("change_security", &required).await;
    let out = marie.call("sign_out", &[]).await;
    assert_eq!(out.status, 200, "{out:?}");
    assert!(panel.resume(marie.token()).await.is_none());
}

#[tokio::test]
async fn an_administrator_resets_a_lost_one_on_its_person_s_page() {
    let panel = Panel::start().await;
    panel.add_customer("marie").await;
    let mut marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    set_up_app(&mut marie).await;
    let admin = panel.administrator().await;
    let page = app::routes::panel_user("marie");
    let button = texts(Locale::En).second_factor.reset;
    assert!(says(&admin.open(&page).await, button), "there is one");
    let reset = [("login", "marie"), ("next", page.as_str())];
    let done = admin.submit(&page, "reset_second_factor", &reset).await;
    assert_eq!(done.location(), page, "{done:?}");
    assert!(!says(&admin.follow(&done).await, button), "there is none");
    assert!(panel.resume(marie.token()).await.is_none());
    let marie = panel.signed_in("marie", CUSTOMER_PASSWORD).await;
    assert_eq!(marie.open("/account").await.status, 200);
}
