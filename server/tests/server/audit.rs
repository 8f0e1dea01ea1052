//! What the audit trail says of those who were refused, and for how long.

use model::{Actor, AppError, Field, FieldError, Role};
use sea_orm::ConnectionTrait;
use services::{FormerTokens, OneTimeToken};

use crate::support::{
    Installation, OTHER_PASSWORD, at, domain, name, new_user, origin, password, texts,
};

impl Installation {
    /// Audit rows of this action: who, to what, from where or why, how often.
    async fn audited(&self, action: &str) -> Vec<String> {
        self.services.audit.flush().await;
        let columns = "actor || ' ' || coalesce(subject_name, '-') || ' ' || address || ' ' \
                       || coalesce(after, '-') || ' ' || CAST(repeats AS TEXT)";
        let sql =
            format!("SELECT {columns} FROM audit_event WHERE action = '{action}' ORDER BY id");
        texts(&self.database().await, &sql).await
    }
}

#[tokio::test]
async fn signing_out_is_recorded_once() {
    let installation = Installation::with_example().await;
    let (token, _) = installation.sign_in("marie").await;
    for _ in 0..2 {
        let sessions = &installation.services.sessions;
        sessions.sign_out(&token, &origin()).await.unwrap();
    }
    let rows = installation.audited("session.sign_out").await;
    assert_eq!(rows, ["marie marie 192.0.2.7 - 1"]);
}

#[tokio::test]
async fn who_signs_in_over_and_over_has_one_row_with_a_number() {
    let installation = Installation::with_example().await;
    for _ in 0..5 {
        let (token, _) = installation.sign_in("marie").await;
        let sessions = &installation.services.sessions;
        sessions.sign_out(&token, &origin()).await.unwrap();
    }
    for action in ["session.sign_in", "session.sign_out"] {
        let rows = installation.audited(action).await;
        assert_eq!(
            rows,
            ["marie marie 192.0.2.7 - 1", "marie marie 192.0.2.7 - 4"]
        );
    }
}

#[tokio::test]
async fn links_that_do_not_work_are_recorded_and_counted_without_the_link() {
    let installation = Installation::with_example().await;
    let links = &installation.services.one_time_links;
    for number in 0..10 {
        let token = OneTimeToken::new(format!("{number}").repeat(43));
        let refused = links.open(&token, &origin(), None).await;
        assert!(refused.is_err());
    }
    let rows = installation.audited("one_time_link.refuse").await;
    let expected = r#"(one-time link) - 192.0.2.7 {"reason":"not_found"} 1"#;
    assert_eq!(rows.first().unwrap(), expected);
    assert!(rows.len() <= 4, "{rows:?}");
}

#[tokio::test]
async fn what_is_not_theirs_is_recorded_and_repeats_are_one_row_with_a_number() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    let (_, paul) = installation.sign_in("paul").await;
    let services = &installation.services;
    for _ in 0..100 {
        let example = domain("example.com");
        let refused = services.subscriptions.view(&paul, &example).await;
        assert_eq!(refused.unwrap_err(), AppError::NotFound);
    }
    let nowhere = domain("nowhere.org");
    let missing = services.subscriptions.view(&paul, &nowhere).await;
    assert_eq!(missing.unwrap_err(), AppError::NotFound);
    let new = new_user("eve", Role::Administrator);
    let refused = services.panel_users.add(&paul, new).await;
    assert_eq!(refused.unwrap_err(), AppError::AdministratorsOnly);
    let mut rows = installation.audited("access.refused").await;
    rows.sort();
    let row = |subject: &str, reason: &str, repeats: u32| {
        format!(r#"paul {subject} 192.0.2.7 {{"reason":"{reason}"}} {repeats}"#)
    };
    let expected = [
        row("-", "administrators_only", 1),
        row("example.com", "not_found", 1),
        row("example.com", "not_found", 99),
    ];
    assert_eq!(rows, expected);
}

#[tokio::test]
async fn wrong_current_passwords_and_throttled_sign_ins_are_recorded() {
    let installation = Installation::with_example().await;
    let (_, marie) = installation.sign_in("marie").await;
    let services = &installation.services;
    let (new, former) = (password(OTHER_PASSWORD), FormerTokens::default());
    let wrong = services
        .panel_users
        .change_own_password(&marie, "wrong", new, &former);
    let expected = at(Field::CurrentPassword, FieldError::WrongPassword);
    assert_eq!(wrong.await.unwrap_err(), expected);
    let rows = installation
        .audited("panel_user.change_password_refused")
        .await;
    let expected = r#"marie marie 192.0.2.7 {"reason":"wrong_password"} 1"#;
    assert_eq!(rows, [expected]);
    let mut is_throttled = false;
    for number in 0..100 {
        let (wrong, origin) = (format!("wrong-{number}"), origin());
        let sign_in = services.sessions.sign_in("marie", &wrong, &origin, &former);
        let refused = sign_in.await;
        is_throttled = matches!(refused, Err(AppError::Throttled { .. }));
        if is_throttled {
            break;
        }
    }
    assert!(is_throttled);
    let rows = installation.audited("session.sign_in_refused").await;
    let expected = r#"(nobody) - 192.0.2.7 {"reason":"throttled"} 1"#;
    assert!(rows.iter().any(|row| row == expected), "{rows:?}");
    // A wrong password has its row, and those that followed from there are one with a number.
    let wrong = r#"(nobody) marie 192.0.2.7 {"reason":"wrong_password"}"#;
    let wrong = rows.iter().filter(|row| row.starts_with(wrong));
    assert_eq!(wrong.count(), 2, "{rows:?}");
}

#[tokio::test]
async fn old_rows_go_and_the_others_stay_whatever_is_tried() {
    let installation = Installation::with_example().await;
    let database = installation.database().await;
    let old = "INSERT INTO audit_event (at, operation, actor, action, subject_kind) \
               VALUES (7, '00000000000000aa', 'marie', 'session.sign_in', 'panel_user')";
    database.execute_unprepared(old).await.unwrap();
    let count = "SELECT CAST(count(*) AS TEXT) FROM audit_event";
    let before = texts(&database, count).await;
    let refused = database.execute_unprepared("DELETE FROM audit_event WHERE at = 7");
    let refused = refused.await.unwrap_err().to_string();
    assert!(refused.contains("audit_event_append_only"), "{refused}");
    assert_eq!(installation.services.audit.prune(365).await.unwrap(), 1);
    assert_eq!(installation.services.audit.prune(365).await.unwrap(), 0);
    assert_ne!(texts(&database, count).await, before);
    let refused = database.execute_unprepared("DELETE FROM audit_event");
    let refused = refused.await.unwrap_err().to_string();
    assert!(refused.contains("audit_event_append_only"), "{refused}");
    // What its receipt and its history need is there.
    let (accounts, example) = (&installation.services.ftp_accounts, name("example"));
    assert!(accounts.find(&Actor::CommandLine, &example).await.is_ok());
}
