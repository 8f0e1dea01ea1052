//! Panel users and their sessions.

use app::backend::SessionToken;
use app::model::{Actor, Field, FieldError, Locale, Login, PasswordError, Problem, Role, Strength};

use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, at, new_user, origin, password, texts,
};

const ACTOR: Actor = Actor::CommandLine;

#[tokio::test]
async fn a_session_lasts_until_sign_out() {
    let installation = Installation::with_example().await;
    let accounts = &installation.accounts;
    let (first, _) = installation.sign_in("marie").await;
    let (second, _) = installation.sign_in("Marie").await;
    assert_ne!(first.expose(), second.expose());
    accounts.sign_out(&first).await.unwrap();
    accounts.sign_out(&first).await.unwrap();
    assert!(accounts.resume(&first).await.unwrap().is_none());
    assert!(accounts.resume(&second).await.unwrap().is_some());
    let unknown = SessionToken::new("no such token".to_owned());
    assert!(accounts.resume(&unknown).await.unwrap().is_none());
    let database = installation.database().await;
    let stored = texts(&database, "SELECT token_hash FROM session").await;
    assert_ne!(stored, [second.expose()], "only the hash is stored");
}

#[tokio::test]
async fn wrong_credentials_are_all_the_same() {
    let installation = Installation::with_example().await;
    for (login, password) in [
        ("marie", "wrong"),
        ("nobody", PASSWORD),
        ("", ""),
        ("é", "x"),
    ] {
        let refused = installation
            .accounts
            .sign_in(login, password, &origin())
            .await;
        assert_eq!(refused.err(), Some(Problem::WrongCredentials));
    }
    let text = installation.audit_text().await;
    assert!(
        text.contains("session.sign_in_refused (nobody) marie"),
        "{text}"
    );
    assert!(!text.contains("é"), "what was typed is not kept: {text}");
}

#[tokio::test]
async fn failures_are_throttled_the_same_for_right_and_wrong() {
    let installation = Installation::with_example().await;
    let sign_in = |password: &'static str| {
        let accounts = installation.accounts.clone();
        async move { accounts.sign_in("marie", password, &origin()).await.err() }
    };
    for _ in 0..6 {
        assert_eq!(sign_in("wrong").await, Some(Problem::WrongCredentials));
    }
    for attempt in ["wrong", PASSWORD] {
        assert_eq!(
            sign_in(attempt).await,
            Some(Problem::Throttled { seconds: 1 })
        );
    }
    // FTP counts for itself.
    assert!(installation.ftp_password_works("example", PASSWORD).await);
}

#[tokio::test]
async fn a_changed_password_ends_all_sessions_but_the_new_one() {
    let installation = Installation::with_example().await;
    let accounts = &installation.accounts;
    let (old, marie) = installation.sign_in("marie").await;
    let wrong = accounts.change_own_password(&marie, "wrong", password(OTHER_PASSWORD));
    let refused = at(Field::CurrentPassword, FieldError::WrongPassword);
    assert_eq!(wrong.await.err(), Some(refused));
    let weak = accounts.change_own_password(&marie, PASSWORD, password("password1234"));
    let guessable = at(Field::Password, PasswordError::Guessable);
    assert_eq!(weak.await.err(), Some(guessable));
    let change = accounts.change_own_password(&marie, PASSWORD, password(OTHER_PASSWORD));
    let new = change.await.unwrap();
    assert!(accounts.resume(&old).await.unwrap().is_none());
    assert!(accounts.resume(&new).await.unwrap().is_some());
    let sign_in = accounts.sign_in("marie", PASSWORD, &origin()).await;
    assert_eq!(sign_in.err(), Some(Problem::WrongCredentials));
    assert!(
        accounts
            .sign_in("marie", OTHER_PASSWORD, &origin())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn an_administrator_gives_another_password() {
    let installation = Installation::with_example().await;
    let accounts = &installation.accounts;
    let (token, marie) = installation.sign_in("marie").await;
    let login = Login::parse("marie").unwrap();
    let by_customer = accounts.set_panel_user_password(&marie, &login, password(OTHER_PASSWORD));
    assert_eq!(by_customer.await, Err(Problem::AdministratorsOnly));
    let set = accounts.set_panel_user_password(&ACTOR, &login, password(OTHER_PASSWORD));
    set.await.unwrap();
    assert!(accounts.resume(&token).await.unwrap().is_none());
    let nobody = Login::parse("nobody").unwrap();
    let unknown = accounts.set_panel_user_password(&ACTOR, &nobody, password(OTHER_PASSWORD));
    assert_eq!(unknown.await, Err(Problem::NotFound));
}

#[tokio::test]
async fn logins_are_unique_and_added_by_administrators() {
    let installation = Installation::with_example().await;
    let accounts = &installation.accounts;
    let again = accounts.add_panel_user(&ACTOR, new_user("MARIE", Role::Customer));
    assert_eq!(again.await, Err(at(Field::Login, FieldError::Taken)));
    let (_, marie) = installation.sign_in("marie").await;
    let by_customer = accounts.add_panel_user(&marie, new_user("paul", Role::Administrator));
    assert_eq!(by_customer.await, Err(Problem::AdministratorsOnly));
}

#[tokio::test]
async fn the_chosen_language_is_remembered() {
    let installation = Installation::with_example().await;
    let (token, marie) = installation.sign_in("marie").await;
    let accounts = &installation.accounts;
    accounts.choose_locale(&marie, Locale::Fr).await.unwrap();
    let resumed = accounts.resume(&token).await.unwrap().unwrap();
    assert_eq!(resumed.locale, Some(Locale::Fr));
}

#[tokio::test]
async fn an_expired_session_is_over() {
    use sea_orm::ConnectionTrait;

    let installation = Installation::with_example().await;
    let (token, _) = installation.sign_in("marie").await;
    installation
        .database()
        .await
        .execute_unprepared("UPDATE session SET expires_at = 1")
        .await
        .unwrap();
    assert!(
        installation
            .accounts
            .resume(&token)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_suggested_password_is_strong_whatever_the_name() {
    let accounts = Installation::new().await.accounts;
    for name in ["", " ", "marie", "e", &"x".repeat(10_000)] {
        let suggested = accounts.suggest_password(&ACTOR, name).await.unwrap();
        let score = accounts
            .score_password(&ACTOR, suggested.expose(), name)
            .await;
        assert_eq!(score.map(|strength| strength.score), Ok(Strength::BEST));
        let another = accounts.suggest_password(&ACTOR, name).await.unwrap();
        assert_ne!(another.expose(), suggested.expose());
    }
}

#[tokio::test]
async fn passwords_are_scored() {
    let installation = Installation::new().await;
    let score = |text: String| {
        let accounts = installation.accounts.clone();
        async move { accounts.score_password(&ACTOR, &text, "marie").await }
    };
    assert_eq!(
        score("password1234".to_owned())
            .await
            .map(Strength::is_enough),
        Ok(false)
    );
    let best = score(PASSWORD.to_owned()).await;
    assert_eq!(best.map(|strength| strength.score), Ok(Strength::BEST));
    assert!(score("a".repeat(100_000)).await.is_ok(), "cut, not refused");
}
