//! Lists of panel users: searched, filtered, sorted, a page at a time.

use model::{
    Login, PanelUserColumn, PanelUserId, PanelUserListing, PanelUserRow, PanelUserStatus, UtcTime,
    query_words, sort_key, words_of_account,
};
use sea_orm::{ConnectionTrait, QueryResult};

use super::convert::{count, read};
use super::error::StoreError;
use super::managed_panel_users::stored_email;
use super::pool::Store;
use super::sql::Sql;

/// The words that a panel user is found by the beginnings of, as they are stored: each behind a
/// space.
pub(super) fn search_words(names: &str) -> String {
    let words = words_of_account(names, "", "").into_iter();
    words.map(|word| format!(" {word}")).collect()
}

/// Whose customers are listed, and which of them; without a reseller all panel users are listed.
#[derive(Clone, Copy)]
pub struct PanelUserQuery<'a> {
    /// The reseller.
    pub reseller: Option<PanelUserId>,
    /// Which of them, and in which order.
    pub listing: &'a PanelUserListing,
}

impl PanelUserQuery<'_> {
    fn push_conditions(&self, sql: &mut Sql) {
        sql.push(" WHERE TRUE");
        if let Some(reseller) = self.reseller {
            sql.push(" AND reseller_id = ").bind(reseller.0);
        }
        if let Some(role) = self.listing.role {
            sql.push(" AND role = ").bind(role.as_str());
        }
        match self.listing.status {
            Some(PanelUserStatus::Enabled) => sql.push(" AND NOT disabled"),
            Some(PanelUserStatus::Disabled) => sql.push(" AND disabled"),
            Some(PanelUserStatus::NeverSignedIn) => sql.push(" AND last_sign_in_at IS NULL"),
            Some(PanelUserStatus::WithoutSecondFactor) => sql.push(
                " AND id NOT IN (SELECT panel_user_id FROM totp WHERE confirmed_at IS NOT NULL) \
                  AND id NOT IN (SELECT panel_user_id FROM passkey)",
            ),
            None => sql,
        };
        for word in query_words(self.listing.search.as_str()) {
            // A word has letters and digits alone, and so nothing that LIKE takes for more.
            sql.push(" AND search_words LIKE ");
            sql.bind(format!("% {word}%"));
        }
    }

    /// The order, by the columns of a table of this name.
    fn push_order(&self, sql: &mut Sql, table: &str) {
        let direction = if self.listing.descending { " DESC" } else { "" };
        let first = match self.listing.sort {
            PanelUserColumn::Login => None,
            PanelUserColumn::DisplayName => Some(format!("{table}.name_key")),
            PanelUserColumn::LastSignIn => Some(format!("coalesce({table}.last_sign_in_at, 0)")),
            PanelUserColumn::Created => Some(format!("{table}.created_at")),
        };
        sql.push(" ORDER BY ");
        if let Some(first) = first {
            sql.push(&first).push(direction).push(", ");
        }
        sql.push(&format!("{table}.login_key")).push(direction);
    }
}

impl Store {
    /// How many panel users a list has, on all of its pages.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count_panel_users(&self, query: PanelUserQuery<'_>) -> Result<u64, StoreError> {
        let mut sql = Sql::new(self.readers.get_database_backend());
        sql.push("SELECT count(*) FROM panel_user");
        query.push_conditions(&mut sql);
        let row = self.readers.query_one_raw(sql.statement()).await?;
        let number = row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?;
        Ok(count(number.unwrap_or_default()))
    }

    /// The panel users of a list: `limit` of them after the first `offset`.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn list_panel_users(
        &self,
        query: PanelUserQuery<'_>,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<PanelUserRow>, StoreError> {
        self.panel_user_rows(query, None, offset, limit).await
    }

    /// The panel users of a list that is sorted by login: `limit` of them after one, or the first ones.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn panel_users_after(
        &self,
        query: PanelUserQuery<'_>,
        after: Option<&Login>,
        limit: u64,
    ) -> Result<Vec<PanelUserRow>, StoreError> {
        self.panel_user_rows(query, after, 0, limit).await
    }

    async fn panel_user_rows(
        &self,
        query: PanelUserQuery<'_>,
        after: Option<&Login>,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<PanelUserRow>, StoreError> {
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let mut sql = Sql::new(self.readers.get_database_backend());
        // What is read of others is read for those of the page alone.
        sql.push(
            "SELECT listed.login, listed.display_name, listed.role, listed.disabled, \
                 reseller.login, listed.created_at, listed.last_sign_in_at, \
                 (SELECT count(*) FROM subscription WHERE owner_id = listed.id), listed.email \
             FROM (SELECT * FROM panel_user",
        );
        query.push_conditions(&mut sql);
        if let Some(after) = after {
            sql.push(" AND login_key > ").bind(sort_key(after.as_str()));
        }
        query.push_order(&mut sql, "panel_user");
        sql.push(" LIMIT ").bind(number(limit));
        sql.push(" OFFSET ").bind(number(offset));
        sql.push(
            ") AS listed LEFT JOIN panel_user AS reseller ON reseller.id = listed.reseller_id",
        );
        query.push_order(&mut sql, "listed");
        let rows = self.readers.query_all_raw(sql.statement()).await?;
        rows.iter().map(row).collect()
    }
}

fn row(row: &QueryResult) -> Result<PanelUserRow, StoreError> {
    let login = |text: &str| read(text, "panel_user.login");
    let reseller: Option<String> = row.try_get_by_index(4)?;
    let last_sign_in: Option<i64> = row.try_get_by_index(6)?;
    let email: Option<String> = row.try_get_by_index(8)?;
    Ok(PanelUserRow {
        login: login(&row.try_get_by_index::<String>(0)?)?,
        display_name: row.try_get_by_index(1)?,
        email: email.as_deref().map(stored_email).transpose()?,
        role: read(&row.try_get_by_index::<String>(2)?, "panel_user.role")?,
        disabled: row.try_get_by_index(3)?,
        reseller: reseller.as_deref().map(login).transpose()?,
        created_at: UtcTime(row.try_get_by_index(5)?),
        last_sign_in_at: last_sign_in.map(UtcTime),
        subscriptions: count(row.try_get_by_index(7)?),
    })
}
