//! The words that FTP accounts are found by.

use std::collections::BTreeSet;

use model::words_of_account;
use sea_orm::{ConnectionTrait, DbErr};

use super::error::StoreError;
use super::keys::{FtpAccountId, SubscriptionId};
use super::sql::Sql;
use super::transaction::Transaction;

/// Rows for each INSERT: 3 values each.
const MAX_ROWS_PER_INSERT: usize = 500;

/// Adds words of accounts: the subscription's key, the word, the account's key.
pub(super) async fn add(
    connection: &impl ConnectionTrait,
    words: &[(i64, String, i64)],
) -> Result<(), DbErr> {
    for batch in words.chunks(MAX_ROWS_PER_INSERT) {
        let mut sql = Sql::new(connection.get_database_backend());
        sql.push("INSERT INTO ftp_account_word (subscription_id, word, ftp_account_id) VALUES ");
        for (index, (subscription, word, account)) in batch.iter().enumerate() {
            sql.push(if index == 0 { "(" } else { ", (" });
            sql.bind(*subscription).push(", ").bind(word.as_str());
            sql.push(", ").bind(*account).push(")");
        }
        connection.execute_raw(sql.statement()).await?;
    }
    Ok(())
}

impl Transaction {
    /// Stores the words of these texts, and no others, as those that an account is found by.
    ///
    /// # Errors
    /// If the database fails.
    pub(super) async fn set_words(
        &self,
        subscription: SubscriptionId,
        account: FtpAccountId,
        [name, home_directory, note]: [&str; 3],
    ) -> Result<(), StoreError> {
        let words = words_of_account(name, home_directory, note);
        let before = self.words(account).await?;
        for gone in before.difference(&words) {
            let mut sql = Sql::new(self.transaction.get_database_backend());
            sql.push("DELETE FROM ftp_account_word WHERE ftp_account_id = ");
            sql.bind(account.0).push(" AND word = ").bind(gone.as_str());
            self.transaction.execute_raw(sql.statement()).await?;
        }
        let new: Vec<_> = words
            .difference(&before)
            .map(|word| (subscription.0, word.clone(), account.0))
            .collect();
        Ok(add(&self.transaction, &new).await?)
    }

    async fn words(&self, account: FtpAccountId) -> Result<BTreeSet<String>, StoreError> {
        let mut sql = Sql::new(self.transaction.get_database_backend());
        sql.push("SELECT word FROM ftp_account_word WHERE ftp_account_id = ");
        sql.bind(account.0);
        let rows = self.transaction.query_all_raw(sql.statement()).await?;
        let words = rows.iter().map(|row| row.try_get_by_index(0));
        Ok(words.collect::<Result<_, DbErr>>()?)
    }
}
