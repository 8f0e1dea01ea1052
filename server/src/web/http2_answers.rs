//! What is being answered on one HTTP/2 connection, and whether its client lets go of it.
//!
//! Over HTTP/1 a client that takes nothing, or asks for nothing, is seen by the connection itself:
//! writes wait, reads do too. An HTTP/2 client can keep the connection busy and let any of its
//! streams stand still, by never opening its window; so each answer is looked at by itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::limits::HttpLimits;
use super::patience::Patience;

/// How many answers more a client may give up than it takes to their end: browsers give up a few
/// when one leaves a page, and one that begins and gives up without end has the server work for
/// nothing (rapid reset, CVE-2023-44487).
const MAX_GIVEN_UP: u32 = 100;

/// How often it is looked whether a limit has been reached, as a part of the shortest of them.
const CHECKS_PER_LIMIT: u32 = 4;

/// The answers of one connection.
#[derive(Debug)]
pub(super) struct Http2Answers {
    limits: HttpLimits,
    state: Mutex<State>,
    /// Cancelled when too many answers were given up.
    too_many_given_up: CancellationToken,
}

#[derive(Debug)]
struct State {
    next: u64,
    open: HashMap<u64, Progress>,
    /// Since when nothing is being answered, if nothing is.
    idle_since: Instant,
    /// Answers that were given up, less those that were taken to their end.
    given_up: u32,
}

/// How far the client has come with one answer.
#[derive(Debug)]
struct Progress {
    patience: Patience,
    /// Since when it could take the piece that was written last, and how many bytes that has. None
    /// while it is the server that has to go on.
    waits_for_client: Option<(Instant, usize)>,
}

/// Why a connection should end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overdue {
    /// Nothing has been asked for in a while.
    Idle,
    /// An answer is not taken, or too slowly.
    Untaken,
    /// Too many answers were given up.
    GivenUp,
}

impl Http2Answers {
    pub(super) fn new(limits: HttpLimits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            state: Mutex::new(State {
                next: 0,
                open: HashMap::new(),
                idle_since: Instant::now(),
                given_up: 0,
            }),
            too_many_given_up: CancellationToken::new(),
        })
    }

    /// Begins an answer.
    pub(super) fn begin(self: &Arc<Self>) -> Http2Answer {
        let mut state = self.lock();
        let number = state.next;
        state.next += 1;
        let progress = Progress {
            patience: Patience::new(&self.limits),
            waits_for_client: None,
        };
        state.open.insert(number, progress);
        Http2Answer {
            number,
            is_finished: false,
            answers: Arc::clone(self),
        }
    }

    /// Waits until the connection should end.
    pub(super) async fn overdue(&self) -> Overdue {
        let shortest = self.limits.head_timeout.min(self.limits.write_timeout);
        let period = (shortest / CHECKS_PER_LIMIT).max(Duration::from_millis(1));
        let mut ticks = interval(period);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.too_many_given_up.cancelled() => return Overdue::GivenUp,
                _ = ticks.tick() => {}
            }
            if let Some(overdue) = self.check() {
                return overdue;
            }
        }
    }

    fn check(&self) -> Option<Overdue> {
        let state = self.lock();
        let is_untaken = |progress: &Progress| {
            let waits = progress.waits_for_client;
            waits.is_some_and(|(since, _)| since.elapsed() >= progress.patience.left())
        };
        if state.open.values().any(is_untaken) {
            Some(Overdue::Untaken)
        } else if state.open.is_empty() && state.idle_since.elapsed() >= self.limits.head_timeout {
            Some(Overdue::Idle)
        } else {
            None
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer that is being given, until it is dropped.
#[derive(Debug)]
pub(super) struct Http2Answer {
    number: u64,
    is_finished: bool,
    answers: Arc<Http2Answers>,
}

impl Http2Answer {
    /// A piece was written; from now on it is the client that has to take it.
    pub(super) fn written(&self, bytes: usize) {
        if let Some(progress) = self.answers.lock().open.get_mut(&self.number) {
            progress.waits_for_client = Some((Instant::now(), bytes));
        }
    }

    /// The next piece is asked for: the client has taken the one before.
    pub(super) fn taken(&self) {
        if let Some(progress) = self.answers.lock().open.get_mut(&self.number)
            && let Some((since, bytes)) = progress.waits_for_client.take()
        {
            progress.patience.taken(bytes, since.elapsed());
        }
    }

    /// There is nothing more to write.
    pub(super) fn finish(&mut self) {
        self.is_finished = true;
    }
}

impl Drop for Http2Answer {
    fn drop(&mut self) {
        let mut state = self.answers.lock();
        state.open.remove(&self.number);
        state.given_up = match self.is_finished {
            true => state.given_up.saturating_sub(1),
            false => state.given_up.saturating_add(1),
        };
        if state.given_up > MAX_GIVEN_UP {
            self.answers.too_many_given_up.cancel();
        }
        if state.open.is_empty() {
            state.idle_since = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn answers() -> Arc<Http2Answers> {
        Http2Answers::new(HttpLimits::default())
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_idle_while_nothing_is_asked_for() {
        let answers = answers();
        let limit = HttpLimits::default().head_timeout;
        advance(limit - SECOND).await;
        assert_eq!(answers.check(), None);
        let answer = answers.begin();
        advance(limit * 10).await;
        // The server has not done its part.
        assert_eq!(answers.check(), None);
        drop(answer);
        advance(limit - SECOND).await;
        assert_eq!(answers.check(), None);
        advance(SECOND).await;
        assert_eq!(answers.check(), Some(Overdue::Idle));
        assert_eq!(answers.overdue().await, Overdue::Idle);
    }

    #[tokio::test(start_paused = true)]
    async fn one_answer_that_is_not_taken_ends_the_connection_whatever_the_others_do() {
        let answers = answers();
        let limit = HttpLimits::default().write_timeout;
        let (still, moving) = (answers.begin(), answers.begin());
        still.written(1000);
        for _ in 1..limit.as_secs() {
            moving.written(1_000_000);
            advance(SECOND).await;
            moving.taken();
            assert_eq!(answers.check(), None);
        }
        advance(SECOND).await;
        assert_eq!(answers.check(), Some(Overdue::Untaken));
        still.taken();
        assert_eq!(answers.check(), None);
    }

    #[tokio::test]
    async fn who_gives_up_more_answers_than_it_takes_is_seen() {
        let answers = answers();
        for _ in 0..MAX_GIVEN_UP * 3 {
            drop(answers.begin());
            let mut taken = answers.begin();
            taken.finish();
        }
        for _ in 0..MAX_GIVEN_UP {
            drop(answers.begin());
        }
        assert!(!answers.too_many_given_up.is_cancelled());
        drop(answers.begin());
        assert_eq!(answers.overdue().await, Overdue::GivenUp);
    }
}
