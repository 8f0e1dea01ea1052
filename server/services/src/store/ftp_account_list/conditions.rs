//! The parts of `WHERE` that several statements share.

use model::{FtpAccountSettings, FtpPermission};

use super::order::{EXPIRY, LAST_SIGN_IN, USAGE, of_table};
use super::plan::AccessPath;
use super::query::FtpAccountQuery;
use crate::store::sql::Sql;

/// From how many ten-thousandths of its quota on an account is nearly full.
pub(in crate::store) const NEARLY_FULL: i64 = 9_000;

/// The keys of the accounts that an index leads to.
pub(super) fn candidates(sql: &mut Sql, query: &FtpAccountQuery, path: AccessPath) {
    if let AccessPath::Word(number) = path {
        sql.push("c.ftp_account_id FROM ftp_account_word AS c WHERE c.subscription_id = ");
        sql.bind(query.subscription.0);
        begins(sql, "c", query, number);
    } else {
        sql.push("c.id FROM ftp_account AS c");
        sql.hint(" INDEXED BY ftp_account_to_filter");
        not_removed(sql, "c", query);
        filter_index(sql, "c", query);
    }
}

pub(super) fn not_removed(sql: &mut Sql, table: &str, query: &FtpAccountQuery) {
    sql.push(&format!(
        " WHERE {table}.removed_at IS NULL AND {table}.subscription_id = "
    ));
    sql.bind(query.subscription.0);
}

/// Words with the prefix that is searched for.
pub(super) fn begins(sql: &mut Sql, table: &str, query: &FtpAccountQuery, number: usize) {
    let word = query.words.get(number).cloned().unwrap_or_default();
    sql.push(&format!(" AND {table}.word >= "))
        .bind(word.as_str());
    sql.push(&format!(" AND {table}.word < "))
        .bind(format!("{word}\u{10ffff}"));
}

/// The filters as their index has them. A column without a filter is given all of its few values,
/// so that SQLite can use the columns after it, too.
pub(super) fn filter_index(sql: &mut Sql, table: &str, query: &FtpAccountQuery) {
    let filters = &query.filters;
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
        .filter(|one| filters.permission.is_none_or(|filter| filter == *one))
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
        expiring(sql, table, query);
    }
}

/// Whether an account never signed in, as the filters' index has it.
const UNUSED: &str = "({a}last_sign_in_at IS NULL)";

fn expiring(sql: &mut Sql, table: &str, query: &FtpAccountQuery) {
    let expiry = of_table(EXPIRY, table);
    sql.push(&format!(" AND {expiry} > ")).bind(query.now.0);
    let soon = query.now.0.saturating_add(FtpAccountSettings::SOON);
    sql.push(&format!(" AND {expiry} <= ")).bind(soon);
}

/// What the index does not decide by itself. The filters are written as the orders' keys: a list
/// that is sorted by what it is filtered by is one range of its index.
pub(super) fn conditions(sql: &mut Sql, query: &FtpAccountQuery, path: AccessPath) {
    for number in 0..query.words.len() {
        if path != AccessPath::Word(number) {
            sql.push(" AND EXISTS (SELECT 1 FROM ftp_account_word AS w");
            sql.push(" WHERE w.ftp_account_id = a.id");
            begins(sql, "w", query, number);
            sql.push(")");
        }
    }
    if path == AccessPath::Filters {
        return;
    }
    let filters = &query.filters;
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
        expiring(sql, "a", query);
    }
    if filters.unused {
        sql.push(&format!(" AND {} = 0", of_table(LAST_SIGN_IN, "a")));
    }
    if filters.nearly_full {
        sql.push(&format!(" AND {} >= {NEARLY_FULL}", of_table(USAGE, "a")));
    }
}

/// A limit as the databases' type.
pub(super) fn limit_value(limit: u64) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
