//! Lists of FTP accounts, whose cost does not grow with the number of accounts or of the page.
//!
//! A page is read in the order of an index, from its first row on. Where only some accounts are
//! looked for, there are two ways. What is found is counted up to a limit, by the most_selective of
//! the indexes that lead to it: the words' or the filters'. Are they few, they are read by that
//! index and sorted. Are they many, the index of the order is walked and each account on the way
//! is looked at: one does not go far until a page is full.
//!
//! That is no law: where many are found but all of them stand at the far end of the order, or where
//! two words that many accounts have meet in few, one goes through as many as there are.
//!
//! SQLite is told which index to take, since it keeps no statistics and would guess. PostgreSQL
//! keeps them and chooses by itself.

use model::{
    AccountName, DomainName, FtpAccountColumn, FtpAccountColumns, FtpAccountFilters,
    FtpAccountListRow, FtpAccountListing, FtpAccountSettings, FtpAccountUsage, FtpPermission,
    ListPosition, UtcTime, query_words,
};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, TryGetable, Value};

use super::convert::{count, read};
use super::ftp_account_order::{EXPIRY, KeyKind, LAST_SIGN_IN, Order, USAGE, of_table};
use super::ftp_accounts::NO_PASSWORD;
use super::sql::Sql;
use super::{Store, StoreError, SubscriptionId, Visible};

/// From how many ten-thousandths of its quota on an account is nearly full.
const NEARLY_FULL: i64 = 9_000;

/// How much further than what is found the ways to it are measured: to go along an index costs far
/// less than to look at each account that it leads to.
const MEASURED: u64 = 8;

/// How far all ways are measured first: where one is short, nobody goes along the long ones.
const FIRST_MEASURED: u64 = 1_000;

/// Which accounts of a subscription are looked for.
#[derive(Clone, Debug)]
pub struct FtpAccountsWanted {
    subscription: SubscriptionId,
    filters: FtpAccountFilters,
    words: Vec<String>,
    now: UtcTime,
    /// Whether something is looked for in which there is no word.
    nothing: bool,
}

impl FtpAccountsWanted {
    /// Those that a list shows at this time.
    pub fn of(subscription: SubscriptionId, listing: &FtpAccountListing, now: UtcTime) -> Self {
        let words = query_words(listing.search.as_str());
        Self {
            subscription,
            filters: listing.filters.clone(),
            nothing: words.is_empty() && !listing.search.as_str().is_empty(),
            words,
            now,
        }
    }

    /// Whether it is every account.
    fn is_all(&self) -> bool {
        self.words.is_empty() && !self.has_filters() && !self.nothing
    }

    /// Whether the filters leave only accounts that are equal in this column.
    fn are_equal_in(&self, sort: FtpAccountColumn) -> bool {
        match sort {
            FtpAccountColumn::State => self.filters.enabled.is_some(),
            FtpAccountColumn::Permission => self.filters.permission.is_some(),
            FtpAccountColumn::LastSignIn => self.filters.unused,
            _ => false,
        }
    }

    fn has_filters(&self) -> bool {
        self.filters != FtpAccountFilters::default()
    }
}

/// By which index one comes to the accounts that are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AccessPath {
    /// That of the order they are listed in.
    Order,
    /// That of the filters.
    Filters,
    /// That of the words, by the word of this number.
    Word(usize),
}

/// How many accounts were found, and by which way one comes to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FtpAccountsFound {
    /// How many; none if every account is looked for.
    pub count: Option<u64>,
    way: AccessPath,
}

/// What is read of a list.
#[derive(Clone, Debug)]
pub struct FtpAccountsPage<'a> {
    /// Its order.
    pub sort: FtpAccountColumn,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// What is read of each account.
    pub columns: FtpAccountColumns,
    /// Where the page begins or ends.
    pub position: &'a ListPosition,
    /// How many rows at most.
    pub limit: u64,
}

impl<'a> FtpAccountsPage<'a> {
    /// The page that a list shows, and one row more.
    pub fn of(listing: &'a FtpAccountListing) -> Self {
        Self {
            sort: listing.sort,
            descending: listing.descending,
            columns: listing.columns,
            position: &listing.position,
            limit: u64::from(listing.size.get()) + 1,
        }
    }

    /// The order in which it is read, and whether that is from the end.
    fn order(&self) -> (Order, bool) {
        let order = Order::of(self.sort, self.descending);
        match self.position {
            ListPosition::First | ListPosition::After(_) => (order, false),
            ListPosition::Before(_) | ListPosition::Last => (order.reversed(), true),
        }
    }
}

/// A row by its place in an order, which holds whatever becomes of the row.
#[derive(Clone, Debug)]
pub struct FtpAccountEdge {
    key: Value,
    name: AccountName,
}

/// The beginning of a list of all accounts, with the subscription.
pub struct FtpAccountsStart {
    /// How many accounts the subscription has.
    pub total: u64,
    /// The first rows.
    pub rows: Vec<FtpAccountListRow>,
}

impl Store {
    /// The beginning of a list of all accounts of a subscription that is among the visible ones:
    /// one query. None if there is no such subscription.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_start(
        &self,
        domain: &DomainName,
        visible: Visible,
        page: &FtpAccountsPage<'_>,
    ) -> Result<Option<FtpAccountsStart>, StoreError> {
        let statement = start(self.sql(), domain, visible, page).statement();
        let rows = self.connection.query_all_raw(statement).await?;
        let Some(first) = rows.first() else {
            return Ok(None);
        };
        let total: i64 = first.try_get_by_index(0)?;
        let rows = rows.iter().map(|row| list_row(row, 1, page.columns));
        Ok(Some(FtpAccountsStart {
            total: count(total),
            rows: rows.collect::<Result<_, StoreError>>()?,
        }))
    }

    /// Counts the accounts that are looked for, up to `limit`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn find_ftp_accounts(
        &self,
        wanted: &FtpAccountsWanted,
        limit: u64,
    ) -> Result<FtpAccountsFound, StoreError> {
        if wanted.is_all() {
            return Ok(FtpAccountsFound {
                count: None,
                way: AccessPath::Order,
            });
        }
        let way = self.most_selective(wanted, limit).await?;
        let found = if wanted.nothing {
            0
        } else {
            let repeats = self.repeats(wanted, way).await?;
            self.number(counted(self.sql(), wanted, way, repeats, limit))
                .await?
        };
        Ok(FtpAccountsFound {
            count: Some(found),
            way: if found < limit {
                way
            } else {
                AccessPath::Order
            },
        })
    }

    /// The index that leads to the fewest accounts.
    async fn most_selective(
        &self,
        wanted: &FtpAccountsWanted,
        limit: u64,
    ) -> Result<AccessPath, StoreError> {
        // To go along the words costs less than along the filters.
        let words = (0..wanted.words.len()).map(AccessPath::Word);
        let filters = wanted.has_filters().then_some(AccessPath::Filters);
        let ways: Vec<AccessPath> = words.chain(filters).collect();
        let mut most_selective = ways.first().copied().unwrap_or(AccessPath::Order);
        if ways.len() < 2 {
            return Ok(most_selective);
        }
        for most in [FIRST_MEASURED, limit * MEASURED] {
            let mut fewest = most;
            for way in &ways {
                let candidates = self
                    .number(measured(self.sql(), wanted, *way, fewest))
                    .await?;
                if candidates < fewest {
                    (most_selective, fewest) = (*way, candidates);
                }
            }
            if fewest < most {
                break;
            }
        }
        Ok(most_selective)
    }

    /// Whether a way may lead to an account more than once: it may have two words of one beginning.
    async fn repeats(
        &self,
        wanted: &FtpAccountsWanted,
        way: AccessPath,
    ) -> Result<bool, StoreError> {
        match way {
            AccessPath::Word(number) => {
                Ok(self.number(words_begun(self.sql(), wanted, number)).await? > 1)
            }
            AccessPath::Order | AccessPath::Filters => Ok(false),
        }
    }

    /// A page of the accounts that were found, in the list's order.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_page(
        &self,
        wanted: &FtpAccountsWanted,
        found: FtpAccountsFound,
        page: &FtpAccountsPage<'_>,
    ) -> Result<Vec<FtpAccountListRow>, StoreError> {
        let mut rows = self.read_page(wanted, found, page, None).await?;
        if page.order().1 {
            rows.reverse();
        }
        let rows = rows.iter().map(|row| list_row(row, 1, page.columns));
        rows.collect()
    }

    /// The accounts that were found after an edge, from the first one on without one, with the
    /// edge after which the next ones come. For whoever reads all of them, one part after the
    /// other: what is changed or removed meanwhile leads to no gap.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn ftp_accounts_part(
        &self,
        wanted: &FtpAccountsWanted,
        found: FtpAccountsFound,
        page: &FtpAccountsPage<'_>,
        after: Option<&FtpAccountEdge>,
    ) -> Result<(Vec<FtpAccountListRow>, Option<FtpAccountEdge>), StoreError> {
        let rows = self.read_page(wanted, found, page, after).await?;
        let edge = rows.last().map(|row| edge(row, page)).transpose()?;
        let rows = rows.iter().map(|row| list_row(row, 1, page.columns));
        Ok((rows.collect::<Result<_, StoreError>>()?, edge))
    }

    /// The rows of a page, in the order in which they are read.
    async fn read_page(
        &self,
        wanted: &FtpAccountsWanted,
        found: FtpAccountsFound,
        page: &FtpAccountsPage<'_>,
        after: Option<&FtpAccountEdge>,
    ) -> Result<Vec<QueryResult>, StoreError> {
        let mut rows = Vec::new();
        if wanted.nothing {
            return Ok(rows);
        }
        let from = match (after, page.position) {
            (Some(edge), _) => Start::Edge(edge),
            (None, ListPosition::After(name) | ListPosition::Before(name)) => Start::Row(name),
            (None, ListPosition::First | ListPosition::Last) => Start::Beginning,
        };
        for part in parts(found.way, from) {
            let missing = page.limit - rows.len() as u64;
            if missing > 0 {
                let sql = listed(self.sql(), wanted, found.way, page, from, *part, missing);
                rows.extend(self.connection.query_all_raw(sql.statement()).await?);
            }
        }
        Ok(rows)
    }

    fn sql(&self) -> Sql {
        Sql::new(self.connection.get_database_backend())
    }

    async fn number(&self, sql: Sql) -> Result<u64, StoreError> {
        let row = self.connection.query_one_raw(sql.statement()).await?;
        let number: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
        Ok(count(number.unwrap_or(0)))
    }
}

/// From where on accounts are read.
#[derive(Clone, Copy, Debug)]
enum Start<'a> {
    /// From the first one on.
    Beginning,
    /// After the row of this name, wherever it is now.
    Row(&'a AccountName),
    /// After an edge.
    Edge(&'a FtpAccountEdge),
}

/// Which of the accounts after a row are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// All accounts: there is no such row.
    All,
    /// All that come later than the row.
    Later,
    /// Those that equal it but for their names.
    Equal,
    /// Those that do not.
    Greater,
}

/// In which parts the accounts after a row are read. In an index each part is one piece, which no
/// single comparison makes of an order by two columns.
fn parts(way: AccessPath, from: Start<'_>) -> &'static [Part] {
    match (from, way) {
        (Start::Beginning, _) => &[Part::All],
        (_, AccessPath::Order) => &[Part::Equal, Part::Greater],
        (_, AccessPath::Filters | AccessPath::Word(_)) => &[Part::Later],
    }
}

fn start(mut sql: Sql, domain: &DomainName, visible: Visible, page: &FtpAccountsPage<'_>) -> Sql {
    let (order, _) = page.order();
    sql.push("SELECT s.ftp_accounts, ");
    select(&mut sql, page.columns);
    sql.push(" FROM subscription AS s JOIN ftp_account AS a");
    sql.hint(" INDEXED BY ").hint(order.index);
    sql.push(" ON a.subscription_id = s.id WHERE s.domain = ");
    sql.bind(domain.as_str());
    if let Visible::OwnedBy(owner) = visible {
        sql.push(" AND s.owner_id = ").bind(owner.0);
    }
    sql.push(" AND a.removed_at IS NULL").push(&order.clause());
    sql.push(" LIMIT ").bind(bound(page.limit));
    sql
}

/// One part of a page.
fn listed(
    mut sql: Sql,
    wanted: &FtpAccountsWanted,
    way: AccessPath,
    page: &FtpAccountsPage<'_>,
    from: Start<'_>,
    part: Part,
    limit: u64,
) -> Sql {
    let (order, _) = page.order();
    sql.push("SELECT ").push(&order.key("a")).push(", ");
    select(&mut sql, page.columns);
    sql.push(" FROM ftp_account AS a");
    if way == AccessPath::Order {
        sql.hint(" INDEXED BY ").hint(order.index);
    } else {
        sql.hint(" NOT INDEXED");
    }
    living(&mut sql, "a", wanted);
    if way != AccessPath::Order {
        sql.push(" AND a.id IN (SELECT ");
        candidates(&mut sql, wanted, way);
        sql.push(")");
    }
    conditions(&mut sql, wanted, way);
    beyond(&mut sql, wanted, order, from, part);
    // By a key that is the same for all, SQLite would sort.
    let ordered = if part == Part::Equal || wanted.are_equal_in(page.sort) {
        order.clause_of_equals()
    } else {
        order.clause()
    };
    sql.push(&ordered).push(" LIMIT ").bind(bound(limit));
    sql
}

/// The rows of a part.
fn beyond(sql: &mut Sql, wanted: &FtpAccountsWanted, order: Order, from: Start<'_>, part: Part) {
    let (key, later) = (order.key("a"), order.later());
    let name = match from {
        Start::Beginning => return,
        Start::Row(name) => name,
        Start::Edge(edge) => &edge.name,
    };
    let compared = |sql: &mut Sql, how: &str| {
        sql.push(&format!("{key} {how} "));
        if let Start::Edge(edge) = from {
            sql.bind(edge.key.clone());
            return;
        }
        sql.push(&format!("(SELECT {} FROM ftp_account AS r", order.key("r")));
        sql.push(" WHERE r.name = ").bind(name.as_str());
        sql.push(" AND r.subscription_id = ");
        sql.bind(wanted.subscription.0).push(")");
    };
    let by_name = |sql: &mut Sql| {
        sql.push(&format!(" AND a.name {later} "))
            .bind(name.as_str());
    };
    match part {
        Part::All => {}
        Part::Greater => {
            sql.push(" AND ");
            compared(sql, later);
        }
        Part::Equal => {
            sql.push(" AND ");
            compared(sql, "=");
            by_name(sql);
        }
        Part::Later => {
            sql.push(" AND (");
            compared(sql, later);
            sql.push(" OR ");
            compared(sql, "=");
            by_name(sql);
            sql.push(")");
        }
    }
}

/// How many accounts are found, up to `limit`; `repeats` if the way may lead to one twice.
fn counted(
    mut sql: Sql,
    wanted: &FtpAccountsWanted,
    way: AccessPath,
    repeats: bool,
    limit: u64,
) -> Sql {
    sql.push("SELECT count(*) FROM (SELECT ");
    if repeats {
        sql.push("DISTINCT ");
    }
    if let AccessPath::Word(number) = way {
        sql.push("a.id FROM ftp_account_word AS c CROSS JOIN ftp_account AS a");
        sql.hint(" NOT INDEXED");
        living(&mut sql, "a", wanted);
        sql.push(" AND c.subscription_id = ");
        sql.bind(wanted.subscription.0);
        begins(&mut sql, "c", wanted, number);
        sql.push(" AND a.id = c.ftp_account_id");
    } else {
        sql.push("a.id FROM ftp_account AS a");
        sql.hint(" INDEXED BY ftp_account_to_filter");
        living(&mut sql, "a", wanted);
        filter_index(&mut sql, "a", wanted);
    }
    conditions(&mut sql, wanted, way);
    sql.push(" LIMIT ").bind(bound(limit)).push(") AS found");
    sql
}

/// How many words begin as one that is looked for: 2 for all that are more than one.
fn words_begun(mut sql: Sql, wanted: &FtpAccountsWanted, number: usize) -> Sql {
    sql.push("SELECT count(*) FROM (");
    for end in ["SELECT min(c.word)", " UNION SELECT max(c.word)"] {
        sql.push(end)
            .push(" FROM ftp_account_word AS c WHERE c.subscription_id = ");
        sql.bind(wanted.subscription.0);
        begins(&mut sql, "c", wanted, number);
    }
    sql.push(") AS ends");
    sql
}

/// To how many accounts a way leads, up to `limit`.
fn measured(mut sql: Sql, wanted: &FtpAccountsWanted, way: AccessPath, limit: u64) -> Sql {
    sql.push("SELECT count(*) FROM (SELECT ");
    candidates(&mut sql, wanted, way);
    sql.push(" LIMIT ")
        .bind(bound(limit))
        .push(") AS candidates");
    sql
}

/// The keys of the accounts that a way leads to.
fn candidates(sql: &mut Sql, wanted: &FtpAccountsWanted, way: AccessPath) {
    if let AccessPath::Word(number) = way {
        sql.push("c.ftp_account_id FROM ftp_account_word AS c WHERE c.subscription_id = ");
        sql.bind(wanted.subscription.0);
        begins(sql, "c", wanted, number);
    } else {
        sql.push("c.id FROM ftp_account AS c");
        sql.hint(" INDEXED BY ftp_account_to_filter");
        living(sql, "c", wanted);
        filter_index(sql, "c", wanted);
    }
}

fn living(sql: &mut Sql, table: &str, wanted: &FtpAccountsWanted) {
    sql.push(&format!(
        " WHERE {table}.removed_at IS NULL AND {table}.subscription_id = "
    ));
    sql.bind(wanted.subscription.0);
}

/// Words that begin as the one that is looked for.
fn begins(sql: &mut Sql, table: &str, wanted: &FtpAccountsWanted, number: usize) {
    let word = wanted.words.get(number).cloned().unwrap_or_default();
    sql.push(&format!(" AND {table}.word >= "))
        .bind(word.as_str());
    sql.push(&format!(" AND {table}.word < "))
        .bind(format!("{word}\u{10ffff}"));
}

/// The filters as their index has them. A column that none of them looks at is gone through by its
/// few values, so that those after it lead to their accounts too.
fn filter_index(sql: &mut Sql, table: &str, wanted: &FtpAccountsWanted) {
    let filters = &wanted.filters;
    let either = |is: Option<bool>| match is {
        Some(true) => "(TRUE)",
        Some(false) => "(FALSE)",
        None => "(TRUE, FALSE)",
    };
    let yes = |is: bool| either(is.then_some(true));
    sql.push(&format!(
        " AND {table}.enabled IN {}",
        either(filters.enabled)
    ));
    let all = FtpPermission::ALL.into_iter();
    let permissions: Vec<String> = all
        .filter(|one| filters.permission.is_none_or(|wanted| wanted == *one))
        .map(|one| format!("'{}'", one.key()))
        .collect();
    sql.push(&format!(
        " AND {table}.permission IN ({})",
        permissions.join(", ")
    ));
    let unused = of_table(UNUSED, table);
    sql.push(&format!(" AND {unused} IN {}", yes(filters.unused)));
    let usage = of_table(USAGE, table);
    let nearly_full = yes(filters.nearly_full);
    sql.push(&format!(" AND ({usage} >= {NEARLY_FULL}) IN {nearly_full}"));
    if filters.expiring {
        expiring(sql, table, wanted);
    }
}

/// Whether an account never signed in, as the filters' index has it.
const UNUSED: &str = "({a}last_sign_in_at IS NULL)";

fn expiring(sql: &mut Sql, table: &str, wanted: &FtpAccountsWanted) {
    let expiry = of_table(EXPIRY, table);
    sql.push(&format!(" AND {expiry} > ")).bind(wanted.now.0);
    let soon = wanted.now.0.saturating_add(FtpAccountSettings::SOON);
    sql.push(&format!(" AND {expiry} <= ")).bind(soon);
}

/// What the way itself does not see to. The filters are written as the orders have them: a list
/// that is sorted by what it is filtered by is one piece of its index.
fn conditions(sql: &mut Sql, wanted: &FtpAccountsWanted, way: AccessPath) {
    for number in 0..wanted.words.len() {
        if way != AccessPath::Word(number) {
            sql.push(" AND EXISTS (SELECT 1 FROM ftp_account_word AS w");
            sql.push(" WHERE w.ftp_account_id = a.id");
            begins(sql, "w", wanted, number);
            sql.push(")");
        }
    }
    if way == AccessPath::Filters {
        return;
    }
    let filters = &wanted.filters;
    if let Some(enabled) = filters.enabled {
        sql.push(if enabled {
            " AND a.enabled = TRUE"
        } else {
            " AND a.enabled = FALSE"
        });
    }
    if let Some(permission) = filters.permission {
        sql.push(" AND a.permission = ").bind(permission.key());
    }
    if filters.expiring {
        expiring(sql, "a", wanted);
    }
    if filters.unused {
        sql.push(&format!(" AND {} = 0", of_table(LAST_SIGN_IN, "a")));
    }
    if filters.nearly_full {
        sql.push(&format!(" AND {} >= {NEARLY_FULL}", of_table(USAGE, "a")));
    }
}

/// A limit, as databases take it.
fn bound(limit: u64) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// The columns that a list's rows are made of: those that every row needs, then those chosen.
fn select(sql: &mut Sql, columns: FtpAccountColumns) {
    sql.push(
        "a.name, a.is_main, a.enabled, a.permission, a.expires_at, a.note, a.password_hash = ",
    )
    .bind(NO_PASSWORD);
    for (column, read) in [
        (FtpAccountColumn::HomeDirectory, ", a.home_directory"),
        (
            FtpAccountColumn::Usage,
            ", a.used_bytes, a.quota_bytes, a.used_files, a.quota_files",
        ),
        (FtpAccountColumn::LastSignIn, ", a.last_sign_in_at"),
        (FtpAccountColumn::LastChanged, ", a.changed_at"),
    ] {
        if columns.contains(column) {
            sql.push(read);
        }
    }
}

/// What [`select`] reads of one account, column after column.
struct Cells<'a> {
    row: &'a QueryResult,
    next: usize,
}

impl Cells<'_> {
    fn next<T: TryGetable>(&mut self) -> Result<T, DbErr> {
        self.next += 1;
        self.row.try_get_by_index(self.next - 1)
    }
}

/// The place of a row that [`listed`] has read.
fn edge(row: &QueryResult, page: &FtpAccountsPage<'_>) -> Result<FtpAccountEdge, StoreError> {
    let key = match page.order().0.kind {
        KeyKind::Flag => Value::from(row.try_get_by_index::<bool>(0)?),
        KeyKind::Number => Value::from(row.try_get_by_index::<i64>(0)?),
        KeyKind::Text => Value::from(row.try_get_by_index::<String>(0)?),
    };
    let name: String = row.try_get_by_index(1)?;
    Ok(FtpAccountEdge {
        key,
        name: read(&name, "ftp_account.name")?,
    })
}

/// A row of what [`select`] reads, whose columns begin at this one.
fn list_row(
    row: &QueryResult,
    first: usize,
    columns: FtpAccountColumns,
) -> Result<FtpAccountListRow, StoreError> {
    let mut cells = Cells { row, next: first };
    let mut listed = FtpAccountListRow {
        name: read(&cells.next::<String>()?, "ftp_account.name")?,
        is_main: cells.next()?,
        disabled: !cells.next::<bool>()?,
        permission: read(&cells.next::<String>()?, "ftp_account.permission")?,
        expires_at: cells.next::<Option<i64>>()?.map(UtcTime),
        note: cells.next()?,
        waits_for_password: cells.next()?,
        home_directory: None,
        space: None,
        files: None,
        last_sign_in_at: None,
        changed_at: None,
    };
    if columns.contains(FtpAccountColumn::HomeDirectory) {
        let home = read(&cells.next::<String>()?, "ftp_account.home_directory")?;
        listed.home_directory = Some(home);
    }
    if columns.contains(FtpAccountColumn::Usage) {
        let mut usage = || -> Result<Option<FtpAccountUsage>, StoreError> {
            let used = count(cells.next()?);
            let quota = cells.next::<Option<i64>>()?.map(count);
            Ok(quota.map(|quota| FtpAccountUsage { used, quota }))
        };
        listed.space = usage()?;
        listed.files = usage()?;
    }
    if columns.contains(FtpAccountColumn::LastSignIn) {
        listed.last_sign_in_at = cells.next::<Option<i64>>()?.map(UtcTime);
    }
    if columns.contains(FtpAccountColumn::LastChanged) {
        listed.changed_at = Some(UtcTime(cells.next()?));
    }
    Ok(listed)
}

#[cfg(test)]
#[path = "ftp_account_listing_tests.rs"]
mod tests;
