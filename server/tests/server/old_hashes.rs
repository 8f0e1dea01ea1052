//! Password hashes of other servers, until the account's first sign-in.

use std::path::Path;

use model::{Actor, DomainName, FtpAccountChange, FtpAccountListing};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

use crate::accounts_over_ftp::{Control, add_paul};
use crate::command_line::{Running, berth};
use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, address, database_of, domain, name, origin, password,
    texts,
};

const ACTOR: Actor = Actor::CommandLine;

/// Of [`PASSWORD`]: what `crypt` makes, what LDAP stores, and Argon2id with other parameters.
const OLD_HASHES: [&str; 3] = [
    "$6$rounds=1000$saltstring$mmEA9r5Eo3xNXh/PL3suhLyczUpuEHV5fguqL0JA54yD6u8r5Dk7meqUDJhiuJQr7IkDlLAccmHYh2trbpZIj/",
    "{SSHA}RsORNSDPcMDEI+ABHV7rqVik1shzYWx0",
    "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQxMjM0NTY3OA$5toJkz1/gMsFFk8Ql2ZZg2ojXmmy2oaS9+/qISfsLoc",
];
/// How a hash of Berth's own begins.
const OWN: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

impl Installation {
    /// One with the account `paul`, whose password has this hash.
    async fn with_hash(hash: &str) -> Self {
        let installation = Self::with_example().await;
        installation.add_account("paul", "/photos").await;
        set_hash(&installation.database().await, hash).await;
        installation
    }

    async fn hash(&self) -> String {
        hash_of_paul(&self.database().await).await
    }

    async fn has_old_hash(&self) -> bool {
        let in_view = self.view("paul").await.has_old_hash;
        let accounts = &self.services.ftp_accounts;
        // With the search text and without it: they are read by queries of their own.
        for query in ["", "q=paul"] {
            let listing = FtpAccountListing::parse(query);
            let list = accounts.list(&ACTOR, &example(), &listing).await.unwrap();
            let row = list.rows.iter().find(|row| row.name.as_str() == "paul");
            assert_eq!(row.unwrap().has_old_hash, in_view, "{query}");
        }
        in_view
    }

    /// What is written whenever somebody changes the account.
    async fn traces_of_change(&self) -> Vec<String> {
        let sql = "SELECT version || ' ' || access_version || ' ' || changed_at || ' ' || \
                   (SELECT count(*) FROM audit_event) FROM ftp_account WHERE name = 'paul'";
        texts(&self.database().await, sql).await
    }
}

async fn set_hash(database: &DatabaseConnection, hash: &str) {
    let sql = format!("UPDATE ftp_account SET password_hash = '{hash}' WHERE name = 'paul'");
    database.execute_unprepared(&sql).await.unwrap();
}

async fn hash_of_paul(database: &DatabaseConnection) -> String {
    let sql = "SELECT password_hash FROM ftp_account WHERE name = 'paul'";
    texts(database, sql).await.remove(0)
}

fn example() -> DomainName {
    domain("example.com")
}

#[tokio::test]
async fn the_first_sign_in_replaces_the_hash_and_changes_nothing_else() {
    for old in OLD_HASHES {
        let installation = Installation::with_hash(old).await;
        let before = installation.traces_of_change().await;
        assert!(installation.has_old_hash().await, "{old}");
        assert!(
            !installation
                .ftp_password_works("paul", OTHER_PASSWORD)
                .await
        );
        assert_eq!(
            installation.hash().await,
            old,
            "a wrong password replaces nothing"
        );

        assert!(
            installation.ftp_password_works("paul", PASSWORD).await,
            "{old}"
        );
        let own = installation.hash().await;
        assert!(own.starts_with(OWN), "{own}");
        assert!(!installation.has_old_hash().await);
        assert_eq!(installation.traces_of_change().await, before);

        assert!(
            !installation
                .ftp_password_works("paul", OTHER_PASSWORD)
                .await
        );
        assert!(installation.ftp_password_works("paul", PASSWORD).await);
        assert_eq!(installation.hash().await, own, "it is made once");
    }
}

#[tokio::test]
async fn the_page_of_ones_own_replaces_it_too_and_its_session_goes_on() {
    let installation = Installation::with_hash(OLD_HASHES[0]).await;
    let own = &installation.services.own_account;
    let from = origin();
    let token = own.sign_in("paul", PASSWORD, &from, None).await.unwrap();
    assert!(installation.hash().await.starts_with(OWN));
    assert!(own.resume(&token, &from).await.unwrap().is_some());
    let again = own.sign_in("paul", PASSWORD, &from, None).await;
    again.unwrap();
    assert!(own.resume(&token, &from).await.unwrap().is_some());
}

#[tokio::test]
async fn a_new_password_takes_the_place_of_an_old_hash() {
    let installation = Installation::with_hash(OLD_HASHES[0]).await;
    let change = FtpAccountChange {
        password: Some(password(OTHER_PASSWORD)),
        ..FtpAccountChange::default()
    };
    let accounts = &installation.services.ftp_accounts;
    let (example, paul) = (example(), name("paul"));
    let changed = accounts.change(&ACTOR, &example, &paul, change).await;
    changed.unwrap();
    assert!(!installation.has_old_hash().await);
    assert!(!installation.ftp_password_works("paul", PASSWORD).await);
    assert!(
        installation
            .ftp_password_works("paul", OTHER_PASSWORD)
            .await
    );
}

#[tokio::test]
async fn a_hash_that_cannot_be_replaced_keeps_nobody_out() {
    let installation = Installation::with_hash(OLD_HASHES[0]).await;
    let database = installation.database().await;
    let refuse = match database.get_database_backend() {
        DbBackend::Sqlite => {
            "CREATE TRIGGER no_other_hash BEFORE UPDATE OF password_hash ON ftp_account \
             BEGIN SELECT RAISE(ABORT, 'no_other_hash'); END"
        }
        _ => {
            "ALTER TABLE ftp_account ADD CONSTRAINT no_other_hash \
             CHECK (password_hash NOT LIKE '$argon2id%') NOT VALID"
        }
    };
    database.execute_unprepared(refuse).await.unwrap();
    for _ in 0..2 {
        assert!(installation.ftp_password_works("paul", PASSWORD).await);
        assert_eq!(installation.hash().await, OLD_HASHES[0]);
    }
}

#[tokio::test]
async fn a_hash_that_nothing_can_be_verified_with_lets_nobody_in() {
    for broken in ["$6$", "$6$rounds=999999999$saltstring$AAAA", "secret", "*"] {
        let installation = Installation::with_hash(broken).await;
        let accounts = &installation.services.ftp_accounts;
        for password in ["", "secret", PASSWORD] {
            let refused = accounts.sign_in("paul", password, address(), true).await;
            assert!(refused.is_err(), "{broken} and {password}");
        }
        assert_eq!(installation.hash().await, broken);
    }
}

#[tokio::main(flavor = "current_thread")]
async fn give_paul(folder: &Path, hash: &str) {
    set_hash(&database_of(folder).await, hash).await;
}

#[tokio::main(flavor = "current_thread")]
async fn stored_of_paul(folder: &Path) -> String {
    hash_of_paul(&database_of(folder).await).await
}

#[test]
fn an_open_session_goes_on_while_another_one_replaces_the_hash() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::demo(folder.path());
    add_paul(folder.path());
    let mut open = Control::open(running.ftp);
    assert_eq!(open.sign_in("paul", PASSWORD), 230);

    give_paul(folder.path(), OLD_HASHES[0]);
    let listed = berth(folder.path(), &["ftp-account", "list", "--json"], "");
    assert!(listed.out.contains("\"old_hash\": true"), "{}", listed.out);
    assert_eq!(
        Control::open(running.ftp).sign_in("paul", OTHER_PASSWORD),
        530
    );
    let mut first = Control::open(running.ftp);
    assert_eq!(first.sign_in("paul", PASSWORD), 230);
    let own = stored_of_paul(folder.path());
    assert!(own.starts_with(OWN), "{own}");
    let mut second = Control::open(running.ftp);
    assert_eq!(second.sign_in("paul", PASSWORD), 230);
    assert_eq!(stored_of_paul(folder.path()), own);
    for session in [&mut open, &mut first, &mut second] {
        assert_eq!(session.send("NOOP"), 200);
    }
}
