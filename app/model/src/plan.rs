//! Plans: named sets of limits, which subscriptions can have.

use serde::{Deserialize, Serialize};

use super::control_characters::has_control;
use super::{Login, SubscriptionLimits, checked_text};

/// A plan's key: what its page is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PlanId(pub i64);

/// The name of a plan: 1 to 50 characters, none of which is a [control character](super::is_control).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlanName(String);

checked_text!(PlanName, PlanNameError);

/// Which rule of [`PlanName`] a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanNameError {
    /// The text is empty.
    Empty,
    /// More than [`PlanName::MAX_LENGTH`] characters.
    TooLong,
    /// A control character, or one that turns the direction of text.
    ControlCharacter,
}

impl PlanName {
    /// The longest name, in characters.
    pub const MAX_LENGTH: usize = 50;

    /// Reads a name as submitted: surrounding spaces are dropped.
    ///
    /// # Errors
    /// The first broken rule.
    pub fn parse(text: &str) -> Result<Self, PlanNameError> {
        let name = text.trim();
        if name.is_empty() {
            return Err(PlanNameError::Empty);
        }
        if has_control(name) {
            return Err(PlanNameError::ControlCharacter);
        }
        if name.chars().count() > Self::MAX_LENGTH {
            return Err(PlanNameError::TooLong);
        }
        Ok(Self(name.to_owned()))
    }
}

/// A plan to be made, or what one is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its name, which no other plan of the same maker has in any letter case.
    pub name: PlanName,
    /// What subscriptions that have it may have and use.
    pub limits: SubscriptionLimits,
}

/// A plan, as lists and its own page show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanView {
    /// Which one.
    pub id: PlanId,
    /// What it is.
    pub plan: Plan,
    /// The reseller whose plan it is; none for the server's.
    pub maker: Option<Login>,
    /// How many subscriptions have it.
    pub subscriptions: u64,
    /// Grows with each change, from 1.
    pub version: i64,
}

/// What was done to a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanReceipt {
    /// It was added.
    Added(PlanName),
    /// It was changed.
    Changed(PlanName),
    /// It was removed.
    Removed(PlanName),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_named() {
        let broken = |text: &str| PlanName::parse(text).expect_err(text);
        assert_eq!(broken(" "), PlanNameError::Empty);
        assert_eq!(broken(&"é".repeat(51)), PlanNameError::TooLong);
        assert_eq!(broken("S\u{202e}M"), PlanNameError::ControlCharacter);
        let name = PlanName::parse(" Offre S ").map(String::from);
        assert_eq!(name, Ok("Offre S".to_owned()));
    }
}
