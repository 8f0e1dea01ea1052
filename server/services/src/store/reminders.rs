//! Queries on what people are to be reminded of: each thing once, however often and on however many
//! nodes they are asked.
//!
//! Each costs as much as there is news: none goes through all accounts.

use model::{AccountName, DomainName, PanelUserId, UtcTime};
use sea_orm::{ConnectionTrait, QueryResult};

use super::convert::{count, read};
use super::error::StoreError;
use super::ftp_account_list::{EXPIRY, NEARLY_FULL, USAGE, of_table};
use super::keys::{FtpAccountId, SubscriptionId};
use super::sql::Sql;
use super::transaction::Transaction;

/// Below so many ten-thousandths of its quota an account that was nearly full counts as one that is not
/// any more. It is less than what makes one so, or else one file more and less would be news each time.
const NOT_FULL: i64 = 8_000;
/// Accounts that stop being nearly full at once.
const MAX_RESET: i64 = 1_000;

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// An FTP account of which its subscription's owner is reminded.
#[derive(Clone, Debug)]
pub struct RemindedAccount {
    /// Key.
    pub id: FtpAccountId,
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// That one's domain name.
    pub domain: DomainName,
    /// That one's owner.
    pub owner: PanelUserId,
    /// Its name.
    pub name: AccountName,
    /// When it expires.
    pub expires_at: Option<UtcTime>,
    /// How many per cent of its quota it uses; 0 without one.
    pub per_cent: u64,
}

/// The columns of [`account`], of an account `a` and its subscription `s`.
fn columns() -> String {
    let usage = of_table(USAGE, "a");
    format!("a.id, a.subscription_id, s.domain, s.owner_id, a.name, a.expires_at, {usage}")
}

fn account(row: &QueryResult) -> Result<RemindedAccount, StoreError> {
    let (domain, name): (String, String) = (row.try_get_by_index(2)?, row.try_get_by_index(4)?);
    let usage: i64 = row.try_get_by_index(6)?;
    Ok(RemindedAccount {
        id: FtpAccountId(row.try_get_by_index(0)?),
        subscription: SubscriptionId(row.try_get_by_index(1)?),
        domain: read(&domain, "subscription.domain")?,
        owner: PanelUserId(row.try_get_by_index(3)?),
        name: read(&name, "ftp_account.name")?,
        expires_at: row.try_get_by_index::<Option<i64>>(5)?.map(UtcTime),
        per_cent: count(usage) / 100,
    })
}

impl Transaction {
    fn sql(&self) -> Sql {
        Sql::new(self.transaction.get_database_backend())
    }

    async fn accounts(&self, sql: Sql) -> Result<Vec<RemindedAccount>, StoreError> {
        let rows = self.transaction.query_all_raw(sql.statement()).await?;
        rows.iter().map(account).collect()
    }

    /// The enabled accounts that came to expire within `days` since this was last asked, at most `limit`
    /// of them; with 0, those that have expired. None of those that expire at `after` or before it: of
    /// them, something else is to be said.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn newly_expiring(
        &self,
        days: u16,
        (now, after): (UtcTime, UtcTime),
        limit: u32,
    ) -> Result<Vec<RemindedAccount>, StoreError> {
        let days = i64::from(days);
        let until = now.0.saturating_add(days * SECONDS_PER_DAY);
        // Also has whoever asks on another node wait.
        let mut sql = self.sql();
        sql.push("UPDATE expiry_reminder SET days = days WHERE days = ");
        sql.bind(days).push(" RETURNING expires_at, ftp_account_id");
        let row = self.transaction.query_one_raw(sql.statement()).await?;
        let Some(row) = row else {
            return Ok(Vec::new());
        };
        let told: (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let told = told.max((after.0, i64::MAX));
        let expiry = of_table(EXPIRY, "a");
        let mut sql = self.sql();
        sql.push(&format!("SELECT {} FROM ftp_account AS a", columns()));
        sql.hint(" INDEXED BY ftp_account_by_expiry_anywhere");
        sql.push(" CROSS JOIN subscription AS s WHERE s.id = a.subscription_id");
        sql.push(" AND a.removed_at IS NULL AND s.removed_at IS NULL AND a.enabled = TRUE");
        sql.push(&format!(" AND a.expires_at IS NOT NULL AND {expiry} >= "));
        sql.bind(told.0).push(&format!(" AND ({expiry} > "));
        sql.bind(told.0).push(" OR a.id > ").bind(told.1);
        sql.push(&format!(") AND {expiry} <= ")).bind(until);
        sql.push(&format!(" ORDER BY {expiry}, a.id LIMIT "));
        sql.bind(i64::from(limit));
        let accounts = self.accounts(sql).await?;
        let is_all = u32::try_from(accounts.len()).is_ok_and(|number| number < limit);
        let last = accounts.last().filter(|_| !is_all);
        let last = last.and_then(|last| Some((last.expires_at?.0, last.id.0)));
        let told = told.max(last.unwrap_or((until, i64::MAX)));
        let mut sql = self.sql();
        sql.push("UPDATE expiry_reminder SET expires_at = ");
        sql.bind(told.0).push(", ftp_account_id = ").bind(told.1);
        sql.push(" WHERE days = ").bind(days);
        self.transaction.execute_raw(sql.statement()).await?;
        Ok(accounts)
    }

    /// The accounts that came to use nine tenths of a quota or more since this was last asked, at most
    /// `limit` of them.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn newly_full(
        &self,
        now: UtcTime,
        limit: u32,
    ) -> Result<Vec<RemindedAccount>, StoreError> {
        let usage = of_table(USAGE, "a");
        let mut sql = self.sql();
        sql.push(&format!("SELECT {} FROM ftp_account AS a", columns()));
        sql.hint(" INDEXED BY ftp_account_newly_full");
        sql.push(" CROSS JOIN subscription AS s WHERE s.id = a.subscription_id");
        sql.push(" AND a.nearly_full_at IS NULL AND a.removed_at IS NULL");
        sql.push(&format!(" AND {usage} >= {NEARLY_FULL}"));
        sql.push(" AND s.removed_at IS NULL ORDER BY a.id LIMIT ");
        sql.bind(i64::from(limit));
        let accounts = self.accounts(sql).await?;
        self.mark(accounts, "nearly_full_at", now, "nearly_full_at IS NULL")
            .await
    }

    /// Forgets that accounts were nearly full which are not any more, some at a time.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_full(&self) -> Result<(), StoreError> {
        let usage = of_table(USAGE, "");
        let mut sql = self.sql();
        sql.push("UPDATE ftp_account SET nearly_full_at = NULL WHERE id IN (");
        sql.push("SELECT id FROM ftp_account WHERE nearly_full_at IS NOT NULL");
        sql.push(&format!(" AND {usage} < {NOT_FULL} ORDER BY id LIMIT "));
        sql.bind(MAX_RESET).push(")");
        self.transaction.execute_raw(sql.statement()).await?;
        Ok(())
    }

    /// Those of some accounts whose owners were not told since `since` that they are locked.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn newly_locked(
        &self,
        accounts: &[FtpAccountId],
        (now, since): (UtcTime, UtcTime),
    ) -> Result<Vec<RemindedAccount>, StoreError> {
        if accounts.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = self.sql();
        sql.push(&format!("SELECT {} FROM ftp_account AS a", columns()));
        sql.push(" CROSS JOIN subscription AS s WHERE s.id = a.subscription_id");
        sql.push(" AND a.removed_at IS NULL AND s.removed_at IS NULL AND a.id IN (");
        push_keys(&mut sql, accounts);
        sql.push(") AND (a.lock_told_at IS NULL OR a.lock_told_at < ");
        sql.bind(since.0).push(") ORDER BY a.id");
        let accounts = self.accounts(sql).await?;
        let condition = format!("(lock_told_at IS NULL OR lock_told_at < {})", since.0);
        self.mark(accounts, "lock_told_at", now, &condition).await
    }

    /// Notes of accounts that their owners are told something; returns them. If another node has told it
    /// meanwhile, this is to be begun again.
    async fn mark(
        &self,
        accounts: Vec<RemindedAccount>,
        column: &str,
        now: UtcTime,
        condition: &str,
    ) -> Result<Vec<RemindedAccount>, StoreError> {
        if accounts.is_empty() {
            return Ok(accounts);
        }
        let keys: Vec<FtpAccountId> = accounts.iter().map(|account| account.id).collect();
        let mut sql = self.sql();
        sql.push(&format!("UPDATE ftp_account SET {column} = "));
        sql.bind(now.0).push(" WHERE id IN (");
        push_keys(&mut sql, &keys);
        sql.push(&format!(") AND {condition}"));
        let marked = self.transaction.execute_raw(sql.statement()).await?;
        match usize::try_from(marked.rows_affected()) {
            Ok(marked) if marked == accounts.len() => Ok(accounts),
            _ => Err(StoreError::Conflict),
        }
    }

    /// Notes that people are told so many days before of the end of a certificate; returns whether they
    /// were not yet.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remind_of_certificate(
        &self,
        certificate: &str,
        end: UtcTime,
        days: u16,
    ) -> Result<bool, StoreError> {
        let mut sql = self.sql();
        sql.push("INSERT INTO certificate_reminder (certificate, expires_at, days) VALUES (");
        sql.bind(certificate).push(", ").bind(end.0).push(", ");
        sql.bind(i64::from(days));
        sql.push(") ON CONFLICT (certificate, expires_at) DO UPDATE SET days = excluded.days");
        sql.push(" WHERE certificate_reminder.days > excluded.days");
        let noted = self.transaction.execute_raw(sql.statement()).await?;
        Ok(noted.rows_affected() > 0)
    }

    /// Forgets the certificates that expired before some time.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_certificates(&self, before: UtcTime) -> Result<(), StoreError> {
        let mut sql = self.sql();
        sql.push("DELETE FROM certificate_reminder WHERE expires_at < ");
        sql.bind(before.0);
        self.transaction.execute_raw(sql.statement()).await?;
        Ok(())
    }
}

fn push_keys(sql: &mut Sql, accounts: &[FtpAccountId]) {
    for (number, account) in accounts.iter().enumerate() {
        if number > 0 {
            sql.push(", ");
        }
        sql.bind(account.0);
    }
}
