//! Webhooks, as programs manage them.

use serde_json::json;

use crate::support::{Server, problem};

const WEBHOOKS: &str = "/subscriptions/example.com/webhooks";

#[tokio::test]
async fn a_webhook_is_added_changed_tried_out_and_removed() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let new = json!({
        "name": "Deploy hook", "url": "https://hooks.invalid/x", "events": ["ftp.uploaded"],
    });
    let added = marie.post(WEBHOOKS, &new).await;
    assert_eq!(added.status, 201, "{added:?}");
    let address = added.header("location");
    assert_eq!(
        address,
        "/api/v1/subscriptions/example.com/webhooks/Deploy%20hook"
    );
    let address = address.trim_start_matches("/api/v1").to_owned();
    let secret = added.json()["secret"].clone();
    assert!(
        secret
            .as_str()
            .is_some_and(|secret| secret.starts_with("whsec_"))
    );
    let read = marie.get(&address).await;
    assert_eq!(read.json(), added.json()["webhook"]);
    assert!(!read.json().to_string().contains("whsec_"));

    let patch = json!({ "events": ["ftp.removed", "ftp.uploaded"], "enabled": false });
    let changed = marie.change("PATCH", &address, "\"1\"", &patch).await;
    let body = changed.json();
    assert_eq!(body["events"], json!(["ftp.uploaded", "ftp.removed"]));
    assert_eq!(
        (&body["enabled"], &body["version"]),
        (&json!(false), &json!(2))
    );
    let late = marie.change("PATCH", &address, "\"1\"", &patch).await;
    assert_eq!(late.status, 412, "{late:?}");

    assert_eq!(
        marie
            .post(&format!("{address}/test"), &json!({}))
            .await
            .status,
        204
    );
    let told = marie
        .get(&format!("{address}/deliveries?limit=1"))
        .await
        .json();
    let test = &told["items"][0];
    assert_eq!(
        (&test["type"], &test["state"]),
        (&json!("webhook.test"), &json!("waiting"))
    );
    assert_eq!(
        test["body"]["data"],
        json!({ "subscription": "example.com" })
    );
    let replaced = marie.post(&format!("{address}/secret"), &json!({})).await;
    assert_eq!(replaced.status, 200, "{replaced:?}");
    assert_ne!(replaced.json()["secret"], secret);

    assert_eq!(marie.delete(&address).await.status, 204);
    assert_eq!(
        marie.get(&address).await.problem(),
        problem(404, "not_found")
    );
}

#[tokio::test]
async fn what_a_webhook_must_be_is_said_by_field() {
    let server = Server::start().await;
    let marie = server.marie().await;
    for (field, code, new) in [
        (
            "name",
            "empty",
            json!({ "name": "", "url": "https://a.invalid/", "events": ["ftp.uploaded"] }),
        ),
        (
            "url",
            "scheme_not_allowed",
            json!({ "name": "a", "url": "a.invalid", "events": ["ftp.uploaded"] }),
        ),
        (
            "url",
            "credentials_in_address",
            json!({ "name": "a", "url": "https://a:b@c.invalid", "events": ["ftp.uploaded"] }),
        ),
        (
            "events",
            "no_events",
            json!({ "name": "a", "url": "https://a.invalid/", "events": [] }),
        ),
        (
            "events",
            "no_such_event",
            json!({ "name": "a", "url": "https://a.invalid/", "events": ["certificate.expiring"] }),
        ),
    ] {
        let refused = marie.post(WEBHOOKS, &new).await;
        assert_eq!(refused.status, 422, "{refused:?}");
        let error = &refused.json()["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(field), &json!(code))
        );
    }
}
