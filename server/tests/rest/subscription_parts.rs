//! What belongs to a subscription beside its FTP accounts: trash, folders, defaults, activity, audit log.

use serde_json::{Value, json};

use crate::support::{Server, problem};

const TRASH: &str = "/subscriptions/example.com/trash/ftp-accounts";
const ACCOUNTS: &str = "/subscriptions/example.com/ftp-accounts";

#[tokio::test]
async fn removed_accounts_are_restored_or_removed_for_good() {
    let server = Server::start().await;
    for name in ["alix", "lou"] {
        server.add_ftp_account(name).await;
    }
    let marie = server.marie().await;
    for name in ["alix", "lou", "paul"] {
        assert_eq!(
            marie.delete(&format!("{ACCOUNTS}/{name}")).await.status,
            204
        );
    }
    // The latest removal comes first; of those in the same second, the latest account.
    let first = marie.get(&format!("{TRASH}?limit=2")).await.json();
    assert_eq!(first["items"][0]["removed_by"], "marie");
    let next = first["next"].as_str().unwrap_or_default();
    let name = |item: &Value| item["name"].as_str().unwrap_or_default().to_owned();
    let mut names: Vec<String> = first["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(name)
        .collect();
    // What is restored meanwhile leaves no gap.
    let restored = marie
        .post(&format!("{TRASH}/{}/restore", names[0]), &json!({}))
        .await;
    assert_eq!(restored.status, 204, "{restored:?}");
    assert_eq!(
        marie.get(&format!("{ACCOUNTS}/{}", names[0])).await.status,
        200
    );
    let last = marie
        .get(&format!("{TRASH}?limit=2&cursor={next}"))
        .await
        .json();
    names.extend(last["items"].as_array().into_iter().flatten().map(name));
    assert_eq!(last["next"], Value::Null);
    assert_eq!(
        marie
            .delete(&format!("{ACCOUNTS}/{}", names[0]))
            .await
            .status,
        204
    );
    names.sort();
    assert_eq!(names, ["alix", "lou", "paul"]);

    let lou = marie.get(&format!("{TRASH}/lou")).await.json();
    assert_eq!(lou["account"]["home_directory"], "/lou");
    assert_eq!(lou["files_stay"], Value::Null);
    let purged = marie.delete(&format!("{TRASH}/lou?with_files=true")).await;
    assert_eq!(purged.status, 200, "{purged:?}");
    assert_eq!(purged.json()["name"], "lou");
    let kept = marie.delete(&format!("{TRASH}/alix")).await.json();
    assert_eq!(kept["files"], json!({ "type": "kept" }));
    assert_eq!(
        marie.get(&format!("{TRASH}/alix")).await.problem(),
        problem(404, "not_found")
    );
    let again = marie
        .post(&format!("{TRASH}/lou/restore"), &json!({}))
        .await;
    assert_eq!(again.problem(), problem(404, "not_found"));
}

#[tokio::test]
async fn folders_are_made_and_listed() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let folders = "/subscriptions/example.com/folders";
    let made = marie
        .post(folders, &json!({ "path": "/site/photos" }))
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let location = made.header("location");
    assert_eq!(
        location,
        "/api/v1/subscriptions/example.com/folders?path=%2Fsite%2Fphotos"
    );
    let listed = marie.get(&format!("{folders}?path=/site")).await.json();
    let photos = json!({ "name": "photos", "path": "/site/photos", "refused": null });
    assert_eq!(listed["folders"], json!([photos]));
    for path in ["/../x", "/nothing"] {
        let answer = marie.get(&format!("{folders}?path={path}")).await;
        assert_eq!(
            answer.problem(),
            problem(422, "invalid"),
            "{path}: {answer:?}"
        );
    }
    let dots = marie.post(folders, &json!({ "path": "/.." })).await;
    assert_eq!(
        dots.field_errors(),
        [("home_directory".to_owned(), "dot_component".to_owned())]
    );
}

#[tokio::test]
async fn defaults_are_replaced_as_a_whole_and_have_a_version() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let defaults = "/subscriptions/example.com/default-settings";
    let read = marie.get(defaults).await;
    assert_eq!((read.status, read.header("etag")), (200, "\"0\""));
    let new = json!({ "settings": { "max_sessions": 5, "tls_required": true } });
    let put = marie.change("PUT", defaults, "\"0\"", &new).await;
    assert_eq!(put.status, 200, "{put:?}");
    assert_eq!(put.json()["settings"]["max_sessions"], 5);
    let late = marie.change("PUT", defaults, "\"0\"", &new).await;
    assert_eq!(late.problem(), problem(412, "edit_conflict"));
    assert_eq!(late.json()["current"], put.json());
    let others = json!({ "settings": { "note": "x" } });
    let replaced = marie
        .change("PUT", defaults, late.header("etag"), &others)
        .await
        .json();
    assert_eq!(replaced["settings"]["max_sessions"], Value::Null);
    let account = json!({
        "name": "lou", "home_directory": "/lou", "credential": { "type": "generated_password" },
    });
    let added = marie.post(ACCOUNTS, &account).await.json();
    assert_eq!(added["account"]["settings"]["note"], "x");
    let expiry = json!({ "settings": { "expires_at": "2099-01-01T00:00:00Z" } });
    let refused = marie.change("PUT", defaults, "*", &expiry).await;
    let expected = ("settings.expires_at".to_owned(), "invalid_value".to_owned());
    assert_eq!(refused.field_errors(), [expected], "{refused:?}");
}

#[tokio::test]
async fn every_change_is_in_the_audit_log_with_its_token() {
    let server = Server::start().await;
    let marie = server.marie().await;
    assert_eq!(marie.delete(&format!("{ACCOUNTS}/paul")).await.status, 204);
    let audit = "/subscriptions/example.com/audit";
    let first = marie.get(&format!("{audit}?limit=1")).await.json();
    let row = &first["items"][0];
    assert_eq!(row["action"], "ftp_account.remove");
    assert_eq!(
        (&row["actor"], &row["subject"]),
        (&json!("marie"), &json!("paul"))
    );
    assert_eq!(row["token"], "Write []");
    let next = first["next"].as_str().unwrap_or_default();
    let second = marie
        .get(&format!("{audit}?limit=1&cursor={next}"))
        .await
        .json();
    assert_eq!(second["items"][0]["action"], "ftp_account.add");
    let found = marie
        .get(&format!("{audit}?action=ftp_account.add&actor=marie"))
        .await
        .json();
    assert_eq!(found["items"], json!([]));
    for query in [
        "action=fly",
        "from=yesterday",
        "to=2026-02-30",
        "refusals=1",
    ] {
        let answer = marie.get(&format!("{audit}?{query}")).await;
        assert_eq!(answer.problem(), problem(400, "invalid_query"), "{query}");
    }
}

#[tokio::test]
async fn what_is_done_over_ftp_is_listed_and_summed_up() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let activity = "/subscriptions/example.com/ftp-activity";
    let page = marie
        .get(&format!("{activity}?account=paul&group=uploads"))
        .await
        .json();
    assert_eq!(page, json!({ "items": [], "next": null }));
    let overview = marie
        .get("/subscriptions/example.com/overview?period=52_weeks")
        .await
        .json();
    assert_eq!(overview["steps"].as_array().map(Vec::len), Some(52));
    assert_eq!(overview["steps"][0]["days"], 7);
    let sessions = marie
        .get("/subscriptions/example.com/ftp-sessions")
        .await
        .json();
    assert_eq!(sessions, json!({ "items": [], "next": null }));
    let over = marie
        .delete("/subscriptions/example.com/ftp-sessions/x")
        .await;
    assert_eq!(over.problem(), problem(404, "session_over"));
}
