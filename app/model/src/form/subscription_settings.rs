//! The form « Paramètres de l'abonnement ».

use serde::{Deserialize, Serialize};

use super::form_fields;
use crate::{
    DomainName, DomainNameError, Field, FieldErrors, Login, SubscriptionSettings,
    SubscriptionSettingsView,
};

/// The form that gives a subscription another domain name or another owner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubscriptionSettingsForm {
    /// The version of the subscription that the form was made from.
    #[serde(with = "super::number_text")]
    pub version: i64,
    /// The site's domain name, as people write it or in ASCII.
    pub domain: String,
    /// The login of the panel user who owns it.
    pub owner: String,
}

form_fields!(SubscriptionSettingsForm {
    texts {
        Domain: domain,
        Owner: owner,
    }
    version: version
});

impl SubscriptionSettingsForm {
    /// The form with what is set. The domain name stands in it as people write it.
    pub fn of(subscription: &SubscriptionSettingsView) -> Self {
        Self {
            version: subscription.version,
            domain: subscription.settings.domain.text().into_owned(),
            owner: subscription.settings.owner.to_string(),
        }
    }

    /// What is to be set.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<SubscriptionSettings, FieldErrors> {
        self.parse_with(DomainName::parse)
    }

    /// What is wrong as far as the browser can tell: a domain name that is not in ASCII is left to
    /// the server.
    pub fn check(&self) -> FieldErrors {
        let parsed = self.parse_with(DomainName::parse_ascii);
        let errors = parsed.err().unwrap_or_default();
        match self.domain.is_ascii() {
            true => errors,
            false => errors.except(Field::Domain),
        }
    }

    fn parse_with(
        &self,
        domain: fn(&str) -> Result<DomainName, DomainNameError>,
    ) -> Result<SubscriptionSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let domain = errors.read(Field::Domain, domain(&self.domain));
        let owner = errors.read(Field::Owner, Login::parse(&self.owner));
        let settings = domain
            .zip(owner)
            .map(|(domain, owner)| SubscriptionSettings { domain, owner });
        errors.finish(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_name_is_taken_as_written_and_its_letters_are_left_to_the_server() {
        let form = |domain: &str| SubscriptionSettingsForm {
            version: 1,
            domain: domain.to_owned(),
            owner: "anne".to_owned(),
        };
        for domain in ["exämple.test", "xn--exmple-cua.test"] {
            let settings = form(domain).parse().expect(domain);
            assert_eq!(settings.domain.as_str(), "xn--exmple-cua.test");
        }
        assert!(form("exämple.test").check().is_empty());
        assert!(form("example").check().get(Field::Domain).is_some());
        let nobody = SubscriptionSettingsForm {
            owner: String::new(),
            ..form("exämple.test")
        };
        assert!(nobody.check().get(Field::Owner).is_some());
    }
}
