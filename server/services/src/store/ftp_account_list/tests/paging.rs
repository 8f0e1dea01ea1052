//! Whatever is listed: each account once.

use std::collections::BTreeSet;

use model::{
    AccountName, DomainName, FtpAccountColumn, FtpAccountColumns, FtpAccountList,
    FtpAccountListing, ListPosition, PageSize,
};
use proptest::prelude::*;
use sea_orm::ConnectionTrait;

use super::*;
use crate::store::Visible;
use crate::store::ftp_account_list::plan::AccessPath;

/// All names, page after page.
async fn paged(
    store: &Store,
    listing: &FtpAccountListing,
    back: bool,
    max_found: u64,
) -> Vec<String> {
    let mut position = if back {
        ListPosition::Last
    } else {
        ListPosition::First
    };
    let mut names: Vec<String> = Vec::new();
    loop {
        let (some, _) = page(store, &listing.at(position), 7, max_found).await;
        let last = if back { some.first() } else { some.last() };
        let Some(last) = last else { return names };
        let last = AccountName::parse(last).unwrap();
        if back {
            names.splice(0..0, some);
            position = ListPosition::Before(last);
        } else {
            names.extend(some);
            position = ListPosition::After(last);
        }
    }
}

#[tokio::test]
async fn paging_both_ways_finds_each_account_once_in_every_list() {
    let (store, _folder) = store().await;
    for (listing, condition) in every_listing() {
        let expected = expected(&store, &listing, condition).await;
        // By the plan for few accounts, and by the one for many.
        for max_found in [FtpAccountList::MAX_FOUND, 1] {
            for back in [false, true] {
                let names = paged(&store, &listing, back, max_found).await;
                assert_eq!(
                    names, expected,
                    "{listing:?}, back {back}, max_found {max_found}"
                );
            }
        }
        let (_, found) = page(&store, &listing, 1, FtpAccountList::MAX_FOUND).await;
        let number = listing.is_narrowed().then_some(expected.len() as u64);
        assert_eq!(found.count, number, "{listing:?}");
    }
}

#[tokio::test]
async fn batches_leave_no_gap_when_accounts_change_concurrently() {
    let (store, _folder) = store().await;
    for (listing, condition) in every_listing() {
        let expected = expected(&store, &listing, condition).await;
        let query = FtpAccountQuery::of(ONE, &listing, NOW);
        for max_found in [FtpAccountList::MAX_FOUND, 1] {
            let found = store.find_ftp_accounts(&query, max_found).await.unwrap();
            let page = FtpAccountsPage {
                limit: 7,
                ..FtpAccountsPage::of(&listing)
            };
            let (mut names, mut cursor) = (Vec::new(), None);
            loop {
                let batch = store.ftp_accounts_batch(&query, found, &page, cursor.as_ref());
                let (rows, next) = batch.await.unwrap();
                names.extend(rows.into_iter().map(|row| String::from(row.name)));
                // The cursor's row is renamed between two batches.
                let Some(next) = next else { break };
                let away = format!(
                    "UPDATE ftp_account SET name = 'x-' || name, name_key = 'x-' || name_key WHERE name = '{}'",
                    next.name
                );
                store.writer.execute_unprepared(&away).await.unwrap();
                let back = "UPDATE ftp_account SET name = substr(name, 3), name_key = substr(name_key, 3) WHERE name LIKE 'x-%'";
                let batch = store.ftp_accounts_batch(&query, found, &page, Some(&next));
                let (rows, after) = batch.await.unwrap();
                store.writer.execute_unprepared(back).await.unwrap();
                names.extend(
                    rows.into_iter()
                        .map(|row| String::from(row.name))
                        .filter(|name| !name.starts_with("x-")),
                );
                let Some(after) = after else { break };
                cursor = Some(after);
            }
            assert_eq!(names, expected, "{listing:?} {max_found}");
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
    let others = Visible::To(model::PanelUserId(2));
    let start = store.ftp_accounts_start(&domain, others, &page).await;
    assert!(start.unwrap().is_none());
}

#[tokio::test]
async fn only_what_is_shown_is_read() {
    let (store, _folder) = store().await;
    let listing = FtpAccountListing::parse("columns=name&size=100&sort=-usage");
    let found = FtpAccountsFound {
        count: None,
        path: AccessPath::Order,
    };
    let all = FtpAccountQuery::of(ONE, &listing, NOW);
    let rows = |columns| {
        let page = FtpAccountsPage {
            columns,
            ..FtpAccountsPage::of(&listing)
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
        store.writer.execute_unprepared(change).await.unwrap();
        assert!(texts(&store, right).await.is_empty(), "{change}");
    }
    let words = "SELECT word FROM ftp_account_word WHERE subscription_id = 1";
    assert!(texts(&store, words).await.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    /// Whatever is submitted makes a query that the database answers.
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
