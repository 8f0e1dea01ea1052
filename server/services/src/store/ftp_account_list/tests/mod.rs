//! Lists of FTP accounts against SQLite: a subscription with every kind of account, and every kind of
//! query.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod paging;
mod plans;

use model::{FtpAccountColumn, FtpAccountListing, UtcTime};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use tempfile::TempDir;

use super::plan::FtpAccountsFound;
use super::query::{FtpAccountQuery, FtpAccountsPage};
use crate::store::database::Database;
use crate::store::ftp_account_words;
use crate::store::keys::SubscriptionId;
use crate::store::pool::Store;
use crate::store::sort_keys;

/// A subscription with some accounts of every kind, and another one beside it.
async fn store() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("berth.sqlite");
    let store = Store::open(&Database::File(file)).await.unwrap();
    let setup = "
        INSERT INTO panel_user (id, login, display_name, password_hash, role, created_at)
            VALUES (1, 'a', 'a', '', 'administrator', 0);
        INSERT INTO subscription (id, domain, owner_id, webspace_root, created_at)
            VALUES (1, 'example.com', 1, '/srv/a', 0), (2, 'other.org', 1, '/srv/b', 0);
        INSERT INTO ftp_account (subscription_id, name, home_directory, password_hash, is_main,
            version, created_at, changed_at, last_sign_in_at, enabled, permission, expires_at,
            note, quota_bytes, used_bytes, removed_at)
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
        SELECT 1 + (i % 9 = 8), printf('account-%03d', i * 37 % 121),
            iif(i = 61, '/', iif(i % 2, '/home/', '/Home/') || (i % 5 * 4)), '', i = 61, 1, 0, i % 3, iif(i % 2, NULL, 1 + i % 7), i % 4 <> 1,
            iif(i % 6 = 1, 'read-only', 'read-write'), iif(i % 3, NULL, 1000 + i % 4 * 400000),
            iif(i % 10, '', iif(i % 4, 'for marie', 'For Marié')), iif(i % 4, NULL, 100), i,
            iif(i % 11 = 5, 1, NULL)
        FROM n;
    ";
    store.writer.execute_unprepared(setup).await.unwrap();
    let rows = "SELECT id, subscription_id, name, home_directory, note FROM ftp_account";
    let mut words = Vec::new();
    for row in all(&store, rows).await {
        let text = |at| row.try_get_by_index::<String>(at).unwrap();
        let id: i64 = row.try_get_by_index(0).unwrap();
        let subscription: i64 = row.try_get_by_index(1).unwrap();
        let of_account = model::words_of_account(&text(2), &text(3), &text(4));
        words.extend(of_account.into_iter().map(|word| (subscription, word, id)));
    }
    ftp_account_words::add(&store.writer, &words).await.unwrap();
    sort_keys::fill(&store.writer).await.unwrap();
    (store, folder)
}

async fn all(store: &Store, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    store.readers.query_all_raw(statement).await.unwrap()
}

/// The first column of all rows, as texts.
async fn texts(store: &Store, sql: &str) -> Vec<String> {
    let rows = all(store, sql).await;
    let texts = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
    texts.collect()
}

const NOW: UtcTime = UtcTime(500);
const ONE: SubscriptionId = SubscriptionId(1);

/// Each kind of query, with its condition in plain SQL.
const QUERIES: [(&str, &str); 12] = [
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
        "lower(home_directory) LIKE '/home/1%' OR name LIKE 'account-1%' AND NOT is_main",
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
    for (query, condition) in QUERIES {
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
        FtpAccountColumn::HomeDirectory => "home_key",
        FtpAccountColumn::State => "enabled",
        FtpAccountColumn::Permission => "permission",
        FtpAccountColumn::Usage => "coalesce(used_bytes * 1.0 / quota_bytes, -1)",
        FtpAccountColumn::LastSignIn => "coalesce(last_sign_in_at, -1)",
        FtpAccountColumn::Expiry => "coalesce(expires_at, 9e99)",
        FtpAccountColumn::Note => "note_key",
        FtpAccountColumn::LastChanged => "changed_at",
    };
    let main = if listing.sort == FtpAccountColumn::Name {
        "is_main DESC"
    } else {
        "NULL"
    };
    let sql = format!(
        "SELECT name FROM ftp_account WHERE subscription_id = 1 AND removed_at IS NULL \
         AND ({condition}) ORDER BY {main}, {key} {direction}, name_key {direction}"
    );
    texts(store, &sql).await
}

/// The names on a page.
async fn page(
    store: &Store,
    listing: &FtpAccountListing,
    limit: u64,
    max_found: u64,
) -> (Vec<String>, FtpAccountsFound) {
    let query = FtpAccountQuery::of(ONE, listing, NOW);
    let found = store.find_ftp_accounts(&query, max_found).await.unwrap();
    let page = FtpAccountsPage {
        limit,
        ..FtpAccountsPage::of(listing)
    };
    let rows = store.ftp_accounts_page(&query, found, &page).await.unwrap();
    let names = rows.into_iter().map(|row| row.name.into());
    (names.collect(), found)
}
