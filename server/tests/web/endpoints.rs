//! Which server functions there are. Each is a public address: a new one is noticed here.

use model::AppError;
use server_fn::axum::server_fn_paths;

use crate::support::{Panel, form, problem};

/// A server function, with arguments that it can read.
#[derive(Clone, Copy)]
struct Function {
    method: &'static str,
    name: &'static str,
    arguments: &'static [(&'static str, &'static str)],
    /// How it answers somebody who is not signed in: 401, unless it is for everybody.
    anonymous_status: u16,
    /// Whether somebody who is not signed in may call it.
    for_everybody: bool,
}

impl Function {
    const fn reads(name: &'static str, arguments: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            method: "GET",
            name,
            arguments,
            anonymous_status: 401,
            for_everybody: false,
        }
    }

    const fn acts(name: &'static str, arguments: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            method: "POST",
            ..Self::reads(name, arguments)
        }
    }

    const fn for_everybody(self, anonymous_status: u16) -> Self {
        Self {
            anonymous_status,
            for_everybody: true,
            ..self
        }
    }
}

/// Every server function, by name.
const FUNCTIONS: &[Function] = &[
    Function::acts(
        "add_ftp_account",
        &[
            ("domain", "example.com"),
            ("name", "x"),
            ("home_directory", "/"),
            ("password", "x"),
        ],
    ),
    Function::reads(
        "add_ftp_account_page",
        &[("domain", "example.com"), ("like", "")],
    ),
    Function::acts(
        "add_subscription",
        &[
            ("domain", "example.com"),
            ("webspace_root", "/srv/x"),
            ("owner", "x"),
            ("name", "x"),
            ("password", "x"),
        ],
    ),
    Function::acts(
        "change_default_settings",
        &[("domain", "example.com"), ("version", "0")],
    ),
    Function::acts(
        "change_ftp_account",
        &[
            ("domain", "example.com"),
            ("account", "x"),
            ("version", "1"),
            ("name", "x"),
            ("home_directory", "/"),
            ("password", ""),
        ],
    ),
    Function::acts(
        "change_ftp_accounts",
        &[
            ("domain", "example.com"),
            ("names", "x"),
            ("action", "enable"),
        ],
    ),
    Function::acts(
        "change_hosting",
        &[("domain", "example.com"), ("version", "0")],
    ),
    Function::acts(
        "change_own_password",
        &[("current_password", "x"), ("password", "y")],
    ),
    Function::acts("choose_locale", &[("locale", "fr")]).for_everybody(200),
    Function::reads("default_settings_page", &[("domain", "example.com")]),
    Function::acts(
        "end_former_name",
        &[("domain", "example.com"), ("account", "x"), ("former", "y")],
    ),
    Function::acts("end_ftp_session", &[("session", "1")]),
    Function::acts(
        "folder_children",
        &[("domain", "example.com"), ("path", "/")],
    ),
    Function::acts(
        "folder_tree",
        &[("domain", "example.com"), ("home_directory", "")],
    ),
    Function::reads("ftp_account", &[("domain", "example.com"), ("name", "x")]),
    Function::reads(
        "ftp_account_summary",
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::reads(
        "ftp_accounts_page",
        &[("domain", "example.com"), ("listing", "")],
    ),
    Function::reads(
        "ftp_activity_page",
        &[
            ("domain", "example.com"),
            ("account", ""),
            ("kind", ""),
            ("page", "1"),
        ],
    ),
    Function::reads(
        "ftp_connection_page",
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::reads(
        "ftp_history_page",
        &[("domain", "example.com"), ("name", "x"), ("before", "")],
    ),
    Function::reads("ftp_sessions_page", &[]),
    Function::reads(
        "ftp_usage_page",
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::reads("hosting_page", &[("domain", "example.com")]),
    Function::acts(
        "make_folder",
        &[("domain", "example.com"), ("path", "/"), ("folder", "x")],
    ),
    Function::acts(
        "make_one_time_link",
        &[("domain", "example.com"), ("account", "x"), ("hours", "1")],
    ),
    Function::reads(
        "one_time_link_page",
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::reads("overview_page", &[("days", "30")]),
    Function::reads("password_set_page", &[]).for_everybody(404),
    Function::acts(
        "preview_home",
        &[("domain", "example.com"), ("home_directory", "/")],
    ),
    Function::acts(
        "purge_ftp_account",
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::acts(
        "recount_ftp_account",
        &[("domain", "example.com"), ("account", "x")],
    ),
    Function::acts(
        "remove_ftp_accounts",
        &[("domain", "example.com"), ("names", "x")],
    ),
    Function::reads(
        "removed_ftp_account",
        &[("domain", "example.com"), ("name", "x")],
    ),
    Function::acts(
        "restore_ftp_accounts",
        &[("domain", "example.com"), ("names[]", "x")],
    ),
    Function::acts(
        "revoke_one_time_link",
        &[("domain", "example.com"), ("account", "x")],
    ),
    Function::acts("score_password", &[("password", "x"), ("name", "x")]),
    Function::acts(
        "set_password",
        &[("token", "x"), ("password", "x"), ("again", "x")],
    )
    .for_everybody(404),
    // It reads, but what it is asked is a secret, which no address but the link's may hold.
    Function::acts("set_password_page", &[("token", "x")]).for_everybody(404),
    Function::acts("set_time_zone", &[("zone", "Europe/Paris")]).for_everybody(200),
    Function::acts("sign_in", &[("login", "nobody"), ("password", "x")]).for_everybody(401),
    Function::acts("sign_out", &[]).for_everybody(200),
    Function::reads("subscription", &[("domain", "example.com")]),
    Function::reads("subscription_choices", &[]),
    Function::reads("subscriptions_page", &[("page", "1")]),
    Function::acts("suggest_password", &[("name", "x")]),
    Function::reads("trash_page", &[("domain", "example.com"), ("page", "1")]),
    Function::acts(
        "undo_removal",
        &[("domain", "example.com"), ("removal", "0123456789abcdef")],
    ),
];

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
async fn anonymous_callers_may_only_sign_in_choose_a_language_and_use_links() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for Function {
        method,
        name,
        arguments,
        anonymous_status,
        for_everybody,
    } in FUNCTIONS.iter().copied()
    {
        let answer = if method == "GET" {
            browser.read(name, arguments).await
        } else {
            browser.call(name, arguments).await
        };
        assert_eq!(answer.status, anonymous_status, "{name}: {answer:?}");
        if for_everybody {
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
