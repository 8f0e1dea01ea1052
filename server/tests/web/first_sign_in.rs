//! Who was given a password chooses their own before anything else.

use app::i18n::texts;
use model::{AppError, Field, FieldError, Locale, PasswordError, PendingStep};

use crate::support::{Browser, CUSTOMER_PASSWORD, Panel, problem, says};

const OWN_PASSWORD: &str = "lande-Basalte-44-quai";

async fn with_a_given_password() -> (Panel, Browser) {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("alice.example", "alice").await;
    panel
        .sql("UPDATE panel_user SET must_change_password = TRUE WHERE login = 'alice'")
        .await;
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    (panel, alice)
}

#[tokio::test]
async fn until_then_every_page_leads_there_and_nothing_else_is_answered() {
    let (_panel, alice) = with_a_given_password().await;
    let list = "/subscriptions/alice.example/ftp";
    for page in ["/", "/account", "/account/sessions", list, "/nothing-here"] {
        let answer = alice.open(page).await;
        assert_eq!(answer.status, 302, "{page}: {answer:?}");
        let way = answer.location();
        assert!(
            way.starts_with("/account/password?next=%2F"),
            "{page}: {way}"
        );
    }
    let domain = ("domain", "alice.example");
    for answer in [
        alice.read("subscriptions_page", &[("page", "1")]).await,
        alice.read("panel_sessions_page", &[]).await,
        alice.call("end_other_panel_sessions", &[]).await,
        alice
            .call("folder_children", &[domain, ("path", "/")])
            .await,
        alice.send(alice.get(&format!("{list}.csv"))).await,
        alice
            .send(alice.get("/api/ftp_sessions/stream?domain=alice.example"))
            .await,
    ] {
        assert_eq!(answer.status, 403, "{answer:?}");
        let step = PendingStep::ChangePassword;
        assert_eq!(problem(&answer), AppError::StepPending(step), "{answer:?}");
    }
    for open in ["choose_locale", "sign_out"] {
        let answer = alice.call(open, &[("locale", "en")]).await;
        assert_eq!(answer.status, 200, "{open}: {answer:?}");
    }
    assert_eq!(alice.open("/").await.location(), "/login?next=%2F");
}

#[tokio::test]
async fn one_chooses_a_password_without_scripts_and_goes_on() {
    let (_panel, mut alice) = with_a_given_password().await;
    let page = "/account/password?next=%2Fsubscriptions%2Falice%2Eexample%2Fftp";
    for locale in Locale::ALL {
        let said = &texts(locale).panel_user;
        alice.headers = vec![("accept-language", locale.tag().to_owned())];
        let answer = alice.open(page).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(says(&answer, said.choose_password_text), "{answer:?}");
        assert!(says(&answer, said.sign_out), "{answer:?}");
        let navigation = texts(locale).common.main_navigation;
        assert!(!says(&answer, navigation), "there is nowhere to go");
    }
    let change = async |new: &str| {
        let fields = [
            ("current_password", CUSTOMER_PASSWORD),
            ("password", new),
            ("next", "/subscriptions/alice.example/ftp"),
        ];
        alice.submit(page, "change_own_password", &fields).await
    };
    let short = change("short").await;
    let drawn = alice.follow(&short).await;
    let error = FieldError::Password(PasswordError::TooShort);
    let locale = Locale::ALL[Locale::ALL.len() - 1];
    assert!(
        says(&drawn, &(texts(locale).field_error)(error)),
        "{drawn:?}"
    );
    let answer = change(OWN_PASSWORD).await;
    assert_eq!(answer.location(), "/subscriptions/alice.example/ftp");
    alice.keep_cookies(&answer);
    for open in ["/", "/subscriptions/alice.example/ftp"] {
        assert_eq!(alice.open(open).await.status, 200);
    }
}

#[tokio::test]
async fn the_password_that_was_given_is_not_one_s_own() {
    let (_panel, alice) = with_a_given_password().await;
    let fields = [
        ("current_password", CUSTOMER_PASSWORD),
        ("password", CUSTOMER_PASSWORD),
    ];
    let answer = alice.call("change_own_password", &fields).await;
    let expected = AppError::at(Field::Password, FieldError::SamePassword);
    assert_eq!(problem(&answer), expected);
}
