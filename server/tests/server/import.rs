//! Importing FTP accounts of other servers.

use std::fs;
use std::os::unix::fs::symlink;

use model::{
    AccountNameError, Actor, AppError, Field, FieldError, FtpAccountChange, FtpAccountSettings,
    HashNotKept, HomeMapping, ImportFileError, ImportFormat, ImportOutcome, ImportPreview,
    ImportRefusal, ImportRow, ImportRuleError, ImportedPassword, KeptDays, LimitsSource,
    LinkValidity, PasswordError, RecordError, Rename, Role, SetPasswordForm, SubscriptionLimits,
};
use serde_json::{Value, json};
use services::{ImportDone, ImportRequest};
use zeroize::Zeroizing;

use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, at, domain, name, origin, password, texts,
};

/// [`PASSWORD`] as another server keeps it: SHA-512-crypt.
pub(crate) const KEPT_HASH: &str = "$6$berthsalt$MKshV3h5Rbni/NwDzGU4r640bkWTlWvEhe.l3hV9qlAh1jhozC6LP7CUC6xkrfqaB82BpBr53aNIbqid3t6yN1";

/// An account as SFTPGo has it, with more fields of its.
pub(crate) fn account(name: &str, home: &str, more: Value) -> Value {
    let mut account = json!({
        "status": 1, "username": name, "password": KEPT_HASH, "home_dir": home,
        "permissions": {"/": ["*"]},
    });
    let fields = more.as_object().cloned().unwrap_or_default();
    account.as_object_mut().unwrap().extend(fields);
    account
}

/// A file of SFTPGo's.
pub(crate) fn dump(accounts: &[Value]) -> Vec<u8> {
    json!({"version": 17, "users": accounts})
        .to_string()
        .into_bytes()
}

/// What is asked for by a person who maps `/srv` into the webspace.
fn request(accounts: &[Value]) -> ImportRequest {
    ImportRequest {
        format: ImportFormat::Sftpgo,
        main: Zeroizing::new(dump(accounts)),
        shadow: None,
        homes: HomeMapping::parse_all(["/srv=/"]).unwrap(),
        renames: Vec::new(),
        skip_refused: false,
        link_validity: LinkValidity::default(),
    }
}

/// A few accounts of which nothing is to be said.
fn plain_accounts() -> Vec<Value> {
    let names = ["anne", "bruno", "chloe"];
    let account = |name: &&str| account(name, &format!("/srv/sites/{name}"), json!({}));
    names.iter().map(account).collect()
}

impl Installation {
    async fn preview(&self, request: ImportRequest) -> Result<ImportPreview, AppError> {
        let (actor, domain) = (Actor::CommandLine, domain("example.com"));
        self.services
            .imports
            .preview(&actor, &domain, request)
            .await
    }

    async fn import(&self, request: ImportRequest) -> Result<ImportDone, AppError> {
        let (actor, domain) = (Actor::CommandLine, domain("example.com"));
        self.services.imports.import(&actor, &domain, request).await
    }

    /// The outcomes of an import that writes something.
    async fn import_all(&self, request: ImportRequest) -> Vec<ImportOutcome> {
        match self.import(request).await.unwrap() {
            ImportDone::Written { records, .. } => outcomes(&records),
            ImportDone::Nothing(records) => panic!("{records:?}"),
        }
    }

    /// The outcomes of an import that writes nothing.
    async fn import_nothing(&self, request: ImportRequest) -> Vec<ImportOutcome> {
        match self.import(request).await.unwrap() {
            ImportDone::Nothing(records) => outcomes(&records),
            ImportDone::Written { records, .. } => panic!("{records:?}"),
        }
    }

    async fn change_account(&self, account: &str, change: FtpAccountChange) {
        let (actor, domain) = (Actor::CommandLine, domain("example.com"));
        let accounts = &self.services.ftp_accounts;
        let changed = accounts
            .change(&actor, &domain, &name(account), change)
            .await;
        changed.unwrap();
    }

    async fn account_names(&self) -> Vec<String> {
        let sql = "SELECT name FROM ftp_account ORDER BY name";
        texts(&self.database().await, sql).await
    }

    fn folder(&self, path: &str) -> std::path::PathBuf {
        self.webspace("example.com").join(path)
    }

    async fn limit_accounts(&self, most: u32) {
        let limits = &self.services.limits;
        let (actor, example) = (Actor::CommandLine, domain("example.com"));
        let now = limits.view(&actor, &example).await.unwrap();
        let source = LimitsSource::Own(SubscriptionLimits {
            ftp_accounts: Some(most),
            ..SubscriptionLimits::default()
        });
        let preview = limits.preview(&actor, &example, &source).await;
        let accepted = preview.unwrap().limits;
        let changed = limits.change(&actor, &example, now.version, source, &accepted);
        changed.await.unwrap();
    }
}

fn outcomes(preview: &ImportPreview) -> Vec<ImportOutcome> {
    preview.rows.iter().map(|row| row.outcome.clone()).collect()
}

fn row<'a>(preview: &'a ImportPreview, source_name: &str) -> &'a ImportRow {
    let mut rows = preview.rows.iter();
    rows.find(|row| row.source_name == source_name).unwrap()
}

fn refused(field: Field, error: impl Into<FieldError>) -> ImportRefusal {
    let error = error.into();
    ImportRefusal::Field { field, error }
}

#[tokio::test]
async fn accounts_are_added_with_what_the_file_says_and_their_old_passwords_work() {
    let installation = Installation::with_example().await;
    let limited = json!({
        "quota_size": 1_048_576, "max_sessions": 2, "description": "Marie",
        "permissions": {"/": ["list", "download"]}, "public_keys": ["ssh-ed25519 AAAA"],
    });
    let accounts = [
        account("Marie", "/srv/sites/marie", limited),
        account("paul", "/srv", json!({"password": OTHER_PASSWORD})),
        account(
            "luc",
            "",
            json!({"password": "$9$salt$of-a-scheme-unheard-of"}),
        ),
        account("zoe", "/srv/zoe", json!({"password": "short"})),
        account("ada", "/srv/ada", json!({"password": "a\u{7}bell"})),
    ];
    let done = installation.import(request(&accounts)).await.unwrap();
    let ImportDone::Written {
        records,
        links,
        operation,
    } = done
    else {
        panic!("{done:?}");
    };
    let passwords: Vec<_> = records
        .rows
        .iter()
        .map(|row| row.password.unwrap())
        .collect();
    assert_eq!(
        passwords,
        [
            ImportedPassword::HashKept,
            ImportedPassword::Hashed,
            ImportedPassword::Link(HashNotKept::UnknownScheme),
            ImportedPassword::Hashed,
            ImportedPassword::Link(HashNotKept::Password(PasswordError::ControlCharacter)),
        ]
    );
    assert_eq!((records.counts.added, records.counts.links), (5, 2));
    assert_eq!(row(&records, "Marie").not_kept[0].setting, "public_keys");

    let marie = installation.view("marie").await;
    assert_eq!(marie.home_directory.as_str(), "/sites/marie");
    let settings = [
        Field::QuotaBytes,
        Field::MaxSessions,
        Field::Permission,
        Field::Note,
    ]
    .map(|field| marie.settings.value(field));
    assert_eq!(settings, ["1 MiB", "2", "read-only", "Marie"]);
    assert!(installation.folder("sites/marie").is_dir());
    assert_eq!(
        installation.view("luc").await.home_directory.as_str(),
        "/luc"
    );

    assert!(installation.ftp_password_works("marie", PASSWORD).await);
    assert!(
        !installation
            .ftp_password_works("marie", OTHER_PASSWORD)
            .await
    );
    assert!(
        installation
            .ftp_password_works("paul", OTHER_PASSWORD)
            .await
    );
    assert!(installation.ftp_password_works("zoe", "short").await);
    assert!(
        !installation
            .ftp_password_works("luc", "$9$unheard$of")
            .await
    );
    let linked: Vec<&str> = links.iter().map(|link| link.name.as_str()).collect();
    assert_eq!(linked, ["luc", "ada"]);
    for link in &links {
        let form = SetPasswordForm {
            password: OTHER_PASSWORD.into(),
            repeated: OTHER_PASSWORD.into(),
        };
        let one_time_links = &installation.services.one_time_links;
        let from = origin();
        let set = one_time_links.set_password(&link.token, &form, &from);
        set.await.unwrap();
    }
    assert!(installation.ftp_password_works("luc", OTHER_PASSWORD).await);

    let written = format!(
        "SELECT action || ' ' || coalesce(subject_name, '') FROM audit_event \
         WHERE operation = '{}' ORDER BY action, subject_name",
        operation.as_str()
    );
    assert_eq!(
        texts(&installation.database().await, &written).await,
        [
            "ftp_account.add ada",
            "ftp_account.add luc",
            "ftp_account.add marie",
            "ftp_account.add paul",
            "ftp_account.add zoe",
            "ftp_accounts.import example.com",
            "one_time_link.make ada",
            "one_time_link.make luc",
        ]
    );
    let of_marie = "SELECT e.action FROM audit_event AS e \
                    JOIN ftp_account AS a ON a.id = e.ftp_account_id WHERE a.name = 'marie'";
    let history = texts(&installation.database().await, of_marie).await;
    assert_eq!(history, ["ftp_account.add"]);
    let audit = installation.audit_text().await;
    assert!(!audit.contains(KEPT_HASH) && !audit.contains(OTHER_PASSWORD));
}

#[tokio::test]
async fn the_same_import_again_changes_nothing_and_no_password() {
    let installation = Installation::with_example().await;
    installation.import_all(request(&plain_accounts())).await;
    // By its first sign-in, and by a person.
    assert!(installation.ftp_password_works("anne", PASSWORD).await);
    let change = FtpAccountChange {
        password: Some(password(OTHER_PASSWORD)),
        ..FtpAccountChange::default()
    };
    installation.change_account("bruno", change).await;
    let rows = "SELECT CAST(count(*) AS TEXT) FROM audit_event";
    let before = texts(&installation.database().await, rows).await;
    let again = installation
        .import_nothing(request(&plain_accounts()))
        .await;
    assert_eq!(again, vec![ImportOutcome::Unchanged; 3]);
    assert_eq!(texts(&installation.database().await, rows).await, before);
    assert!(installation.ftp_password_works("anne", PASSWORD).await);
    assert!(
        installation
            .ftp_password_works("bruno", OTHER_PASSWORD)
            .await
    );
    assert!(!installation.ftp_password_works("bruno", PASSWORD).await);
}

#[tokio::test]
async fn an_account_that_is_there_gets_what_the_file_says_and_keeps_the_rest() {
    let installation = Installation::with_example().await;
    installation.import_all(request(&plain_accounts())).await;
    let mut settings = installation.view("anne").await.settings;
    settings.set(Field::Tls, "required").unwrap();
    let change = FtpAccountChange {
        settings: Some(settings),
        ..FtpAccountChange::default()
    };
    installation.change_account("anne", change).await;

    let mut file = plain_accounts();
    file[0] = account("anne", "/srv/moved", json!({"max_sessions": 3}));
    // The main account is `/`, whatever a file says.
    file.push(account("example", "/srv/", json!({"status": 0})));
    let outcomes = installation.import_all(request(&file)).await;
    let fields = vec![Field::HomeDirectory, Field::MaxSessions];
    assert_eq!(outcomes[0], ImportOutcome::Changed(fields));
    assert_eq!(outcomes[1], ImportOutcome::Unchanged);
    assert_eq!(outcomes[3], ImportOutcome::Changed(vec![Field::State]));
    let anne = installation.view("anne").await;
    assert_eq!(anne.home_directory.as_str(), "/moved");
    assert_eq!(anne.settings.value(Field::Tls), "required");
    assert!(installation.folder("moved").is_dir());
    assert!(!installation.view("example").await.settings.enabled);

    file[3] = account("example", "/srv/elsewhere", json!({}));
    let outcomes = installation.import_nothing(request(&file)).await;
    let why = refused(Field::HomeDirectory, FieldError::MainAccountHome);
    assert_eq!(outcomes[3], ImportOutcome::Refused(vec![why]));
    assert!(!installation.folder("elsewhere").exists());
}

#[tokio::test]
async fn what_the_file_does_not_say_is_as_the_subscription_has_it() {
    let installation = Installation::with_example().await;
    let (actor, example) = (Actor::CommandLine, domain("example.com"));
    let mut defaults = FtpAccountSettings::default();
    defaults.set(Field::Tls, "required").unwrap();
    defaults.set(Field::MaxSessions, "7").unwrap();
    let changed = &installation.services.defaults;
    changed.change(&actor, &example, 0, defaults).await.unwrap();
    installation.import_all(request(&plain_accounts())).await;
    let settings = installation.view("anne").await.settings;
    // SFTPGo says of each account how many sessions it may have.
    assert_eq!((settings.tls_required, settings.max_sessions), (true, None));
}

#[tokio::test]
async fn one_refused_account_keeps_all_out_unless_it_is_skipped() {
    let installation = Installation::with_example().await;
    let outside = installation.path("outside");
    fs::create_dir(&outside).unwrap();
    symlink(&outside, installation.folder("out")).unwrap();
    let mut file = plain_accounts();
    // What only the disk tells.
    file.push(account("zoe", "/srv/out/zoe", json!({})));
    let asked = request(&file);
    let preview = installation.preview(asked.clone()).await.unwrap();
    assert_eq!((preview.counts.added, preview.counts.refused), (4, 0));
    assert!(!installation.folder("sites").exists());

    let outcomes = installation.import_nothing(asked.clone()).await;
    let why = refused(Field::HomeDirectory, FieldError::LeavesWebspace);
    assert_eq!(outcomes[3], ImportOutcome::Refused(vec![why]));
    assert_eq!(installation.account_names().await, ["example"]);
    assert!(!installation.folder("sites").exists());
    let log = installation.audit_text().await;
    assert!(!log.contains("ftp_accounts.import"));

    let skipping = ImportRequest {
        skip_refused: true,
        ..asked
    };
    let outcomes = installation.import_all(skipping).await;
    assert_eq!(outcomes[2], ImportOutcome::Added);
    let names = ["anne", "bruno", "chloe", "example"];
    assert_eq!(installation.account_names().await, names);
    assert!(installation.folder("sites/chloe").is_dir());
    assert!(!outside.join("zoe").exists());
}

#[tokio::test]
async fn each_reason_is_told_with_a_name_that_would_do() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    installation
        .add_subscription("other.test", "paul", "other")
        .await;
    installation.add_account("gone", "/gone").await;
    installation.add_account("now", "/now").await;
    let (actor, example) = (Actor::CommandLine, domain("example.com"));
    let accounts = &installation.services.ftp_accounts;
    let gone = [name("gone")];
    accounts.remove(&actor, &example, &gone).await.unwrap();
    let change = FtpAccountChange {
        name: Some(name("later")),
        keep_old_name: KeptDays::parse("30").unwrap(),
        ..FtpAccountChange::default()
    };
    installation.change_account("now", change).await;

    let file = [
        account("root", "/srv/root", json!({})),
        account("Hélène D.", "/elsewhere", json!({})),
        account("other", "/srv/other", json!({})),
        account("gone", "/srv/gone", json!({})),
        account("now", "/srv/now", json!({})),
        account("twice", "/srv/a", json!({})),
        account("Twice", "/srv/b", json!({})),
        account("", "/srv/c", json!({})),
        account("fine", "/srv/fine", json!({})),
    ];
    let preview = installation.preview(request(&file)).await.unwrap();
    let refusals = |row: &ImportRow| match &row.outcome {
        ImportOutcome::Refused(refusals) => refusals.clone(),
        _ => Vec::new(),
    };
    let told: Vec<_> = preview
        .rows
        .iter()
        .map(|row| (refusals(row), row.name.clone().map(String::from)))
        .collect();
    let named = |error: AccountNameError| refused(Field::AccountName, error);
    let taken = |error| refused(Field::AccountName, error);
    let unmapped = ImportRefusal::HomeNotMapped {
        home: "/elsewhere".to_owned(),
    };
    let missing = RecordError::FieldMissing {
        field: "username".to_owned(),
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            (vec![named(AccountNameError::Reserved)], some("root-2")),
            (
                vec![named(AccountNameError::Character('é')), unmapped],
                some("helene-d")
            ),
            (vec![taken(FieldError::Taken)], some("other-2")),
            (vec![taken(FieldError::TakenInTrash)], some("gone-2")),
            (vec![taken(FieldError::TakenByFormerName)], some("now-2")),
            (vec![], some("twice")),
            (vec![ImportRefusal::NameTwice { line: 6 }], some("twice")),
            (vec![ImportRefusal::Record(missing)], None),
            (vec![], some("fine")),
        ]
    );

    let renames = [
        "root=root-2",
        "Hélène D.=helene-d",
        "other=other-2",
        "gone=gone-2",
        "now=now-2",
    ];
    let asked = ImportRequest {
        homes: HomeMapping::parse_all(["/srv=/", "/elsewhere=/e"]).unwrap(),
        renames: Rename::parse_all(renames).unwrap(),
        skip_refused: true,
        ..request(&file)
    };
    let outcomes = installation.import_all(asked).await;
    let added = outcomes.iter().filter(|one| **one == ImportOutcome::Added);
    assert_eq!(added.count(), 7);
    assert!(installation.ftp_password_works("root-2", PASSWORD).await);
}

#[tokio::test]
async fn no_more_accounts_are_taken_than_the_subscription_may_have() {
    let installation = Installation::with_example().await;
    installation.limit_accounts(3).await;
    let full = ImportOutcome::Refused(vec![ImportRefusal::TooManyFtpAccounts]);
    let outcomes = installation
        .import_nothing(request(&plain_accounts()))
        .await;
    let added = ImportOutcome::Added;
    assert_eq!(outcomes, [added.clone(), added, full.clone()]);
    assert_eq!(installation.account_names().await, ["example"]);
    let skipping = ImportRequest {
        skip_refused: true,
        ..request(&plain_accounts())
    };
    assert_eq!(installation.import_all(skipping).await[2], full);
    let names = ["anne", "bruno", "example"];
    assert_eq!(installation.account_names().await, names);
}

#[tokio::test]
async fn an_import_may_be_larger_than_what_a_database_locks_one_by_one() {
    // PostgreSQL has room for some 6,400 locks as it comes.
    const COUNT: usize = 7_000;
    let installation = Installation::with_example().await;
    let account = |number| account(&format!("site-{number}"), "/srv", json!({}));
    let accounts: Vec<Value> = (0..COUNT).map(account).collect();
    let outcomes = installation.import_all(request(&accounts)).await;
    assert!(outcomes.iter().all(|one| *one == ImportOutcome::Added));
    assert_eq!(installation.account_names().await.len(), COUNT + 1);
    let sql = "SELECT CAST(ftp_accounts AS TEXT) FROM subscription";
    let counted = texts(&installation.database().await, sql).await;
    assert_eq!(counted, [(COUNT + 1).to_string()]);
}

#[tokio::test]
async fn of_two_imports_at_once_one_adds_each_account_and_the_other_finds_it() {
    let installation = Installation::with_example().await;
    let import = || installation.import(request(&plain_accounts()));
    let (one, other) = tokio::join!(import(), import());
    let mut counts = [one, other].map(|done| match done.unwrap() {
        ImportDone::Written { records, .. } | ImportDone::Nothing(records) => {
            (records.counts.added, records.counts.unchanged)
        }
    });
    counts.sort_unstable();
    assert_eq!(counts, [(0, 3), (3, 0)]);
    for name in ["anne", "bruno", "chloe"] {
        assert!(installation.folder(&format!("sites/{name}")).is_dir());
        assert!(installation.ftp_password_works(name, PASSWORD).await);
    }
}

#[tokio::test]
async fn only_administrators_import_since_the_file_says_what_the_passwords_are() {
    let installation = Installation::with_example().await;
    installation
        .add_user("root-admin", Role::Administrator)
        .await;
    let (_, owner) = installation.sign_in("marie").await;
    let (_, administrator) = installation.sign_in("root-admin").await;
    let (imports, example) = (&installation.services.imports, domain("example.com"));
    let asked = || request(&plain_accounts());
    let refused = imports.preview(&owner, &example, asked()).await;
    assert_eq!(refused, Err(AppError::NotPermitted));
    let refused = imports.import(&owner, &example, asked()).await;
    assert_eq!(refused.err(), Some(AppError::NotPermitted));
    let done = imports.import(&administrator, &example, asked()).await;
    assert!(matches!(done, Ok(ImportDone::Written { .. })));
}

#[tokio::test]
async fn what_cannot_be_read_is_told_before_anything_else() {
    let installation = Installation::with_example().await;
    let broken = ImportRequest {
        main: Zeroizing::new(b"{".to_vec()),
        ..request(&[])
    };
    let error = ImportFileError::NotThisFormat { line: Some(1) };
    let answer = installation.import(broken).await.err();
    assert_eq!(answer, Some(AppError::ImportFile(error)));
    let answer = installation.preview(request(&[])).await.err();
    let error = ImportFileError::NoAccounts;
    assert_eq!(answer, Some(AppError::ImportFile(error)));
    let misspelt = ImportRequest {
        renames: Rename::parse_all(["anna=anne-2"]).unwrap(),
        ..request(&plain_accounts())
    };
    let error = ImportRuleError::NotInFile.of_rule(1);
    assert_eq!(
        installation.import(misspelt).await.err(),
        Some(at(Field::Renames, error))
    );
}
