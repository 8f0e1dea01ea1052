//! What a reseller may have, and what they have.

use serde::{Deserialize, Serialize};

use super::{Field, SettingError};

/// What a reseller may have at most; where none is said, there is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResellerLimits {
    /// Customers of theirs.
    pub customers: Option<u32>,
    /// Subscriptions, their own and their customers'.
    pub subscriptions: Option<u32>,
    /// FTP accounts in all of those subscriptions.
    pub ftp_accounts: Option<u32>,
}

/// What a reseller has, of what [`ResellerLimits`] limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResellerUsage {
    /// Customers of theirs.
    pub customers: u64,
    /// Subscriptions, their own and their customers'.
    pub subscriptions: u64,
    /// FTP accounts in all of those subscriptions, without those in « Corbeille ».
    pub ftp_accounts: u64,
}

/// One of the limits of a reseller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResellerLimit {
    /// Of customers.
    Customers,
    /// Of subscriptions.
    Subscriptions,
    /// Of FTP accounts.
    FtpAccounts,
}

impl ResellerLimit {
    /// Every limit, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Customers, Self::Subscriptions, Self::FtpAccounts];

    /// The field of the form that sets it.
    pub fn field(self) -> Field {
        match self {
            Self::Customers => Field::ResellerCustomers,
            Self::Subscriptions => Field::ResellerSubscriptions,
            Self::FtpAccounts => Field::ResellerFtpAccounts,
        }
    }
}

impl ResellerLimits {
    /// The highest number that a limit can be.
    pub const MAX_COUNT: u32 = 1_000_000;

    /// A limit; none if there is none.
    pub fn get(&self, limit: ResellerLimit) -> Option<u64> {
        match limit {
            ResellerLimit::Customers => self.customers.map(u64::from),
            ResellerLimit::Subscriptions => self.subscriptions.map(u64::from),
            ResellerLimit::FtpAccounts => self.ftp_accounts.map(u64::from),
        }
    }

    /// Sets a limit from the text of its field, which is empty for none.
    ///
    /// # Errors
    /// [`SettingError::NotANumber`].
    pub fn set(&mut self, limit: ResellerLimit, text: &str) -> Result<(), SettingError> {
        match limit {
            ResellerLimit::Customers => self.customers = count(text)?,
            ResellerLimit::Subscriptions => self.subscriptions = count(text)?,
            ResellerLimit::FtpAccounts => self.ftp_accounts = count(text)?,
        }
        Ok(())
    }

    /// A limit as its field has it; empty for none.
    pub fn text(&self, limit: ResellerLimit) -> String {
        let limit = self.get(limit);
        limit.map(|limit| limit.to_string()).unwrap_or_default()
    }

    /// The first limit that is exceeded by so much, in the order of the form. What was there before
    /// a limit was lowered is none of its business: only what `more` adds to is compared.
    pub fn exceeded_by(
        &self,
        usage: &ResellerUsage,
        more: &ResellerUsage,
    ) -> Option<(ResellerLimit, u64)> {
        ResellerLimit::ALL.into_iter().find_map(|limit| {
            let most = self.get(limit)?;
            let added = more.get(limit);
            let too_much = added > 0 && usage.get(limit).saturating_add(added) > most;
            too_much.then_some((limit, most))
        })
    }
}

impl ResellerUsage {
    /// What there is of what a limit counts.
    pub fn get(&self, limit: ResellerLimit) -> u64 {
        match limit {
            ResellerLimit::Customers => self.customers,
            ResellerLimit::Subscriptions => self.subscriptions,
            ResellerLimit::FtpAccounts => self.ftp_accounts,
        }
    }
}

fn count(text: &str) -> Result<Option<u32>, SettingError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let most = ResellerLimits::MAX_COUNT;
    let number = text.parse().ok();
    let number = number.filter(|number| (1..=most).contains(number));
    number.map(Some).ok_or(SettingError::NotANumber { most })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn a_limit_is_read_as_it_is_written() {
        let mut limits = ResellerLimits::default();
        for (limit, text) in [
            (ResellerLimit::Customers, "10"),
            (ResellerLimit::FtpAccounts, "1000000"),
        ] {
            limits.set(limit, text).unwrap();
            assert_eq!(limits.text(limit), text);
            limits.set(limit, " ").unwrap();
            assert_eq!((limits.get(limit), limits.text(limit).as_str()), (None, ""));
        }
        for text in ["0", "1000001", "-1", "ten"] {
            let refused = limits.set(ResellerLimit::Subscriptions, text);
            let most = ResellerLimits::MAX_COUNT;
            assert_eq!(refused, Err(SettingError::NotANumber { most }), "{text}");
        }
    }

    #[test]
    fn only_what_is_added_to_is_compared_with_its_limit() {
        let limits = ResellerLimits {
            customers: Some(2),
            subscriptions: Some(3),
            ..ResellerLimits::default()
        };
        let usage = ResellerUsage {
            // More than there may be, from before.
            customers: 5,
            subscriptions: 2,
            ftp_accounts: 1_000,
        };
        let subscription = ResellerUsage {
            subscriptions: 1,
            ftp_accounts: 1,
            ..ResellerUsage::default()
        };
        assert_eq!(limits.exceeded_by(&usage, &subscription), None);
        let two = ResellerUsage {
            subscriptions: 2,
            ..subscription
        };
        let exceeded = Some((ResellerLimit::Subscriptions, 3));
        assert_eq!(limits.exceeded_by(&usage, &two), exceeded);
        let customer = ResellerUsage {
            customers: 1,
            ..ResellerUsage::default()
        };
        let exceeded = Some((ResellerLimit::Customers, 2));
        assert_eq!(limits.exceeded_by(&usage, &customer), exceeded);
    }
}
