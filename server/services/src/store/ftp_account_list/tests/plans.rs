//! Whatever is listed: by no query plan that scans all accounts.

use model::{AccountName, FtpAccountListing, ListPosition};
use sea_orm::ConnectionTrait;

use super::*;
use crate::store::ftp_account_list::find::{count_candidates, count_found, count_prefix_words};
use crate::store::ftp_account_list::notable::{Notable, select as select_notable};
use crate::store::ftp_account_list::page::{Part, Start, parts, select_part};
use crate::store::ftp_account_list::plan::AccessPath;
use crate::store::sql::Sql;

/// The steps of the plan of a statement.
async fn plan(store: &Store, sql: Sql) -> Vec<String> {
    let mut statement = sql.statement();
    statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
    let rows = store.readers.query_all_raw(statement).await.unwrap();
    let steps = rows.iter().map(|row| row.try_get("", "detail").unwrap());
    steps.collect()
}

/// Whether a plan scans a table or an index from end to end. A subquery with a limit is none.
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
        let query = FtpAccountQuery::of(ONE, &listing, NOW);
        let words = (0..query.words.len()).map(AccessPath::Word);
        let filters = query.has_filters().then_some(AccessPath::Filters);
        let indexes: Vec<AccessPath> = filters.into_iter().chain(words).collect();
        for position in &positions {
            let listing = listing.at(position.clone());
            let page = FtpAccountsPage::of(&listing);
            // All accounts, or so many that the order's index is scanned: nothing is sorted, and
            // the page begins at its row.
            let from = match position {
                ListPosition::First | ListPosition::Last => Start::Beginning,
                ListPosition::After(name) | ListPosition::Before(name) => Start::Row(name),
            };
            for part in parts(AccessPath::Order, from) {
                let steps = plan(
                    &store,
                    select_part(
                        store.sql(),
                        &query,
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
            for path in &indexes {
                for part in parts(*path, from) {
                    let steps = plan(
                        &store,
                        select_part(store.sql(), &query, *path, &page, from, *part, 26),
                    )
                    .await;
                    assert!(!scans(&steps), "{listing:?}: {steps:?}");
                    assert_eq!(steps[0], "SEARCH a USING INTEGER PRIMARY KEY (rowid=?)");
                }
            }
        }
        for path in indexes {
            let mut queries = vec![count_candidates(store.sql(), &query, path, 5_001)];
            for repeats in [false, true] {
                queries.push(count_found(store.sql(), &query, path, repeats, 5_001));
            }
            if let AccessPath::Word(number) = path {
                queries.push(count_prefix_words(store.sql(), &query, number));
            }
            for sql in queries {
                let steps = plan(&store, sql).await;
                assert!(!scans(&steps) && !sorts(&steps), "{listing:?}: {steps:?}");
            }
        }
    }
}

#[tokio::test]
async fn any_combination_of_filters_uses_all_of_their_index() {
    let (store, _folder) = store().await;
    let all = "(subscription_id=? AND enabled=? AND permission=? AND <expr>=? AND <expr>=?";
    for (query, _) in QUERIES {
        let listing = FtpAccountListing::parse(query);
        let query = FtpAccountQuery::of(ONE, &listing, NOW);
        if !query.has_filters() {
            continue;
        }
        let steps = plan(
            &store,
            count_candidates(store.sql(), &query, AccessPath::Filters, 5_001),
        )
        .await;
        let step = steps
            .iter()
            .find(|step| step.contains("ftp_account_to_filter"));
        let end = if query.filters.expiring {
            " AND <expr>>? AND <expr><?)"
        } else {
            ")"
        };
        assert!(
            step.unwrap().ends_with(&format!("{all}{end}")),
            "{listing:?}: {steps:?}"
        );
    }
}

#[tokio::test]
async fn a_list_that_is_sorted_by_its_filter_is_one_range_of_an_index() {
    let (store, _folder) = store().await;
    for (query, constraint) in [
        ("state=disabled&sort=state", "enabled=?"),
        ("permission=read-only&sort=-permission", "permission=?"),
        ("unused=1&sort=-last-sign-in", "<expr>=?"),
        ("expiring=1&sort=expires", "<expr>>? AND <expr><?"),
        ("nearly-full=1&sort=usage", "<expr>>?"),
    ] {
        let listing = FtpAccountListing::parse(query);
        let query = FtpAccountQuery::of(ONE, &listing, NOW);
        let page = FtpAccountsPage::of(&listing);
        let sql = select_part(
            store.sql(),
            &query,
            AccessPath::Order,
            &page,
            Start::Beginning,
            Part::All,
            26,
        );
        let steps = plan(&store, sql).await;
        assert!(
            steps[0].ends_with(&format!("(subscription_id=? AND {constraint})")),
            "{listing:?}: {steps:?}"
        );
    }
}

#[tokio::test]
async fn the_most_selective_index_is_used() {
    let (store, _folder) = store().await;
    for (query, path) in [
        ("q=marie", AccessPath::Word(0)),
        ("q=account+marie+home", AccessPath::Word(1)),
        ("state=enabled", AccessPath::Filters),
        ("q=account&permission=read-only", AccessPath::Filters),
        ("q=marie&state=enabled", AccessPath::Word(0)),
    ] {
        let (_, found) = page(&store, &FtpAccountListing::parse(query), 26, 5_001).await;
        assert_eq!(found.path, path, "{query}");
    }
}

#[tokio::test]
async fn what_an_overview_lists_is_the_beginning_of_an_index() {
    let (store, _folder) = store().await;
    let expiring = Notable::Expiring(NOW, UtcTime(NOW.0 + 2_592_000));
    for (notable, of, constraint) in [
        (Notable::Largest, None, "used_bytes>?"),
        (
            Notable::Largest,
            Some(ONE),
            "subscription_id=? AND used_bytes>?",
        ),
        (expiring, None, "<expr>>? AND <expr><?"),
        (
            expiring,
            Some(ONE),
            "subscription_id=? AND <expr>>? AND <expr><?",
        ),
        (Notable::NearlyFull, None, "<expr>>?"),
        (
            Notable::NearlyFull,
            Some(ONE),
            "subscription_id=? AND <expr>>?",
        ),
    ] {
        let steps = plan(&store, select_notable(store.sql(), of, notable, 10)).await;
        assert_eq!(steps.len(), 2, "{notable:?} {of:?}: {steps:?}");
        assert!(
            steps[0].starts_with("SEARCH a USING INDEX ftp_account_")
                && steps[0].ends_with(&format!("({constraint})")),
            "{notable:?} {of:?}: {steps:?}"
        );
        assert_eq!(steps[1], "SEARCH s USING INTEGER PRIMARY KEY (rowid=?)");
    }
}

#[tokio::test]
async fn an_overview_lists_what_a_plain_query_finds() {
    let (store, _folder) = store().await;
    let expiring = Notable::Expiring(NOW, UtcTime(NOW.0 + 2_592_000));
    for (notable, condition, order) in [
        (Notable::Largest, "used_bytes > 0", "used_bytes DESC"),
        (
            expiring,
            "expires_at > 500 AND expires_at <= 2592500",
            "expires_at",
        ),
        (
            Notable::NearlyFull,
            "used_bytes * 10 >= quota_bytes * 9",
            "used_bytes DESC",
        ),
    ] {
        for of in [None, Some(ONE)] {
            let listed = store.notable_ftp_accounts(of, notable).await.unwrap();
            let listed: Vec<i64> = listed
                .iter()
                .map(|account| match notable {
                    Notable::Expiring(..) => account.expires_at.unwrap().0,
                    _ => account.usage.bytes.try_into().unwrap(),
                })
                .collect();
            let only = if of.is_some() {
                "subscription_id = 1"
            } else {
                "TRUE"
            };
            let key = order.split(' ').next().unwrap();
            let plain = format!(
                "SELECT CAST({key} AS TEXT) FROM ftp_account WHERE removed_at IS NULL AND {only} \
                 AND {condition} ORDER BY {order} LIMIT 10"
            );
            let plain = texts(&store, &plain).await;
            assert!(!plain.is_empty(), "{notable:?}");
            let plain: Vec<i64> = plain.iter().map(|text| text.parse().unwrap()).collect();
            assert_eq!(listed, plain, "{notable:?} {of:?}");
        }
    }
}
