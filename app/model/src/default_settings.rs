//! What the new FTP accounts of a subscription begin with.

use serde::{Deserialize, Serialize};

use super::{DomainName, Field, FtpAccountSettings, HomeDirectory};

/// What each new FTP account of a subscription has, unless something else is chosen for it.
///
/// It never has an expiry: a date that has passed would make accounts that are over at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultSettings {
    /// The subscription.
    pub domain: DomainName,
    /// The settings.
    pub settings: FtpAccountSettings,
    /// Grows with each change, from 0, where nothing was ever chosen.
    pub version: i64,
}

impl DefaultSettings {
    /// The settings that can be chosen, in the order of the form.
    pub fn fields() -> impl Iterator<Item = Field> {
        FtpAccountSettings::FIELDS
            .into_iter()
            .filter(|field| *field != Field::Expiry)
    }
}

/// What the form that adds an FTP account begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountDraft {
    /// The subscription that the account will belong to.
    pub domain: DomainName,
    /// The home directory: `/`, or that of the account that is duplicated.
    pub home_directory: HomeDirectory,
    /// The subscription's defaults, or the settings of the account that is duplicated.
    pub settings: FtpAccountSettings,
}
