//! Proving again who one is, before what cannot be undone.

use model::{
    AccountName, Actor, AppError, Field, FieldError, Login, PasswordUse, ProofChoice, PublicUrl,
    Purge, Role, UtcTime,
};
use serde_json::Value;
use services::{Proof, Proven, Services, SessionToken};

use crate::authenticator::Authenticator;
use crate::second_factors::{PANEL, add_passkey, key_name, panel};
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
    let factors = &services.second_factors;
    for refused in [
        factors.remove_totp(&stale).await,
        factors.remove_passkey(&stale, &key_name("Laptop")).await,
        factors.make_recovery_codes(&stale).await.map(drop),
        services.subscriptions.add(&stale, new()).await.map(drop),
        purge(&stale, Purge::KeepFiles).await.map(drop),
        purge(&stale, Purge::WithFiles("paul")).await.map(drop),
        set(&stale).await.map(drop),
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

/// Asks for a passkey of somebody's, in their session.
async fn ask(services: &Services, actor: &Actor, token: &SessionToken) -> String {
    let sessions = &services.sessions;
    let asked = sessions.ask_passkey_proof(actor, token, panel()).await;
    asked.unwrap()
}

async fn prove_by(
    services: &Services,
    actor: &Actor,
    token: &SessionToken,
    answer: &str,
) -> Result<Proven, AppError> {
    let proof = Proof::Passkey {
        answer,
        browser_url: panel(),
    };
    services.sessions.prove(actor, token, proof).await
}

#[tokio::test]
async fn a_passkey_proves_as_the_password_does_and_once() {
    let (installation, token, fresh) = administrator().await;
    let services = &installation.services;
    let sessions = &services.sessions;
    let choice = async |actor: &Actor| sessions.proof_choice(actor, panel()).await;
    let stale = later(&fresh, 60);
    let nothing_but_the_password = ProofChoice {
        is_due: true,
        passkey: false,
    };
    assert_eq!(choice(&stale).await, Ok(nothing_but_the_password));
    let mut laptop = Authenticator::new("laptop");
    add_passkey(services, &fresh, "Laptop", &mut laptop)
        .await
        .unwrap();
    for (actor, is_due) in [(&fresh, false), (&stale, true)] {
        let passkey = true;
        assert_eq!(choice(actor).await, Ok(ProofChoice { is_due, passkey }));
    }

    let answer = laptop.get(&ask(services, &stale, &token).await, PANEL);
    let proven = prove_by(services, &stale, &token, &answer).await.unwrap();
    assert!(sessions.resume(&token).await.unwrap().is_none());
    let resumed = sessions.resume(&proven.token).await.unwrap().unwrap();
    let Actor::PanelUser { proved_at, .. } = proven.actor else {
        unreachable!("a panel user");
    };
    assert_eq!(resumed.proved_at, proved_at);
    let view = services.second_factors.view(&fresh, panel()).await.unwrap();
    assert!(view.passkeys[0].last_used_at.is_some());

    let again = prove_by(services, &stale, &proven.token, &answer).await;
    assert_eq!(again.err(), Some(AppError::PasskeyRefused));
    assert!(sessions.resume(&proven.token).await.unwrap().is_some());
    let audit = installation.audit_text().await;
    let by = r#"{"kind":"passkey","name":"Laptop"}"#;
    let proved = format!("session.prove boss boss  {by}");
    assert!(audit.contains(&proved), "{audit}");
    let refused = r#"session.prove_refused boss boss  {"reason":"wrong_second_factor"}"#;
    assert!(audit.contains(refused), "{audit}");
}

#[tokio::test]
async fn a_passkey_proves_in_the_session_that_asked_and_by_its_verified_owner_alone() {
    let (installation, token, boss) = administrator().await;
    let services = &installation.services;
    let (other_token, _) = installation.sign_in("boss").await;
    let (marie_token, marie) = installation.sign_in("marie").await;
    let (mut laptop, mut phone) = (Authenticator::new("laptop"), Authenticator::new("phone"));
    for (actor, key) in [(&boss, &mut laptop), (&marie, &mut phone)] {
        add_passkey(services, actor, "Key", key).await.unwrap();
    }
    let options = ask(services, &boss, &token).await;
    let asked: Value = serde_json::from_str(&options).unwrap();
    assert_eq!(asked["userVerification"], "required");
    let allowed = asked["allowCredentials"].as_array().unwrap();
    assert_eq!(allowed.len(), 1, "the own one: {asked}");

    let answer = laptop.get(&options, PANEL);
    for (actor, token) in [(&boss, &other_token), (&marie, &marie_token)] {
        let elsewhere = prove_by(services, actor, token, &answer).await;
        assert_eq!(elsewhere.err(), Some(AppError::PasskeyRefused));
    }
    // Nor was what the session awaits spent by that.
    prove_by(services, &boss, &token, &answer).await.unwrap();

    laptop.verifies = false;
    for (whose, key) in [("marie's", &mut phone), ("anybody's", &mut laptop)] {
        let options = ask(services, &boss, &other_token).await;
        let answer = key.get(&options, PANEL);
        let refused = prove_by(services, &boss, &other_token, &answer).await;
        assert_eq!(refused.err(), Some(AppError::PasskeyRefused), "{whose}");
    }
    let elsewhere = PublicUrl::parse("https://other.example");
    let sessions = &services.sessions;
    let choice = sessions.proof_choice(&boss, elsewhere.clone()).await;
    assert!(!choice.unwrap().passkey);
    let asked = sessions.ask_passkey_proof(&boss, &other_token, elsewhere);
    assert_eq!(asked.await, Err(AppError::PasskeysUnavailable));
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
        token: None,
    };
    let new = password("Kd3-wpt8nRz");
    let changed = users.change_own_password(&marie, short, new, &former);
    assert_eq!(
        changed.await.err(),
        Some(at(Field::Password, PasswordError::TooShortForRole))
    );
}
