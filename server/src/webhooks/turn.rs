//! A turn at a lane: what waits in it is told in order, until something is not taken.

use std::time::{Duration, Instant};

use model::{DeliveryState, EventKind, UtcTime, WebhookId};
use services::Services;
use services::store::{DeliveryOutcome, DueDelivery, LaneTurn, TurnEnd};
use tokio_util::sync::CancellationToken;

use super::client::{CALL_TIMEOUT, Called, WebhookClient};
use super::pauses::{TRIED_FOR, asked_pause, pause_after};

/// Deliveries of one turn.
const MAX_CALLS: u64 = 50;
/// How long a turn goes on with another call.
const TURN: Duration = Duration::from_secs(5);
/// For how many seconds nobody else takes a turn at the lane: longer than a turn takes whose last call
/// takes as long as one may.
pub(super) const LEASE_SECONDS: u32 = 20;
const _: () = assert!(TURN.as_secs() + CALL_TIMEOUT.as_secs() + 2 < LEASE_SECONDS as u64);

/// A turn that is over.
#[derive(Debug)]
pub(super) struct EndedTurn {
    pub(super) end: TurnEnd,
    /// Whether the last call failed; none if there was none.
    pub(super) failed: Option<bool>,
}

impl EndedTurn {
    /// A turn in which nothing was called.
    pub(super) fn without_calls(turn: LaneTurn) -> Self {
        Self {
            end: TurnEnd {
                turn,
                outcomes: Vec::new(),
                retry_at: None,
                give_up_until: None,
            },
            failed: None,
        }
    }

    pub(super) fn webhook(&self) -> WebhookId {
        self.end.turn.webhook
    }
}

/// Takes a turn: calls until something is not taken, nothing is left, or it is time to end.
pub(super) async fn take_turn(
    services: Services,
    client: WebhookClient,
    turn: LaneTurn,
    stop: CancellationToken,
) -> EndedTurn {
    let began = Instant::now();
    let mut ended = EndedTurn::without_calls(turn.clone());
    // What the database does not tell is found due again.
    let Ok(Some(calls)) = services.webhooks.calls(turn, MAX_CALLS).await else {
        return ended;
    };
    for delivery in &calls.deliveries {
        let called = client.call(&calls.url, &calls.secrets, delivery).await;
        let has_failed = called.attempt.error.is_some();
        ended.failed = Some(has_failed);
        if has_failed {
            note_failure(&mut ended.end, delivery, called);
            break;
        }
        ended.end.outcomes.push(DeliveryOutcome {
            id: delivery.id,
            state: DeliveryState::Delivered,
            attempt: called.attempt,
        });
        if began.elapsed() >= TURN || stop.is_cancelled() {
            break;
        }
    }
    ended
}

/// Notes a call that failed: it is tried again after a pause, or given up.
fn note_failure(end: &mut TurnEnd, delivery: &DueDelivery, called: Called) {
    let now = UtcTime::now();
    let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    let give_up_until = UtcTime(now.0 - seconds(TRIED_FOR));
    let is_over = delivery.created_at <= give_up_until;
    let is_given_up = is_over || delivery.kind == EventKind::WebhookTest;
    let attempts = delivery.attempts.saturating_add(1);
    let mut random = [0];
    // Without randomness all wait equally long.
    let _ = getrandom::fill(&mut random);
    let pause = pause_after(attempts, random[0]);
    let pause = asked_pause(pause, called.retry_after.as_deref());
    end.retry_at = Some(UtcTime(now.0 + seconds(pause)));
    end.give_up_until = is_over.then_some(give_up_until);
    if is_over {
        tracing::warn!(
            webhook = end.turn.webhook.0,
            event = delivery.event.as_str(),
            kind = delivery.kind.as_str(),
            attempts,
            error = called.attempt.error.map(model::DeliveryError::as_str),
            "an event was given up: its webhook's receiver did not take it for a day"
        );
    }
    end.outcomes.push(DeliveryOutcome {
        id: delivery.id,
        state: match is_given_up {
            true => DeliveryState::GivenUp,
            false => DeliveryState::Waiting,
        },
        attempt: called.attempt,
    });
}
