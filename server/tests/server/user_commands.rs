//! `berth user`, as a process.

use model::Role;

use crate::command_line::{berth, berth_with};
use crate::support::{Installation, PASSWORD};

#[tokio::test]
async fn people_are_listed_changed_and_removed_by_commands() {
    let installation = Installation::with_example().await;
    let folder = installation.path("");
    installation.add_user("boss", Role::Administrator).await;
    installation.add_user("rex", Role::Reseller).await;
    let run = |arguments: &[&str]| berth(&folder, arguments, "");

    let changed = run(&[
        "user",
        "set",
        "marie",
        "--display-name",
        "Marie D.",
        "--reseller",
        "rex",
    ]);
    assert_eq!((changed.code, changed.err.as_str()), (0, ""));
    assert_eq!(changed.out, "The panel user marie has been changed.\n");
    let list = run(&["user", "list", "--search", "marie"]);
    assert!(
        list.out.contains("Marie D.") && list.out.contains("rex"),
        "{}",
        list.out
    );
    assert!(!list.out.contains("boss"), "{}", list.out);
    let json = run(&["user", "list", "--json", "--role", "customer"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json.as_array().map(Vec::len), Some(1));
    assert_eq!(json[0]["login"], "marie");
    assert_eq!(json[0]["reseller"], "rex");
    assert_eq!(json[0]["subscriptions"], 1);

    let limited = run(&["user", "set", "rex", "--max-customers", "1"]);
    assert_eq!(limited.code, 0, "{}", limited.err);
    let useless = run(&["user", "set", "marie", "--max-customers", "1"]);
    assert_eq!(useless.code, 1);
    let sentence = "Only a reseller has this limit";
    assert!(useless.err.contains(sentence), "{}", useless.err);
    let panel = [("BERTH_PUBLIC_URL", "https://panel.example")];
    let beyond = berth_with(
        &folder,
        &panel,
        &[
            "user",
            "add",
            "anne",
            "--role",
            "customer",
            "--reseller",
            "rex",
            "--link",
        ],
    );
    assert_eq!(beyond.code, 1);
    assert!(beyond.err.contains("1 of 1 customers"), "{}", beyond.err);

    // The last administrator stays.
    for arguments in [
        &["user", "set", "boss", "--disable"][..],
        &["user", "set", "boss", "--role", "customer"],
        &["user", "remove", "boss"],
    ] {
        let refused = run(arguments);
        assert_eq!(refused.code, 1);
        assert!(
            refused.err.contains("last administrator"),
            "{}",
            refused.err
        );
    }
    let owns = run(&["user", "remove", "marie"]);
    assert!(owns.err.contains("owns subscriptions"), "{}", owns.err);
    let removed = run(&["user", "remove", "marie", "--give-to", "boss"]);
    assert_eq!(removed.out, "The panel user marie has been removed.\n");
    let disabled = run(&["user", "set", "rex", "--disable"]);
    assert_eq!(disabled.code, 0, "{}", disabled.err);
    let list = run(&["user", "list"]);
    assert!(list.out.contains("Disabled"), "{}", list.out);
    let enabled = run(&["user", "set", "rex", "--enable"]);
    assert_eq!(enabled.code, 0, "{}", enabled.err);
}

#[tokio::test]
async fn a_link_takes_the_place_of_a_password() {
    let installation = Installation::with_example().await;
    let folder = installation.path("");
    let panel = [("BERTH_PUBLIC_URL", "https://panel.example")];
    let added = berth_with(
        &folder,
        &panel,
        &["user", "add", "anne", "--role", "customer", "--link"],
    );
    let start = "https://panel.example/choose-password/";
    assert!(added.out.starts_with(start), "{}{}", added.out, added.err);
    let again = berth_with(&folder, &panel, &["user", "link", "anne", "--hours", "1"]);
    assert!(again.out.starts_with(start), "{}", again.err);
    assert_ne!(again.out, added.out);
    let token = again.out.trim().trim_start_matches(start).to_owned();
    let users = &installation.services.panel_users;
    let token = services::OneTimeToken::new(token);
    let opened = users.open_link(&token, &crate::support::origin()).await;
    assert_eq!(opened.unwrap().login.as_str(), "anne");
    // Without an address of the panel there is no link, and nobody is added.
    let nowhere = berth(
        &folder,
        &["user", "add", "eve", "--role", "customer", "--link"],
        "",
    );
    assert_eq!(nowhere.code, 2, "{}", nowhere.err);
    // A password is given as before.
    let set = berth(
        &folder,
        &["user", "set", "anne", "--password-stdin"],
        PASSWORD,
    );
    assert_eq!(set.out, "The password of anne has been changed.\n");
}
