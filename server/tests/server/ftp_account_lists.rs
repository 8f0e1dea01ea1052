//! Lists of FTP accounts: what they find, and what is done with many of them at once.

use std::collections::BTreeSet;

use model::{
    Actor, AppError, Field, FtpAccountChange, FtpAccountList, FtpAccountListing,
    FtpAccountSelection, FtpAccountUsage, FtpAccountsChange, FtpPermission, HomeDirectory,
    ListPosition, Operation, Receipt, Utc, UtcTime,
};
use sea_orm::ConnectionTrait;

use crate::support::{Installation, PASSWORD, domain, name, new_account, texts};

const ACTOR: Actor = Actor::CommandLine;
const DISABLE: FtpAccountsChange = FtpAccountsChange::State(false);

impl Installation {
    async fn list(&self, query: &str) -> FtpAccountList {
        let listing = FtpAccountListing::parse(query);
        self.services
            .ftp_accounts
            .list(&ACTOR, &domain("example.com"), &listing)
            .await
            .unwrap()
    }

    async fn names(&self, query: &str) -> Vec<String> {
        let rows = self.list(query).await.rows.into_iter();
        rows.map(|row| row.name.into()).collect()
    }

    /// Adds an account with settings, as forms have them.
    async fn add_with(&self, name: &str, home: &str, settings: &[(Field, &str)]) {
        let mut new = new_account(name, home);
        for (field, text) in settings {
            new.settings.set(*field, text).unwrap();
        }
        let example = domain("example.com");
        let added = self.services.ftp_accounts.add(&ACTOR, &example, new);
        added.await.unwrap();
    }

    /// Adds copies of an account, as many as that, without the time that each hash takes.
    pub(crate) async fn copy(&self, of: &str, count: u32) {
        let columns = "subscription_id, home_directory, home_key, password_hash, is_main, version, created_at, changed_at";
        // The names' keys as `sort_key` makes them.
        let sql = format!(
            "INSERT INTO ftp_account (name, name_key, {columns}) \
             WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count} - 1) \
             SELECT 'copy-' || substr(CAST(100000 + i AS TEXT), 2), \
                 'copy-' || CAST(length(CAST(i AS TEXT)) - 1 AS TEXT) || CAST(i AS TEXT) \
                     || '\u{1}copy-' || substr(CAST(100000 + i AS TEXT), 2), \
                 {columns} FROM ftp_account, n WHERE name = '{of}'"
        );
        self.database()
            .await
            .execute_unprepared(&sql)
            .await
            .unwrap();
    }

    async fn change(
        &self,
        selection: FtpAccountSelection,
        change: FtpAccountsChange,
    ) -> Result<Operation, AppError> {
        let example = domain("example.com");
        self.services
            .ftp_accounts
            .change_many(&ACTOR, &example, &selection, change)
            .await
    }

    async fn receipt(&self, operation: &Operation) -> Receipt {
        let receipt = self.services.receipts.view(&ACTOR, operation);
        receipt.await.unwrap()
    }
}

fn named(names: &[&str]) -> FtpAccountSelection {
    FtpAccountSelection::Names(names.iter().map(|text| name(text)).collect())
}

fn found(query: &str) -> FtpAccountSelection {
    FtpAccountSelection::Found(FtpAccountListing::parse(query))
}

#[tokio::test]
async fn accounts_are_found_by_the_beginnings_of_their_words() {
    let installation = Installation::with_example().await;
    let note = [(Field::Note, "Été 2026, for Zoë")];
    installation
        .add_with("jean.dupont", "/sites/shop12", &note)
        .await;
    installation.add_with("marie", "/photos", &[]).await;
    for (search, names) in [
        ("dup", vec!["jean.dupont"]),
        ("SHOP", vec!["jean.dupont"]),
        ("12", vec!["jean.dupont"]),
        ("ete", vec!["jean.dupont"]),
        ("zoe+dupont", vec!["jean.dupont"]),
        ("%2Fphotos", vec!["marie"]),
        ("upont", vec![]),
        ("zoe+marie", vec![]),
        ("%25", vec![]),
        ("_", vec![]),
    ] {
        let list = installation.list(&format!("q={search}")).await;
        let found: Vec<&str> = list.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(found, names, "{search}");
        assert_eq!((list.found, list.total), (Some(names.len() as u64), 3));
    }
    // The words follow the account.
    let change = FtpAccountChange {
        name: Some(name("pierre")),
        ..Default::default()
    };
    let (example, jean) = (domain("example.com"), name("jean.dupont"));
    let changed = installation
        .services
        .ftp_accounts
        .change(&ACTOR, &example, &jean, change);
    changed.await.unwrap();
    assert_eq!(installation.names("q=pie").await, ["pierre"]);
    assert_eq!(installation.names("q=zoe").await, ["pierre"]);
    assert!(installation.names("q=jean").await.is_empty());
    installation
        .services
        .ftp_accounts
        .remove(&ACTOR, &example, &[name("pierre")])
        .await
        .unwrap();
    assert!(installation.names("q=pie").await.is_empty());
    assert_eq!(installation.list("").await.total, 2);
}

#[tokio::test]
async fn each_filter_leaves_those_that_it_names() {
    let installation = Installation::with_example().await;
    let soon = UtcTime(UtcTime::now().0 + 86_400).input_value(&Utc);
    let late = UtcTime(UtcTime::now().0 + 8 * 86_400).input_value(&Utc);
    for (name, field, text) in [
        ("off", Field::State, "disabled"),
        ("reader", Field::Permission, "read-only"),
        ("soon", Field::Expiry, &*soon),
        ("late", Field::Expiry, &*late),
        ("over", Field::Expiry, "2020-01-01"),
        ("used", Field::Note, "has signed in"),
        ("full", Field::Note, "is nearly full"),
    ] {
        installation.add_with(name, "/x", &[(field, text)]).await;
    }
    let database = installation.database().await;
    for sql in [
        "UPDATE ftp_account SET last_sign_in_at = 5 WHERE name IN ('used', 'off')",
        "UPDATE ftp_account SET quota_bytes = 1000, used_bytes = 950 WHERE name = 'full'",
        "UPDATE ftp_account SET quota_bytes = 1000, used_bytes = 850 WHERE name = 'used'",
    ] {
        database.execute_unprepared(sql).await.unwrap();
    }
    for (query, names) in [
        ("state=disabled", vec!["off"]),
        ("permission=read-only", vec!["reader"]),
        ("expiring=1", vec!["soon"]),
        ("nearly-full=1", vec!["full"]),
        ("state=disabled&unused=1", vec![]),
        (
            "state=enabled&unused=1&permission=read-write&q=nearly",
            vec!["full"],
        ),
        (
            "unused=1",
            vec!["example", "full", "late", "over", "reader", "soon"],
        ),
        (
            "state=enabled&sort=-expires",
            vec!["used", "reader", "full", "example", "late", "soon", "over"],
        ),
        (
            "sort=-usage&columns=usage",
            vec![
                "full", "used", "soon", "reader", "over", "off", "late", "example",
            ],
        ),
    ] {
        assert_eq!(installation.names(query).await, names, "{query}");
    }
    let list = installation.list("nearly-full=1").await;
    let usage = |used, quota| FtpAccountUsage { used, quota };
    let nearest = list.rows[0].nearest_quota();
    assert_eq!(nearest, Some((Field::QuotaBytes, usage(950, 1000))));
    let database = installation.database().await;
    let files = "UPDATE ftp_account SET quota_files = 10, used_files = 9 WHERE name = 'reader'";
    database.execute_unprepared(files).await.unwrap();
    let list = installation.list("nearly-full=1&q=reader").await;
    let nearest = list.rows[0].nearest_quota();
    assert_eq!(nearest, Some((Field::QuotaFiles, usage(9, 10))));
    let list = installation.list("q=reader&columns=name").await;
    assert_eq!(list.rows[0].permission, FtpPermission::ReadOnly);
}

#[tokio::test]
async fn by_name_the_main_account_comes_first_and_only_then() {
    let installation = Installation::with_example().await;
    installation.add_account("abel", "/").await;
    installation.add_account("zoe", "/").await;
    assert_eq!(installation.names("").await, ["example", "abel", "zoe"]);
    assert_eq!(
        installation.names("sort=-name").await,
        ["example", "zoe", "abel"]
    );
    assert_eq!(
        installation.names("sort=home").await,
        ["abel", "example", "zoe"]
    );
}

#[tokio::test]
async fn texts_are_sorted_as_people_expect_in_either_database() {
    let installation = Installation::with_example().await;
    for (name, home, note) in [
        ("site10", "/Zoé", "Étienne 10"),
        ("site9", "/été/10", "zoé"),
        ("site-b", "/Été/9", "etienne 9"),
        ("site09", "/fin", "Etienne 10"),
        ("a", "/FIN", "ßb"),
        ("z", "/zoe/a", "ssa"),
    ] {
        installation
            .add_with(name, home, &[(Field::Note, note)])
            .await;
    }
    let by_name = ["a", "site-b", "site9", "site09", "site10", "z"];
    let by_home = ["example", "site-b", "site9", "site09", "a", "site10", "z"];
    let by_note = ["example", "site-b", "site09", "site10", "z", "a", "site9"];
    for (sort, expected) in [
        ("name", &by_name[..]),
        ("home", &by_home),
        ("note", &by_note),
    ] {
        let main: &[&str] = if sort == "name" { &["example"] } else { &[] };
        let upwards = [main, expected].concat();
        assert_eq!(installation.names(&format!("sort={sort}")).await, upwards);
        let reversed: Vec<&str> = expected.iter().rev().copied().collect();
        let downwards = [main, &reversed].concat();
        assert_eq!(
            installation.names(&format!("sort=-{sort}")).await,
            downwards
        );
        // A page that begins at a row goes on in the same order.
        for (at, row) in expected.iter().enumerate().take(expected.len() - 1) {
            let after = format!("sort={sort}&after={row}");
            assert_eq!(
                installation.names(&after).await,
                expected[at + 1..],
                "{after}"
            );
        }
    }
    let changed = FtpAccountChange {
        name: Some(name("site11")),
        home_directory: Some(HomeDirectory::parse("/ete/8").unwrap()),
        ..FtpAccountChange::default()
    };
    let (example, renamed) = (domain("example.com"), name("a"));
    let services = &installation.services;
    let changed = services
        .ftp_accounts
        .change(&ACTOR, &example, &renamed, changed);
    changed.await.unwrap();
    assert_eq!(installation.names("sort=home").await[1], "site11");
    assert_eq!(installation.names("sort=-name").await[2], "site11");
    let all = services.ftp_accounts.list_all(&ACTOR, &example);
    let all: Vec<String> = all
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.name.into())
        .collect();
    let listed = [
        "example", "site-b", "site9", "site09", "site10", "site11", "z",
    ];
    assert_eq!(all, listed);
}

#[tokio::test]
async fn a_page_begins_at_a_row_and_is_full_at_the_beginning() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.copy("paul", 60).await;
    let first = installation.list("").await;
    assert_eq!(
        (first.rows.len(), first.more_before, first.more_after),
        (25, false, true)
    );
    assert_eq!((first.total, first.found), (62, None));
    let last = installation.list("last=1").await;
    assert_eq!(
        (last.rows.len(), last.more_before, last.more_after),
        (25, true, false)
    );
    assert_eq!(last.rows[24].name, name("paul"));
    let next = installation.list("after=copy-00023").await;
    assert_eq!(
        (&next.rows[0].name, next.more_before, next.more_after),
        (&name("copy-00024"), true, true)
    );
    let back = installation.list("before=copy-00024").await;
    assert_eq!(back.rows, first.rows);
    // Where fewer are left before a row, the page is the first one.
    let early = installation.list("before=copy-00003").await;
    assert_eq!((early.rows, early.more_before), (first.rows, false));
    assert_eq!(installation.list("size=100").await.rows.len(), 62);
    // Beyond the end, and after a row that is gone, one is at the beginning again.
    for query in ["after=paul", "sort=home&after=gone"] {
        let list = installation.list(query).await;
        assert_eq!((list.rows.len(), list.more_before), (25, false), "{query}");
    }
}

#[tokio::test]
async fn several_are_disabled_and_enabled_and_each_has_its_audit_row() {
    let installation = Installation::with_example().await;
    for account in ["abel", "paul", "zoe"] {
        installation.add_account(account, "/x").await;
    }
    let operation = installation
        .change(named(&["zoe", "abel", "abel"]), DISABLE)
        .await
        .unwrap();
    let Receipt::AccountsChanged {
        count,
        field,
        after,
    } = installation.receipt(&operation).await
    else {
        panic!("another receipt");
    };
    assert_eq!((count, field, after.enabled), (2, Field::State, false));
    for (account, works) in [("abel", false), ("paul", true), ("zoe", false)] {
        assert_eq!(
            installation.ftp_password_works(account, PASSWORD).await,
            works,
            "{account}"
        );
    }
    assert_eq!(installation.view("abel").await.version, 2);
    let audit = "SELECT subject_name FROM audit_event WHERE action = 'ftp_account.change'";
    let subjects = texts(&installation.database().await, audit).await;
    assert_eq!(subjects, ["abel", "zoe"]);
    // Accounts with that setting stay as they are; if all have it, that is an error.
    let again = installation.change(named(&["abel", "zoe"]), DISABLE).await;
    assert_eq!(again, Err(AppError::NothingToChange));
    let enable = FtpAccountsChange::State(true);
    let operation = installation
        .change(named(&["abel", "paul"]), enable)
        .await
        .unwrap();
    let receipt = installation.receipt(&operation).await;
    assert!(matches!(receipt, Receipt::AccountChanged { name, .. } if name.as_str() == "abel"));
    assert!(installation.ftp_password_works("abel", PASSWORD).await);
}

#[tokio::test]
async fn an_expiry_is_set_and_taken_away_for_several() {
    let installation = Installation::with_example().await;
    for account in ["abel", "paul"] {
        installation.add_account(account, "/x").await;
    }
    let past = FtpAccountsChange::Expiry(Some(UtcTime(1)));
    installation
        .change(named(&["abel", "paul"]), past)
        .await
        .unwrap();
    assert!(!installation.ftp_password_works("paul", PASSWORD).await);
    let never = FtpAccountsChange::Expiry(None);
    installation.change(found("q=pa"), never).await.unwrap();
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
    assert_eq!(
        installation.view("abel").await.settings.expires_at,
        Some(UtcTime(1))
    );
}

#[tokio::test]
async fn several_at_once_are_all_or_none_and_never_the_main_one() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/x").await;
    for (names, error) in [
        (vec!["paul", "example"], AppError::MainAccountStays),
        (vec!["paul", "gone"], AppError::NotFound),
        (vec![], AppError::NothingChosen),
    ] {
        let outcome = installation.change(named(&names), DISABLE).await;
        assert_eq!(outcome, Err(error));
    }
    assert!(installation.view("paul").await.settings.enabled);
    // All that are found are all but the main one.
    installation.change(found(""), DISABLE).await.unwrap();
    assert!(!installation.view("paul").await.settings.enabled);
    assert!(installation.view("example").await.settings.enabled);
    let example = domain("example.com");
    let all = FtpAccountListing::parse("after=zoe&sort=-home");
    let services = &installation.services;
    let remove = services.ftp_accounts.remove_found(&ACTOR, &example, &all);
    let operation = remove.await.unwrap();
    let removed = Receipt::AccountsRemoved {
        names: vec![name("paul")],
    };
    assert_eq!(installation.receipt(&operation).await, removed);
    assert_eq!(installation.names("").await, ["example"]);
    let again = services.ftp_accounts.remove_found(&ACTOR, &example, &all);
    assert_eq!(again.await, Err(AppError::NothingChosen));
}

#[tokio::test]
async fn of_very_many_so_many_are_changed_at_once_and_the_next_time_the_others() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.copy("paul", 5_200).await;
    let mut counts = BTreeSet::new();
    for _ in 0..2 {
        let operation = installation.change(found(""), DISABLE).await.unwrap();
        let receipt = installation.receipt(&operation).await;
        if let Receipt::AccountsChanged { count, .. } = receipt {
            counts.insert(count);
        }
    }
    assert_eq!(
        Vec::from_iter(counts),
        [201, FtpAccountSelection::MAX_ACCOUNTS]
    );
    let again = installation.change(found(""), DISABLE).await;
    assert_eq!(again, Err(AppError::NothingToChange));
    let list = installation.list("state=disabled").await;
    assert_eq!(
        list.found,
        Some(FtpAccountList::MAX_FOUND + 1),
        "and are not counted on"
    );
    let all = FtpAccountListing::default();
    let example = domain("example.com");
    let remove = installation
        .services
        .ftp_accounts
        .remove_found(&ACTOR, &example, &all);
    let operation = remove.await.unwrap();
    let many = Receipt::ManyAccountsRemoved {
        count: FtpAccountSelection::MAX_ACCOUNTS,
    };
    assert_eq!(installation.receipt(&operation).await, many);
    assert_eq!(installation.list("").await.total, 202);
}

#[tokio::test]
async fn all_that_are_found_are_exported_each_once_in_the_list_s_order() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/paul").await;
    installation.copy("paul", 1_100).await;
    for query in [
        "",
        "sort=-home&size=25&after=copy-00100",
        "q=copy&sort=last-sign-in",
    ] {
        let listing = FtpAccountListing::parse(query);
        let example = domain("example.com");
        let services = &installation.services;
        let mut export = services
            .ftp_accounts
            .export(&ACTOR, &example, &listing)
            .await
            .unwrap();
        let mut names = Vec::new();
        while let Some(rows) = export.next().await.unwrap() {
            names.extend(rows.into_iter().map(|row| row.name));
        }
        // The copies have no words, as only the panel's own accounts have.
        let expected = if listing.is_narrowed() { 0 } else { 1_102 };
        assert_eq!(names.len(), expected, "{query}");
        assert_eq!(BTreeSet::from_iter(&names).len(), expected, "{query}");
        let first = listing.at(ListPosition::First);
        let page = services
            .ftp_accounts
            .list(&ACTOR, &example, &first)
            .await
            .unwrap();
        let page: Vec<_> = page.rows.into_iter().map(|row| row.name).collect();
        assert_eq!(names[..page.len()], page);
    }
    assert_eq!(
        installation
            .services
            .ftp_accounts
            .list_all(&ACTOR, &domain("example.com"))
            .await
            .unwrap()
            .len(),
        1_102
    );
}
