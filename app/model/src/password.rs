//! Passwords as a person chooses them, before they are hashed.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Role;
use super::control_characters::has_control;

/// A password that keeps the plain rules. Never printed, wiped from memory when dropped.
///
/// 10 to 128 characters, no control character, and it does not contain the name it protects.
/// How hard it is to guess is the server's to say ([`Strength`]).
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

/// Which rule a password breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordError {
    /// The text is empty.
    Empty,
    /// Fewer than [`Password::MIN_LENGTH`] characters.
    TooShort,
    /// Fewer than [`PasswordPolicy::STRICT`] asks of whoever has power over others' data.
    TooShortForRole,
    /// More than [`Password::MAX_LENGTH`] characters.
    TooLong,
    /// A [control character](super::is_control), or one that turns the direction of text.
    ControlCharacter,
    /// The account's name stands in it, in any letter case.
    ContainsName,
    /// `zxcvbn` gives it a score of less than its [`PasswordPolicy`] asks for.
    Guessable,
}

impl Password {
    /// The shortest password, in characters.
    pub const MIN_LENGTH: usize = PasswordPolicy::USUAL.min_length;
    /// The longest password, in characters.
    pub const MAX_LENGTH: usize = 128;
    /// A shorter name is not looked for: nearly every password contains a name like `a`.
    const MIN_NAME_LENGTH: usize = 3;

    /// Reads a password as submitted, for the account or panel user called `name`.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str, name: &str) -> Result<Self, PasswordError> {
        let length = text.chars().count();
        if length == 0 {
            return Err(PasswordError::Empty);
        }
        if has_control(text) {
            return Err(PasswordError::ControlCharacter);
        }
        if length < Self::MIN_LENGTH {
            return Err(PasswordError::TooShort);
        }
        if length > Self::MAX_LENGTH {
            return Err(PasswordError::TooLong);
        }
        let contains_name = text.to_lowercase().contains(&name.to_lowercase());
        if name.chars().count() >= Self::MIN_NAME_LENGTH && contains_name {
            return Err(PasswordError::ContainsName);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// Reads the password of a panel user called `login`, of whom more is asked the more they may do.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse_for(text: &str, login: &str, role: Role) -> Result<Self, PasswordError> {
        let password = Self::parse(text, login)?;
        PasswordPolicy::of(role).check(&password)?;
        Ok(password)
    }

    /// The text itself, to be hashed. Named so that each use stands out in a review.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password(…)")
    }
}

/// How long a password has to be, and how hard to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The fewest characters.
    pub min_length: usize,
    /// The least score of its [`Strength`].
    pub min_score: u8,
}

impl PasswordPolicy {
    /// What is asked of an FTP account's password, and of a customer's.
    pub const USUAL: Self = Self {
        min_length: 10,
        min_score: 2,
    };
    /// What is asked of the password of whoever has power over others' data.
    pub const STRICT: Self = Self {
        min_length: 12,
        min_score: 3,
    };

    /// What is asked of the password of a panel user with this role.
    pub fn of(role: Role) -> Self {
        match role {
            Role::Administrator | Role::Reseller => Self::STRICT,
            Role::Customer => Self::USUAL,
        }
    }

    /// Whether a password that keeps the plain rules is long enough.
    ///
    /// # Errors
    /// [`PasswordError::TooShortForRole`].
    pub fn check(self, password: &Password) -> Result<(), PasswordError> {
        match password.expose().chars().count() < self.min_length {
            true => Err(PasswordError::TooShortForRole),
            false => Ok(()),
        }
    }

    /// Whether a password is hard enough to guess.
    pub fn is_met_by(self, strength: Strength) -> bool {
        strength.score >= self.min_score
    }
}

/// How hard a password is to guess, as `zxcvbn` judges it, and what is weak about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strength {
    /// From 0 (guessed at once) to [`Strength::BEST`].
    pub score: u8,
    /// What makes it easier to guess than it need be; none if nothing stands out.
    pub weakness: Option<PasswordWeakness>,
}

impl Strength {
    /// The best score there is.
    pub const BEST: u8 = 4;
}

/// What makes a password easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordWeakness {
    /// It is among those that are used most.
    Common,
    /// It is much like one of those.
    SimilarToCommon,
    /// It is one word of a dictionary.
    OneWord,
    /// It is one name of a person.
    OneName,
    /// It has a common name of a person in it.
    Name,
    /// It has keys in it that stand in a row on a keyboard.
    KeyboardRow,
    /// It has a short figure on a keyboard in it.
    KeyboardPattern,
    /// One character stands in it again and again.
    RepeatedCharacter,
    /// A few characters stand in it again and again.
    RepeatedPart,
    /// It has a sequence such as `abc` or `6543` in it.
    Sequence,
    /// It has a recent year in it.
    RecentYear,
    /// It has a date in it.
    Date,
    /// It is too short for what it is made of.
    TooShort,
}

impl PasswordWeakness {
    /// Every weakness.
    pub const ALL: [Self; 13] = [
        Self::Common,
        Self::SimilarToCommon,
        Self::OneWord,
        Self::OneName,
        Self::Name,
        Self::KeyboardRow,
        Self::KeyboardPattern,
        Self::RepeatedCharacter,
        Self::RepeatedPart,
        Self::Sequence,
        Self::RecentYear,
        Self::Date,
        Self::TooShort,
    ];
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn broken(text: &str, name: &str) -> PasswordError {
        Password::parse(text, name).expect_err("should be refused")
    }

    #[test]
    fn each_rule_is_named() {
        assert_eq!(broken("", "marie"), PasswordError::Empty);
        assert_eq!(broken("short", "marie"), PasswordError::TooShort);
        assert_eq!(broken(&"x".repeat(129), "marie"), PasswordError::TooLong);
        assert_eq!(
            broken("with\ttabulator", "marie"),
            PasswordError::ControlCharacter
        );
        assert_eq!(
            broken("xx-MARIE-2026", "marie"),
            PasswordError::ContainsName
        );
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        assert!(Password::parse(&"é".repeat(10), "marie").is_ok());
        assert!(Password::parse(&"é".repeat(128), "marie").is_ok());
        assert_eq!(broken(&"é".repeat(9), "marie"), PasswordError::TooShort);
    }

    #[test]
    fn more_is_asked_of_whoever_has_power_over_others() {
        let eleven = "vexing-Quar";
        let read = |role| Password::parse_for(eleven, "marie", role).map(drop);
        assert_eq!(read(Role::Customer), Ok(()));
        assert_eq!(
            read(Role::Administrator),
            Err(PasswordError::TooShortForRole)
        );
        let twelve = format!("{eleven}z");
        assert!(Password::parse_for(&twelve, "marie", Role::Administrator).is_ok());
        let strength = |score| Strength {
            score,
            weakness: None,
        };
        for (policy, score, is_met) in [
            (PasswordPolicy::USUAL, 1, false),
            (PasswordPolicy::USUAL, 2, true),
            (PasswordPolicy::STRICT, 2, false),
            (PasswordPolicy::STRICT, 3, true),
        ] {
            assert_eq!(policy.is_met_by(strength(score)), is_met);
        }
    }

    #[test]
    fn a_name_of_one_or_two_letters_is_not_looked_for() {
        assert!(Password::parse("a fine pass phrase", "a").is_ok());
    }

    #[test]
    fn a_password_never_shows_itself() {
        let password = Password::parse("correct horse battery", "marie").expect("fine");
        assert_eq!(format!("{password:?}"), "Password(…)");
    }

    proptest! {
        #[test]
        fn what_the_rules_describe_is_accepted(text in "[ -~é]{10,128}") {
            prop_assert_eq!(Password::parse(&text, "§none§").map(|p| p.expose().to_owned()), Ok(text));
        }

        #[test]
        fn a_password_around_the_name_is_refused(before in "[a-z]{5,9}", name in "[a-z0-9]{3,9}", after in "[a-z]{5,9}") {
            let text = format!("{before}{}{after}", name.to_uppercase());
            prop_assert_eq!(broken(&text, &name), PasswordError::ContainsName);
        }
    }
}
