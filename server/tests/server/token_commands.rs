//! `berth token`, as a process.

use model::Role;
use services::ApiTokenSecret;

use crate::command_line::berth;
use crate::support::{Installation, origin};

#[tokio::test]
async fn tokens_are_added_listed_and_revoked_by_commands() {
    let installation = Installation::with_example().await;
    let folder = installation.path("");
    installation.add_user("boss", Role::Administrator).await;
    let run = |arguments: &[&str]| berth(&folder, arguments, "");
    let added = run(&[
        "token",
        "add",
        "deploy",
        "--user=marie",
        "--scope=write",
        "--subscription=example.com",
        "--expires=2100-12-31",
        "--address=192.0.2.0/24",
        "--address=2001:db8::/32",
    ]);
    assert_eq!((added.code, added.err.as_str()), (0, ""));
    let secret = ApiTokenSecret::new(added.out.trim_end().to_owned());
    let tokens = &installation.services.api_tokens;
    let acting = tokens.authenticate(&secret, &origin()).await.unwrap();
    assert!(acting.actor.is_limited(), "{acting:?}");
    // Without a person it is the only administrator's.
    let added = run(&["token", "add", "watch", "--scope", "read"]);
    assert_eq!(added.code, 0, "{}", added.err);

    let list = run(&["token", "list", "--json"]);
    let mut list: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    for token in list.as_array_mut().unwrap() {
        let token = token.as_object_mut().unwrap();
        for changing in ["created_at", "last_used_at", "last_used_from"] {
            token.remove(changing).unwrap();
        }
    }
    assert_eq!(
        list,
        serde_json::json!([
            {
                "name": "watch", "user": "boss", "scope": "read", "subscriptions": null,
                "addresses": "", "expires_at": null, "expired": false,
            },
            {
                "name": "deploy", "user": "marie", "scope": "write",
                "subscriptions": ["example.com"], "addresses": "192.0.2.0/24, 2001:db8::/32",
                "expires_at": "2101-01-01T00:00:00Z", "expired": false,
            },
        ])
    );
    let table = run(&["token", "list", "--user", "marie"]);
    assert!(
        table.out.contains("deploy") && !table.out.contains("watch"),
        "{}",
        table.out
    );
    let revoked = run(&["token", "revoke", "deploy", "--user", "marie"]);
    assert_eq!(revoked.code, 0, "{}", revoked.err);
    assert!(tokens.authenticate(&secret, &origin()).await.is_err());
    let gone = run(&["token", "revoke", "deploy", "--user", "marie"]);
    assert_eq!(gone.code, 1);
}

#[tokio::test]
async fn a_command_says_what_is_wrong_with_a_token() {
    let installation = Installation::with_example().await;
    let folder = installation.path("");
    for login in ["boss", "chief"] {
        installation.add_user(login, Role::Administrator).await;
    }
    for (arguments, said) in [
        (&["--user=nobody"][..], "nothing of that name"),
        (&[], "boss, chief"),
        (
            &["--user=marie", "--subscription=nil.example"],
            "Domain names",
        ),
        (&["--user=marie", "--expires=2020-01-01"], "is past"),
        (&["--user=marie", "--address=here"], "no list of addresses"),
    ] {
        let add = ["token", "add", "deploy", "--scope=read"];
        let refused = berth(&folder, &[&add, arguments].concat(), "");
        assert_eq!(
            (refused.code, refused.out.as_str()),
            (1, ""),
            "{arguments:?}"
        );
        assert!(refused.err.contains(said), "{arguments:?}: {}", refused.err);
    }
    let tokens = &installation.services.api_tokens;
    let all = tokens.list_all(&model::Actor::CommandLine).await.unwrap();
    assert!(all.is_empty(), "{all:?}");
}
