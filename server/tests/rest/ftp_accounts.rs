//! FTP accounts: listed, read, added, changed, removed.

use serde_json::{Value, json};

use crate::support::{PASSWORD, Program, Server, problem};

const ACCOUNTS: &str = "/subscriptions/example.com/ftp-accounts";
const PAUL: &str = "/subscriptions/example.com/ftp-accounts/paul";

async fn names(program: &Program, query: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = program.get(&format!("{ACCOUNTS}?{query}{cursor}")).await;
        assert_eq!(page.status, 200, "{page:?}");
        let page = page.json();
        let items = page["items"].as_array().cloned().unwrap_or_default();
        let name = |item: &Value| item["name"].as_str().unwrap_or_default().to_owned();
        names.extend(items.iter().map(name));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return names,
        }
    }
}

#[tokio::test]
async fn a_list_is_read_page_by_page_in_any_order() {
    let server = Server::start().await;
    for name in ["alix", "lou", "zoe"] {
        server.add_ftp_account(name).await;
    }
    let marie = server.marie().await;
    let all = ["example", "alix", "lou", "paul", "zoe"];
    for limit in [1, 2, 4, 5, 6] {
        assert_eq!(
            names(&marie, &format!("limit={limit}")).await,
            all,
            "{limit}"
        );
    }
    let reversed = ["example", "zoe", "paul", "lou", "alix"];
    assert_eq!(names(&marie, "limit=2&sort=-name").await, reversed);
    for sort in [
        "home_directory",
        "enabled",
        "permission",
        "usage",
        "last_sign_in_at",
        "expires_at",
        "note",
        "changed_at",
    ] {
        for sign in ["", "-"] {
            let mut found = names(&marie, &format!("limit=2&sort={sign}{sort}")).await;
            found.sort();
            assert_eq!(
                found,
                ["alix", "example", "lou", "paul", "zoe"],
                "{sign}{sort}"
            );
        }
    }
    assert_eq!(names(&marie, "search=lou").await, ["lou"]);
    assert_eq!(names(&marie, "enabled=false").await, [""; 0]);
    assert_eq!(
        names(&marie, "unused=true&permission=read_write")
            .await
            .len(),
        5
    );
}

#[tokio::test]
async fn what_is_removed_meanwhile_leaves_no_gap_in_a_list() {
    let server = Server::start().await;
    for name in ["alix", "lou", "zoe"] {
        server.add_ftp_account(name).await;
    }
    let marie = server.marie().await;
    let first = marie.get(&format!("{ACCOUNTS}?limit=3")).await.json();
    let next = first["next"].as_str().unwrap_or_default();
    assert_eq!(marie.delete(&format!("{ACCOUNTS}/lou")).await.status, 204);
    let second = marie
        .get(&format!("{ACCOUNTS}?limit=3&cursor={next}"))
        .await
        .json();
    assert_eq!(second["items"][0]["name"], "paul");
    assert_eq!(second["items"][1]["name"], "zoe");
    // A cursor is for the list that it comes from.
    let other = marie
        .get(&format!("{ACCOUNTS}?limit=3&sort=note&cursor={next}"))
        .await;
    assert_eq!(other.problem(), problem(400, "invalid_cursor"));
}

#[tokio::test]
async fn an_account_is_added_read_changed_and_removed() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let added = marie
        .post(
            ACCOUNTS,
            &json!({
                "name": "Lou",
                "home_directory": "/site//photos/",
                "credential": { "type": "password", "password": PASSWORD },
                "settings": {
                    "permission": "upload_only",
                    "quota_bytes": 5_000_000,
                    "expires_at": "2099-01-01T00:00:00+01:00",
                    "upload_bytes_per_second": 10_240,
                },
            }),
        )
        .await;
    assert_eq!(added.status, 201, "{added:?}");
    let address = "/api/v1/subscriptions/example.com/ftp-accounts/lou";
    assert_eq!(added.header("location"), address);
    let account = &added.json()["account"];
    assert_eq!(account["name"], "lou");
    assert_eq!(account["home_directory"], "/site/photos");
    assert_eq!(account["state"], "enabled");
    assert_eq!(account["settings"]["expires_at"], "2098-12-31T23:00:00Z");
    assert_eq!(account["settings"]["upload_bytes_per_second"], 10_240);
    assert!(!added.text.contains(PASSWORD));

    let lou = format!("{ACCOUNTS}/lou");
    let read = marie.get(&lou).await;
    assert_eq!(read.json(), *account);
    assert_eq!(read.header("etag"), added.header("etag"));

    let patch = json!({ "settings": { "expires_at": null, "note": "until spring" } });
    let changed = marie
        .change("PATCH", &lou, read.header("etag"), &patch)
        .await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let now = changed.json();
    assert_eq!(now["settings"]["expires_at"], Value::Null);
    assert_eq!(now["settings"]["note"], "until spring");
    assert_eq!(now["settings"]["quota_bytes"], 5_000_000);
    assert_ne!(changed.header("etag"), read.header("etag"));

    let renamed = json!({ "name": "loulou", "keep_former_name_days": 7 });
    let renamed = marie.change("PATCH", &lou, "*", &renamed).await;
    assert_eq!(renamed.json()["name"], "loulou");
    let loulou = format!("{ACCOUNTS}/loulou");
    let former = marie.get(&format!("{loulou}/former-names")).await.json();
    assert_eq!(former["items"][0]["name"], "lou");

    assert_eq!(marie.delete(&loulou).await.status, 204);
    assert_eq!(
        marie.get(&loulou).await.problem(),
        problem(404, "not_found")
    );
    assert_eq!(marie.delete(&loulou).await.status, 404);
    let main = marie.delete(&format!("{ACCOUNTS}/example")).await;
    assert_eq!(main.problem(), problem(409, "main_account_stays"));
}

#[tokio::test]
async fn a_change_names_the_version_that_it_was_made_from() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let read = marie.get(PAUL).await;
    let tag = read.header("etag").to_owned();
    assert_eq!(tag, format!("\"{}\"", read.json()["version"]));
    let note = |note: &str| json!({ "settings": { "note": note } });
    let without = crate::support::with_json(marie.request("PATCH", PAUL), &note("a"));
    let without = crate::support::send(without).await;
    assert_eq!(without.problem(), problem(428, "precondition_required"));
    let unquoted = marie.change("PATCH", PAUL, "7", &note("a")).await;
    assert_eq!(unquoted.problem(), problem(400, "invalid_precondition"));

    assert_eq!(
        marie.change("PATCH", PAUL, &tag, &note("a")).await.status,
        200
    );
    let late = marie.change("PATCH", PAUL, &tag, &note("b")).await;
    assert_eq!(late.problem(), problem(412, "edit_conflict"));
    assert_eq!(late.json()["current"]["settings"]["note"], "a");
    assert_eq!(late.json()["current"], marie.get(PAUL).await.json());
    assert_ne!(late.header("etag"), tag);
    let either = format!("{tag}, {}", late.header("etag"));
    assert_eq!(
        marie
            .change("PATCH", PAUL, &either, &note("c"))
            .await
            .status,
        200
    );

    let remove = |tag: &str| {
        let request = marie.request("DELETE", PAUL).header("if-match", tag);
        crate::support::send(request)
    };
    assert_eq!(remove(&tag).await.problem(), problem(412, "edit_conflict"));
    assert_eq!(
        remove(marie.get(PAUL).await.header("etag")).await.status,
        204
    );
    let gone = marie.change("PATCH", PAUL, &tag, &note("d")).await;
    assert_eq!(gone.problem(), problem(404, "not_found"));
}

#[tokio::test]
async fn an_empty_password_is_none() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let answer = marie
        .change("PATCH", PAUL, "*", &json!({ "password": "" }))
        .await;
    assert_eq!(
        answer.field_errors(),
        [("password".to_owned(), "empty".to_owned())]
    );
    let password = json!({ "password": "sullen-Walnut-77-kite" });
    assert_eq!(
        marie.change("PATCH", PAUL, "*", &password).await.status,
        200
    );
    let null = marie
        .change("PATCH", PAUL, "*", &json!({ "name": null }))
        .await;
    assert_eq!(null.problem(), problem(422, "invalid_body"));
}

#[tokio::test]
async fn each_of_several_accounts_is_done_on_its_own() {
    let server = Server::start().await;
    server.add_ftp_account("lou").await;
    let marie = server.marie().await;
    let bulk = |names: &[&str], action: Value| {
        let body = json!({ "names": names, "action": action });
        let marie = &marie;
        async move {
            marie
                .post("/subscriptions/example.com/bulk-actions", &body)
                .await
        }
    };
    let codes = |answer: &crate::support::Answer| {
        assert_eq!(answer.status, 200, "{answer:?}");
        let results = answer.json()["results"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let code = |result: &Value| {
            result["problem"]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        results.iter().map(code).collect::<Vec<String>>()
    };
    let settings = json!({ "type": "change", "settings": { "max_sessions": 3 } });
    let done = bulk(&["paul", "nobody", "lou", "other", "ROOT!"], settings).await;
    assert_eq!(
        codes(&done),
        ["", "not_found", "", "not_found", "not_found"]
    );
    assert_eq!(
        (done.json()["done"].clone(), done.json()["failed"].clone()),
        (json!(2), json!(3))
    );
    assert_eq!(marie.get(PAUL).await.json()["settings"]["max_sessions"], 3);
    let disabled = bulk(&["paul", "paul"], json!({ "type": "disable" })).await;
    assert_eq!(codes(&disabled), ["", ""]);
    assert_eq!(marie.get(PAUL).await.json()["state"], "disabled");
    let removed = bulk(&["paul", "example", "lou"], json!({ "type": "remove" })).await;
    assert_eq!(codes(&removed), ["", "main_account_stays", ""]);
    assert_eq!(marie.get(PAUL).await.status, 404);
    let none = bulk(&[], json!({ "type": "remove" })).await;
    assert_eq!(none.problem(), problem(422, "nothing_named"));
    let unknown = bulk(&["example"], json!({ "type": "remove", "all": true })).await;
    assert_eq!(unknown.problem(), problem(422, "invalid_body"));
}
