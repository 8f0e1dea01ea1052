//! What belongs to one FTP account: links, passwords, usage, connection, history.

use serde_json::{Value, json};

use crate::support::{Server, problem};

const PAUL: &str = "/subscriptions/example.com/ftp-accounts/paul";

#[tokio::test]
async fn a_one_time_link_is_made_shown_once_and_revoked() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let link = format!("{PAUL}/one-time-link");
    assert_eq!(marie.get(&link).await.problem(), problem(404, "not_found"));
    let made = marie.post(&link, &json!({ "valid_hours": 2 })).await;
    assert_eq!(made.status, 201, "{made:?}");
    let url = made.json()["url"].as_str().unwrap_or_default().to_owned();
    let prefix = format!("{}/set-password/", server.address);
    assert!(url.starts_with(&prefix), "{url}");
    let known = marie.get(&link).await;
    assert_eq!(known.json()["made_by"], "marie");
    assert_eq!(known.json()["expires_at"], made.json()["expires_at"]);
    let token = url.trim_start_matches(&prefix);
    assert!(!known.text.contains(token));
    assert!(!marie.get(PAUL).await.text.contains(token));
    for hours in [0, 337] {
        let answer = marie.post(&link, &json!({ "valid_hours": hours })).await;
        let expected = ("valid_hours".to_owned(), "number_out_of_range".to_owned());
        assert_eq!(answer.field_errors(), [expected], "{hours}");
    }
    // Without a mail server the link is there all the same.
    assert_eq!(made.json()["mail"], Value::Null);
    let mailed = json!({ "email": "paul@example.com", "language": "fr" });
    let mailed = marie.post(&link, &mailed).await;
    assert_eq!(mailed.json()["mail"], "failed", "{mailed:?}");
    assert!(mailed.json()["url"].is_string(), "{mailed:?}");
    let wrong = marie.post(&link, &json!({ "email": "paul" })).await;
    let expected = ("email".to_owned(), "not_an_email_address".to_owned());
    assert_eq!(wrong.field_errors(), [expected]);
    for _ in 0..2 {
        assert_eq!(marie.delete(&link).await.status, 204);
    }
    assert_eq!(marie.get(&link).await.status, 404);
}

#[tokio::test]
async fn a_generated_password_is_another_one_each_time_and_a_version() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let before = marie.get(PAUL).await.json()["version"].clone();
    let generate = format!("{PAUL}/generate-password");
    let mut passwords = Vec::new();
    for _ in 0..2 {
        let answer = marie.post(&generate, &json!({})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        passwords.push(
            answer.json()["password"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        );
    }
    assert!(passwords[0].len() >= 10 && passwords[0] != passwords[1]);
    assert_ne!(marie.get(PAUL).await.json()["version"], before);
}

#[tokio::test]
async fn an_account_that_waits_for_its_password_says_so() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let accounts = "/subscriptions/example.com/ftp-accounts";
    let account = json!({
        "name": "lou", "home_directory": "/lou",
        "credential": { "type": "one_time_link", "valid_hours": 24 },
    });
    let added = marie.post(accounts, &account).await.json();
    assert_eq!(added["account"]["state"], "waits_for_password");
    assert!(added["one_time_link"]["url"].is_string(), "{added}");
    assert_eq!(added.get("generated_password"), None);
}

#[tokio::test]
async fn usage_connection_and_history_are_told() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let usage = marie.get(&format!("{PAUL}/usage")).await.json();
    assert_eq!(usage["usage"]["bytes"], 0);
    assert_eq!(usage["quota_bytes"], Value::Null);
    let connection = marie.get(&format!("{PAUL}/connection")).await.json();
    assert_eq!(connection["account"], "paul");
    assert_eq!(connection["host"], "127.0.0.1");
    assert!(
        connection["certificate"]["sha256"].is_string(),
        "{connection}"
    );

    let change = json!({ "home_directory": "/elsewhere", "settings": { "quota_bytes": 1000 } });
    assert_eq!(marie.change("PATCH", PAUL, "*", &change).await.status, 200);
    let history = format!("{PAUL}/history");
    let mut events = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = marie
            .get(&format!("{history}?limit=1{cursor}"))
            .await
            .json();
        events.push(page["items"][0].clone());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let kinds: Vec<&str> = events
        .iter()
        .filter_map(|event| event["event"]["type"].as_str())
        .collect();
    assert_eq!(kinds, ["changed", "added"]);
    assert_eq!(events[0]["actor"], "marie");
    assert_eq!(events[0]["token"], "Write []");
    let expected = json!([
        { "field": "home_directory", "before": "/paul", "after": "/elsewhere" },
        { "field": "settings.quota_bytes", "before": null, "after": 1000 },
    ]);
    assert_eq!(events[0]["event"]["changes"], expected);
}
