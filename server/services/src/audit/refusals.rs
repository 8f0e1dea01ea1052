//! What was refused: the same again is one row with a number.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::store::NewAuditEvent;

/// How long the same refusal is only counted after a row of its own.
const WINDOW: Duration = Duration::from_secs(10 * 60);
/// Different refusals that are remembered at once. Of what comes beyond them only the number is kept.
const MAX_KEYS: usize = 1024;

/// Refusals on their way to the audit trail.
///
/// Nobody waits until they are written: else the time that an answer takes would tell a customer
/// whether the subscription that they may not see exists.
#[derive(Default)]
pub(crate) struct RefusalLog {
    refusals: Mutex<Refusals>,
}

#[derive(Default)]
struct Refusals {
    /// Refusals to be written as they are.
    new: Vec<NewAuditEvent>,
    seen: HashMap<Key, Seen>,
    /// Stands for those that there was no place for.
    beyond: Option<NewAuditEvent>,
}

/// What makes a refusal the same.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    actor: String,
    address: Option<String>,
    action: &'static str,
    subject: Option<String>,
    reason: Option<String>,
}

struct Seen {
    since: Instant,
    /// The latest of the repeats.
    repeated: Option<NewAuditEvent>,
}

impl RefusalLog {
    /// Takes a refusal, to be written soon.
    pub(crate) fn push(&self, event: NewAuditEvent, now: Instant) {
        let mut refusals = self.lock();
        let key = Key {
            actor: event.actor.clone(),
            address: event.address.clone(),
            action: event.action.as_str(),
            subject: event.subject.name.clone(),
            reason: event.after.clone(),
        };
        let is_full = refusals.seen.len() >= MAX_KEYS;
        match refusals.seen.get_mut(&key) {
            Some(seen) => count(&mut seen.repeated, event),
            None if is_full => {
                let anybody = NewAuditEvent {
                    actor: "(several)".to_owned(),
                    panel_user_id: None,
                    address: None,
                    subject: crate::store::Subject::default(),
                    ..event
                };
                count(&mut refusals.beyond, anybody);
            }
            None => {
                let seen = Seen {
                    since: now,
                    repeated: None,
                };
                refusals.seen.insert(key, seen);
                refusals.new.push(event);
            }
        }
    }

    /// How many rows wait to be written, repeats left out.
    pub(crate) fn queued(&self) -> usize {
        self.lock().new.len()
    }

    /// The rows to be written: new refusals, and repeats whose time is over.
    pub(crate) fn take(&self, now: Instant) -> Vec<NewAuditEvent> {
        self.take_if(|seen| now.duration_since(seen.since) >= WINDOW)
    }

    /// Every row that there is to be written.
    pub(crate) fn take_all(&self) -> Vec<NewAuditEvent> {
        self.take_if(|_| true)
    }

    fn take_if(&self, is_over: impl Fn(&Seen) -> bool) -> Vec<NewAuditEvent> {
        let mut refusals = self.lock();
        let mut rows = std::mem::take(&mut refusals.new);
        let over = refusals.seen.extract_if(|_, seen| is_over(seen));
        let repeated: Vec<_> = over.filter_map(|(_, seen)| seen.repeated).collect();
        rows.extend(repeated);
        if refusals.seen.len() < MAX_KEYS {
            rows.extend(refusals.beyond.take());
        }
        rows
    }

    fn lock(&self) -> MutexGuard<'_, Refusals> {
        // Nothing panics while it holds the lock.
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner)
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
    use model::{Operation, UtcTime};

    use super::*;
    use crate::store::{AuditAction, Subject};

    fn refusal(actor: &str) -> NewAuditEvent {
        NewAuditEvent {
            at: UtcTime(7),
            operation: Operation::parse("00000000000000aa").unwrap(),
            actor: actor.to_owned(),
            panel_user_id: None,
            address: None,
            action: AuditAction::AccessRefused,
            subject: Subject::default(),
            before: None,
            after: None,
            repeats: 1,
        }
    }

    fn numbers(rows: &[NewAuditEvent]) -> Vec<(&str, u64)> {
        let numbers = rows.iter().map(|row| (row.actor.as_str(), row.repeats));
        numbers.collect()
    }

    #[test]
    fn the_same_again_is_one_row_with_a_number() {
        let (log, now) = (RefusalLog::default(), Instant::now());
        for _ in 0..1000 {
            log.push(refusal("paul"), now);
        }
        log.push(refusal("marie"), now);
        assert_eq!(numbers(&log.take(now)), [("paul", 1), ("marie", 1)]);
        assert!(log.take(now).is_empty());
        let later = now + WINDOW;
        assert_eq!(numbers(&log.take(later)), [("paul", 999)]);
        log.push(refusal("paul"), later);
        log.push(refusal("paul"), later);
        assert_eq!(numbers(&log.take_all()), [("paul", 1), ("paul", 1)]);
        assert!(log.take_all().is_empty());
    }

    #[test]
    fn a_flood_of_different_ones_is_bounded_and_counted() {
        let (log, now) = (RefusalLog::default(), Instant::now());
        for number in 0..2 * MAX_KEYS {
            log.push(refusal(&format!("n{number}")), now);
        }
        assert_eq!(log.take(now).len(), MAX_KEYS);
        let rows = log.take(now + WINDOW);
        assert_eq!(numbers(&rows), [("(several)", MAX_KEYS as u64)]);
    }
}
