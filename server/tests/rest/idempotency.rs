//! Requests that are sent twice are done once.

use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, Program, Server, problem, send, with_json};

const ACCOUNTS: &str = "/subscriptions/example.com/ftp-accounts";

async fn add(program: &Program, key: &str, body: &Value) -> Answer {
    let request = with_json(program.request("POST", ACCOUNTS), body);
    send(request.header("idempotency-key", key)).await
}

fn account(name: &str) -> Value {
    json!({
        "name": name, "home_directory": "/site",
        "credential": { "type": "password", "password": PASSWORD },
    })
}

#[tokio::test]
async fn the_same_request_with_the_same_key_is_done_once() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let first = add(&marie, "\"1\"", &account("lou")).await;
    assert_eq!(first.status, 201, "{first:?}");
    assert_eq!(first.header("idempotent-replayed"), "");
    let again = add(&marie, "1", &account("lou")).await;
    assert_eq!((again.status, &again.text), (201, &first.text));
    assert_eq!(again.header("idempotent-replayed"), "true");
    for name in ["location", "etag", "content-type"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
    }
    // Without a key, or with another, it is another request.
    let taken = marie.post(ACCOUNTS, &account("lou")).await;
    assert_eq!(
        taken.field_errors(),
        [("name".to_owned(), "taken".to_owned())]
    );
    assert_eq!(add(&marie, "2", &account("lou")).await.status, 422);
    // Another request has another key; and another token keys of its own.
    let reused = add(&marie, "1", &account("eve")).await;
    assert_eq!(reused.problem(), problem(422, "idempotency_key_reused"));
    let other = server
        .program("marie", model::ApiAccess::Write, &["example.com"])
        .await;
    assert_eq!(add(&other, "1", &account("eve")).await.status, 201);
}

#[tokio::test]
async fn what_did_nothing_can_be_sent_again_with_its_key() {
    let server = Server::start().await;
    let marie = server.marie().await;
    assert_eq!(add(&marie, "k", &account("root")).await.status, 422);
    assert_eq!(add(&marie, "k", &account("lou")).await.status, 201);
}

#[tokio::test]
async fn a_secret_is_answered_once() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let body = json!({
        "name": "lou", "home_directory": "/site",
        "credential": { "type": "generated_password" },
    });
    let first = add(&marie, "k", &body).await;
    let password = first.json()["generated_password"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(password.len() >= 10, "{first:?}");
    let again = add(&marie, "k", &body).await;
    assert_eq!(again.problem(), problem(409, "answer_not_kept"));
    assert!(!again.text.contains(&password));
}

#[tokio::test]
async fn many_at_once_with_one_key_do_it_once() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let body = account("lou");
    let answers = (0..8).map(|_| add(&marie, "k", &body));
    let answers = futures_util::future::join_all(answers).await;
    let mut made = 0;
    for answer in &answers {
        match answer.status {
            201 => made += usize::from(answer.header("idempotent-replayed").is_empty()),
            _ => assert_eq!(answer.problem(), problem(409, "idempotency_key_in_use")),
        }
    }
    assert_eq!(made, 1, "{answers:?}");
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day_and_what_was_cut_off_after_some_minutes() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let age =
        |seconds: u32| format!("UPDATE idempotency_key SET created_at = created_at - {seconds}");
    assert_eq!(add(&marie, "k", &account("lou")).await.status, 201);
    server.sql(&age(86_390)).await;
    assert_eq!(add(&marie, "k", &account("lou")).await.status, 201);
    server.sql(&age(20)).await;
    // It is carried out again: now there is such an account.
    assert_eq!(add(&marie, "k", &account("lou")).await.status, 422);

    assert_eq!(add(&marie, "cut", &account("eve")).await.status, 201);
    server.sql("UPDATE idempotency_key SET status = NULL").await;
    let under_way = add(&marie, "cut", &account("eve")).await;
    assert_eq!(under_way.problem(), problem(409, "idempotency_key_in_use"));
    server.sql(&age(301)).await;
    assert_eq!(add(&marie, "cut", &account("eve")).await.status, 422);
}

#[tokio::test]
async fn a_key_is_short_and_visible() {
    let server = Server::start().await;
    let marie = server.marie().await;
    for key in ["", "a b", &"x".repeat(256)] {
        let answer = add(&marie, key, &account("lou")).await;
        assert_eq!(
            answer.problem(),
            problem(400, "invalid_idempotency_key"),
            "{key}"
        );
    }
}
