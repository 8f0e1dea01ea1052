//! The mails that Berth sends by itself, and who gets which.

use serde::{Deserialize, Serialize};

use super::{AccountName, CertificateWarning, DomainName, EmailAddress, Field, UtcTime};

/// What a mail is about. Each can be switched off by whoever gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// FTP accounts expire soon, or have expired.
    Expiry,
    /// Home directories hold nearly as much as their quotas allow.
    Quota,
    /// FTP accounts are locked for a time, after too many wrong passwords.
    Locked,
    /// A certificate of the server's expires soon, or has expired. For administrators.
    Certificate,
}

impl MailKind {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Expiry, Self::Quota, Self::Locked, Self::Certificate];

    /// The kind as it is stored and written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expiry => "expiry",
            Self::Quota => "quota",
            Self::Locked => "locked",
            Self::Certificate => "certificate",
        }
    }

    /// The kind of such a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The field of a form that says whether somebody gets it.
    pub fn field(self) -> Field {
        match self {
            Self::Expiry => Field::MailExpiry,
            Self::Quota => Field::MailQuota,
            Self::Locked => Field::MailLocked,
            Self::Certificate => Field::MailCertificate,
        }
    }
}

/// An FTP account that a mail is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailedAccount {
    /// The subscription that it belongs to.
    pub domain: DomainName,
    /// Its name.
    pub name: AccountName,
}

/// What a mail says that Berth sends by itself. It holds no secret: it waits in the database.
///
/// Of many accounts that it is due for at once, it names the first [`Reminder::MAX_NAMED`] and says how
/// many more there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Reminder {
    /// FTP accounts expire.
    Expiring {
        /// Within how many days: 30, 7 or 1.
        days: u16,
        /// Which, and when.
        accounts: Vec<(MailedAccount, UtcTime)>,
        /// How many more.
        more: u64,
    },
    /// FTP accounts have expired.
    Expired {
        /// Which, and when.
        accounts: Vec<(MailedAccount, UtcTime)>,
        /// How many more.
        more: u64,
    },
    /// Home directories hold nearly as much as their quotas allow.
    NearlyFull {
        /// Whose, and how many per cent of the quota, rounded down.
        accounts: Vec<(MailedAccount, u64)>,
        /// How many more.
        more: u64,
    },
    /// FTP accounts are locked for a time, after too many wrong passwords.
    Locked {
        /// Which.
        accounts: Vec<MailedAccount>,
        /// How many more.
        more: u64,
    },
    /// A certificate of the server's.
    Certificate {
        /// What is the matter.
        warning: CertificateWarning,
    },
}

impl Reminder {
    /// So many accounts are named in a mail.
    pub const MAX_NAMED: usize = 50;

    /// What it is about.
    pub fn kind(&self) -> MailKind {
        match self {
            Self::Expiring { .. } | Self::Expired { .. } => MailKind::Expiry,
            Self::NearlyFull { .. } => MailKind::Quota,
            Self::Locked { .. } => MailKind::Locked,
            Self::Certificate { .. } => MailKind::Certificate,
        }
    }

    /// Takes in what a newer one says about the same, so that both are one mail. Gives it back if it is
    /// about something else.
    ///
    /// # Errors
    /// The newer one.
    pub fn absorb(&mut self, newer: Self) -> Result<(), Self> {
        match (self, newer) {
            (
                Self::Expiring {
                    days,
                    accounts,
                    more,
                },
                Self::Expiring {
                    days: newer_days,
                    accounts: newer,
                    more: newer_more,
                },
            ) if *days == newer_days => append(accounts, more, newer, newer_more),
            (
                Self::Expired { accounts, more },
                Self::Expired {
                    accounts: newer,
                    more: newer_more,
                },
            ) => append(accounts, more, newer, newer_more),
            (
                Self::NearlyFull { accounts, more },
                Self::NearlyFull {
                    accounts: newer,
                    more: newer_more,
                },
            ) => append(accounts, more, newer, newer_more),
            (
                Self::Locked { accounts, more },
                Self::Locked {
                    accounts: newer,
                    more: newer_more,
                },
            ) => append(accounts, more, newer, newer_more),
            (_, newer) => return Err(newer),
        }
        Ok(())
    }
}

/// Adds what a newer mail names, as far as there is room; the rest is counted.
fn append<Named>(named: &mut Vec<Named>, more: &mut u64, newer: Vec<Named>, newer_more: u64) {
    *more += newer_more;
    for one in newer {
        if named.len() < Reminder::MAX_NAMED {
            named.push(one);
        } else {
            *more += 1;
        }
    }
}

/// Where somebody's mail goes, and which mails they get.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSettings {
    /// Where it goes; without an address there is no mail.
    pub address: Option<EmailAddress>,
    /// What they do not want to be mailed about.
    pub switched_off: Vec<MailKind>,
}

/// The own mail settings, as their page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSettingsView {
    /// The settings.
    pub settings: MailSettings,
    /// What this person can be mailed about.
    pub kinds: Vec<MailKind>,
    /// Whether the server sends mail at all.
    pub is_available: bool,
}

/// What became of a one-time link that was to be sent by mail. Whatever it is, the link is shown, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkDelivery {
    /// The mail server took it, for this address.
    Sent(EmailAddress),
    /// It did not; the server's log has the cause.
    Failed(EmailAddress),
    /// The person has sent as many as they may for a time.
    TooMany,
}

impl LinkDelivery {
    /// What became of it, as a cookie hands it to the page that says so.
    pub fn as_text(&self) -> String {
        match self {
            Self::Sent(address) => format!("sent={address}"),
            Self::Failed(address) => format!("failed={address}"),
            Self::TooMany => "too-many=".to_owned(),
        }
    }

    /// What such a text says.
    pub fn parse(text: &str) -> Option<Self> {
        let (what, address) = text.split_once('=')?;
        let address = || EmailAddress::parse(address).ok();
        match what {
            "sent" => address().map(Self::Sent),
            "failed" => address().map(Self::Failed),
            "too-many" => Some(Self::TooMany),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_about_the_same_become_one_which_names_some_and_counts_the_rest() {
        let account = |number: usize| MailedAccount {
            domain: DomainName::parse("example.com").expect("a domain name"),
            name: AccountName::parse(&format!("a{number}")).expect("a name"),
        };
        let locked = |numbers: std::ops::Range<usize>| Reminder::Locked {
            accounts: numbers.map(account).collect(),
            more: 2,
        };
        let mut first = locked(0..30);
        assert_eq!(first.absorb(locked(30..60)), Ok(()));
        let expected = Reminder::Locked {
            accounts: (0..Reminder::MAX_NAMED).map(account).collect(),
            more: 14,
        };
        assert_eq!(first, expected);
        let other = Reminder::NearlyFull {
            accounts: Vec::new(),
            more: 0,
        };
        assert_eq!(first.absorb(other.clone()), Err(other));
        let expiring = |days| Reminder::Expiring {
            days,
            accounts: Vec::new(),
            more: 0,
        };
        assert_eq!(expiring(7).absorb(expiring(1)), Err(expiring(1)));
        assert_eq!(first, expected);
    }

    #[test]
    fn each_kind_is_written_as_it_is_read() {
        for kind in MailKind::ALL {
            assert_eq!(MailKind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(MailKind::parse(""), None);
    }

    #[test]
    fn what_became_of_a_link_is_written_as_it_is_read() {
        let address = EmailAddress::parse("a=b@example.com").expect("an address");
        for delivery in [
            LinkDelivery::Sent(address.clone()),
            LinkDelivery::Failed(address),
            LinkDelivery::TooMany,
        ] {
            let read = LinkDelivery::parse(&delivery.as_text());
            assert_eq!(read, Some(delivery));
        }
        assert_eq!(LinkDelivery::parse("sent=<script>"), None);
    }
}
