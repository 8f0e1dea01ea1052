//! Hands out the slots in which heavy work is done.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::AppError;
use tokio::sync::oneshot;

use super::heavy_work::{HeavyWork, Limits, MAX_AT_ONCE_PER_PERSON};
use super::turns::Turns;
use super::work_for::WorkFor;

/// Hands out the slots of each kind of work, to each client in its turn.
///
/// When as much waits as may, whoever has the most waiting loses the last of it to a client that
/// has less, and an unknown network to everybody else: who floods the server with work or with
/// sign-ins keeps none but their own from being done.
pub(crate) struct WorkBudget {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    kinds: HashMap<HeavyWork, Kind>,
    at_once: AtOnce,
}

/// One kind of work.
struct Kind {
    slots: Slots,
    waiting: Turns<WorkFor, oneshot::Sender<()>>,
}

/// The slots of one kind of work, and who has them.
struct Slots {
    limits: Limits,
    taken: usize,
    of_person: Counts,
}

/// Slots of all kinds that each person has, but for those of background work.
#[derive(Default)]
struct AtOnce(Counts);

/// How many each person has; no entry for none.
#[derive(Default)]
struct Counts(HashMap<WorkFor, usize>);

/// A slot for one piece of work; the next one gets it when it is dropped.
#[must_use = "the work may only be done while the slot is held"]
pub struct WorkSlot {
    budget: Arc<WorkBudget>,
    work: HeavyWork,
    client: WorkFor,
}

impl WorkBudget {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::default(),
        })
    }

    /// Waits for a slot.
    ///
    /// Whoever holds a slot must not wait for another, unless the one that is held is of background
    /// work: the callers of one person could wait for each other for ever.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much waits already, at once or when others come.
    pub(crate) async fn acquire(
        self: &Arc<Self>,
        work: HeavyWork,
        client: WorkFor,
    ) -> Result<WorkSlot, AppError> {
        let receiver = {
            let mut state = self.lock();
            if state.may_start(work, client) {
                state.start(work, client);
                return Ok(self.slot(work, client));
            }
            state.kind(work).wait(client)?
        };
        let mut waiting = Waiting {
            budget: self,
            work,
            client,
            receiver,
        };
        match (&mut waiting.receiver).await {
            Ok(()) => Ok(self.slot(work, client)),
            Err(_) => Err(AppError::Busy),
        }
    }

    /// How much of a kind of work is done at the moment, and how much waits.
    pub(crate) fn in_use(&self, work: HeavyWork) -> (usize, usize) {
        match self.lock().kinds.get(&work) {
            Some(kind) => (kind.slots.taken, kind.waiting.len()),
            None => (0, 0),
        }
    }

    fn slot(self: &Arc<Self>, work: HeavyWork, client: WorkFor) -> WorkSlot {
        WorkSlot {
            budget: Arc::clone(self),
            work,
            client,
        }
    }

    /// Gives a slot back, and lets what waits for it start.
    fn release(&self, work: HeavyWork, client: WorkFor) {
        let mut state = self.lock();
        state.end(work, client);
        // The person may have waited with work of another kind.
        let kinds: Vec<HeavyWork> = state.kinds.keys().copied().collect();
        for work in kinds {
            while let Some((client, sender)) = state.next_waiting(work) {
                // Whoever does not wait any more is left out.
                if sender.send(()).is_ok() {
                    state.start(work, client);
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn kind(&mut self, work: HeavyWork) -> &mut Kind {
        self.kinds.entry(work).or_insert_with(|| Kind {
            slots: Slots {
                limits: work.limits(),
                taken: 0,
                of_person: Counts::default(),
            },
            waiting: Turns::default(),
        })
    }

    fn may_start(&mut self, work: HeavyWork, client: WorkFor) -> bool {
        self.kind(work);
        let Self { kinds, at_once } = self;
        kinds
            .get(&work)
            .is_some_and(|kind| kind.slots.may_start(client, at_once))
    }

    fn start(&mut self, work: HeavyWork, client: WorkFor) {
        let slots = &mut self.kind(work).slots;
        slots.taken += 1;
        if client.is_person() {
            slots.of_person.increment(client);
            if !slots.limits.is_background {
                self.at_once.0.increment(client);
            }
        }
    }

    fn end(&mut self, work: HeavyWork, client: WorkFor) {
        let slots = &mut self.kind(work).slots;
        slots.taken -= 1;
        if client.is_person() {
            slots.of_person.decrement(client);
            if !slots.limits.is_background {
                self.at_once.0.decrement(client);
            }
        }
    }

    /// Takes what waits first and may start.
    fn next_waiting(&mut self, work: HeavyWork) -> Option<(WorkFor, oneshot::Sender<()>)> {
        let Self { kinds, at_once } = self;
        let Kind { slots, waiting } = kinds.get_mut(&work)?;
        waiting.pop_where(|client| slots.may_start(client, at_once))
    }
}

impl Slots {
    fn may_start(&self, client: WorkFor, at_once: &AtOnce) -> bool {
        let limits = &self.limits;
        let person_may = || {
            self.of_person.get(client) < limits.slots_per_person
                && (limits.is_background || at_once.0.get(client) < MAX_AT_ONCE_PER_PERSON)
        };
        self.taken < limits.slots && (!client.is_person() || person_may())
    }
}

impl Kind {
    /// Queues work that may not start yet.
    fn wait(&mut self, client: WorkFor) -> Result<oneshot::Receiver<()>, AppError> {
        if self.is_full() || self.is_full_for(client) {
            // Whoever does not wait any more takes no place.
            self.waiting.retain(|sender| !sender.is_closed());
        }
        if self.is_full_for(client) {
            return Err(AppError::Busy);
        }
        if self.is_full() {
            self.make_room(client)?;
        }
        let (sender, receiver) = oneshot::channel();
        self.waiting.push(client, sender);
        Ok(receiver)
    }

    fn is_full(&self) -> bool {
        self.waiting.len() >= self.slots.limits.waiting
    }

    fn is_full_for(&self, client: WorkFor) -> bool {
        let most = self.slots.limits.waiting_per_person;
        client.is_person() && self.waiting.len_of(client) >= most
    }

    /// Makes room for one more of a client, at the cost of whoever has more waiting.
    fn make_room(&mut self, client: WorkFor) -> Result<(), AppError> {
        let rank = |client: WorkFor, waiting: usize| {
            let is_unknown = matches!(client, WorkFor::UnknownNetwork(_));
            (is_unknown, waiting)
        };
        let own = rank(client, 1 + self.waiting.len_of(client));
        let (most, _) = self
            .waiting
            .clients()
            .max_by_key(|(of, waiting)| rank(*of, *waiting))
            .filter(|(of, waiting)| rank(*of, *waiting) > own)
            .ok_or(AppError::Busy)?;
        self.waiting.drop_last_of(most);
        Ok(())
    }
}

impl Counts {
    fn get(&self, client: WorkFor) -> usize {
        self.0.get(&client).copied().unwrap_or(0)
    }

    fn increment(&mut self, client: WorkFor) {
        *self.0.entry(client).or_default() += 1;
    }

    fn decrement(&mut self, client: WorkFor) {
        if let Some(count) = self.0.get_mut(&client) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(&client);
            }
        }
    }
}

impl Drop for WorkSlot {
    fn drop(&mut self) {
        self.budget.release(self.work, self.client);
    }
}

/// Waits for a slot. Dropped, it passes on one that came too late.
struct Waiting<'a> {
    budget: &'a WorkBudget,
    work: HeavyWork,
    client: WorkFor,
    receiver: oneshot::Receiver<()>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.receiver.close();
        if self.receiver.try_recv().is_ok() {
            self.budget.release(self.work, self.client);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::net::IpAddr;

    use model::PanelUserId;
    use tokio::task::{JoinHandle, yield_now};

    use super::*;

    const MARIE: WorkFor = WorkFor::Person(PanelUserId(1));
    const PAUL: WorkFor = WorkFor::Person(PanelUserId(2));

    fn unknown(last: u8) -> WorkFor {
        WorkFor::UnknownNetwork(IpAddr::from([192, 0, 2, last]))
    }

    fn known(last: u8) -> WorkFor {
        WorkFor::KnownNetwork(IpAddr::from([192, 0, 2, last]))
    }

    /// One with one slot of the kind, and with so many waiting.
    fn narrow(work: HeavyWork, waiting: usize) -> Arc<WorkBudget> {
        let budget = WorkBudget::new();
        let mut state = budget.lock();
        let limits = &mut state.kind(work).slots.limits;
        (limits.slots, limits.waiting) = (1, waiting);
        drop(state);
        budget
    }

    type Outcome = JoinHandle<Result<WorkFor, AppError>>;
    type Order = Arc<Mutex<Vec<WorkFor>>>;

    /// Queues a sign-in that is over at once when its turn comes.
    async fn queue(budget: &Arc<WorkBudget>, order: &Order, client: WorkFor) -> Outcome {
        let (budget, order) = (Arc::clone(budget), Arc::clone(order));
        let task = tokio::spawn(async move {
            let _slot = budget.acquire(HeavyWork::SignIn, client).await?;
            order.lock().unwrap().push(client);
            Ok(client)
        });
        yield_now().await;
        task
    }

    /// Nobody has or wants anything any more.
    fn assert_idle(budget: &WorkBudget) {
        let state = budget.lock();
        for kind in state.kinds.values() {
            assert_eq!((kind.slots.taken, kind.waiting.len()), (0, 0));
            assert!(kind.slots.of_person.0.is_empty());
        }
        assert!(state.at_once.0.0.is_empty());
    }

    #[tokio::test]
    async fn each_network_has_its_turn() {
        let (budget, order) = (narrow(HeavyWork::SignIn, 9), Order::default());
        let slot = budget.acquire(HeavyWork::SignIn, unknown(1)).await.unwrap();
        let mut tasks = Vec::new();
        for client in [unknown(1), unknown(1), unknown(1), unknown(2), known(3)] {
            tasks.push(queue(&budget, &order, client).await);
        }
        drop(slot);
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let expected = [unknown(1), unknown(2), known(3), unknown(1), unknown(1)];
        assert_eq!(*order.lock().unwrap(), expected);
        assert_idle(&budget);
    }

    #[tokio::test]
    async fn who_has_the_most_waiting_gives_way() {
        let (budget, order) = (narrow(HeavyWork::SignIn, 3), Order::default());
        let slot = budget.acquire(HeavyWork::SignIn, unknown(1)).await.unwrap();
        let mut flood = Vec::new();
        for _ in 0..4 {
            flood.push(queue(&budget, &order, unknown(1)).await);
        }
        assert_eq!(flood.pop().unwrap().await.unwrap(), Err(AppError::Busy));
        let other = queue(&budget, &order, unknown(2)).await;
        assert_eq!(flood.pop().unwrap().await.unwrap(), Err(AppError::Busy));
        // One each is fair, but those who are known come first.
        let third = queue(&budget, &order, unknown(3)).await;
        assert_eq!(flood.pop().unwrap().await.unwrap(), Err(AppError::Busy));
        let fourth = queue(&budget, &order, unknown(4)).await;
        assert_eq!(fourth.await.unwrap(), Err(AppError::Busy));
        let mut welcome = Vec::new();
        for client in [known(4), known(4), known(5)] {
            welcome.push(queue(&budget, &order, client).await);
        }
        for refused in [flood.pop().unwrap(), other, third] {
            assert_eq!(refused.await.unwrap(), Err(AppError::Busy));
        }
        let late = queue(&budget, &order, unknown(5)).await;
        assert_eq!(late.await.unwrap(), Err(AppError::Busy));
        drop(slot);
        for task in welcome {
            task.await.unwrap().unwrap();
        }
        assert_idle(&budget);
    }

    #[tokio::test]
    async fn who_does_not_wait_any_more_takes_no_place() {
        let (budget, order) = (narrow(HeavyWork::SignIn, 2), Order::default());
        let slot = budget.acquire(HeavyWork::SignIn, unknown(1)).await.unwrap();
        for _ in 0..2 {
            let gone = queue(&budget, &order, known(1)).await;
            gone.abort();
            let _ = gone.await;
        }
        let task = queue(&budget, &order, unknown(2)).await;
        // A slot that comes too late for one goes to the next.
        drop(slot);
        task.abort();
        let _ = task.await;
        drop(budget.acquire(HeavyWork::SignIn, unknown(3)).await.unwrap());
        assert_idle(&budget);
    }

    /// Takes slots and places in the queue until a client is refused.
    async fn flood(
        budget: &Arc<WorkBudget>,
        work: HeavyWork,
        client: WorkFor,
    ) -> Vec<JoinHandle<()>> {
        let mut tasks = Vec::new();
        loop {
            let budget = Arc::clone(budget);
            let task = tokio::spawn(async move {
                let slot = budget.acquire(work, client).await;
                if slot.is_ok() {
                    std::future::pending::<()>().await;
                }
            });
            yield_now().await;
            if task.is_finished() {
                return tasks;
            }
            tasks.push(task);
        }
    }

    async fn end(tasks: Vec<JoinHandle<()>>) {
        for task in tasks {
            task.abort();
            let _ = task.await;
        }
    }

    #[tokio::test]
    async fn no_person_has_all_slots_of_a_kind() {
        for work in HeavyWork::ALL {
            let Limits {
                slots,
                slots_per_person,
                waiting_per_person,
                ..
            } = work.limits();
            if work == HeavyWork::SignIn {
                continue;
            }
            assert!(slots_per_person < slots, "{work:?}");
            let budget = WorkBudget::new();
            let tasks = flood(&budget, work, MARIE).await;
            let expected = slots_per_person + waiting_per_person;
            assert_eq!(tasks.len(), expected, "{work:?}");
            assert_eq!(budget.lock().kind(work).slots.taken, slots_per_person);
            let slot = budget.acquire(work, PAUL).await.unwrap();
            drop(slot);
            end(tasks).await;
            assert_idle(&budget);
        }
    }

    #[tokio::test]
    async fn who_floods_every_kind_stands_in_nobody_elses_way() {
        let budget = WorkBudget::new();
        let mut floods = Vec::new();
        for work in HeavyWork::ALL {
            if work != HeavyWork::SignIn {
                floods.extend(flood(&budget, work, MARIE).await);
            }
        }
        assert_eq!(budget.lock().at_once.0.get(MARIE), MAX_AT_ONCE_PER_PERSON);
        let sign_ins = HeavyWork::SignIn.limits().slots;
        let mut slots = Vec::new();
        for _ in 0..sign_ins {
            slots.push(budget.acquire(HeavyWork::SignIn, unknown(1)).await.unwrap());
        }
        for work in HeavyWork::ALL {
            if work != HeavyWork::SignIn {
                drop(budget.acquire(work, PAUL).await.unwrap());
            }
        }
        drop(slots);
        end(floods).await;
        assert_idle(&budget);
    }

    #[tokio::test]
    async fn what_waits_for_ones_own_work_of_another_kind_is_done_after_it() {
        let budget = WorkBudget::new();
        let work = HeavyWork::FolderLook;
        budget.lock().kind(work).slots.limits.slots_per_person = MAX_AT_ONCE_PER_PERSON;
        let mut slots = Vec::new();
        for _ in 0..MAX_AT_ONCE_PER_PERSON {
            slots.push(budget.acquire(work, MARIE).await.unwrap());
        }
        let waits = tokio::spawn({
            let budget = Arc::clone(&budget);
            async move { budget.acquire(HeavyWork::PasswordHash, MARIE).await }
        });
        yield_now().await;
        assert!(!waits.is_finished());
        // Background work does not count, and the program has no such limit.
        drop(budget.acquire(HeavyWork::FileRemoval, MARIE).await.unwrap());
        drop(
            budget
                .acquire(HeavyWork::PasswordHash, WorkFor::Program)
                .await,
        );
        slots.pop();
        drop(waits.await.unwrap().unwrap());
        drop(slots);
        assert_idle(&budget);
    }
}
