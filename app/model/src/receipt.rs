//! What was done, reported to the person who did it.

use serde::{Deserialize, Serialize};

use super::{
    AccountName, DomainName, Field, FtpAccountSettings, HomeDirectory, PurgedFiles,
    SubscriptionChange, UtcTime,
};

/// The key of one use case's run: every audit row that it wrote carries it.
///
/// 16 hexadecimal digits, random, so that it can stand in an address and cannot be guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Operation(String);

impl Operation {
    /// The key made of these bytes.
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(format!("{:016x}", u64::from_be_bytes(bytes)))
    }

    /// Reads a key; none for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        (text.len() == 16 && digits).then(|| Self(text.to_owned()))
    }

    /// The key, as it is stored and as it stands in addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Operation {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not the key of an operation")
    }
}

impl From<Operation> for String {
    fn from(operation: Operation) -> Self {
        operation.0
    }
}

/// What a person did a moment ago, for the page that follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Receipt {
    /// A subscription was added.
    SubscriptionAdded {
        /// Its domain name.
        domain: DomainName,
        /// Its main FTP account.
        main_account: AccountName,
    },
    /// A subscription was given another domain name or another owner.
    SubscriptionChanged(SubscriptionChange),
    /// A subscription was suspended.
    SubscriptionSuspended {
        /// Its domain name.
        domain: DomainName,
    },
    /// A suspended subscription was resumed.
    SubscriptionResumed {
        /// Its domain name.
        domain: DomainName,
    },
    /// A subscription was removed.
    SubscriptionRemoved {
        /// Its domain name.
        domain: DomainName,
    },
    /// A removed subscription was restored.
    SubscriptionRestored {
        /// Its domain name.
        domain: DomainName,
    },
    /// A removed subscription was removed for good.
    SubscriptionPurged {
        /// The domain name that it had.
        domain: DomainName,
        /// What became of its files.
        files: PurgedFiles,
    },
    /// An FTP account was added.
    AccountAdded {
        /// Its name.
        name: AccountName,
        /// The folder that it sees as `/`.
        home_directory: HomeDirectory,
    },
    /// An FTP account was changed.
    AccountChanged {
        /// Its name now.
        name: AccountName,
        /// What was changed, old beside new; empty if everything was left as it was.
        changes: Vec<Change>,
    },
    /// FTP accounts were removed.
    AccountsRemoved {
        /// Their names.
        names: Vec<AccountName>,
    },
    /// A setting of several FTP accounts was changed.
    AccountsChanged {
        /// How many.
        count: u64,
        /// Which setting.
        field: Field,
        /// The settings of one of them now.
        after: Box<FtpAccountSettings>,
    },
    /// More FTP accounts were removed than one would read the names of.
    ManyAccountsRemoved {
        /// How many.
        count: u64,
    },
    /// Removed FTP accounts were restored.
    AccountsRestored {
        /// How many.
        count: u64,
        /// Their names; those of the first only, where they are more than one would read.
        names: Vec<AccountName>,
    },
    /// An open FTP session was ended.
    SessionEnded {
        /// The account that it was of.
        account: AccountName,
    },
}

impl Receipt {
    /// Whether it tells that FTP accounts were removed.
    pub fn is_removal(&self) -> bool {
        matches!(
            self,
            Self::AccountsRemoved { .. } | Self::ManyAccountsRemoved { .. }
        )
    }
}

/// One value that was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Another name.
    Name {
        /// The name before.
        before: AccountName,
        /// The name now.
        after: AccountName,
    },
    /// The name before may still be signed in with.
    OldNameKept {
        /// Until when.
        until: UtcTime,
    },
    /// Another home directory.
    HomeDirectory {
        /// The home directory before.
        before: HomeDirectory,
        /// The home directory now.
        after: HomeDirectory,
    },
    /// Another password. Neither of them is ever shown.
    Password,
    /// Another setting.
    Setting {
        /// Which one.
        field: Field,
        /// The settings before.
        before: Box<FtpAccountSettings>,
        /// The settings now.
        after: Box<FtpAccountSettings>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sixteen_small_hexadecimal_digits_are_a_key() {
        let key = Operation::from_bytes([0, 1, 2, 3, 0xfc, 0xfd, 0xfe, 0xff]);
        assert_eq!(key.as_str(), "00010203fcfdfeff");
        assert_eq!(Operation::parse(key.as_str()), Some(key));
        for text in [
            "",
            "00010203FCFDFEFF",
            "00010203fcfdfef",
            "00010203fcfdfefff",
            "00010203fcfdfef/",
        ] {
            assert_eq!(Operation::parse(text), None, "{text}");
        }
    }
}
