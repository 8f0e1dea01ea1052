//! The form by which an API token is made.

use serde::{Deserialize, Serialize};

use super::form_fields;
use crate::{
    AddressList, ApiAccess, ApiTokenName, ApiTokenSubscriptions, DomainName, Field, FieldError,
    FieldErrors, LocalTime, NewApiToken, SettingError, UtcTime,
};

/// The form by which an API token is made. All of one's subscriptions are never meant by naming none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiTokenForm {
    /// What the token is called.
    pub token_name: String,
    /// What it may be used for, by [`ApiAccess::as_str`].
    pub access: String,
    /// Where it may be used: [`ApiTokenForm::ALL`] or [`ApiTokenForm::ONLY`].
    pub reach: String,
    /// The domain names of the subscriptions that it is for, with commas or white space between them.
    pub subscriptions: String,
    /// Until when; a date stands for its very end. Empty for ever.
    pub expires: String,
    /// From which addresses; empty for all.
    pub addresses: String,
}

form_fields!(ApiTokenForm {
    texts {
        ApiTokenName: token_name,
        ApiTokenAccess: access,
        ApiTokenReach: reach,
        ApiTokenSubscriptions: subscriptions,
        ApiTokenExpiry: expires,
        ApiTokenAddresses: addresses,
    }
});

impl Default for ApiTokenForm {
    /// A token by which nothing can be changed.
    fn default() -> Self {
        Self {
            token_name: String::new(),
            access: ApiAccess::Read.as_str().to_owned(),
            reach: Self::ALL.to_owned(),
            subscriptions: String::new(),
            expires: String::new(),
            addresses: String::new(),
        }
    }
}

impl ApiTokenForm {
    /// That a token is for all that its owner sees.
    pub const ALL: &str = "all";
    /// That a token is for some subscriptions alone.
    pub const ONLY: &str = "only";

    /// The token that is to be made at this time. Times are read in `zone`.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self, zone: &dyn LocalTime, now: UtcTime) -> Result<NewApiToken, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.read(Field::ApiTokenName, ApiTokenName::parse(&self.token_name));
        let access = ApiAccess::parse(&self.access).ok_or(SettingError::NotAChoice);
        let access = errors.read(Field::ApiTokenAccess, access);
        let subscriptions = match self.reach.as_str() {
            Self::ALL => Some(ApiTokenSubscriptions::All),
            Self::ONLY => errors
                .read(Field::ApiTokenSubscriptions, only(&self.subscriptions))
                .map(ApiTokenSubscriptions::Only),
            _ => errors.read(Field::ApiTokenReach, Err(SettingError::NotAChoice)),
        };
        let expires_at = errors.read(Field::ApiTokenExpiry, expiry(&self.expires, zone, now));
        let addresses = AddressList::parse(&self.addresses);
        let addresses = errors.read(Field::ApiTokenAddresses, addresses);
        let what = name.zip(access).zip(subscriptions);
        let new = what.zip(expires_at.zip(addresses));
        errors.finish(new.map(
            |(((name, access), subscriptions), (expires_at, addresses))| NewApiToken {
                name,
                access,
                subscriptions,
                expires_at,
                addresses,
            },
        ))
    }
}

/// The subscriptions that are named, each once; at least one.
fn only(text: &str) -> Result<Vec<DomainName>, FieldError> {
    let names = text.split(|c: char| c == ',' || c.is_whitespace());
    let mut domains = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        let domain = DomainName::parse(name)?;
        if domains.contains(&domain) {
            continue;
        }
        if domains.len() >= ApiTokenSubscriptions::MAX as usize {
            let most = ApiTokenSubscriptions::MAX;
            return Err(FieldError::TooMany { most });
        }
        domains.push(domain);
    }
    match domains.is_empty() {
        true => Err(FieldError::NoneNamed),
        false => Ok(domains),
    }
}

fn expiry(text: &str, zone: &dyn LocalTime, now: UtcTime) -> Result<Option<UtcTime>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let at = UtcTime::parse_in(text, zone).ok_or(SettingError::NotATime)?;
    match at <= now {
        true => Err(FieldError::TimeIsPast),
        false => Ok(Some(at)),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::Utc;

    const NOW: UtcTime = UtcTime(1_796_000_000);

    fn form(reach: &str, subscriptions: &str) -> ApiTokenForm {
        ApiTokenForm {
            token_name: "deploy".to_owned(),
            reach: reach.to_owned(),
            subscriptions: subscriptions.to_owned(),
            ..ApiTokenForm::default()
        }
    }

    #[test]
    fn a_token_reads_everything_unless_more_or_less_is_said() {
        let new = form(ApiTokenForm::ALL, "").parse(&Utc, NOW).unwrap();
        assert_eq!(new.access, ApiAccess::Read);
        assert_eq!(new.subscriptions, ApiTokenSubscriptions::All);
        assert_eq!(new.expires_at, None);
        assert!(new.addresses.is_every());
    }

    #[test]
    fn naming_no_subscription_never_means_all_of_them() {
        let wrong = |subscriptions: &str| {
            let errors = form(ApiTokenForm::ONLY, subscriptions).parse(&Utc, NOW);
            errors.unwrap_err().get(Field::ApiTokenSubscriptions)
        };
        assert_eq!(wrong(" \n, "), Some(FieldError::NoneNamed));
        assert!(matches!(wrong("a..b"), Some(FieldError::Domain(_))));
        let many: Vec<String> = (0..=ApiTokenSubscriptions::MAX)
            .map(|number| format!("{number}.example"))
            .collect();
        let most = ApiTokenSubscriptions::MAX;
        assert_eq!(wrong(&many.join(" ")), Some(FieldError::TooMany { most }));
        let errors = form("", "").parse(&Utc, NOW).unwrap_err();
        assert_eq!(
            errors.get(Field::ApiTokenReach),
            Some(SettingError::NotAChoice.into())
        );
        let two = form(ApiTokenForm::ONLY, "A.example,\n b.example a.example");
        let ApiTokenSubscriptions::Only(domains) = two.parse(&Utc, NOW).unwrap().subscriptions
        else {
            unreachable!("it is for some alone");
        };
        let domains: Vec<&str> = domains.iter().map(DomainName::as_str).collect();
        assert_eq!(domains, ["a.example", "b.example"]);
    }

    #[test]
    fn a_token_that_has_expired_is_not_made() {
        let until = |expires: &str| {
            let form = ApiTokenForm {
                expires: expires.to_owned(),
                ..form(ApiTokenForm::ALL, "")
            };
            form.parse(&Utc, NOW)
        };
        let wrong = |expires: &str| until(expires).unwrap_err().get(Field::ApiTokenExpiry);
        assert_eq!(wrong("2020-01-01"), Some(FieldError::TimeIsPast));
        assert_eq!(wrong("soon"), Some(SettingError::NotATime.into()));
        let new = until("2100-12-31").unwrap();
        assert_eq!(new.expires_at.unwrap().rfc3339(), "2101-01-01T00:00:00Z");
    }
}
