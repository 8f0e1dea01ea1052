//! Lists of FTP accounts, whose cost does not grow with the number of accounts or of the page.
//!
//! A page is a keyset page: it is read in the order of an index, from a given row on. A list that
//! finds only some accounts has two query plans. First the accounts are counted up to a limit, by
//! the most selective index that leads to them: that of a search word or that of the filters. If
//! they are few, they are read by that index and sorted. If they are many, the index of the order is
//! scanned and each account is checked: the scan does not go far until a page is full.
//!
//! There are worst cases: where many are found but all of them are at the far end of the order, or
//! where two words that many accounts have meet in few, the scan goes through as many as there are.
//!
//! SQLite is told which index to use, since it keeps no statistics and would guess. PostgreSQL keeps
//! them and chooses by itself.

mod conditions;
mod find;
mod notable;
mod order;
mod page;
mod plan;
mod query;
mod row;
#[cfg(test)]
mod tests;

pub(super) use conditions::NEARLY_FULL;
pub(super) use order::{EXPIRY, USAGE, of_table};

pub use notable::Notable;
pub use page::FtpAccountsStart;
pub use plan::FtpAccountsFound;
pub use query::{FtpAccountCursor, FtpAccountQuery, FtpAccountsPage};
