//! Who is called when: so many at once, and whoever hangs holds up nobody else.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use model::{AppError, WebhookId};
use services::Services;
use services::store::LaneTurn;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::client::WebhookClient;
use super::turn::{EndedTurn, LEASE_SECONDS, take_turn};
use crate::config::TrustedAddresses;

/// Turns at once of webhooks whose last call was taken, or that have not called yet.
const MAX_TURNS: usize = 64;
/// Turns at once of one of these webhooks.
const MAX_TURNS_OF_WEBHOOK: usize = 4;
/// Turns at once of webhooks whose last call failed, each of which has one.
const MAX_FAILING_TURNS: usize = 32;
/// How often is looked for what is due: what other processes queued, and what is to be tried again.
const INTERVAL: Duration = Duration::from_secs(1);
/// How often is looked whether too much waits.
const BOUNDS_INTERVAL: Duration = Duration::from_secs(10);
/// How long ends of turns are gathered that are written in one transaction.
const GATHER: Duration = Duration::from_millis(20);
/// How long calls may go on when the server stops.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(3);

/// Tells what is queued until `stop`. What is not told by then is told after the next start.
pub(crate) async fn deliver_until(
    services: Services,
    networks: TrustedAddresses,
    stop: CancellationToken,
) {
    // Also where nothing is called: what is queued must not grow for ever.
    let bounds = tokio::spawn(bound_queues(services.clone(), stop.clone()));
    match WebhookClient::new(networks) {
        Ok(client) => {
            let dispatcher = Dispatcher {
                services,
                client,
                turns: JoinSet::new(),
                running: HashMap::new(),
                webhooks: HashMap::new(),
                stop,
            };
            dispatcher.run().await;
        }
        Err(error) => {
            tracing::error!(%error, "webhooks are not called: the system has no CA certificates. Install them (on Debian, ca-certificates) and start again");
        }
    }
    if bounds.await.is_err() {
        tracing::error!("the bounds of webhooks' queues ended by a fault of their own");
    }
}

/// What is remembered of a webhook that has called.
#[derive(Clone, Copy, Debug)]
struct Seen {
    is_failing: bool,
    /// When its last turn ended.
    at: Instant,
}

struct Dispatcher {
    services: Services,
    client: WebhookClient,
    turns: JoinSet<EndedTurn>,
    /// The turns that are taken, by their tasks.
    running: HashMap<tokio::task::Id, LaneTurn>,
    webhooks: HashMap<WebhookId, Seen>,
    stop: CancellationToken,
}

impl Dispatcher {
    async fn run(mut self) {
        let mut ticks = tokio::time::interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let stop = self.stop.clone();
        loop {
            let ended = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                Some(ended) = self.turns.join_next_with_id() => Some(ended),
                () = self.services.webhooks.queued() => None,
                _ = ticks.tick() => None,
            };
            if let Some(ended) = ended {
                tokio::time::sleep(GATHER).await;
                self.end_turns(ended).await;
            }
            if let Err(error) = self.begin_turns().await {
                // Tried again at the next tick.
                tracing::warn!(?error, "what webhooks are to tell was not found");
            }
        }
        self.shut_down().await;
    }

    /// Begins turns at what is due, as far as there is room.
    async fn begin_turns(&mut self) -> Result<(), AppError> {
        let due = self.services.webhooks.due().await?;
        let wanted = self.choose(due);
        if wanted.is_empty() {
            return Ok(());
        }
        let webhooks = &self.services.webhooks;
        for turn in webhooks.take_turns(&wanted, LEASE_SECONDS).await? {
            let task = take_turn(
                self.services.clone(),
                self.client.clone(),
                turn.clone(),
                self.stop.clone(),
            );
            let task = self.turns.spawn(task);
            self.running.insert(task.id(), turn);
        }
        Ok(())
    }

    /// How many turns each of these webhooks begins now: those that waited longest first.
    fn choose(&self, mut due: Vec<WebhookId>) -> Vec<(WebhookId, u64)> {
        let mut running: HashMap<WebhookId, usize> = HashMap::new();
        for turn in self.running.values() {
            *running.entry(turn.webhook).or_default() += 1;
        }
        let is_failing = |id: &WebhookId| self.webhooks.get(id).is_some_and(|seen| seen.is_failing);
        let failing = running.iter().filter(|(id, _)| is_failing(id));
        let failing: usize = failing.map(|(_, turns)| *turns).sum();
        let mut failing_room = MAX_FAILING_TURNS.saturating_sub(failing);
        let mut room = MAX_TURNS.saturating_sub(self.running.len() - failing);
        due.sort_by_key(|id| self.webhooks.get(id).map(|seen| seen.at));
        let mut chosen = Vec::new();
        for id in due {
            let has = running.get(&id).copied().unwrap_or(0);
            let (most, room) = match is_failing(&id) {
                true => (1, &mut failing_room),
                false => (MAX_TURNS_OF_WEBHOOK, &mut room),
            };
            let turns = most.saturating_sub(has).min(*room);
            if turns > 0 {
                *room -= turns;
                chosen.push((id, turns as u64));
            }
        }
        chosen
    }

    /// Ends a turn, and all others that are over by now.
    async fn end_turns(&mut self, first: Joined) {
        let mut ended = Vec::new();
        ended.extend(self.take_ended(first));
        while let Some(other) = self.turns.try_join_next_with_id() {
            ended.extend(self.take_ended(other));
        }
        self.write_ends(ended).await;
    }

    fn take_ended(&mut self, joined: Joined) -> Option<EndedTurn> {
        match joined {
            Ok((task, ended)) => {
                self.running.remove(&task);
                Some(ended)
            }
            Err(error) => {
                tracing::error!(%error, "a call of a webhook ended by a fault of its own");
                self.running.remove(&error.id());
                None
            }
        }
    }

    async fn write_ends(&mut self, ended: Vec<EndedTurn>) {
        let mut failing: HashMap<WebhookId, bool> = HashMap::new();
        for turn in &ended {
            let Some(failed) = turn.failed else { continue };
            let (id, at) = (turn.webhook(), Instant::now());
            let is_failing = failed;
            let before = self.webhooks.insert(id, Seen { is_failing, at });
            if before.is_none_or(|before| before.is_failing != is_failing) {
                failing.insert(id, is_failing);
            }
        }
        if self.webhooks.len() > MAX_SEEN {
            let running: HashSet<WebhookId> =
                self.running.values().map(|turn| turn.webhook).collect();
            self.webhooks.retain(|id, _| running.contains(id));
        }
        let ends: Vec<_> = ended.into_iter().map(|turn| turn.end).collect();
        let failing: Vec<(WebhookId, bool)> = failing.into_iter().collect();
        if ends.is_empty() {
            return;
        }
        if let Err(error) = self.services.webhooks.end_turns(&ends, &failing).await {
            // Once their leases are over, they are told again: at least once is what is promised.
            tracing::warn!(?error, "what webhooks told was not noted");
        }
    }

    /// Lets calls end, and gives the others back, so that the next start begins with them.
    async fn shut_down(mut self) {
        let deadline = tokio::time::Instant::now() + SHUTDOWN_TIMEOUT;
        let mut ended = Vec::new();
        while let Ok(Some(joined)) =
            tokio::time::timeout_at(deadline, self.turns.join_next_with_id()).await
        {
            ended.extend(self.take_ended(joined));
        }
        self.turns.abort_all();
        let left = std::mem::take(&mut self.running);
        ended.extend(left.into_values().map(EndedTurn::without_calls));
        self.write_ends(ended).await;
    }
}

/// Webhooks that are remembered at once. Forgetting one costs a few calls that fail.
const MAX_SEEN: usize = 20_000;

type Joined = Result<(tokio::task::Id, EndedTurn), tokio::task::JoinError>;

/// Has events be left out where too much waits, until `stop`.
async fn bound_queues(services: Services, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(BOUNDS_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        // An error is in the log already, and the next tick tries again.
        let bounded = services.webhooks.bound_queues();
        let _ = stop.run_until_cancelled(bounded).await;
    }
}
