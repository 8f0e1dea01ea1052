//! The keys that lists are sorted by: stored beside each text, so that an index has their order.

use model::{AccountName, DomainName, HomeDirectory, Login, domain_text, sort_key};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::entity::{ftp_account, panel_user, subscription};
use super::panel_user_list::search_words;
use super::sql::Sql;

/// Rows that are read, and given their keys, in one statement.
const BATCH_SIZE: usize = 500;

/// Puts the texts that FTP accounts are listed by into a row that is to be written, with their keys.
/// Nothing else sets them.
pub(super) fn with_texts(
    row: ftp_account::ActiveModel,
    name: &AccountName,
    home_directory: &HomeDirectory,
    note: &str,
) -> ftp_account::ActiveModel {
    ftp_account::ActiveModel {
        name: Set(name.as_str().to_owned()),
        name_key: Set(sort_key(name.as_str())),
        home_directory: Set(home_directory.as_str().to_owned()),
        home_key: Set(sort_key(home_directory.as_str())),
        note: Set(note.to_owned()),
        note_key: Set(sort_key(note)),
        ..row
    }
}

/// Puts the domain name into a subscription's row that is to be written, with its key.
pub(super) fn with_domain(
    row: subscription::ActiveModel,
    domain: &DomainName,
) -> subscription::ActiveModel {
    subscription::ActiveModel {
        domain: Set(domain.as_str().to_owned()),
        domain_key: Set(domain_key(domain.as_str())),
        ..row
    }
}

/// Puts the names of a panel user into a row that is to be written, with what lists are sorted and
/// searched by. Nothing else sets them.
pub(super) fn with_names(
    row: panel_user::ActiveModel,
    login: &Login,
    display_name: &str,
) -> panel_user::ActiveModel {
    panel_user::ActiveModel {
        login: Set(login.as_str().to_owned()),
        login_key: Set(sort_key(login.as_str())),
        display_name: Set(display_name.to_owned()),
        name_key: Set(sort_key(display_name)),
        search_words: Set(search_words(&format!("{login} {display_name}"))),
        ..row
    }
}

/// Gives every panel user that there is what lists are sorted and searched by.
pub(super) async fn fill_panel_users(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    let (names, keys) = (["login", "display_name"], ["login_key", "name_key"]);
    fill_table(connection, "panel_user", names, keys, sort_key).await?;
    let (names, words) = (["login || ' ' || display_name"], ["search_words"]);
    fill_table(connection, "panel_user", names, words, search_words).await
}

/// A domain name is sorted as people see it.
pub(super) fn domain_key(domain: &str) -> String {
    sort_key(&domain_text(domain))
}

/// Gives every row that there is its keys.
pub(super) async fn fill(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    let accounts = ["name", "home_directory", "note"];
    let keys = ["name_key", "home_key", "note_key"];
    fill_table(connection, "ftp_account", accounts, keys, sort_key).await?;
    let (domain, key) = (["domain"], ["domain_key"]);
    fill_table(connection, "subscription", domain, key, domain_key).await
}

async fn fill_table<const N: usize>(
    connection: &impl ConnectionTrait,
    table: &str,
    texts: [&str; N],
    keys: [&str; N],
    key_of: fn(&str) -> String,
) -> Result<(), DbErr> {
    let mut last = 0;
    loop {
        let mut sql = Sql::new(connection.get_database_backend());
        sql.push(&format!("SELECT id, {} FROM {table}", texts.join(", ")));
        sql.push(" WHERE id > ").bind(last);
        sql.push(&format!(" ORDER BY id LIMIT {BATCH_SIZE}"));
        let rows = connection.query_all_raw(sql.statement()).await?;
        let Some(end) = rows.last() else {
            return Ok(());
        };
        last = end.try_get_by_index::<i64>(0)?;
        fill_rows(connection, table, keys, key_of, &rows).await?;
    }
}

async fn fill_rows<const N: usize>(
    connection: &impl ConnectionTrait,
    table: &str,
    keys: [&str; N],
    key_of: fn(&str) -> String,
    rows: &[QueryResult],
) -> Result<(), DbErr> {
    let mut sql = Sql::new(connection.get_database_backend());
    sql.push(&format!("UPDATE {table} SET "));
    // Both databases name the columns of VALUES so.
    let columns = keys.iter().zip(2..);
    let set: Vec<String> = columns
        .map(|(key, number)| format!("{key} = filled.column{number}"))
        .collect();
    sql.push(&set.join(", ")).push(" FROM (VALUES ");
    for (index, row) in rows.iter().enumerate() {
        sql.push(if index == 0 { "(" } else { ", (" });
        sql.bind(row.try_get_by_index::<i64>(0)?);
        for text in 1..=N {
            sql.push(", ");
            sql.bind(key_of(&row.try_get_by_index::<String>(text)?));
        }
        sql.push(")");
    }
    sql.push(&format!(") AS filled WHERE {table}.id = filled.column1"));
    connection.execute_raw(sql.statement()).await.map(drop)
}
