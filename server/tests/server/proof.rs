//! Proving again who one is, before what cannot be undone.

use model::{
    AccountName, Actor, AppError, Field, FieldError, Login, PasswordUse, Purge, Role, UtcTime,
};
use services::{Proof, SessionToken};

use crate::support::{Installation, OTHER_PASSWORD, PASSWORD, at, domain, name, password};

/// The same person, a while after they have signed in.
fn later(actor: &Actor, minutes: i64) -> Actor {
    let mut actor = actor.clone();
    if let Actor::PanelUser { proved_at, .. } = &mut actor {
        *proved_at = UtcTime(proved_at.0 - minutes * 60);
    }
    actor
}

async fn administrator() -> (Installation, SessionToken, Actor) {
    let installation = Installation::with_example().await;
    installation.add_user("boss", Role::Administrator).await;
    let (token, actor) = installation.sign_in("boss").await;
    (installation, token, actor)
}

#[tokio::test]
async fn what_cannot_be_undone_needs_a_recent_proof() {
    let (installation, _, fresh) = administrator().await;
    let services = &installation.services;
    installation.add_account("paul", "/photos").await;
    let paul: AccountName = name("paul");
    let (example, marie) = (domain("example.com"), Login::parse("marie").unwrap());
    services
        .ftp_accounts
        .remove(&fresh, &example, std::slice::from_ref(&paul))
        .await
        .unwrap();

    let (recent, stale) = (later(&fresh, 14), later(&fresh, 16));
    let new = || installation.new_subscription("other.example", "marie", "other");
    let purge = async |actor: &Actor, how| services.trash.purge(actor, &example, &paul, how).await;
    let set = async |actor: &Actor| {
        let (new, password_use) = (password(OTHER_PASSWORD), PasswordUse::Temporary);
        let set = services
            .panel_users
            .set_password(actor, &marie, new, password_use);
        set.await
    };
    for refused in [
        services.subscriptions.add(&stale, new()).await,
        purge(&stale, Purge::KeepFiles).await,
        purge(&stale, Purge::WithFiles("paul")).await,
        set(&stale).await,
    ] {
        assert_eq!(refused, Err(AppError::ProofRequired));
    }
    services.subscriptions.add(&recent, new()).await.unwrap();
    purge(&recent, Purge::KeepFiles).await.unwrap();
    set(&recent).await.unwrap();
}

#[tokio::test]
async fn a_proof_counts_for_a_while_and_gives_the_session_another_token() {
    let (installation, token, actor) = administrator().await;
    let sessions = &installation.services.sessions;
    let prove = async |password| {
        let proof = Proof::Password(password);
        sessions.prove(&later(&actor, 60), &token, proof).await
    };
    let wrong = prove(OTHER_PASSWORD).await;
    assert_eq!(
        wrong.err(),
        Some(at(Field::Proof, FieldError::WrongPassword))
    );
    assert!(sessions.resume(&token).await.unwrap().is_some());

    let before = sessions.list(&actor, &token).await.unwrap();
    let proven = prove(PASSWORD).await.unwrap();
    assert!(sessions.resume(&token).await.unwrap().is_none());
    let resumed = sessions.resume(&proven.token).await.unwrap().unwrap();
    let Actor::PanelUser { proved_at, .. } = proven.actor else {
        unreachable!("a panel user");
    };
    assert_eq!(resumed.proved_at, proved_at);
    let after = sessions.list(&actor, &proven.token).await.unwrap();
    assert_eq!(after[0].id, before[0].id, "it is the same session");
    // Its former token proves nothing more.
    assert_eq!(prove(PASSWORD).await.err(), Some(AppError::NotSignedIn));

    installation.services.audit.flush().await;
    let audit = installation.audit_text().await;
    assert!(audit.contains("session.prove boss"), "{audit}");
    let refused = "session.prove_refused boss";
    assert!(
        audit.contains(refused) && audit.contains("wrong_password"),
        "{audit}"
    );
    assert!(!audit.contains(PASSWORD) && !audit.contains(OTHER_PASSWORD));
}

#[tokio::test]
async fn guessing_proofs_is_slowed_down_like_guessing_current_passwords() {
    let (installation, token, actor) = administrator().await;
    let sessions = &installation.services.sessions;
    let mut guesses = 0;
    let locked = loop {
        let proof = Proof::Password("wrong-password");
        let error = sessions.prove(&actor, &token, proof).await.unwrap_err();
        if error != at(Field::Proof, FieldError::WrongPassword) {
            break error;
        }
        guesses += 1;
        assert!(guesses < 50, "nobody stops the guessing");
    };
    assert!(matches!(locked, AppError::Throttled { .. }), "{locked:?}");
    let right = sessions.prove(&actor, &token, Proof::Password(PASSWORD));
    assert!(matches!(right.await, Err(AppError::Throttled { .. })));
}

#[tokio::test]
async fn more_is_asked_of_the_passwords_of_whoever_has_power_over_others() {
    use crate::support::new_user;
    use model::{NewPanelUser, Password, PasswordError};

    let installation = Installation::new().await;
    let users = &installation.services.panel_users;
    // Eleven characters that nobody guesses; and a longer one that is guessed at some length.
    let (short, guessable) = ("Vq7-zmx2pHw", "lighthouse-77");
    let add = async |login: &str, role, text: &str| {
        let new = NewPanelUser {
            password: Password::parse(text, login).unwrap(),
            ..new_user(login, role)
        };
        users.add(&Actor::CommandLine, new).await.map(drop)
    };
    for role in [Role::Administrator, Role::Reseller] {
        assert_eq!(
            add("boss", role, short).await,
            Err(at(Field::Password, PasswordError::TooShortForRole))
        );
        assert_eq!(
            add("boss", role, guessable).await,
            Err(at(Field::Password, PasswordError::Guessable))
        );
    }
    add("marie", Role::Customer, short).await.unwrap();
    add("paul", Role::Customer, guessable).await.unwrap();

    // One who has a shorter one still signs in with it, and chooses a longer one next.
    let database = installation.database().await;
    let promote = "UPDATE panel_user SET role = 'administrator' WHERE login = 'marie'";
    sea_orm::ConnectionTrait::execute_unprepared(&database, promote)
        .await
        .unwrap();
    let (origin, former) = (crate::support::origin(), services::FormerTokens::default());
    let sessions = &installation.services.sessions;
    let tokens = sessions.sign_in("marie", short, &origin, &former).await;
    let token = tokens.unwrap().complete().unwrap().session;
    let resumed = sessions.resume(&token).await.unwrap();
    let resumed = resumed.unwrap();
    let marie = Actor::PanelUser {
        id: resumed.actor_id,
        login: resumed.viewer.login,
        role: resumed.viewer.role,
        proved_at: resumed.proved_at,
        origin,
    };
    let new = password("Kd3-wpt8nRz");
    let changed = users.change_own_password(&marie, short, new, &former);
    assert_eq!(
        changed.await.err(),
        Some(at(Field::Password, PasswordError::TooShortForRole))
    );
}
