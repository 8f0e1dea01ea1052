//! The forms of those who manage panel users: what is said of one, and to whom goes what a removed
//! one owned.

use serde::{Deserialize, Serialize};

use super::form_fields;
use crate::{
    DisplayName, EmailAddress, Field, FieldError, FieldErrors, LinkValidity, Login,
    PanelUserDetails, PanelUserHeirs, ResellerLimit, ResellerLimits, Role, SettingError,
};

/// Whether somebody may sign in, in a form.
const ENABLED: &str = "enabled";
const DISABLED: &str = "disabled";

/// The form that adds a panel user, or changes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PanelUserDetailsForm {
    /// The version that the form was made from; 0 of somebody who is to be added.
    #[serde(with = "super::number_text")]
    pub version: i64,
    /// The name to sign in with.
    pub login: String,
    /// The name to be called by; empty for the login.
    pub display_name: String,
    /// Where their mail goes; empty for nowhere.
    pub email: String,
    /// The key of the role.
    pub role: String,
    /// Whether the person may sign in.
    pub user_state: String,
    /// The login of the reseller whose customer it is; empty for none.
    pub reseller: String,
    /// How many customers a reseller may have; empty for as many as one likes. So the next two.
    pub max_customers: String,
    /// How many subscriptions.
    pub max_subscriptions: String,
    /// How many FTP accounts.
    pub max_ftp_accounts: String,
    /// For how many hours the link works by which somebody who is added sets a password.
    pub link_hours: String,
}

form_fields!(PanelUserDetailsForm {
    texts {
        Login: login,
        DisplayName: display_name,
        Email: email,
        Role: role,
        UserState: user_state,
        Reseller: reseller,
        ResellerCustomers: max_customers,
        ResellerSubscriptions: max_subscriptions,
        ResellerFtpAccounts: max_ftp_accounts,
        LinkHours: link_hours,
    }
    version: version
});

impl Default for PanelUserDetailsForm {
    /// A customer, who may do least, and a link of the usual validity.
    fn default() -> Self {
        Self {
            version: 0,
            login: String::new(),
            display_name: String::new(),
            email: String::new(),
            role: Role::Customer.as_str().to_owned(),
            user_state: ENABLED.to_owned(),
            reseller: String::new(),
            max_customers: String::new(),
            max_subscriptions: String::new(),
            max_ftp_accounts: String::new(),
            link_hours: LinkValidity::default().hours().to_string(),
        }
    }
}

impl PanelUserDetailsForm {
    /// The values of the state: whether it is that of somebody disabled, and its key.
    pub const STATES: [(bool, &str); 2] = [(false, ENABLED), (true, DISABLED)];

    /// The form with what is said of somebody.
    pub fn of(details: &PanelUserDetails, version: i64) -> Self {
        let limit = |limit| details.limits.text(limit);
        let reseller = details.reseller.as_ref();
        Self {
            version,
            login: details.login.to_string(),
            display_name: details.display_name.clone(),
            email: (details.email.as_ref())
                .map(EmailAddress::to_string)
                .unwrap_or_default(),
            role: details.role.as_str().to_owned(),
            user_state: if details.disabled { DISABLED } else { ENABLED }.to_owned(),
            reseller: reseller.map(Login::to_string).unwrap_or_default(),
            max_customers: limit(ResellerLimit::Customers),
            max_subscriptions: limit(ResellerLimit::Subscriptions),
            max_ftp_accounts: limit(ResellerLimit::FtpAccounts),
            ..Self::default()
        }
    }

    /// What is said of the person. Limits are those of a reseller alone, and only a customer has a
    /// reseller: whatever stands in those fields counts for nothing else.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<PanelUserDetails, FieldErrors> {
        let mut errors = FieldErrors::default();
        let login = errors.read(Field::Login, Login::parse(&self.login));
        let display_name = match self.display_name.trim() {
            "" => login.as_ref().map(Login::to_string),
            name => {
                let name = errors.read(Field::DisplayName, DisplayName::parse(name));
                name.map(String::from)
            }
        };
        let email = errors.read(Field::Email, EmailAddress::parse_optional(&self.email));
        let role = Role::parse(&self.role).ok_or(SettingError::NotAChoice);
        let role = errors.read(Field::Role, role);
        let mut states = Self::STATES.into_iter();
        let disabled = states.find(|(_, key)| *key == self.user_state);
        let disabled = disabled.map(|(disabled, _)| disabled);
        let disabled = errors.read(Field::UserState, disabled.ok_or(SettingError::NotAChoice));
        let reseller = match role {
            Some(Role::Customer) => read_login(&mut errors, Field::Reseller, &self.reseller),
            _ => Some(None),
        };
        let limits = match role {
            Some(Role::Reseller) => self.read_limits(&mut errors),
            _ => ResellerLimits::default(),
        };
        let person = login.zip(display_name).zip(role);
        let rest = disabled.zip(reseller).zip(email);
        let details = person.zip(rest).map(|(person, rest)| {
            let ((disabled, reseller), email) = rest;
            let ((login, display_name), role) = person;
            PanelUserDetails {
                login,
                display_name,
                email,
                role,
                disabled,
                reseller,
                limits,
            }
        });
        errors.finish(details)
    }

    /// Refuses what only customers or only resellers have, where `said` has it and the role is another.
    ///
    /// A page hides those fields, and what is left in them counts for nothing; a program or a command
    /// means what it says. What of this form was not just said is not looked at.
    ///
    /// # Errors
    /// [`FieldError::ForCustomers`] or [`FieldError::ForResellers`] at each such field.
    pub fn refuse_others_fields(&self, said: &Self) -> Result<(), FieldErrors> {
        let (customer, reseller) = (
            (Role::Customer, FieldError::ForCustomers),
            (Role::Reseller, FieldError::ForResellers),
        );
        let mut errors = FieldErrors::default();
        for (field, text, (role, error)) in [
            (Field::Reseller, &said.reseller, customer),
            (Field::ResellerCustomers, &said.max_customers, reseller),
            (
                Field::ResellerSubscriptions,
                &said.max_subscriptions,
                reseller,
            ),
            (Field::ResellerFtpAccounts, &said.max_ftp_accounts, reseller),
        ] {
            let is_others = Role::parse(&self.role).is_some_and(|own| own != role);
            if is_others && !text.trim().is_empty() {
                errors.add(field, error);
            }
        }
        errors.finish(Some(()))
    }

    /// For how long the link is to work.
    ///
    /// # Errors
    /// The rule that the hours break.
    pub fn parse_validity(&self) -> Result<LinkValidity, FieldErrors> {
        let mut errors = FieldErrors::default();
        let validity = errors.read(Field::LinkHours, LinkValidity::parse(&self.link_hours));
        errors.finish(validity)
    }

    fn read_limits(&self, errors: &mut FieldErrors) -> ResellerLimits {
        let mut limits = ResellerLimits::default();
        for (limit, text) in [
            (ResellerLimit::Customers, &self.max_customers),
            (ResellerLimit::Subscriptions, &self.max_subscriptions),
            (ResellerLimit::FtpAccounts, &self.max_ftp_accounts),
        ] {
            if let Err(error) = limits.set(limit, text) {
                errors.add(limit.field(), error);
            }
        }
        limits
    }
}

/// A login, or that none is said.
fn read_login(errors: &mut FieldErrors, field: Field, text: &str) -> Option<Option<Login>> {
    match text.trim() {
        "" => Some(None),
        text => errors.read(field, Login::parse(text)).map(Some),
    }
}

/// The form that removes a panel user, and says to whom goes what they own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemovePanelUserForm {
    /// The login of the person. It is no field that one fills in.
    pub user: String,
    /// The login of the new owner of their subscriptions.
    pub give_to: String,
    /// The login of the reseller who gets their customers; empty for the administrators.
    pub customers_to: String,
}

form_fields!(RemovePanelUserForm {
    texts {
        NewOwner: give_to,
        NewReseller: customers_to,
    }
});

impl RemovePanelUserForm {
    /// To whom goes what the person owns.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<PanelUserHeirs, FieldErrors> {
        let mut errors = FieldErrors::default();
        let subscriptions = read_login(&mut errors, Field::NewOwner, &self.give_to);
        let customers = read_login(&mut errors, Field::NewReseller, &self.customers_to);
        let heirs = subscriptions.zip(customers);
        errors.finish(heirs.map(|(subscriptions, customers)| PanelUserHeirs {
            subscriptions,
            customers,
        }))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::{LoginError, SettingError};

    fn form(role: &str) -> PanelUserDetailsForm {
        PanelUserDetailsForm {
            login: "Anne".to_owned(),
            role: role.to_owned(),
            reseller: "Rex".to_owned(),
            max_customers: "10".to_owned(),
            ..PanelUserDetailsForm::default()
        }
    }

    #[test]
    fn a_reseller_has_limits_and_a_customer_has_a_reseller() {
        let customer = form("customer").parse().unwrap();
        assert_eq!(customer.display_name, "anne");
        assert_eq!(customer.reseller.unwrap().as_str(), "rex");
        assert_eq!(customer.limits, ResellerLimits::default());
        let reseller = form("reseller").parse().unwrap();
        assert_eq!(reseller.reseller, None);
        assert_eq!(reseller.limits.customers, Some(10));
        // What is of no consequence may be anything.
        let administrator = PanelUserDetailsForm {
            reseller: "-".to_owned(),
            max_customers: "x".to_owned(),
            ..form("administrator")
        };
        assert!(administrator.parse().is_ok());
    }

    #[test]
    fn what_is_said_of_somebody_of_another_role_is_refused() {
        let said = form("customer");
        let refused = |role: &str| form(role).refuse_others_fields(&said).err();
        let (customers, resellers) = (FieldError::ForCustomers, FieldError::ForResellers);
        for (role, reseller, limit) in [
            ("customer", None, Some(resellers)),
            ("reseller", Some(customers), None),
            ("administrator", Some(customers), Some(resellers)),
        ] {
            let errors = refused(role).unwrap();
            assert_eq!(errors.get(Field::Reseller), reseller, "{role}");
            assert_eq!(errors.get(Field::ResellerCustomers), limit, "{role}");
            assert_eq!(errors.get(Field::ResellerFtpAccounts), None, "{role}");
            let nothing = PanelUserDetailsForm::default();
            assert_eq!(form(role).refuse_others_fields(&nothing), Ok(()));
        }
        // That this is no role is said by the role's own field.
        assert_eq!(refused("king"), None);
    }

    #[test]
    fn what_is_said_of_somebody_is_read_as_it_is_written() {
        let details = form("reseller").parse().unwrap();
        let again = PanelUserDetailsForm::of(&details, 7);
        assert_eq!((again.version, again.parse().unwrap()), (7, details));
    }

    #[test]
    fn every_wrong_field_is_told() {
        let wrong = PanelUserDetailsForm {
            login: "a b".to_owned(),
            user_state: "asleep".to_owned(),
            max_customers: "0".to_owned(),
            ..form("reseller")
        };
        let errors = wrong.parse().unwrap_err();
        let space = LoginError::Character(' ').into();
        assert_eq!(errors.get(Field::Login), Some(space));
        let choice = SettingError::NotAChoice.into();
        assert_eq!(errors.get(Field::UserState), Some(choice));
        assert!(errors.get(Field::ResellerCustomers).is_some());
        let king = form("king").parse().unwrap_err();
        assert_eq!(king.get(Field::Role), Some(choice));
    }

    #[test]
    fn whoever_gets_what_was_owned_may_be_left_open() {
        let nobody = RemovePanelUserForm::default().parse().unwrap();
        assert_eq!(nobody, PanelUserHeirs::default());
        let wrong = RemovePanelUserForm {
            give_to: "-".to_owned(),
            ..RemovePanelUserForm::default()
        };
        let errors = wrong.parse().unwrap_err();
        let start = LoginError::Start.into();
        assert_eq!(errors.get(Field::NewOwner), Some(start));
    }
}
