//! Which server functions there are. Each is a public address: a new one is noticed here.

use model::AppError;
use server_fn::axum::server_fn_paths;

use crate::functions::{FUNCTIONS, Needs};
use crate::support::{Panel, form, problem};

#[test]
fn there_are_no_other_server_functions() {
    let mut found: Vec<(String, String)> = server_fn_paths()
        .map(|(path, method)| (method.to_string(), path.to_owned()))
        .collect();
    found.sort_by(|one, other| one.1.cmp(&other.1));
    let expected: Vec<(String, String)> = FUNCTIONS
        .iter()
        .map(|function| {
            (
                function.method.to_owned(),
                format!("/api/{}", function.name),
            )
        })
        .collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn nothing_but_its_page_exists_for_an_ftp_account_nor_the_page_for_a_panel_user() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let account = panel.own_account("example").await;
    let administrator = panel.administrator().await;
    for function in FUNCTIONS {
        let nobody = match function.needs {
            Needs::Nothing => continue,
            Needs::OwnAccount => &administrator,
            Needs::SignIn
            | Needs::In(_)
            | Needs::Restoring
            | Needs::ToManageAlice
            | Needs::ToBeAliceOrManageHer
            | Needs::Server(_) => &account,
        };
        let (name, answer) = (function.name, function.call(nobody).await);
        assert_eq!(answer.status, 401, "{name}: {answer:?}");
        assert_eq!(problem(&answer), AppError::NotSignedIn, "{name}");
    }
    // Nor does signing out of the one end the session of the other.
    account.call("sign_out", &[]).await;
    administrator.call("own_account_sign_out", &[]).await;
    assert_eq!(account.open("/me").await.status, 200);
    assert_eq!(administrator.open("/account").await.status, 200);
}

#[tokio::test]
async fn anonymous_callers_may_only_sign_in_choose_a_language_and_use_links() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for function in FUNCTIONS {
        let (name, answer) = (function.name, function.call(&browser).await);
        assert_eq!(
            answer.status, function.anonymous_status,
            "{name}: {answer:?}"
        );
        if function.needs == Needs::Nothing {
            assert!(!answer.text.contains("NotSignedIn"), "{name}: {answer:?}");
        } else {
            assert_eq!(problem(&answer), AppError::NotSignedIn, "{name}");
            assert_eq!(answer.header("content-type"), "application/json", "{name}");
        }
    }
}

#[tokio::test]
async fn what_changes_something_cannot_be_had_by_a_link() {
    let panel = Panel::start().await;
    let browser = panel.administrator().await;
    for function in FUNCTIONS {
        let name = function.name;
        if function.method == "POST" {
            let path = format!("/api/{name}?{}", form(function.arguments));
            let link = browser.open(&path).await;
            assert_eq!(
                (link.status, link.location()),
                (403, ""),
                "{name}: {link:?}"
            );
            let answer = browser.read(name, function.arguments).await;
            assert_eq!(answer.status, 405, "{name}: {answer:?}");
            assert_eq!(answer.header("allow"), "POST", "{name}");
        }
    }
    assert!(panel.resume(browser.token()).await.is_some());
}
