//! Whichever list is asked for: each account once, and by no plan that goes through all of them.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::BTreeSet;

use model::{FtpAccountList, PageSize};
use proptest::prelude::*;
use sea_orm::{DbBackend, Statement};
use tempfile::TempDir;

use super::*;
use crate::store::Database;

/// A subscription with some accounts of every kind, and another one beside it.
async fn store() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("berth.sqlite");
    let store = Store::open(&Database::File(file)).await.unwrap();
    let setup = "
        INSERT INTO panel_user VALUES (1, 'a', 'a', '', 'administrator', NULL, 0);
        INSERT INTO subscription (id, domain, owner_id, webspace_root, created_at)
            VALUES (1, 'example.com', 1, '/srv/a', 0), (2, 'other.org', 1, '/srv/b', 0);
        INSERT INTO ftp_account (subscription_id, name, home_directory, password_hash, is_main,
            version, created_at, changed_at, last_sign_in_at, enabled, permission, expires_at,
            note, quota_bytes, used_bytes, removed_at)
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
        SELECT 1 + (i % 9 = 8), printf('account-%03d', i * 37 % 121),
            iif(i = 61, '/', '/home/' || (i % 5)), '', i = 61, 1, 0, i % 3, iif(i % 2, NULL, 1 + i % 7), i % 4 <> 1,
            iif(i % 6 = 1, 'read-only', 'read-write'), iif(i % 3, NULL, 1000 + i % 4 * 400000),
            iif(i % 10, '', 'for marie'), iif(i % 4, NULL, 100), i,
            iif(i % 11 = 5, 1, NULL)
        FROM n;
    ";
    store.connection.execute_unprepared(setup).await.unwrap();
    let rows = "SELECT id, subscription_id, name, home_directory, note FROM ftp_account";
    let mut words = Vec::new();
    for row in all(&store, rows).await {
        let text = |at| row.try_get_by_index::<String>(at).unwrap();
        let id: i64 = row.try_get_by_index(0).unwrap();
        let subscription: i64 = row.try_get_by_index(1).unwrap();
        let of_account = model::words_of_account(&text(2), &text(3), &text(4));
        words.extend(of_account.into_iter().map(|word| (subscription, word, id)));
    }
    crate::store::ftp_account_words::add(&store.connection, &words)
        .await
        .unwrap();
    (store, folder)
}

async fn all(store: &Store, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    store.connection.query_all_raw(statement).await.unwrap()
}

/// The first column of all rows, as texts.
async fn texts(store: &Store, sql: &str) -> Vec<String> {
    let rows = all(store, sql).await;
    let texts = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
    texts.collect()
}

const NOW: UtcTime = UtcTime(500);
const ONE: SubscriptionId = SubscriptionId(1);

/// Each kind of list, with what it means in plain SQL.
const NARROWED: [(&str, &str); 12] = [
    ("", "TRUE"),
    ("state=enabled", "enabled"),
    ("state=disabled", "NOT enabled"),
    ("permission=read-only", "permission = 'read-only'"),
    ("expiring=1", "expires_at > 500 AND expires_at <= 605300"),
    ("unused=1", "last_sign_in_at IS NULL"),
    ("nearly-full=1", "used_bytes * 10 >= quota_bytes * 9"),
    (
        "state=enabled&permission=read-write&unused=1&nearly-full=1",
        "enabled AND permission = 'read-write' AND last_sign_in_at IS NULL AND used_bytes * 10 >= quota_bytes * 9",
    ),
    ("q=MARIE", "note <> ''"),
    (
        "q=account+ho+1",
        "home_directory = '/home/1' OR name LIKE 'account-1%' AND NOT is_main",
    ),
    ("q=mar&state=disabled", "note <> '' AND NOT enabled"),
    ("q=nobody", "FALSE"),
];

fn listing(query: &str, sort: FtpAccountColumn, descending: bool) -> FtpAccountListing {
    FtpAccountListing {
        sort,
        descending,
        ..FtpAccountListing::parse(query)
    }
}

/// Every list that there is: sorted by each column both ways, of all accounts and of some.
fn every_listing() -> Vec<(FtpAccountListing, &'static str)> {
    let mut listings = Vec::new();
    for (query, condition) in NARROWED {
        for sort in FtpAccountColumn::ALL {
            for descending in [false, true] {
                listings.push((listing(query, sort, descending), condition));
            }
        }
    }
    listings
}

/// The names in a list's order, by a plain query that reads all of them.
async fn expected(store: &Store, listing: &FtpAccountListing, condition: &str) -> Vec<String> {
    let direction = if listing.descending { "DESC" } else { "ASC" };
    let key = match listing.sort {
        FtpAccountColumn::Name => "NULL",
        FtpAccountColumn::HomeDirectory => "home_directory",
        FtpAccountColumn::State => "enabled",
        FtpAccountColumn::Permission => "permission",
        FtpAccountColumn::Usage => "coalesce(used_bytes * 1.0 / quota_bytes, -1)",
        FtpAccountColumn::LastSignIn => "coalesce(last_sign_in_at, -1)",
        FtpAccountColumn::Expiry => "coalesce(expires_at, 9e99)",
        FtpAccountColumn::Note => "note",
        FtpAccountColumn::LastChanged => "changed_at",
    };
    let main = if listing.sort == FtpAccountColumn::Name {
        "is_main DESC"
    } else {
        "NULL"
    };
    let sql = format!(
        "SELECT name FROM ftp_account WHERE subscription_id = 1 AND removed_at IS NULL \
         AND ({condition}) ORDER BY {main}, {key} {direction}, name {direction}"
    );
    texts(store, &sql).await
}

/// The names on a page.
async fn page(
    store: &Store,
    listing: &FtpAccountListing,
    limit: u64,
    most: u64,
) -> (Vec<String>, FtpAccountsFound) {
    let wanted = FtpAccountsWanted::of(ONE, listing, NOW);
    let found = store.find_ftp_accounts(&wanted, most).await.unwrap();
    let page = FtpAccountsPage {
        limit,
        ..FtpAccountsPage::of(listing)
    };
    let rows = store
        .ftp_accounts_page(&wanted, found, &page)
        .await
        .unwrap();
    let names = rows.into_iter().map(|row| row.name.into());
    (names.collect(), found)
}

/// All names, page after page.
async fn paged(store: &Store, listing: &FtpAccountListing, back: bool, most: u64) -> Vec<String> {
    let mut position = if back {
        ListPosition::Last
    } else {
        ListPosition::First
    };
    let mut names: Vec<String> = Vec::new();
    loop {
        let (some, _) = page(store, &listing.at(position), 7, most).await;
        let edge = if back { some.first() } else { some.last() };
        let Some(edge) = edge else { return names };
        let edge = AccountName::parse(edge).unwrap();
        if back {
            names.splice(0..0, some);
            position = ListPosition::Before(edge);
        } else {
            names.extend(some);
            position = ListPosition::After(edge);
        }
    }
}

#[tokio::test]
async fn paging_both_ways_finds_each_account_once_in_every_list() {
    let (store, _folder) = store().await;
    for (listing, condition) in every_listing() {
        let expected = expected(&store, &listing, condition).await;
        // As if they were few, and as if they were many.
        for most in [FtpAccountList::MAX_FOUND, 1] {
            for back in [false, true] {
                let names = paged(&store, &listing, back, most).await;
                assert_eq!(names, expected, "{listing:?}, back {back}, most {most}");
            }
        }
        let (_, found) = page(&store, &listing, 1, FtpAccountList::MAX_FOUND).await;
        let number = listing.is_narrowed().then_some(expected.len() as u64);
        assert_eq!(found.count, number, "{listing:?}");
    }
}

#[tokio::test]
async fn whoever_reads_all_leaves_no_gap_whatever_is_changed_meanwhile() {
    let (store, _folder) = store().await;
    for (listing, condition) in every_listing() {
        let expected = expected(&store, &listing, condition).await;
        let wanted = FtpAccountsWanted::of(ONE, &listing, NOW);
        for most in [FtpAccountList::MAX_FOUND, 1] {
            let found = store.find_ftp_accounts(&wanted, most).await.unwrap();
            let page = FtpAccountsPage {
                limit: 7,
                ..FtpAccountsPage::of(&listing)
            };
            let (mut names, mut edge) = (Vec::new(), None);
            loop {
                let part = store.ftp_accounts_part(&wanted, found, &page, edge.as_ref());
                let (rows, next) = part.await.unwrap();
                names.extend(rows.into_iter().map(|row| String::from(row.name)));
                // The row that the next part begins after is given away.
                let Some(next) = next else { break };
                let away = format!(
                    "UPDATE ftp_account SET name = 'x-' || name WHERE name = '{}'",
                    next.name
                );
                store.connection.execute_unprepared(&away).await.unwrap();
                let back = "UPDATE ftp_account SET name = substr(name, 3) WHERE name LIKE 'x-%'";
                let part = store.ftp_accounts_part(&wanted, found, &page, Some(&next));
                let (rows, after) = part.await.unwrap();
                store.connection.execute_unprepared(back).await.unwrap();
                names.extend(
                    rows.into_iter()
                        .map(|row| String::from(row.name))
                        .filter(|name| !name.starts_with("x-")),
                );
                let Some(after) = after else { break };
                edge = Some(after);
            }
            assert_eq!(names, expected, "{listing:?} {most}");
        }
    }
}

#[tokio::test]
async fn the_beginning_of_a_list_of_all_is_one_query() {
    let (store, _folder) = store().await;
    let domain = DomainName::parse("example.com").unwrap();
    for (listing, condition) in every_listing().into_iter().take(18) {
        let page = FtpAccountsPage::of(&listing);
        let start = store.ftp_accounts_start(&domain, Visible::All, &page).await;
        let start = start.unwrap().unwrap();
        let expected = expected(&store, &listing, condition).await;
        assert_eq!(start.total, expected.len() as u64);
        let names: Vec<String> = start.rows.into_iter().map(|row| row.name.into()).collect();
        assert_eq!(names, expected[..26], "{listing:?}");
    }
    let page = FtpAccountListing::default();
    let page = FtpAccountsPage::of(&page);
    let others = Visible::OwnedBy(model::PanelUserId(2));
    let start = store.ftp_accounts_start(&domain, others, &page).await;
    assert!(start.unwrap().is_none());
}

#[tokio::test]
async fn only_what_is_shown_is_read() {
    let (store, _folder) = store().await;
    let wanted = FtpAccountListing::parse("columns=name&size=100&sort=-usage");
    let found = FtpAccountsFound {
        count: None,
        way: AccessPath::Order,
    };
    let all = FtpAccountsWanted::of(ONE, &wanted, NOW);
    let rows = |columns| {
        let page = FtpAccountsPage {
            columns,
            ..FtpAccountsPage::of(&wanted)
        };
        let (store, all) = (&store, &all);
        async move { store.ftp_accounts_page(all, found, &page).await.unwrap() }
    };
    let row = rows(FtpAccountColumns::NAME).await.remove(0);
    assert_eq!(
        (row.home_directory, row.space, row.files, row.changed_at),
        (None, None, None, None)
    );
    let every = FtpAccountColumn::ALL.into_iter();
    let row = rows(every.fold(FtpAccountColumns::NAME, FtpAccountColumns::with)).await;
    let row = row
        .into_iter()
        .find(|row| row.nearest_quota().is_some())
        .unwrap();
    assert!(row.home_directory.is_some() && row.changed_at.is_some());
}

/// The steps of the plan of a statement.
async fn plan(store: &Store, sql: Sql) -> Vec<String> {
    let mut statement = sql.statement();
    statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
    let rows = store.connection.query_all_raw(statement).await.unwrap();
    let steps = rows.iter().map(|row| row.try_get("", "detail").unwrap());
    steps.collect()
}

/// Whether a plan goes through a table or an index from end to end. What was found is no table: it
/// ends at a limit.
fn scans(steps: &[String]) -> bool {
    let found = ["SCAN found", "SCAN candidates", "SCAN ends"];
    let mut scans = steps.iter().filter(|step| step.starts_with("SCAN"));
    scans.any(|step| !found.contains(&step.as_str()))
}

fn sorts(steps: &[String]) -> bool {
    steps.iter().any(|step| step.contains("ORDER BY"))
}

#[tokio::test]
async fn no_plan_scans_a_table_or_sorts_without_bound() {
    let (store, _folder) = store().await;
    let name = AccountName::parse("account-050").unwrap();
    let positions = [
        ListPosition::First,
        ListPosition::After(name.clone()),
        ListPosition::Before(name),
        ListPosition::Last,
    ];
    for (listing, _) in every_listing() {
        let wanted = FtpAccountsWanted::of(ONE, &listing, NOW);
        let words = (0..wanted.words.len()).map(AccessPath::Word);
        let filters = wanted.has_filters().then_some(AccessPath::Filters);
        let narrow: Vec<AccessPath> = filters.into_iter().chain(words).collect();
        for position in &positions {
            let listing = listing.at(position.clone());
            let page = FtpAccountsPage::of(&listing);
            // All accounts, or so many that the order's index is walked: nothing is sorted, and
            // the page begins at its row.
            let from = match position {
                ListPosition::First | ListPosition::Last => Start::Beginning,
                ListPosition::After(name) | ListPosition::Before(name) => Start::Row(name),
            };
            for part in parts(AccessPath::Order, from) {
                let steps = plan(
                    &store,
                    listed(
                        store.sql(),
                        &wanted,
                        AccessPath::Order,
                        &page,
                        from,
                        *part,
                        26,
                    ),
                )
                .await;
                assert!(!scans(&steps) && !sorts(&steps), "{listing:?}: {steps:?}");
                let index = page.order().0.index;
                assert!(
                    steps[0]
                        .starts_with(&format!("SEARCH a USING INDEX {index} (subscription_id=?")),
                    "{steps:?}"
                );
                let begins = if *part == Part::All { 1 } else { 2 };
                assert!(
                    steps[0].matches('?').count() >= begins,
                    "{listing:?} {part:?}: {steps:?}"
                );
            }
            // Few: those alone are read, by their keys, and sorted.
            for way in &narrow {
                for part in parts(*way, from) {
                    let steps = plan(
                        &store,
                        listed(store.sql(), &wanted, *way, &page, from, *part, 26),
                    )
                    .await;
                    assert!(!scans(&steps), "{listing:?}: {steps:?}");
                    assert_eq!(steps[0], "SEARCH a USING INTEGER PRIMARY KEY (rowid=?)");
                }
            }
        }
        for way in narrow {
            let mut queries = vec![measured(store.sql(), &wanted, way, 5_001)];
            for repeats in [false, true] {
                queries.push(counted(store.sql(), &wanted, way, repeats, 5_001));
            }
            if let AccessPath::Word(number) = way {
                queries.push(words_begun(store.sql(), &wanted, number));
            }
            for sql in queries {
                let steps = plan(&store, sql).await;
                assert!(!scans(&steps) && !sorts(&steps), "{listing:?}: {steps:?}");
            }
        }
    }
}

#[tokio::test]
async fn any_filters_together_lead_straight_to_their_accounts() {
    let (store, _folder) = store().await;
    let all = "(subscription_id=? AND enabled=? AND permission=? AND <expr>=? AND <expr>=?";
    for (query, _) in NARROWED {
        let listing = FtpAccountListing::parse(query);
        let wanted = FtpAccountsWanted::of(ONE, &listing, NOW);
        if !wanted.has_filters() {
            continue;
        }
        let steps = plan(
            &store,
            measured(store.sql(), &wanted, AccessPath::Filters, 5_001),
        )
        .await;
        let step = steps
            .iter()
            .find(|step| step.contains("ftp_account_to_filter"));
        let end = if wanted.filters.expiring {
            " AND <expr>>? AND <expr><?)"
        } else {
            ")"
        };
        assert!(
            step.unwrap().ends_with(&format!("{all}{end}")),
            "{query}: {steps:?}"
        );
    }
}

#[tokio::test]
async fn a_list_that_is_sorted_by_what_it_is_filtered_by_is_one_piece() {
    let (store, _folder) = store().await;
    for (query, constraint) in [
        ("state=disabled&sort=state", "enabled=?"),
        ("permission=read-only&sort=-permission", "permission=?"),
        ("unused=1&sort=-last-sign-in", "<expr>=?"),
        ("expiring=1&sort=expires", "<expr>>? AND <expr><?"),
        ("nearly-full=1&sort=usage", "<expr>>?"),
    ] {
        let listing = FtpAccountListing::parse(query);
        let wanted = FtpAccountsWanted::of(ONE, &listing, NOW);
        let page = FtpAccountsPage::of(&listing);
        let sql = listed(
            store.sql(),
            &wanted,
            AccessPath::Order,
            &page,
            Start::Beginning,
            Part::All,
            26,
        );
        let steps = plan(&store, sql).await;
        assert!(
            steps[0].ends_with(&format!("(subscription_id=? AND {constraint})")),
            "{query}: {steps:?}"
        );
    }
}

#[tokio::test]
async fn the_narrowest_way_is_taken() {
    let (store, _folder) = store().await;
    for (query, way) in [
        ("q=marie", AccessPath::Word(0)),
        ("q=account+marie+home", AccessPath::Word(1)),
        ("state=enabled", AccessPath::Filters),
        ("q=account&permission=read-only", AccessPath::Filters),
        ("q=marie&state=enabled", AccessPath::Word(0)),
    ] {
        let (_, found) = page(&store, &FtpAccountListing::parse(query), 26, 5_001).await;
        assert_eq!(found.way, way, "{query}");
    }
}

#[tokio::test]
async fn the_database_counts_the_accounts_by_itself() {
    let (store, _folder) = store().await;
    let right = "SELECT s.domain FROM subscription s WHERE s.ftp_accounts <> (SELECT count(*) \
                 FROM ftp_account a WHERE a.subscription_id = s.id AND a.removed_at IS NULL)";
    for change in [
        "SELECT 1",
        "UPDATE ftp_account SET removed_at = 9 WHERE NOT is_main AND id % 2",
        "UPDATE ftp_account SET removed_at = 10 WHERE removed_at = 9",
        "UPDATE ftp_account SET removed_at = NULL WHERE id % 3 = 0",
        "DELETE FROM ftp_account WHERE NOT is_main AND id % 5 = 0",
        "DELETE FROM subscription WHERE id = 1",
    ] {
        store.connection.execute_unprepared(change).await.unwrap();
        assert!(texts(&store, right).await.is_empty(), "{change}");
    }
    let words = "SELECT word FROM ftp_account_word WHERE subscription_id = 1";
    assert!(texts(&store, words).await.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    /// Whatever is typed, the database is asked, and answers.
    #[test]
    fn any_list_can_be_asked_for(query in any::<String>(), search in any::<String>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (store, _folder) = store().await;
            let mut listing = FtpAccountListing::parse(&query);
            listing.search = model::SearchText::parse(&search);
            let size = u64::from(PageSize::default().get());
            let (names, _) = page(&store, &listing, size, 5_001).await;
            let once: BTreeSet<_> = names.iter().collect();
            assert_eq!(once.len(), names.len());
        });
    }
}
