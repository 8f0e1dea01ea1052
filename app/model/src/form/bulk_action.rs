//! The form that does one thing with several FTP accounts.

use serde::{Deserialize, Deserializer, Serialize};

use super::{FtpAccountSettingsForm, form_fields};
use crate::{
    AccountName, AppError, BulkAction, BulkCommand, BulkOperation, FtpAccountListing,
    FtpAccountSelection, FtpAccountSettings, FtpAccountsChange, LocalTime,
};

/// The check boxes of « Accès FTP », and what is to be done with the accounts that are selected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkActionForm {
    /// The selected accounts' names, one in each value: what separates two names in a text could as
    /// well stand in one.
    #[serde(deserialize_with = "one_or_several")]
    pub names: Vec<String>,
    /// Whether all accounts are selected that the list finds, whatever `names` has: `true`, or
    /// none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<String>,
    /// The query of the list's address.
    pub listing: String,
    /// The key of a [`BulkAction`].
    pub action: String,
    /// The new expiry, for [`BulkAction::Expire`]; nothing else of it is read.
    pub settings: FtpAccountSettingsForm,
}

/// Reads `names[]`, or `names` with a single name.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Names {
        One(String),
        Several(Vec<String>),
    }
    Ok(match Names::deserialize(deserializer)? {
        Names::One(name) => vec![name],
        Names::Several(names) => names,
    })
}

form_fields!(BulkActionForm {
    texts {}
    settings: settings
});

impl BulkActionForm {
    /// What is to be done, with which accounts. An expiry is read in `zone`.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a name that no account can have, [`AppError::Malformed`] for an
    /// action that there is not, [`AppError::Invalid`] for an expiry that is no time.
    pub fn parse(&self, zone: &dyn LocalTime) -> Result<BulkCommand, AppError> {
        let listing = FtpAccountListing::parse(&self.listing);
        Ok(BulkCommand {
            selection: self.selection(&listing)?,
            operation: self.operation(zone)?,
            listing,
        })
    }

    fn selection(&self, listing: &FtpAccountListing) -> Result<FtpAccountSelection, AppError> {
        if self.all.as_deref() == Some("true") {
            return Ok(FtpAccountSelection::Found(listing.clone()));
        }
        let names = self.names.iter().map(|name| AccountName::parse(name));
        let names: Result<Vec<AccountName>, _> = names.collect();
        let names = names.map_err(|_| AppError::NotFound)?;
        Ok(FtpAccountSelection::Names(names))
    }

    fn operation(&self, zone: &dyn LocalTime) -> Result<BulkOperation, AppError> {
        let change = match BulkAction::parse(&self.action) {
            Some(BulkAction::Remove) => return Ok(BulkOperation::Remove),
            Some(BulkAction::Enable) => FtpAccountsChange::State(true),
            Some(BulkAction::Disable) => FtpAccountsChange::State(false),
            Some(BulkAction::Expire) => {
                let expiry = FtpAccountSettingsForm {
                    expires: self.settings.expires.clone(),
                    ..FtpAccountSettingsForm::default()
                };
                let settings = expiry.parse(&FtpAccountSettings::default(), zone)?;
                FtpAccountsChange::Expiry(settings.expires_at)
            }
            None => return Err(AppError::Malformed),
        };
        Ok(BulkOperation::Change(change))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field, SettingError, Utc, UtcTime};

    fn form(action: &str, names: &[&str]) -> BulkActionForm {
        BulkActionForm {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            action: action.to_owned(),
            listing: "q=a".to_owned(),
            ..BulkActionForm::default()
        }
    }

    #[test]
    fn each_action_is_an_operation() {
        let operation = |action| {
            form(action, &[])
                .parse(&Utc)
                .map(|command| command.operation)
        };
        assert_eq!(operation("remove"), Ok(BulkOperation::Remove));
        for (action, enabled) in [("enable", true), ("disable", false)] {
            let change = BulkOperation::Change(FtpAccountsChange::State(enabled));
            assert_eq!(operation(action), Ok(change));
        }
        let never = BulkOperation::Change(FtpAccountsChange::Expiry(None));
        assert_eq!(operation("expire"), Ok(never));
        assert_eq!(operation("rename"), Err(AppError::Malformed));
    }

    #[test]
    fn an_expiry_is_checked_where_it_counts_only() {
        let with_expiry = |action, text: &str| {
            let mut form = form(action, &[]);
            form.settings.expires = Some(text.to_owned());
            form.settings.max_sessions = Some("no number".to_owned());
            form.parse(&Utc).map(|command| command.operation)
        };
        let expiry = FtpAccountsChange::Expiry(Some(UtcTime(60)));
        let change = Ok(BulkOperation::Change(expiry));
        assert_eq!(with_expiry("expire", "1970-01-01T00:01"), change);
        let error = AppError::at(Field::Expiry, SettingError::NotATime);
        assert_eq!(with_expiry("expire", "soon"), Err(error));
        assert_eq!(with_expiry("remove", "soon"), Ok(BulkOperation::Remove));
    }

    #[test]
    fn accounts_are_named_or_all_that_are_found() {
        let names = |names: &[&str]| {
            form("remove", names)
                .parse(&Utc)
                .map(|command| command.selection)
        };
        let read = names(&["marie", "paul"]).map(|selection| match selection {
            FtpAccountSelection::Names(names) => names.iter().map(ToString::to_string).collect(),
            FtpAccountSelection::Found(_) => Vec::new(),
        });
        assert_eq!(read, Ok(vec!["marie".to_owned(), "paul".to_owned()]));
        assert_eq!(names(&["root"]), Err(AppError::NotFound));
        for one in [
            "marie\npaul",
            "marie\r\npaul",
            "marie,paul",
            "marie paul",
            "",
        ] {
            assert_eq!(names(&[one]), Err(AppError::NotFound), "{one:?}");
        }
        let all = BulkActionForm {
            all: Some("true".to_owned()),
            ..form("remove", &["root"])
        };
        let found = FtpAccountSelection::Found(FtpAccountListing::parse("q=a"));
        assert_eq!(all.parse(&Utc).map(|command| command.selection), Ok(found));
    }
}
