//! The form that adds a subscription.

use serde::{Deserialize, Serialize};

use super::{SecretText, form_fields};
use crate::{
    AccountName, DomainName, Field, FieldErrors, Login, NewSubscription, Password, WebspaceRoot,
};

/// The form « Ajouter un abonnement ».
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubscriptionForm {
    /// The site's domain name.
    pub domain: String,
    /// The folder on the server that it may use.
    pub webspace_root: String,
    /// The login of the panel user who owns it.
    pub owner: String,
    /// The main FTP account's name.
    pub name: String,
    /// The main FTP account's first password.
    pub password: SecretText,
}

form_fields!(SubscriptionForm {
    texts {
        Domain: domain,
        WebspaceRoot: webspace_root,
        Owner: owner,
        AccountName: name,
    }
    secrets { Password: password }
});

impl SubscriptionForm {
    /// The subscription to be made.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<NewSubscription, FieldErrors> {
        let mut errors = FieldErrors::default();
        let domain = errors.read(Field::Domain, DomainName::parse(&self.domain));
        let root = WebspaceRoot::parse(&self.webspace_root);
        let root = errors.read(Field::WebspaceRoot, root);
        let owner = errors.read(Field::Owner, Login::parse(&self.owner));
        let main_account = errors.read(Field::AccountName, AccountName::parse(&self.name));
        let password = Password::parse(self.password.expose(), self.name.trim());
        let password = errors.read(Field::Password, password);
        let site = domain.zip(root).zip(owner);
        let command = site.zip(main_account.zip(password)).map(
            |(((domain, webspace_root), owner), (main_account, password))| NewSubscription {
                domain,
                webspace_root,
                owner,
                main_account,
                password,
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
        for (field, _) in fields {
            let mut without = form.clone();
            without.set(field, "");
            let errors = without.parse().unwrap_err();
            assert!(errors.get(field).is_some());
            assert!(errors.except(field).is_empty());
        }
    }
}
