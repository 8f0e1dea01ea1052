//! The address that mail is sent to.

use serde::{Deserialize, Serialize};

use super::{DomainName, checked_text};

/// An e-mail address: a dot-atom, `@`, a domain name (RFC 5321, 4.1.2; RFC 5322, 3.4.1), 254
/// characters at most. The domain is folded to lower case, the rest is as it was written.
///
/// Neither quoted local parts nor letters outside of ASCII: mail servers that take them are few. An
/// internationalised domain is written in its `xn--` form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

checked_text!(EmailAddress, EmailAddressError);

/// Which rule of [`EmailAddress`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EmailAddressError {
    /// The text is empty.
    Empty,
    /// More than [`EmailAddress::MAX_LENGTH`] characters, or more than 64 before the `@`.
    TooLong,
    /// A character that no address has, where it stands.
    Character(char),
    /// No `@`, or nothing that is a name before it or a domain name behind it.
    Shape,
}

impl EmailAddress {
    /// The longest address, in characters (RFC 5321, 4.5.3.1.3, without the angle brackets).
    pub const MAX_LENGTH: usize = 254;

    /// The longest part before the `@` (RFC 5321, 4.5.3.1.1).
    const MAX_LOCAL_LENGTH: usize = 64;

    /// Reads an address as submitted: surrounding spaces are dropped.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, EmailAddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailAddressError::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailAddressError::Shape)?;
        if let Some(character) = local.chars().find(|c| *c != '.' && !is_atom(*c)) {
            return Err(EmailAddressError::Character(character));
        }
        let is_domain_character = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
        if let Some(character) = domain.chars().find(|c| !is_domain_character(*c)) {
            return Err(EmailAddressError::Character(character));
        }
        if text.len() > Self::MAX_LENGTH || local.len() > Self::MAX_LOCAL_LENGTH {
            return Err(EmailAddressError::TooLong);
        }
        if local.split('.').any(str::is_empty) || domain.ends_with('.') {
            return Err(EmailAddressError::Shape);
        }
        let domain = DomainName::parse_ascii(domain).map_err(|_| EmailAddressError::Shape)?;
        Ok(Self(format!("{local}@{domain}")))
    }

    /// An address that may be left out: none if the text is empty.
    ///
    /// # Errors
    /// The first broken rule of a text that is not empty.
    pub fn parse_optional(text: &str) -> Result<Option<Self>, EmailAddressError> {
        match text.trim() {
            "" => Ok(None),
            text => Self::parse(text).map(Some),
        }
    }
}

/// What an atom may be made of (RFC 5322, 3.2.3).
fn is_atom(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_rule_is_named() {
        let broken = |text: &str| EmailAddress::parse(text).expect_err(text);
        assert_eq!(broken(" "), EmailAddressError::Empty);
        for text in [
            "marie",
            "@example.com",
            "marie@",
            "marie@example",
            ".marie@example.com",
            "ma..rie@example.com",
            "marie.@example.com",
            "marie@-example.com",
            "marie@example..com",
            "marie@example.com.",
        ] {
            assert_eq!(broken(text), EmailAddressError::Shape, "{text}");
        }
        for (text, character) in [
            ("ma rie@example.com", ' '),
            ("marie@home@example.com", '@'),
            ("Marie <marie@example.com>", ' '),
            ("marie@exa_mple.com", '_'),
            ("zoé@example.com", 'é'),
            ("marie@exämple.com", 'ä'),
            ("\"m\"@example.com", '"'),
            ("marie,paul@example.com", ','),
            // Nothing that begins another header or another line of SMTP.
            ("marie\r\nBcc: x@example.com", '\r'),
            ("marie@example.com\nX", '\n'),
        ] {
            let error = EmailAddressError::Character(character);
            assert_eq!(broken(text), error, "{text:?}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        assert_eq!(broken(&long), EmailAddressError::TooLong);
        let long = format!("marie@{}com", "label.".repeat(50));
        assert_eq!(broken(&long), EmailAddressError::TooLong);
    }

    #[test]
    fn the_domain_is_folded_and_the_rest_is_kept() {
        let read = EmailAddress::parse(" Marie.D+ftp@Example.COM ").map(String::from);
        assert_eq!(read.as_deref(), Ok("Marie.D+ftp@example.com"));
        assert_eq!(EmailAddress::parse_optional(" "), Ok(None));
    }

    proptest! {
        #[test]
        fn what_the_rules_describe_is_accepted(
            address in "[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\\.[a-z0-9+]{1,20}){0,2}@([a-z0-9]{1,20}\\.){1,3}[a-z]{2,6}"
        ) {
            prop_assert_eq!(EmailAddress::parse(&address).map(String::from), Ok(address));
        }
    }
}
