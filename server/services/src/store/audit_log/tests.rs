//! Whatever is looked for: by no query plan that scans the audit log, or sorts it.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use super::*;
use crate::store::Database;

async fn store() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("berth.sqlite");
    let store = Store::open(&Database::File(file)).await.unwrap();
    (store, folder)
}

/// The steps of the plan of a statement.
async fn plan(store: &Store, sql: Sql) -> Vec<String> {
    let mut statement = sql.statement();
    statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
    let rows = store.readers.query_all_raw(statement).await.unwrap();
    let steps = rows.iter().map(|row| row.try_get("", "detail").unwrap());
    steps.collect()
}

fn every_query() -> Vec<AuditQuery> {
    let scopes = [
        AuditScope::Everything,
        AuditScope::Subscription(SubscriptionId(1)),
        AuditScope::Reseller(PanelUserId(1)),
    ];
    let mut queries = Vec::new();
    for scope in scopes {
        for person in [None, Some("marie".to_owned())] {
            for actions in [
                None,
                Some(vec![AuditAction::SignedIn]),
                Some(vec![AuditAction::SignInRefused, AuditAction::AccessRefused]),
            ] {
                for (from, until) in [
                    (None, None),
                    (Some(UtcTime(7)), None),
                    (Some(UtcTime(7)), Some(UtcTime(9))),
                ] {
                    queries.push(AuditQuery {
                        scope,
                        person: person.clone(),
                        actions: actions.clone(),
                        from,
                        until,
                    });
                }
            }
        }
    }
    queries
}

fn ranges(query: &AuditQuery) -> Vec<Option<String>> {
    match (&query.actions, query.index()) {
        (None, None) => vec![None],
        (None, Some(_)) => ["a", "b", "c"].map(|name| Some(name.to_owned())).to_vec(),
        (Some(actions), _) => {
            let names = actions.iter().map(|action| action.as_str().to_owned());
            names.map(Some).collect()
        }
    }
}

#[tokio::test]
async fn every_page_is_the_beginning_of_ranges_of_one_index() {
    let (store, _folder) = store().await;
    let key = AuditKey {
        at: UtcTime(8),
        id: 3,
    };
    for query in every_query() {
        for position in [
            AuditPosition::Latest,
            AuditPosition::Before(key),
            AuditPosition::After(key),
        ] {
            let ranges = ranges(&query);
            let sql = select_keys(store.sql(), &query, &ranges, position, 51);
            let steps = plan(&store, sql).await;
            let said = format!("{query:?} {position:?}: {steps:?}");
            assert!(
                !steps.iter().any(|step| step.contains("TEMP B-TREE")),
                "{said}"
            );
            let reads: Vec<_> = steps
                .iter()
                .filter(|step| step.contains("audit_event"))
                .collect();
            let (at_once, beside) = match position {
                AuditPosition::Latest => (query.from.or(query.until).is_some(), ""),
                AuditPosition::Before(_) => (true, "at=? AND id<?)"),
                AuditPosition::After(_) => (true, "at=? AND id>?)"),
            };
            let is_bound = at_once || query.index().is_some();
            let (same_second, others): (Vec<&String>, Vec<&String>) = reads
                .into_iter()
                .partition(|read| !beside.is_empty() && read.ends_with(beside));
            let positions = usize::from(!beside.is_empty());
            assert_eq!(same_second.len(), positions * ranges.len(), "{said}");
            assert_eq!(others.len(), ranges.len(), "{said}");
            // All of what is looked for, and then the beginning and the end in time.
            let equal = usize::from(query.scope != AuditScope::Everything)
                + usize::from(query.person.is_some())
                + usize::from(query.index().is_some());
            let is_below = query.until.is_some() || matches!(position, AuditPosition::Before(_));
            let is_above = query.from.is_some() || matches!(position, AuditPosition::After(_));
            for read in others {
                let beginning = if is_bound { "SEARCH" } else { "SCAN" };
                assert!(read.starts_with(beginning), "{said}");
                assert!(read.contains("COVERING INDEX"), "{said}");
                assert_eq!(read.matches("=?").count(), equal, "{said}");
                assert_eq!(read.contains("at<?"), is_below, "{said}");
                assert_eq!(read.contains("at>?"), is_above, "{said}");
            }
        }
    }
}

#[tokio::test]
async fn actions_and_former_subscriptions_are_looked_up() {
    let (store, _folder) = store().await;
    let steps = plan(&store, select_actions(store.sql())).await;
    let reads = steps.iter().filter(|step| step.contains("audit_event"));
    for read in reads {
        let is_lookup = read.starts_with("SEARCH audit_event USING COVERING INDEX");
        assert!(is_lookup, "{steps:?}");
    }
    let domain = DomainName::parse("example.com").unwrap();
    assert_eq!(store.audited_subscription(&domain).await.unwrap(), None);
}
