//! Sessions of the panel: their limits, and how their person sees and ends them.

use model::{Actor, AppError, Role};
use sea_orm::ConnectionTrait;
use services::{FormerTokens, SessionLimits, SessionToken};
use tokio::sync::watch;

use crate::support::{Installation, PASSWORD, origin, texts};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// Lets time go by for all sessions.
async fn age(installation: &Installation, column: &str, seconds: i64) {
    let statement = format!("UPDATE session SET {column} = {column} - {seconds}");
    let database = installation.database().await;
    database.execute_unprepared(&statement).await.unwrap();
}

async fn is_signed_in(installation: &Installation, token: &SessionToken) -> bool {
    let sessions = &installation.services.sessions;
    sessions.resume(token).await.unwrap().is_some()
}

#[tokio::test]
async fn a_session_ends_after_its_life_and_when_it_is_not_used() {
    let installation = Installation::with_example().await;
    let (token, _) = installation.sign_in("marie").await;
    age(&installation, "last_seen_at", DAY - HOUR).await;
    assert!(is_signed_in(&installation, &token).await);

    let (token, _) = installation.sign_in("marie").await;
    age(&installation, "last_seen_at", DAY).await;
    assert!(!is_signed_in(&installation, &token).await);

    let (token, _) = installation.sign_in("marie").await;
    age(&installation, "created_at", 7 * DAY - HOUR).await;
    assert!(is_signed_in(&installation, &token).await);
    age(&installation, "created_at", HOUR).await;
    assert!(!is_signed_in(&installation, &token).await, "used or not");
}

#[tokio::test]
async fn limits_that_change_hold_at_once_and_there_need_be_none_for_idleness() {
    let (limits, receiver) = watch::channel(SessionLimits {
        lifetime: 30 * DAY,
        idle: None,
    });
    let installation =
        Installation::configured(|config| config.session_limits = Some(receiver)).await;
    installation.add_user("marie", Role::Customer).await;
    let (token, _) = installation.sign_in("marie").await;
    age(&installation, "last_seen_at", 29 * DAY).await;
    age(&installation, "created_at", 29 * DAY).await;
    assert!(is_signed_in(&installation, &token).await);
    limits.send_replace(SessionLimits {
        lifetime: 28 * DAY,
        idle: None,
    });
    assert!(!is_signed_in(&installation, &token).await);
}

#[tokio::test]
async fn a_request_stores_when_a_session_is_seen_now_and_then_and_waits_for_nothing() {
    let installation = Installation::with_example().await;
    let (token, actor) = installation.sign_in("marie").await;
    let sessions = &installation.services.sessions;
    let seen = async || {
        let rows = sessions.list(&actor, &token).await.unwrap();
        rows[0].last_seen.0
    };
    let begun = seen().await;
    age(&installation, "last_seen_at", 100).await;
    assert!(is_signed_in(&installation, &token).await);
    // What was not begun cannot be waited for: another task has had its turn meanwhile.
    tokio::task::yield_now().await;
    assert_eq!(seen().await, begun - 100, "that is precise enough");
    age(&installation, "last_seen_at", HOUR).await;
    while seen().await < begun {
        assert!(is_signed_in(&installation, &token).await);
    }
}

#[tokio::test]
async fn one_sees_one_s_own_sessions_and_ends_them() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    let (here, marie) = installation.sign_in("marie").await;
    let (there, _) = installation.sign_in("marie").await;
    let (elsewhere, _) = installation.sign_in("marie").await;
    let (paul_s, paul) = installation.sign_in("paul").await;
    let sessions = &installation.services.sessions;

    let rows = sessions.list(&marie, &here).await.unwrap();
    assert_eq!(rows.len(), 3);
    let current: Vec<_> = rows.iter().filter(|row| row.is_current).collect();
    assert_eq!(current.len(), 1);
    assert_eq!(current[0].address, origin().address.to_string());
    assert_eq!(current[0].user_agent, origin().user_agent);

    // Nobody ends another's, nor learns whether there is one.
    let (mut ends, id) = (sessions.ends(), current[0].id);
    sessions.end(&paul, id).await.unwrap();
    assert!(is_signed_in(&installation, &here).await);

    let there_row = sessions.list(&marie, &there).await.unwrap();
    let there_row = there_row.iter().find(|row| row.is_current).unwrap();
    ends.mark_unchanged();
    sessions.end(&marie, there_row.id).await.unwrap();
    assert!(ends.has_changed().unwrap());
    assert!(!is_signed_in(&installation, &there).await);
    sessions.end(&marie, there_row.id).await.unwrap();

    sessions.end_others(&marie, &here).await.unwrap();
    assert!(!is_signed_in(&installation, &elsewhere).await);
    for token in [&here, &paul_s] {
        assert!(is_signed_in(&installation, token).await);
    }
    assert_eq!(sessions.list(&marie, &here).await.unwrap().len(), 1);
    let audit = installation.audit_text().await;
    let ended: Vec<&str> = audit
        .lines()
        .filter(|line| line.starts_with("session.end "))
        .collect();
    assert_eq!(ended.len(), 2, "{audit}");
    assert!(ended.iter().all(|line| line.contains("marie")), "{audit}");

    for refused in [
        sessions.list(&Actor::CommandLine, &here).await.err(),
        sessions.end(&Actor::CommandLine, id).await.err(),
    ] {
        assert_eq!(refused, Some(AppError::NotSignedIn));
    }
}

#[tokio::test]
async fn a_session_is_called_neither_by_its_token_nor_by_what_is_made_of_it() {
    let installation = Installation::with_example().await;
    let (token, actor) = installation.sign_in("marie").await;
    let rows = installation.services.sessions.list(&actor, &token).await;
    let shown = serde_json::to_string(&rows.unwrap()).unwrap();
    let database = installation.database().await;
    for secret in texts(&database, "SELECT token_hash FROM session").await {
        assert!(!shown.contains(&secret), "{shown}");
    }
    assert!(!shown.contains(token.expose()), "{shown}");
}

#[tokio::test]
async fn a_sign_in_forgets_sessions_that_are_over() {
    let installation = Installation::with_example().await;
    installation.sign_in("marie").await;
    age(&installation, "last_seen_at", DAY).await;
    let (here, former) = (origin(), FormerTokens::default());
    let sessions = &installation.services.sessions;
    let begun = sessions.sign_in("marie", PASSWORD, &here, &former);
    begun.await.unwrap();
    let database = installation.database().await;
    let count = texts(&database, "SELECT CAST(count(*) AS TEXT) FROM session").await;
    assert_eq!(count, ["1"]);
}
