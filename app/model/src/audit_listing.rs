//! Which rows of the audit log a page shows, and where it begins.

use serde::{Deserialize, Serialize};

use super::query_string::{add, pairs};
use super::{AuditAction, CivilDate, DomainName, LocalTime, UtcTime, is_control};

/// A part of the audit log, as the query of its address says it.
///
/// [`parse`](Self::parse) reads it from the query of an address and [`query`](Self::query) writes
/// it. Whatever is usual takes no place there, and what is unknown there counts for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditListing {
    /// Who did it.
    pub person: AuditPerson,
    /// What was done, by the key that it is stored under.
    pub action: Option<AuditAction>,
    /// In which subscription.
    pub subscription: Option<DomainName>,
    /// On this date or later.
    pub from: Option<CivilDate>,
    /// On this date or earlier.
    pub to: Option<CivilDate>,
    /// Only what was refused.
    pub refusals: bool,
    /// Where the page begins.
    pub position: AuditPosition,
}

/// A person whose actions are looked for: a login, or the name under which the audit log keeps
/// whoever has none. Empty for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPerson(String);

impl AuditPerson {
    /// The longest, in characters.
    pub const MAX_LENGTH: usize = 100;

    /// The text as it was typed, in lower case as logins are, without spaces around it and control
    /// characters, cut where it is too long.
    pub fn parse(text: &str) -> Self {
        let text: String = text
            .to_lowercase()
            .trim()
            .chars()
            .filter(|character| !is_control(*character))
            .take(Self::MAX_LENGTH)
            .collect();
        Self(text.trim().to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nobody is looked for.
    pub fn is_everybody(&self) -> bool {
        self.0.is_empty()
    }
}

/// Where a page of the audit log begins or ends: at a row, so that none is skipped and none shown
/// twice when others come, and so that a late page costs no more than an early one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuditPosition {
    /// It begins with the latest row.
    #[default]
    Latest,
    /// It begins with the row before this one.
    Before(AuditKey),
    /// It ends with the row after this one.
    After(AuditKey),
}

/// The key of a row of the audit log: rows are in the order of their time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AuditKey {
    /// When.
    pub at: UtcTime,
    /// Which of those.
    pub id: i64,
}

impl AuditKey {
    /// Reads a key of an address, such as `1795478399-12`; none for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('-')?;
        let number = |text: &str| text.parse::<u64>().ok().and_then(|n| i64::try_from(n).ok());
        Some(Self {
            at: UtcTime(number(at)?),
            id: number(id)?,
        })
    }
}

impl std::fmt::Display for AuditKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}-{}", self.at.0, self.id)
    }
}

const PERSON: &str = "person";
const ACTION: &str = "action";
const SUBSCRIPTION: &str = "subscription";
const FROM: &str = "from";
const TO: &str = "to";
const REFUSALS: &str = "refusals";
const BEFORE: &str = "before";
const AFTER: &str = "after";
/// How it is written that something is so.
const YES: &str = "1";

impl AuditListing {
    /// Reads the query of an address.
    pub fn parse(query: &str) -> Self {
        let mut listing = Self::default();
        for (name, value) in pairs(query) {
            listing.read(&name, &value);
        }
        listing
    }

    fn read(&mut self, name: &str, value: &str) {
        match name {
            PERSON => self.person = AuditPerson::parse(value),
            ACTION => self.action = AuditAction::parse(value),
            SUBSCRIPTION => self.subscription = DomainName::parse(value.trim()).ok(),
            FROM => self.from = CivilDate::parse(value),
            TO => self.to = CivilDate::parse(value),
            REFUSALS => self.refusals = value == YES,
            BEFORE => {
                if let Some(key) = AuditKey::parse(value) {
                    self.position = AuditPosition::Before(key);
                }
            }
            AFTER => {
                if let Some(key) = AuditKey::parse(value) {
                    self.position = AuditPosition::After(key);
                }
            }
            _ => {}
        }
    }

    /// The query of the page's address, without `?`; empty for the latest rows of all.
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut field = |name, value: &str| {
            if !value.is_empty() {
                add(&mut query, name, value);
            }
        };
        let date = |date: Option<CivilDate>| date.map(|date| date.to_string()).unwrap_or_default();
        field(PERSON, self.person.as_str());
        field(ACTION, self.action.map_or("", AuditAction::as_str));
        field(
            SUBSCRIPTION,
            self.subscription.as_ref().map_or("", DomainName::as_str),
        );
        field(FROM, &date(self.from));
        field(TO, &date(self.to));
        field(REFUSALS, if self.refusals { YES } else { "" });
        match self.position {
            AuditPosition::Latest => {}
            AuditPosition::Before(key) => field(BEFORE, &key.to_string()),
            AuditPosition::After(key) => field(AFTER, &key.to_string()),
        }
        query
    }

    /// The same rows, at another position.
    #[must_use]
    pub fn at(&self, position: AuditPosition) -> Self {
        Self {
            position,
            ..self.clone()
        }
    }

    /// Whether it shows some of the rows only.
    pub fn is_narrowed(&self) -> bool {
        self.at(AuditPosition::Latest) != Self::default()
    }

    /// The actions that are left; none for every one, known or not.
    pub fn actions(&self) -> Option<Vec<AuditAction>> {
        if self.action.is_none() && !self.refusals {
            return None;
        }
        let is_left = |action: &AuditAction| {
            self.action.is_none_or(|only| only == *action)
                && (!self.refusals || action.is_refusal())
        };
        Some(AuditAction::ALL.iter().copied().filter(is_left).collect())
    }

    /// The time in which the rows are, from the first moment to the one after the last, by a clock.
    pub fn period(&self, zone: &dyn LocalTime) -> (Option<UtcTime>, Option<UtcTime>) {
        let start = self.from.and_then(|date| date.start(zone));
        (start, self.to.and_then(|date| date.end(zone)))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use proptest::prelude::*;

    use super::*;
    use crate::Utc;

    #[test]
    fn a_plain_form_can_ask_for_any_part() {
        let form = "?person=+Marie+&action=&subscription=Example.com&from=2026-11-01\
                    &to=2026-11-30&refusals=1&before=1795478399-12";
        let listing = AuditListing::parse(form);
        assert_eq!(listing.person.as_str(), "marie");
        assert_eq!(listing.action, None);
        let actions = listing.actions().unwrap();
        assert!(actions.iter().all(|action| action.is_refusal()));
        let (from, to) = listing.period(&Utc);
        assert_eq!(from.unwrap().rfc3339(), "2026-11-01T00:00:00Z");
        assert_eq!(to.unwrap().rfc3339(), "2026-12-01T00:00:00Z");
        assert_eq!(
            listing.query(),
            "person=marie&subscription=example.com&from=2026-11-01&to=2026-11-30&refusals=1\
             &before=1795478399-12"
        );
    }

    #[test]
    fn what_is_unknown_counts_for_nothing() {
        let query = "person=%00&action=fly&subscription=..&from=yesterday&to=2026-02-30\
                     &refusals=yes&before=-1-2&after=1&done=0123";
        assert_eq!(AuditListing::parse(query), AuditListing::default());
        assert_eq!(AuditListing::default().query(), "");
        assert_eq!(AuditListing::default().actions(), None);
    }

    #[test]
    fn an_action_that_is_no_refusal_is_none_of_the_refusals() {
        let listing = AuditListing::parse("action=session.sign_in&refusals=1");
        assert_eq!(listing.actions(), Some(Vec::new()));
    }

    fn any_position() -> impl Strategy<Value = AuditPosition> {
        let key = || {
            (0..=i64::MAX, 0..=i64::MAX).prop_map(|(at, id)| AuditKey {
                at: UtcTime(at),
                id,
            })
        };
        prop_oneof![
            Just(AuditPosition::Latest),
            key().prop_map(AuditPosition::Before),
            key().prop_map(AuditPosition::After),
        ]
    }

    fn any_date() -> impl Strategy<Value = Option<CivilDate>> {
        let date = "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])";
        proptest::option::of(date.prop_map(|text| CivilDate::parse(&text).unwrap()))
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(
            person in any::<String>(),
            action in proptest::option::of(0..AuditAction::ALL.len()),
            domain in proptest::option::of("[a-z]{1,9}\\.(com|fr)"),
            (from, to) in (any_date(), any_date()),
            refusals in any::<bool>(),
            position in any_position(),
        ) {
            let listing = AuditListing {
                person: AuditPerson::parse(&person),
                action: action.map(|at| AuditAction::ALL[at]),
                subscription: domain.map(|domain| DomainName::parse(&domain).unwrap()),
                from,
                to,
                refusals,
                position,
            };
            let query = listing.query();
            prop_assert!(query.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(AuditListing::parse(&query), listing);
        }

        #[test]
        fn whatever_is_read_is_written_once_and_for_all(query in any::<String>()) {
            let listing = AuditListing::parse(&query);
            prop_assert_eq!(AuditListing::parse(&listing.query()), listing);
        }
    }
}
