//! Browsers that have signed in before, while somebody guesses their people's passwords.

use std::net::IpAddr;

use futures_util::future::join_all;
use model::{Actor, AppError, Login, Origin, PasswordUse, Role};
use sea_orm::ConnectionTrait;
use services::{DeviceToken, FormerTokens, Services};

use crate::support::{Installation, OTHER_PASSWORD, PASSWORD, origin, password, texts};

/// Guesses that run side by side, so many that what they lock stays locked for a minute.
const GUESSES: u8 = 32;

fn former(device: Option<&DeviceToken>) -> FormerTokens {
    FormerTokens {
        session: None,
        device: device.cloned(),
    }
}

fn from(network: [u8; 4]) -> Origin {
    Origin {
        address: IpAddr::from(network),
        ..origin()
    }
}

/// Guesses from many networks, perhaps with a device cookie.
async fn attack(services: &Services, login: &str, device: Option<&DeviceToken>) {
    let former = former(device);
    let guesses = (0..GUESSES).map(async |network| {
        let from = from([198, 51, 100, network]);
        let guess = format!("guess {network}");
        services
            .sessions
            .sign_in(login, &guess, &from, &former)
            .await
    });
    for guess in join_all(guesses).await {
        assert!(guess.is_err(), "{guess:?}");
    }
}

/// Whether a browser with this device cookie may try a password, from where nobody signed in yet.
async fn may_try(services: &Services, login: &str, device: Option<&DeviceToken>) -> bool {
    let (from, former) = (from([203, 0, 113, 9]), former(device));
    let tried = services.sessions.sign_in(login, "wrong", &from, &former);
    match tried.await {
        Err(AppError::WrongCredentials) => true,
        Err(AppError::Throttled { .. }) => false,
        other => unreachable!("{other:?}"),
    }
}

/// Signs in, and returns the device cookie.
async fn sign_in(services: &Services, login: &str, device: Option<&DeviceToken>) -> DeviceToken {
    let (origin, former) = (origin(), former(device));
    let begun = services.sessions.sign_in(login, PASSWORD, &origin, &former);
    begun.await.unwrap().complete().unwrap().device
}

#[tokio::test]
async fn guesses_from_everywhere_keep_nobody_out_of_a_browser_that_signed_in_before() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    let services = &installation.services;
    let marie = sign_in(services, "marie", None).await;
    let paul = sign_in(services, "paul", None).await;
    attack(services, "marie", None).await;
    let forged = DeviceToken::new("forged".to_owned());
    assert!(!may_try(services, "marie", None).await);
    assert!(!may_try(services, "marie", Some(&forged)).await);
    assert!(!may_try(services, "marie", Some(&paul)).await);
    assert!(may_try(services, "marie", Some(&marie)).await);

    // A restart forgets what failed and from where people signed in, and no cookie.
    let restarted = installation.restarted().await;
    assert!(may_try(&restarted, "marie", None).await);
    attack(&restarted, "marie", None).await;
    assert!(!may_try(&restarted, "marie", None).await);
    assert!(may_try(&restarted, "marie", Some(&marie)).await);

    let database = installation.database().await;
    let stored = texts(&database, "SELECT token_hash FROM device_cookie").await;
    assert_eq!(stored.len(), 2);
    assert!(stored.iter().all(|hash| hash != marie.expose()));
}

#[tokio::test]
async fn of_two_people_in_one_browser_both_are_known_by_its_newest_cookie() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    let services = &installation.services;
    let before = sign_in(services, "marie", None).await;
    let shared = sign_in(services, "paul", Some(&before)).await;
    for login in ["marie", "paul"] {
        attack(services, login, None).await;
        assert!(!may_try(services, login, Some(&before)).await, "{login}");
        assert!(may_try(services, login, Some(&shared)).await, "{login}");
    }
}

#[tokio::test]
async fn a_stolen_device_cookie_is_one_counter() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let stolen = sign_in(services, "marie", None).await;
    let own = sign_in(services, "marie", None).await;
    attack(services, "marie", Some(&stolen)).await;
    // What is left to it is what everybody has.
    assert!(may_try(services, "marie", None).await);
    attack(services, "marie", None).await;
    assert!(!may_try(services, "marie", Some(&stolen)).await);
    assert!(may_try(services, "marie", Some(&own)).await);
}

#[tokio::test]
async fn a_new_password_ends_the_device_cookies_of_before() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (_, marie) = installation.sign_in("marie").await;
    let before = sign_in(services, "marie", None).await;
    attack(services, "marie", None).await;
    // Nobody keeps a person who is signed in from changing the password.
    let (new, none) = (password(OTHER_PASSWORD), former(None));
    let change = services
        .panel_users
        .change_own_password(&marie, PASSWORD, new, &none);
    let here = change.await.unwrap().device;
    let restarted = installation.restarted().await;
    attack(&restarted, "marie", None).await;
    assert!(!may_try(&restarted, "marie", Some(&before)).await);
    assert!(may_try(&restarted, "marie", Some(&here)).await);
    let login = Login::parse("marie").unwrap();
    let set = services.panel_users.set_password(
        &Actor::CommandLine,
        &login,
        password(PASSWORD),
        PasswordUse::Permanent,
    );
    set.await.unwrap();
    assert!(!may_try(&restarted, "marie", Some(&here)).await);
}

#[tokio::test]
async fn so_many_browsers_of_a_person_are_known_for_so_long() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let oldest = sign_in(services, "marie", None).await;
    let database = installation.database().await;
    let run = async |sql: &str| database.execute_unprepared(sql).await.unwrap();
    let count = async || {
        let sql = "SELECT token_hash FROM device_cookie";
        texts(&database, sql).await.len()
    };
    for number in 0..60 {
        run(&format!(
            "INSERT INTO device_cookie (token_hash, panel_user_id, issued_at) \
             SELECT 'more {number}', panel_user_id, max(issued_at) + 1 FROM device_cookie \
             GROUP BY panel_user_id"
        ))
        .await;
    }
    run("UPDATE device_cookie SET issued_at = issued_at - 100").await;
    let newest = sign_in(services, "marie", None).await;
    assert_eq!(count().await, 50);
    let restarted = installation.restarted().await;
    attack(&restarted, "marie", None).await;
    assert!(!may_try(&restarted, "marie", Some(&oldest)).await);
    assert!(may_try(&restarted, "marie", Some(&newest)).await);

    run("UPDATE device_cookie SET issued_at = issued_at - 366 * 86400").await;
    assert!(!may_try(&restarted, "marie", Some(&newest)).await);
    sign_in(services, "marie", None).await;
    assert_eq!(count().await, 1);
}
