//! `If-Match`, while somebody else changes the same.

use std::time::Duration;

use model::{ApiAccess, Role};
use sea_orm::{ConnectionTrait, DbBackend, TransactionTrait};
use serde_json::{Value, json};

use crate::support::{Answer, Program, Server, send, with_json};

/// How long the other one's change takes: long enough for a request to have read what was there before.
const CHANGE_TAKES: Duration = Duration::from_millis(300);

/// A server, and who sends requests that somebody else comes in between of.
struct Race<'a> {
    server: &'a Server,
    boss: &'a Program,
}

impl Race<'_> {
    /// Sends a change, or a removal where there is no body, made from what there is, while a transaction that
    /// did these statements is not committed yet.
    async fn run(
        &self,
        statements: &[&str],
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let tag = self.boss.get(path).await.header("etag").to_owned();
        let request = self.boss.request(method, path).header("if-match", tag);
        let request = match body {
            Some(body) => with_json(request, &body),
            None => request,
        };
        let database = self.server.database().await;
        let other = database.begin().await.expect("a transaction");
        // Whoever changes panel users has it.
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended('berth.panel_user', 0))";
        if other.get_database_backend() == DbBackend::Postgres {
            other.execute_unprepared(lock).await.expect("the lock");
        }
        for statement in statements {
            let done = other.execute_unprepared(statement).await;
            assert_eq!(done.expect(statement).rows_affected(), 1, "{statement}");
        }
        let answer = tokio::spawn(send(request));
        tokio::time::sleep(CHANGE_TAKES).await;
        other.commit().await.expect("a commit");
        answer.await.expect("an answer")
    }
}

#[tokio::test]
async fn whoever_has_read_before_somebody_else_s_change_comes_too_late() {
    let server = Server::start().await;
    server.add_user("boss", Role::Administrator).await;
    let boss = server.program("boss", ApiAccess::Write, &[]).await;
    let site = "/subscriptions/example.com";
    let site_hooks = format!("{site}/webhooks");
    let people = format!("{site}/collaborators");
    let hook =
        |name| json!({ "name": name, "url": "https://a.invalid/", "events": ["ftp.uploaded"] });
    for (path, new) in [
        ("/users", json!({ "login": "anne", "role": "customer" })),
        ("/plans", json!({ "name": "small" })),
        ("/webhooks", hook("server")),
        (site_hooks.as_str(), hook("own")),
        (people.as_str(), json!({ "login": "lea", "role": "viewer" })),
    ] {
        let added = boss.post(path, &new).await;
        assert_eq!(added.status, 201, "{added:?}");
    }
    let server_hook = "UPDATE webhook SET version = version + 1 WHERE name = 'server'";
    let own_hook = "UPDATE webhook SET version = version + 1 WHERE name = 'own'";
    let plan = "UPDATE plan SET version = version + 1 WHERE name = 'small'";
    let user = "UPDATE panel_user SET version = version + 1 WHERE login = 'anne'";
    let subscription = "UPDATE subscription SET version = version + 1 WHERE domain = 'example.com'";
    // As whoever changes people has it.
    let lock = "UPDATE subscription SET version = version WHERE domain = 'example.com'";
    let manager = "UPDATE collaborator SET role = 'manager'";
    let viewer = "UPDATE collaborator SET role = 'viewer'";
    let (own, lea) = (format!("{site_hooks}/own"), format!("{people}/lea"));
    let race = Race {
        server: &server,
        boss: &boss,
    };
    let disabled = json!({ "enabled": false });
    for (statements, method, path, body) in [
        (
            &[server_hook][..],
            "PATCH",
            "/webhooks/server",
            Some(disabled),
        ),
        (&[server_hook], "DELETE", "/webhooks/server", None),
        (&[own_hook], "DELETE", &own, None),
        (&[plan], "DELETE", "/plans/small", None),
        (&[user], "DELETE", "/users/anne", None),
        (
            &[lock, manager],
            "PATCH",
            &lea,
            Some(json!({ "role": "manager" })),
        ),
        (&[lock, viewer], "DELETE", &lea, None),
        (
            &[subscription],
            "PATCH",
            site,
            Some(json!({ "owner": "lea" })),
        ),
        (&[subscription], "DELETE", site, None),
    ] {
        let answer = race.run(statements, method, path, body).await;
        assert_eq!(answer.status, 412, "{method} {path}: {answer:?}");
        assert!(answer.json()["current"].is_object(), "{answer:?}");
    }
}
