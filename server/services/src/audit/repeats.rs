//! What is refused, and what people do over and over: the same again is one row with a number.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::{ApiTokenName, PanelUserId};

use crate::client_network::ClientNetwork;
use crate::store::{NewAuditEvent, Subject};

/// How long the same is only counted after a row of its own.
const WINDOW: Duration = Duration::from_secs(10 * 60);
/// Different ones of one person that are remembered at once. Of what comes beyond them there is a row
/// with a number for each action.
const MAX_KEYS_PER_PERSON: usize = 64;

/// Rows on their way to the audit trail, of which the same again is counted.
///
/// Nobody waits until a refusal is written: else the time that an answer takes would tell a customer
/// whether the subscription that they may not see exists.
pub(crate) struct RepeatLog {
    /// Different ones that are remembered at once, of all people. Of what comes beyond them only the
    /// number is kept.
    max_keys: usize,
    repeats: Mutex<Repeats>,
}

#[derive(Default)]
struct Repeats {
    /// Rows to be written as they are.
    new: Vec<NewAuditEvent>,
    seen: HashMap<Key, Seen>,
    /// How many of those each person has.
    keys_of: HashMap<Person, usize>,
    /// Stands for those that there was no place for.
    beyond: Option<NewAuditEvent>,
}

/// Who counts as one person: a panel user, or whoever comes from a network that one site has.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Person {
    PanelUser(PanelUserId),
    Network(String),
    Program,
}

impl Person {
    fn of(event: &NewAuditEvent) -> Self {
        if let Some(id) = event.panel_user_id {
            return Self::PanelUser(id);
        }
        let address = event.address.as_ref().and_then(|text| text.parse().ok());
        let widest = address.and_then(|address: IpAddr| ClientNetwork::all_of(address).pop());
        widest.map_or(Self::Program, |widest| {
            Self::Network(widest.network.to_string())
        })
    }
}

/// What makes something the same.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    person: Person,
    actor: String,
    token: Option<ApiTokenName>,
    address: Option<String>,
    action: &'static str,
    subject: Option<String>,
    reason: Option<String>,
}

impl Key {
    fn of(event: &NewAuditEvent) -> Self {
        Self {
            person: Person::of(event),
            actor: event.actor.clone(),
            token: event.token.clone(),
            address: event.address.clone(),
            action: event.action.as_str(),
            subject: event.subject.name.clone(),
            reason: event.after.clone(),
        }
    }
}

struct Seen {
    since: Instant,
    /// The latest of the repeats.
    repeated: Option<NewAuditEvent>,
}

impl RepeatLog {
    pub(crate) fn new(max_keys: usize) -> Self {
        Self {
            max_keys,
            repeats: Mutex::default(),
        }
    }

    /// Whether the same was done a moment ago, so that it would only be counted.
    pub(crate) fn is_repeat(&self, event: &NewAuditEvent) -> bool {
        let repeats = self.lock();
        let (_, key) = repeats.placed(event.clone());
        repeats.seen.contains_key(&key)
    }

    /// Takes what is to be written soon, or to be counted.
    pub(crate) fn push(&self, event: NewAuditEvent, now: Instant) {
        let mut repeats = self.lock();
        let (event, key) = repeats.placed(event);
        if let Some(seen) = repeats.seen.get_mut(&key) {
            count(&mut seen.repeated, event);
        } else if repeats.seen.len() >= self.max_keys {
            let anybody = NewAuditEvent {
                actor: "(several)".to_owned(),
                panel_user_id: None,
                actor_role: None,
                token: None,
                address: None,
                subject: Subject::default(),
                ..event
            };
            count(&mut repeats.beyond, anybody);
        } else {
            repeats.remember(key, now);
            repeats.new.push(event);
        }
    }

    /// Takes what has been written, so that the same again is counted.
    pub(crate) fn push_written(&self, event: NewAuditEvent, now: Instant) {
        let mut repeats = self.lock();
        let (_, key) = repeats.placed(event);
        if repeats.seen.len() < self.max_keys && !repeats.seen.contains_key(&key) {
            repeats.remember(key, now);
        }
    }

    /// How many rows wait to be written, repeats left out.
    pub(crate) fn queued(&self) -> usize {
        self.lock().new.len()
    }

    /// The rows to be written: new ones, and repeats whose time is over.
    pub(crate) fn take(&self, now: Instant) -> Vec<NewAuditEvent> {
        self.take_if(|seen| now.duration_since(seen.since) >= WINDOW)
    }

    /// Every row that there is to be written.
    pub(crate) fn take_all(&self) -> Vec<NewAuditEvent> {
        self.take_if(|_| true)
    }

    fn take_if(&self, is_over: impl Fn(&Seen) -> bool) -> Vec<NewAuditEvent> {
        let mut repeats = self.lock();
        let mut rows = std::mem::take(&mut repeats.new);
        let over = repeats.seen.extract_if(|_, seen| is_over(seen));
        let over: Vec<(Key, Seen)> = over.collect();
        for (key, seen) in over {
            repeats.forget(&key.person);
            rows.extend(seen.repeated);
        }
        if repeats.seen.len() < self.max_keys {
            rows.extend(repeats.beyond.take());
        }
        rows
    }

    fn lock(&self) -> MutexGuard<'_, Repeats> {
        // Nothing panics while it holds the lock.
        self.repeats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Repeats {
    /// The row and its key; of a person who has too many already, one that stands for all that they
    /// do of the kind.
    fn placed(&self, event: NewAuditEvent) -> (NewAuditEvent, Key) {
        let key = Key::of(&event);
        let keys = self.keys_of.get(&key.person).copied().unwrap_or_default();
        if keys < MAX_KEYS_PER_PERSON || self.seen.contains_key(&key) {
            return (event, key);
        }
        let address = match &key.person {
            Person::Network(network) => Some(network.clone()),
            Person::PanelUser(_) | Person::Program => None,
        };
        let any = NewAuditEvent {
            token: None,
            address: address.clone(),
            subject: Subject::default(),
            after: None,
            ..event
        };
        let key = Key {
            token: None,
            address,
            subject: None,
            reason: None,
            ..key
        };
        (any, key)
    }

    fn remember(&mut self, key: Key, now: Instant) {
        *self.keys_of.entry(key.person.clone()).or_default() += 1;
        let seen = Seen {
            since: now,
            repeated: None,
        };
        self.seen.insert(key, seen);
    }

    fn forget(&mut self, person: &Person) {
        if let Some(keys) = self.keys_of.get_mut(person) {
            *keys -= 1;
            if *keys == 0 {
                self.keys_of.remove(person);
            }
        }
    }
}

fn count(repeated: &mut Option<NewAuditEvent>, event: NewAuditEvent) {
    let before = repeated.as_ref().map_or(0, |repeated| repeated.repeats);
    *repeated = Some(NewAuditEvent {
        repeats: before + 1,
        ..event
    });
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use model::{AuditAction, Operation, UtcTime};

    use super::*;

    const MAX_KEYS: usize = 1024;

    fn refusal(actor: &str, address: Option<String>) -> NewAuditEvent {
        NewAuditEvent {
            at: UtcTime(7),
            operation: Operation::parse("00000000000000aa").unwrap(),
            actor: actor.to_owned(),
            panel_user_id: None,
            actor_role: None,
            system_user: None,
            token: None,
            address,
            action: AuditAction::AccessRefused,
            subject: Subject::default(),
            before: None,
            after: None,
            repeats: 1,
        }
    }

    fn from(number: usize) -> Option<String> {
        Some(format!("10.0.{}.{}", number / 256, number % 256))
    }

    fn numbers(rows: &[NewAuditEvent]) -> Vec<(&str, u64)> {
        let numbers = rows.iter().map(|row| (row.actor.as_str(), row.repeats));
        numbers.collect()
    }

    #[test]
    fn the_same_again_is_one_row_with_a_number() {
        let (log, now) = (RepeatLog::new(MAX_KEYS), Instant::now());
        for _ in 0..1000 {
            log.push(refusal("paul", None), now);
        }
        log.push(refusal("marie", None), now);
        assert_eq!(numbers(&log.take(now)), [("paul", 1), ("marie", 1)]);
        assert!(log.take(now).is_empty());
        let later = now + WINDOW;
        assert_eq!(numbers(&log.take(later)), [("paul", 999)]);
        log.push(refusal("paul", None), later);
        log.push(refusal("paul", None), later);
        assert_eq!(numbers(&log.take_all()), [("paul", 1), ("paul", 1)]);
        assert!(log.take_all().is_empty());
    }

    #[test]
    fn what_has_its_row_already_is_counted_from_then_on() {
        let (log, now) = (RepeatLog::new(MAX_KEYS), Instant::now());
        assert!(!log.is_repeat(&refusal("paul", None)));
        for _ in 0..2 {
            log.push_written(refusal("paul", None), now);
        }
        assert!(log.is_repeat(&refusal("paul", None)));
        assert!(log.take(now).is_empty());
        log.push(refusal("paul", None), now);
        assert_eq!(numbers(&log.take(now + WINDOW)), [("paul", 1)]);
        assert!(!log.is_repeat(&refusal("paul", None)));
    }

    #[test]
    fn a_flood_of_different_ones_is_bounded_and_counted() {
        let (log, now) = (RepeatLog::new(MAX_KEYS), Instant::now());
        for number in 0..2 * MAX_KEYS {
            log.push(refusal("(nobody)", from(number)), now);
        }
        assert_eq!(log.take(now).len(), MAX_KEYS);
        let rows = log.take(now + WINDOW);
        assert_eq!(numbers(&rows), [("(several)", MAX_KEYS as u64)]);
    }

    #[test]
    fn one_person_s_flood_is_a_row_with_a_number_and_nobody_else_s() {
        let (log, now) = (RepeatLog::new(MAX_KEYS), Instant::now());
        for number in 0..2 * MAX_KEYS {
            let address = format!("2001:db8:0:{number:x}::1");
            log.push(refusal("(nobody)", Some(address)), now);
        }
        log.push(refusal("paul", from(1)), now);
        let rows = log.take(now);
        assert_eq!(rows.len(), MAX_KEYS_PER_PERSON + 2);
        assert_eq!(rows.last().unwrap().address, from(1));
        let all = &rows[MAX_KEYS_PER_PERSON];
        assert_eq!(all.address.as_deref(), Some("2001:db8::/48"));
        let counted = 2 * MAX_KEYS - MAX_KEYS_PER_PERSON - 1;
        let later = now + WINDOW;
        assert_eq!(numbers(&log.take(later)), [("(nobody)", counted as u64)]);
        // Then they begin anew.
        log.push(refusal("(nobody)", from(1)), later);
        assert_eq!(numbers(&log.take(later)), [("(nobody)", 1)]);
    }
}
