//! What the new FTP accounts of a subscription begin with, and duplicates.

use model::{Actor, AppError, Change, EditedSettings, Field, FtpAccountSettings, Operation, Role};
use sea_orm::ConnectionTrait;

use crate::command_line::{Running, berth};
use crate::support::{Installation, PASSWORD, domain, name, new_account};

const EXAMPLE: &str = "example.com";

fn settings(changes: &[(Field, &str)]) -> FtpAccountSettings {
    let mut settings = FtpAccountSettings::default();
    for (field, text) in changes {
        settings.set(*field, text).unwrap();
    }
    settings
}

/// All that can be a default.
fn unusual() -> FtpAccountSettings {
    settings(&[
        (Field::State, "disabled"),
        (Field::Permission, "read-only"),
        (Field::AllowedAddresses, "192.0.2.0/24, 2001:db8::1"),
        (Field::MaxSessions, "3"),
        (Field::UploadRate, "500"),
        (Field::DownloadRate, "1000"),
        (Field::Tls, "required"),
        (Field::Note, "As agreed"),
    ])
}

async fn change(
    installation: &Installation,
    actor: &Actor,
    version: i64,
    settings: FtpAccountSettings,
) -> Result<Operation, AppError> {
    installation
        .services
        .defaults
        .change(actor, &domain(EXAMPLE), version, settings)
        .await
}

async fn defaults(installation: &Installation) -> (FtpAccountSettings, i64) {
    let defaults = installation
        .services
        .defaults
        .view(&Actor::CommandLine, &domain(EXAMPLE))
        .await
        .unwrap();
    (defaults.settings, defaults.version)
}

#[tokio::test]
async fn defaults_are_stored_shown_and_audited() {
    let installation = Installation::with_example().await;
    let (_, marie) = installation.sign_in("marie").await;
    assert_eq!(defaults(&installation).await, (settings(&[]), 0));
    change(&installation, &marie, 0, unusual()).await.unwrap();
    assert_eq!(defaults(&installation).await, (unusual(), 1));

    let other = settings(&[(Field::Tls, "required")]);
    let operation = change(&installation, &marie, 1, other.clone())
        .await
        .unwrap();
    assert_eq!(defaults(&installation).await, (other.clone(), 2));
    let services = &installation.services;
    let changes = services
        .defaults
        .view_receipt(&marie, &operation)
        .await
        .unwrap();
    assert_eq!(changes.len(), 7);
    for change in changes {
        let Change::Setting { before, after, .. } = change else {
            panic!("{change:?}")
        };
        assert_eq!((*before, *after), (unusual(), other.clone()));
    }
    let to_others = services
        .defaults
        .view_receipt(&Actor::CommandLine, &operation)
        .await;
    assert_eq!(to_others, Err(AppError::NotFound));
    let audit = installation.audit_text().await;
    assert!(
        audit.contains("default_settings.change marie example.com {\"enabled\":true"),
        "{audit}"
    );

    // What changes nothing is no new version.
    change(&installation, &marie, 2, other.clone())
        .await
        .unwrap();
    assert_eq!(defaults(&installation).await, (other, 2));
}

#[tokio::test]
async fn a_concurrent_change_of_the_defaults_is_a_conflict() {
    let installation = Installation::with_example().await;
    let actor = Actor::CommandLine;
    for (version, text) in [(0, "first"), (1, "second")] {
        let new = settings(&[(Field::Note, text)]);
        change(&installation, &actor, version, new).await.unwrap();
        for stale in [version, version + 2, -1, i64::MAX] {
            let late = change(&installation, &actor, stale, unusual()).await;
            assert_eq!(
                late,
                Err(AppError::SettingsEditConflict(EditedSettings::General)),
                "{stale}"
            );
        }
        assert_eq!(defaults(&installation).await.0.note, text);
    }
}

#[tokio::test]
async fn of_many_at_once_one_wins() {
    let installation = Installation::with_example().await;
    for version in [0, 1] {
        let racing = (0..20).map(|number| {
            let services = installation.services.clone();
            let note = format!("{version} {number}");
            tokio::spawn(async move {
                let new = settings(&[(Field::Note, &note)]);
                services
                    .defaults
                    .change(&Actor::CommandLine, &domain(EXAMPLE), version, new)
                    .await
            })
        });
        let mut won = 0;
        for one in racing.collect::<Vec<_>>() {
            match one.await.unwrap() {
                Ok(_) => won += 1,
                Err(error) => assert_eq!(
                    error,
                    AppError::SettingsEditConflict(EditedSettings::General)
                ),
            }
        }
        assert_eq!(won, 1);
    }
}

#[tokio::test]
async fn an_expiry_is_no_default() {
    let installation = Installation::with_example().await;
    let expiring = settings(&[(Field::Expiry, "2100-01-01")]);
    let refused = change(&installation, &Actor::CommandLine, 0, expiring).await;
    assert_eq!(refused, Err(AppError::Malformed));
}

#[tokio::test]
async fn another_s_defaults_and_accounts_are_not_found() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    installation
        .add_subscription("other.org", "paul", "other")
        .await;
    let (_, paul) = installation.sign_in("paul").await;
    let services = &installation.services;
    let (theirs, own) = (domain(EXAMPLE), domain("other.org"));
    let not_found = Some(AppError::NotFound);
    let seen = services.defaults.view(&paul, &theirs).await;
    assert_eq!(seen.err(), not_found);
    let changed = change(&installation, &paul, 0, unusual()).await;
    assert_eq!(changed.err(), not_found);
    for (domain, like) in [
        (&theirs, None),
        (&theirs, Some("example")),
        (&own, Some("example")),
        (&own, Some("gone")),
    ] {
        let like = like.map(name);
        let draft = services
            .ftp_accounts
            .draft(&paul, domain, like.as_ref())
            .await;
        assert_eq!(draft.err(), not_found);
    }
}

#[tokio::test]
async fn a_draft_has_the_defaults_or_what_another_account_has() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    change(&installation, &Actor::CommandLine, 0, unusual())
        .await
        .unwrap();
    let expiring = settings(&[(Field::Expiry, "2100-01-01"), (Field::Note, "a lease")]);
    let paul = model::NewFtpAccount {
        settings: expiring.clone(),
        ..new_account("paul", "/paul/site")
    };
    let example = domain(EXAMPLE);
    services
        .ftp_accounts
        .add(&Actor::CommandLine, &example, paul)
        .await
        .unwrap();
    for (like, home, settings) in [
        (None, "/", unusual()),
        (Some(name("paul")), "/paul/site", expiring),
    ] {
        let draft = services
            .ftp_accounts
            .draft(&Actor::CommandLine, &example, like.as_ref())
            .await
            .unwrap();
        assert_eq!(draft.home_directory.as_str(), home);
        assert_eq!(draft.settings, settings);
    }
}

#[tokio::test]
async fn stored_defaults_that_break_a_rule_go_no_further() {
    let installation = Installation::with_example().await;
    let database = installation.database().await;
    for (json, read) in [
        ("{}", Ok(settings(&[]))),
        (r#"{"later":"x"}"#, Ok(settings(&[]))),
        (
            r#"{"tls":"required"}"#,
            Ok(settings(&[(Field::Tls, "required")])),
        ),
        (r#"{"tls":"perhaps"}"#, Err(AppError::Internal)),
        ("", Err(AppError::Internal)),
    ] {
        let sql = format!(
            "INSERT INTO default_settings (subscription_id, settings, version, changed_at) \
             SELECT id, '{json}', 1, 0 FROM subscription WHERE TRUE \
             ON CONFLICT (subscription_id) DO UPDATE SET settings = excluded.settings"
        );
        database.execute_unprepared(&sql).await.unwrap();
        let seen = installation
            .services
            .defaults
            .view(&Actor::CommandLine, &domain(EXAMPLE))
            .await;
        assert_eq!(seen.map(|defaults| defaults.settings), read, "{json}");
    }
}

#[test]
fn the_command_line_shows_changes_and_uses_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let _running = Running::demo(folder.path());
    let run = |arguments: &[&str], input: &str| {
        let answer = berth(folder.path(), arguments, input);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{arguments:?}");
        answer.out
    };
    let account = |wanted: &str| {
        let listed = run(&["ftp-account", "list", "--json"], "");
        let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
        let found = listed.as_array().unwrap().iter();
        found.clone().find(|a| a["name"] == wanted).unwrap().clone()
    };
    let defaults = ["subscription", "defaults", EXAMPLE];
    assert!(run(&defaults, "").contains("Optional"));
    let change = [&defaults[..], &["--tls=required", "--note=By default"]].concat();
    assert!(run(&change, "").contains("have been changed"));
    let shown = run(&defaults, "");
    assert!(
        shown.contains("Required") && shown.contains("By default"),
        "{shown}"
    );

    let add = ["ftp-account", "add", "--password-stdin"];
    let paul = [
        "paul",
        "--subscription",
        EXAMPLE,
        "--home=/paul",
        "--note=own",
    ];
    run(&[&add[..], &paul].concat(), PASSWORD);
    assert_eq!(account("paul")["tls"], "required");
    assert_eq!(account("paul")["note"], "own");

    run(&["ftp-account", "set", "paul", "--expires=2100-01-01"], "");
    run(
        &[&add[..], &["twin", "--like=paul", "--tls=optional"]].concat(),
        PASSWORD,
    );
    let twin = account("twin");
    assert_eq!(twin["home_directory"], "/paul");
    assert_eq!(twin["subscription"], EXAMPLE);
    assert_eq!(twin["note"], "own");
    assert_eq!(twin["expires"], "2100-01-02T00:00:00Z");
    assert_eq!(twin["tls"], "optional");

    for (arguments, code, sentence) in [
        (
            [&defaults[..], &["--expires=2100-01-01"]].concat(),
            1,
            "An expiry can be no default",
        ),
        (
            [&defaults[..], &["--tls=perhaps"]].concat(),
            1,
            "Encryption",
        ),
        (
            [&add[..], &["x", "--like=gone"]].concat(),
            1,
            "nothing of that name",
        ),
        (
            [&add[..], &["x", "--home=/x"]].concat(),
            2,
            "--subscription",
        ),
    ] {
        let answer = berth(folder.path(), &arguments, PASSWORD);
        assert_eq!(answer.code, code, "{arguments:?}: {}", answer.err);
        assert!(answer.err.contains(sentence), "{}", answer.err);
    }
}
