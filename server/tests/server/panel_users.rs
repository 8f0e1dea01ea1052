//! Panel users and their sessions.

use model::{
    Actor, AppError, Field, FieldError, Locale, Login, PasswordError, PasswordPolicy, PasswordUse,
    Role, Strength, TimeZone,
};
use sea_orm::ConnectionTrait;
use services::{FormerTokens, SessionToken};

use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, at, new_user, origin, password, texts,
};

const ACTOR: Actor = Actor::CommandLine;

#[tokio::test]
async fn a_session_lasts_until_sign_out() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (first, _) = installation.sign_in("marie").await;
    let (second, _) = installation.sign_in("Marie").await;
    assert_ne!(first.expose(), second.expose());
    services.sessions.sign_out(&first, &origin()).await.unwrap();
    services.sessions.sign_out(&first, &origin()).await.unwrap();
    assert!(services.sessions.resume(&first).await.unwrap().is_none());
    assert!(services.sessions.resume(&second).await.unwrap().is_some());
    let unknown = SessionToken::new("no such token".to_owned());
    assert!(services.sessions.resume(&unknown).await.unwrap().is_none());
    let database = installation.database().await;
    let stored = texts(&database, "SELECT token_hash FROM session").await;
    assert_ne!(stored, [second.expose()], "only the hash is stored");
}

#[tokio::test]
async fn a_person_has_fifty_sessions_at_once_and_the_oldest_end() {
    let installation = Installation::with_example().await;
    let (first, _) = installation.sign_in("marie").await;
    let database = installation.database().await;
    // As many as may be and more, all from before.
    for number in 0..60 {
        let copy = format!(
            "INSERT INTO session (token_hash, panel_user_id, created_at, expires_at, address, user_agent, public_id, last_seen_at) \
             SELECT 'copy-{number:02}', panel_user_id, session.created_at - 1000 + {number}, expires_at, address, user_agent, {number}, last_seen_at \
             FROM session JOIN panel_user ON id = panel_user_id WHERE login = 'marie' \
             AND token_hash NOT LIKE 'copy-%'"
        );
        database.execute_unprepared(&copy).await.unwrap();
    }
    let (last, _) = installation.sign_in("marie").await;
    let sessions = &installation.services.sessions;
    for token in [&first, &last] {
        assert!(sessions.resume(token).await.unwrap().is_some());
    }
    let left = "SELECT token_hash FROM session WHERE token_hash LIKE 'copy-%' ORDER BY token_hash";
    let left = texts(&database, left).await;
    assert_eq!((left.len(), left[0].as_str()), (48, "copy-12"));
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
            .services
            .sessions
            .sign_in(login, password, &origin(), &FormerTokens::default())
            .await;
        assert_eq!(refused.err(), Some(AppError::WrongCredentials));
    }
    let text = installation.audit_text().await;
    assert!(
        text.contains("session.sign_in_refused (nobody) marie"),
        "{text}"
    );
    assert!(
        !text.contains("é"),
        "the submitted login is not stored: {text}"
    );
}

#[tokio::test]
async fn failures_are_throttled_the_same_for_right_and_wrong() {
    let installation = Installation::with_example().await;
    let sign_in = |password: &'static str| {
        let services = installation.services.clone();
        async move {
            services
                .sessions
                .sign_in("marie", password, &origin(), &FormerTokens::default())
                .await
                .err()
        }
    };
    for _ in 0..6 {
        assert_eq!(sign_in("wrong").await, Some(AppError::WrongCredentials));
    }
    for attempt in ["wrong", PASSWORD] {
        assert_eq!(
            sign_in(attempt).await,
            Some(AppError::Throttled { seconds: 1 })
        );
    }
    // FTP counts for itself.
    assert!(installation.ftp_password_works("example", PASSWORD).await);
}

#[tokio::test]
async fn signing_in_ends_the_session_that_the_browser_had() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    let sessions = &installation.services.sessions;
    let (elsewhere, _) = installation.sign_in("marie").await;
    let (had, _) = installation.sign_in("marie").await;
    let former = FormerTokens {
        session: Some(had.clone()),
        device: None,
    };
    let wrong = sessions.sign_in("paul", "wrong", &origin(), &former).await;
    assert_eq!(wrong.err(), Some(AppError::WrongCredentials));
    assert!(sessions.resume(&had).await.unwrap().is_some());
    let right = sessions.sign_in("paul", PASSWORD, &origin(), &former).await;
    let paul = sessions
        .resume(&right.unwrap().complete().unwrap().session)
        .await
        .unwrap();
    assert_eq!(paul.unwrap().viewer.login.as_str(), "paul");
    assert!(sessions.resume(&had).await.unwrap().is_none());
    assert!(sessions.resume(&elsewhere).await.unwrap().is_some());
}

#[tokio::test]
async fn a_changed_password_ends_all_sessions_but_the_new_one() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (old, marie) = installation.sign_in("marie").await;
    let former = FormerTokens::default();
    let wrong = services.panel_users.change_own_password(
        &marie,
        "wrong",
        password(OTHER_PASSWORD),
        &former,
    );
    let refused = at(Field::CurrentPassword, FieldError::WrongPassword);
    assert_eq!(wrong.await.err(), Some(refused));
    let weak = services.panel_users.change_own_password(
        &marie,
        PASSWORD,
        password("password1234"),
        &former,
    );
    let guessable = at(Field::Password, PasswordError::Guessable);
    assert_eq!(weak.await.err(), Some(guessable));
    let change = services.panel_users.change_own_password(
        &marie,
        PASSWORD,
        password(OTHER_PASSWORD),
        &former,
    );
    let new = change.await.unwrap().session;
    assert!(services.sessions.resume(&old).await.unwrap().is_none());
    assert!(services.sessions.resume(&new).await.unwrap().is_some());
    let sign_in = services
        .sessions
        .sign_in("marie", PASSWORD, &origin(), &FormerTokens::default())
        .await;
    assert_eq!(sign_in.err(), Some(AppError::WrongCredentials));
    assert!(
        services
            .sessions
            .sign_in("marie", OTHER_PASSWORD, &origin(), &FormerTokens::default())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn an_administrator_gives_another_password() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (token, marie) = installation.sign_in("marie").await;
    let login = Login::parse("marie").unwrap();
    let by_customer = services.panel_users.set_password(
        &marie,
        &login,
        password(OTHER_PASSWORD),
        PasswordUse::Permanent,
    );
    assert_eq!(by_customer.await, Err(AppError::AdministratorsOnly));
    let set = services.panel_users.set_password(
        &ACTOR,
        &login,
        password(OTHER_PASSWORD),
        PasswordUse::Permanent,
    );
    set.await.unwrap();
    assert!(services.sessions.resume(&token).await.unwrap().is_none());
    let nobody = Login::parse("nobody").unwrap();
    let unknown = services.panel_users.set_password(
        &ACTOR,
        &nobody,
        password(OTHER_PASSWORD),
        PasswordUse::Permanent,
    );
    assert_eq!(unknown.await, Err(AppError::NotFound));
}

#[tokio::test]
async fn logins_are_unique_and_added_by_administrators() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let again = services
        .panel_users
        .add(&ACTOR, new_user("MARIE", Role::Customer));
    assert_eq!(again.await, Err(at(Field::Login, FieldError::Taken)));
    let (_, marie) = installation.sign_in("marie").await;
    let by_customer = services
        .panel_users
        .add(&marie, new_user("paul", Role::Administrator));
    assert_eq!(by_customer.await, Err(AppError::AdministratorsOnly));
}

#[tokio::test]
async fn the_chosen_language_is_remembered() {
    let installation = Installation::with_example().await;
    let (token, marie) = installation.sign_in("marie").await;
    let services = &installation.services;
    services
        .panel_users
        .choose_locale(&marie, Locale::Fr)
        .await
        .unwrap();
    let resumed = services.sessions.resume(&token).await.unwrap().unwrap();
    assert_eq!(resumed.locale, Some(Locale::Fr));
}

#[tokio::test]
async fn the_time_zone_is_stored_with_the_person() {
    let installation = Installation::with_example().await;
    let (token, marie) = installation.sign_in("marie").await;
    let services = &installation.services;
    let resumed = services.sessions.resume(&token).await.unwrap().unwrap();
    assert_eq!(resumed.time_zone, None);
    for zone in ["Europe/Paris", "America/Argentina/Buenos_Aires"] {
        let zone = TimeZone::parse(zone).unwrap();
        let set = services.panel_users.set_time_zone(&marie, &zone);
        set.await.unwrap();
        let resumed = services.sessions.resume(&token).await.unwrap().unwrap();
        assert_eq!(resumed.time_zone, Some(zone));
    }
    let (other, _) = installation.sign_in("marie").await;
    let resumed = services.sessions.resume(&other).await.unwrap().unwrap();
    assert!(resumed.time_zone.is_some(), "it outlives the session");
    let zone = TimeZone::default();
    let set = services.panel_users.set_time_zone(&ACTOR, &zone);
    set.await.unwrap();
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
            .services
            .sessions
            .resume(&token)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_suggested_password_is_strong_whatever_the_name() {
    let services = Installation::new().await.services;
    for name in ["", " ", "marie", "e", &"x".repeat(10_000)] {
        let suggested = services
            .panel_users
            .suggest_password(&ACTOR, name)
            .await
            .unwrap();
        let score = services
            .panel_users
            .score_password(&ACTOR, suggested.expose(), name)
            .await;
        assert_eq!(score.map(|strength| strength.score), Ok(Strength::BEST));
        let another = services
            .panel_users
            .suggest_password(&ACTOR, name)
            .await
            .unwrap();
        assert_ne!(another.expose(), suggested.expose());
    }
}

#[tokio::test]
async fn passwords_are_scored() {
    let installation = Installation::new().await;
    let score = |text: String| {
        let services = installation.services.clone();
        async move {
            services
                .panel_users
                .score_password(&ACTOR, &text, "marie")
                .await
        }
    };
    assert_eq!(
        score("password1234".to_owned())
            .await
            .map(|strength| PasswordPolicy::USUAL.is_met_by(strength)),
        Ok(false)
    );
    let best = score(PASSWORD.to_owned()).await;
    assert_eq!(best.map(|strength| strength.score), Ok(Strength::BEST));
    // What the plain rules refuse is not scored at all.
    for (text, error) in [
        ("a".repeat(100_000), PasswordError::TooLong),
        ("short".to_owned(), PasswordError::TooShort),
        ("not-Marie-but-long".to_owned(), PasswordError::ContainsName),
    ] {
        assert_eq!(score(text).await, Err(at(Field::Password, error)));
    }
}
