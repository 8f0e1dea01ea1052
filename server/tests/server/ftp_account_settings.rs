//! What an account may do and until when: stored, shown, and enforced at sign-in.

use std::net::IpAddr;

use model::{
    Actor, Change, Field, FtpAccountChange, FtpAccountSettings, FtpEventKind, FtpRefusal, Receipt,
};
use sea_orm::ConnectionTrait;
use services::{FtpSignInError, OutdatedBy};

use crate::support::{Installation, PASSWORD, domain, name, new_account};

fn settings(changes: &[(Field, &str)]) -> FtpAccountSettings {
    let mut settings = FtpAccountSettings::default();
    for (field, text) in changes {
        settings.set(*field, text).unwrap();
    }
    settings
}

async fn set(installation: &Installation, actor: &Actor, changes: &[(Field, &str)]) -> Receipt {
    let change = FtpAccountChange {
        settings: Some(settings(changes)),
        ..FtpAccountChange::default()
    };
    let operation = installation
        .services
        .ftp_accounts
        .change(actor, &domain("example.com"), &name("paul"), change)
        .await
        .unwrap();
    installation
        .services
        .receipts
        .view(actor, &operation)
        .await
        .unwrap()
}

async fn sign_in(installation: &Installation, from: &str, tls: bool) -> Result<(), FtpSignInError> {
    let from: IpAddr = from.parse().unwrap();
    let services = &installation.services;
    services
        .ftp_accounts
        .sign_in("paul", PASSWORD, from, tls)
        .await
        .map(drop)
}

const ALL: &[(Field, &str)] = &[
    (Field::State, "disabled"),
    (Field::Permission, "upload-only"),
    (Field::Expiry, "2100-01-01T12:30"),
    (Field::AllowedAddresses, "192.0.2.0/24, 2001:db8::1"),
    (Field::MaxSessions, "3"),
    (Field::UploadRate, "500"),
    (Field::DownloadRate, "1000"),
    (Field::Tls, "required"),
    (Field::QuotaBytes, "1,5 Go"),
    (Field::QuotaFiles, "1000"),
    (Field::Note, "Ends with the season"),
];

#[tokio::test]
async fn settings_are_stored_and_shown() {
    let installation = Installation::with_example().await;
    let new = model::NewFtpAccount {
        settings: settings(ALL),
        ..new_account("paul", "/paul")
    };
    let services = &installation.services;
    services
        .ftp_accounts
        .add(&Actor::CommandLine, &domain("example.com"), new)
        .await
        .unwrap();
    assert_eq!(installation.view("paul").await.settings, settings(ALL));
    let list = services
        .ftp_accounts
        .list_all(&Actor::CommandLine, &domain("example.com"))
        .await
        .unwrap();
    assert_eq!(list[1].settings, settings(ALL));

    let (_, marie) = installation.sign_in("marie").await;
    let Receipt::AccountChanged { changes, .. } = set(&installation, &marie, &[]).await else {
        panic!("another receipt");
    };
    assert_eq!(installation.view("paul").await.settings, settings(&[]));
    let changed: Vec<Field> = changes
        .into_iter()
        .map(|change| match change {
            Change::Setting {
                field,
                before,
                after,
            } => {
                assert_eq!((*before, *after), (settings(ALL), settings(&[])));
                field
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(changed, FtpAccountSettings::FIELDS);
}

#[tokio::test]
async fn a_note_ends_no_session_and_all_else_does() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let services = &installation.services;
    let here = "192.0.2.9".parse().unwrap();
    let paul = services
        .ftp_accounts
        .sign_in("paul", PASSWORD, here, true)
        .await
        .unwrap();
    let access = async || {
        services
            .ftp_accounts
            .versions(&[paul.account])
            .await
            .unwrap()[&paul.account]
    };
    assert_eq!(access().await, (paul.version, OutdatedBy::Change));
    let mut so_far = Vec::new();
    for (at, change) in ALL.iter().rev().enumerate() {
        so_far.push(*change);
        set(&installation, &Actor::CommandLine, &so_far).await;
        let by = match change.0 {
            Field::State => OutdatedBy::Disabling,
            _ => OutdatedBy::Change,
        };
        let ended = i64::try_from(at).unwrap();
        assert_eq!(access().await, (paul.version + ended, by), "{change:?}");
    }
    let changes = i64::try_from(ALL.len()).unwrap();
    assert_eq!(installation.view("paul").await.version, 1 + changes);
}

#[tokio::test]
async fn who_is_not_admitted_is_refused_and_the_owner_reads_why() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    let far = "198.51.100.1";
    assert_eq!(sign_in(&installation, far, false).await, Ok(()));
    let wrong_password = FtpEventKind::SignInRefused(FtpRefusal::WrongPassword);
    let mut recorded = Vec::new();
    for (change, error, refusal) in [
        (
            (Field::State, "disabled"),
            FtpSignInError::Denied,
            FtpRefusal::Disabled,
        ),
        (
            (Field::Expiry, "2026-01-01"),
            FtpSignInError::Denied,
            FtpRefusal::Expired,
        ),
        (
            (Field::AllowedAddresses, "192.0.2.0/24"),
            FtpSignInError::Denied,
            FtpRefusal::AddressNotAllowed,
        ),
        (
            (Field::Tls, "required"),
            FtpSignInError::TlsRequired,
            FtpRefusal::TlsRequired,
        ),
    ] {
        set(&installation, &Actor::CommandLine, &[change]).await;
        assert_eq!(sign_in(&installation, far, false).await, Err(error));
        // Whoever does not know the password learns nothing of it.
        let here = far.parse().unwrap();
        let services = &installation.services;
        let wrong = services
            .ftp_accounts
            .sign_in("paul", &format!("wrong {refusal:?}"), here, false)
            .await;
        assert_eq!(wrong.map(drop), Err(FtpSignInError::Denied));
        recorded.extend([FtpEventKind::SignInRefused(refusal), wrong_password.clone()]);
    }
    assert_eq!(sign_in(&installation, far, true).await, Ok(()));
    set(
        &installation,
        &Actor::CommandLine,
        &[(Field::AllowedAddresses, far)],
    )
    .await;
    assert_eq!(sign_in(&installation, far, false).await, Ok(()));
    installation.write_activity().await;
    recorded.reverse();
    assert_eq!(installation.events(None, None).await, recorded);
}

#[tokio::test]
async fn the_database_keeps_no_bad_setting() {
    let installation = Installation::with_example().await;
    let database = installation.database().await;
    for wrong in [
        "permission = 'all'",
        "max_sessions = 0",
        "upload_rate = -1",
        "download_rate = 0",
    ] {
        let set = format!("UPDATE ftp_account SET {wrong}");
        assert!(database.execute_unprepared(&set).await.is_err(), "{wrong}");
    }
}
