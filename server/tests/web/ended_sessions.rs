//! Sessions that end while a form is filled in.

use app::i18n::texts;
use model::{AppError, Locale, Origin};
use services::SessionToken;

use crate::support::{Answer, Browser, Panel, problem, says};

const NEW: &str = "/subscriptions/example.com/ftp/new";
const ACCOUNT: &str = "/subscriptions/example.com/ftp/example";
const PASSWORD: &str = "lande-Basalte-44-quai";

/// Ends the session of a browser, which does not learn of it.
async fn end_session(panel: &Panel, browser: &Browser) {
    let token = SessionToken::new(browser.token().to_owned());
    let origin = Origin {
        address: [192, 0, 2, 7].into(),
        user_agent: String::new(),
    };
    let ended = panel.services.sessions.sign_out(&token, &origin);
    ended.await.expect("an end");
}

/// Goes where an answer leads, until there is a page.
async fn follow(browser: &mut Browser, mut answer: Answer) -> Answer {
    for _ in 0..5 {
        if answer.status != 302 {
            return answer;
        }
        assert!(!answer.location().contains(PASSWORD), "{answer:?}");
        browser.keep_cookies(&answer);
        let next = answer.location().to_owned();
        answer = browser.open(&next).await;
    }
    unreachable!("a circle: {answer:?}")
}

/// What stands in a field of a page.
fn value<'a>(html: &'a str, name: &str) -> &'a str {
    let input = html
        .split("<input")
        .find(|input| input.contains(&format!("name=\"{name}\"")))
        .unwrap_or_else(|| unreachable!("no {name} in {html}"));
    let input = input.split('>').next().unwrap_or_default();
    let value = input.split_once(" value=\"");
    let value = value.and_then(|(_, rest)| rest.split_once('"'));
    value.map(|(value, _)| value).unwrap_or_default()
}

/// Signs in by the form of a sign-in page, and goes where that leads.
async fn sign_in_again(panel: &Panel, browser: &mut Browser, login_page: &Answer) -> Answer {
    // The switch of languages has one, too.
    let (_, form) = login_page.text.split_once("/api/sign_in").expect("a form");
    let next = value(form, "next").replace("&amp;", "&");
    let fields = [
        ("login", "admin"),
        ("password", panel.admin_password.as_str()),
        ("next", next.as_str()),
    ];
    let answer = browser.submit("/login", "sign_in", &fields).await;
    follow(browser, answer).await
}

#[tokio::test]
async fn a_form_is_there_again_after_signing_in_again_without_scripts() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    for locale in [Locale::En, Locale::Fr] {
        let said = &texts(locale).panel_user;
        let mut browser = panel.administrator().await;
        browser.headers = vec![("accept-language", locale.tag().to_owned())];
        end_session(&panel, &browser).await;
        let name = format!("Deploy-{}", locale.tag());
        let new = [
            ("domain", "example.com"),
            ("name", name.as_str()),
            ("home_directory", "/httpdocs"),
            ("settings[note]", "For the agency, until \"May\""),
            ("password", PASSWORD),
        ];
        let answer = browser.submit(NEW, "add_ftp_account", &new).await;
        let login = follow(&mut browser, answer).await;
        assert_eq!(login.status, 200, "{login:?}");
        assert!(says(&login, said.session_ended_before_login), "{login:?}");
        assert!(login.text.contains("action=\"/api/sign_in\""), "{login:?}");

        let form = sign_in_again(&panel, &mut browser, &login).await;
        assert_eq!(form.status, 200, "{form:?}");
        assert!(says(&form, said.form_was_kept), "{form:?}");
        assert_eq!(value(&form.text, "name"), name);
        assert_eq!(value(&form.text, "home_directory"), "/httpdocs");
        assert!(says(&form, "For the agency, until \"May\""), "{form:?}");
        assert!(!form.text.contains(PASSWORD), "{form:?}");
        let answer = browser.submit(NEW, "add_ftp_account", &new).await;
        assert!(answer.location().contains("?done="), "{answer:?}");
    }
}

#[tokio::test]
async fn what_was_chosen_is_chosen_again_without_scripts() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let connect = format!("{ACCOUNT}/connect");
    let dialog = "/subscriptions/example.com/ftp?ask=expire&chosen=example";
    let expiry = "2031-05-06T07:08";
    let (domain, account) = (("domain", "example.com"), ("account", "example"));
    for (page, function, fields, kept) in [
        (
            &*connect,
            "make_one_time_link",
            &[domain, account, ("hours", "336")][..],
            "value=\"336\" selected",
        ),
        (
            dialog,
            "change_ftp_accounts",
            &[
                domain,
                ("names", "example"),
                ("action", "expire"),
                ("settings[expires]", expiry),
            ],
            "value=\"2031-05-06T07:08\"",
        ),
    ] {
        let mut browser = panel.administrator().await;
        end_session(&panel, &browser).await;
        let answer = browser.submit(page, function, fields).await;
        let login = follow(&mut browser, answer).await;
        let form = sign_in_again(&panel, &mut browser, &login).await;
        assert!(form.text.contains(kept), "{function}: {form:?}");
    }
}

#[tokio::test]
async fn what_others_changed_meanwhile_is_not_overwritten_unseen() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let change = |version: &str, note: &str| {
        [
            ("domain", "example.com"),
            ("account", "example"),
            ("name", "example"),
            ("home_directory", "/"),
            ("password", ""),
            ("version", version),
            ("settings[note]", note),
        ]
        .map(|(field, value)| (field, value.to_owned()))
    };
    let submit = async |browser: &Browser, version: &str, note: &str| {
        let fields = change(version, note);
        let fields = fields.each_ref().map(|(field, value)| (*field, &**value));
        browser.submit(ACCOUNT, "change_ftp_account", &fields).await
    };
    let mut browser = panel.administrator().await;
    end_session(&panel, &browser).await;
    let refused = submit(&browser, "1", "mine").await;
    let other = panel.administrator().await;
    let changed = submit(&other, "1", "theirs").await;
    assert!(changed.location().contains("?done="), "{changed:?}");

    let login = follow(&mut browser, refused).await;
    let form = sign_in_again(&panel, &mut browser, &login).await;
    assert!(says(&form, "mine"), "{form:?}");
    let version = value(&form.text, "version").to_owned();
    let answer = submit(&browser, &version, "mine").await;
    let page = follow(&mut browser, answer).await;
    assert!(says(&page, "theirs"), "{page:?}");
    assert_eq!(value(&page.text, "version"), "2");
}

#[tokio::test]
async fn scripts_learn_that_the_session_has_ended_and_the_form_stays() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    end_session(&panel, &browser).await;
    let new = [
        ("domain", "example.com"),
        ("name", "deploy"),
        ("home_directory", "/httpdocs"),
        ("password", PASSWORD),
    ];
    let answer = browser.call("add_ftp_account", &new).await;
    assert_eq!((answer.status, answer.location()), (401, ""), "{answer:?}");
    assert_eq!(problem(&answer), AppError::NotSignedIn);
    assert!(!answer.text.contains(PASSWORD), "{answer:?}");
}

#[tokio::test]
async fn who_signs_in_again_in_another_tab_is_sent_back_to_the_form() {
    let panel = Panel::start().await;
    let page = panel.browser().open("/signed-in").await;
    assert_eq!(page.location(), "/login?next=%2Fsigned%2Din");
    let mut browser = panel.administrator().await;
    for locale in [Locale::En, Locale::Fr] {
        browser.headers = vec![("accept-language", locale.tag().to_owned())];
        let page = browser.open("/signed-in").await;
        assert_eq!(page.status, 200);
        let said = texts(locale).panel_user.form_waits_in_other_tab;
        assert!(says(&page, said), "{page:?}");
    }
}
