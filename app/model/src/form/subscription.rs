//! The form that adds a subscription.

use serde::{Deserialize, Serialize};

use super::hosting::read_hosting;
use super::{SecretText, form_fields};
use crate::{
    AccountName, DomainName, DomainNameError, Field, FieldErrors, Login, NewSubscription, Password,
    WebspaceRoot,
};

/// The form « Ajouter un abonnement ».
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubscriptionForm {
    /// The site's domain name.
    pub domain: String,
    /// The folder on the server that it may use; empty for that of the domain name.
    pub webspace_root: String,
    /// The login of the panel user who owns it.
    pub owner: String,
    /// The main FTP account's name.
    pub name: String,
    /// The main FTP account's first password.
    pub password: SecretText,
    /// The system user that its files belong to, `USER` or `USER:GROUP`; empty for Berth's own.
    pub system_user: String,
    /// Which permissions new files do not get; empty for the usual ones.
    pub umask: String,
}

form_fields!(SubscriptionForm {
    texts {
        Domain: domain,
        WebspaceRoot: webspace_root,
        Owner: owner,
        AccountName: name,
        SystemUser: system_user,
        Umask: umask,
    }
    secrets { Password: password }
});

impl SubscriptionForm {
    /// The subscription to be made.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<NewSubscription, FieldErrors> {
        self.parse_with(DomainName::parse)
    }

    /// What is wrong as far as the browser can tell: a domain name that is not in ASCII is left to
    /// the server.
    pub fn check(&self) -> FieldErrors {
        let parsed = self.parse_with(DomainName::parse_ascii);
        let errors = parsed.err().unwrap_or_default();
        if self.domain.is_ascii() {
            errors
        } else {
            errors.except(Field::Domain)
        }
    }

    fn parse_with(
        &self,
        domain: fn(&str) -> Result<DomainName, DomainNameError>,
    ) -> Result<NewSubscription, FieldErrors> {
        let mut errors = FieldErrors::default();
        let domain = errors.read(Field::Domain, domain(&self.domain));
        let root = match self.webspace_root.trim() {
            "" => Some(None),
            _ => {
                let root = WebspaceRoot::parse(&self.webspace_root);
                errors.read(Field::WebspaceRoot, root).map(Some)
            }
        };
        let owner = errors.read(Field::Owner, Login::parse(&self.owner));
        let main_account = errors.read(Field::AccountName, AccountName::parse(&self.name));
        let password = Password::parse(self.password.expose(), self.name.trim());
        let password = errors.read(Field::Password, password);
        let hosting = read_hosting(&mut errors, &self.system_user, &self.umask);
        let site = domain.zip(root).zip(owner).zip(hosting);
        let command = site.zip(main_account.zip(password)).map(
            |((((domain, webspace_root), owner), hosting), (main_account, password))| {
                NewSubscription {
                    domain,
                    webspace_root,
                    owner,
                    main_account,
                    password,
                    hosting,
                }
            },
        );
        errors.finish(command)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::form::Form;

    #[test]
    fn the_browser_leaves_a_name_in_other_letters_to_the_server() {
        let domain_error = |domain: &str| {
            let form = SubscriptionForm {
                domain: domain.to_owned(),
                ..SubscriptionForm::default()
            };
            let parsed = form.parse().err().unwrap_or_default();
            (form.check().get(Field::Domain), parsed.get(Field::Domain))
        };
        assert_eq!(domain_error("exämple.test"), (None, None));
        let letters = Some(DomainNameError::Letters.into());
        assert_eq!(domain_error("☃\u{202e}.test"), (None, letters));
        let shape = Some(DomainNameError::Shape.into());
        assert_eq!(domain_error("example"), (shape, shape));
    }

    #[test]
    fn a_subscription_has_all_its_fields() {
        let fields = [
            (Field::Domain, "Example.com"),
            (Field::WebspaceRoot, "/srv/example"),
            (Field::Owner, "anne"),
            (Field::AccountName, "example"),
            (Field::Password, "correct horse battery"),
        ];
        let mut form = SubscriptionForm::default();
        for (field, text) in fields {
            form.set(field, text);
        }
        let new = form.parse().unwrap();
        assert_eq!(new.domain.as_str(), "example.com");
        assert_eq!(new.main_account.as_str(), "example");
        let mut without = form.clone();
        without.set(Field::WebspaceRoot, " ");
        assert_eq!(without.parse().unwrap().webspace_root, None);
        let required = fields.into_iter();
        for (field, _) in required.filter(|(field, _)| *field != Field::WebspaceRoot) {
            let mut without = form.clone();
            without.set(field, "");
            let errors = without.parse().unwrap_err();
            assert!(errors.get(field).is_some());
            assert!(errors.except(field).is_empty());
        }
    }
}
