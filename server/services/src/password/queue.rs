//! The queue of heavy work, fair to whoever waits in it.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::AppError;
use tokio::sync::oneshot;

/// For whom work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WorkFor {
    /// People who are signed in, or have a one-time link.
    SignedIn,
    /// A sign-in from a network where its name lately signed in.
    KnownNetwork(IpAddr),
    /// Any other sign-in, by its network.
    UnknownNetwork(IpAddr),
}

/// Hands out a number of slots, to each client in its turn.
///
/// When as much waits as may, whoever has the most waiting loses the last of it to a client that
/// has less, and an unknown network to everybody else: who floods the server with sign-ins keeps
/// none but its own from being checked.
pub(super) struct FairQueue {
    max_waiting: usize,
    state: Mutex<State>,
}

struct State {
    free: usize,
    /// What waits, of each client that has any.
    waiting: HashMap<WorkFor, VecDeque<oneshot::Sender<()>>>,
    /// The clients that have any, in the order of their turns.
    turns: VecDeque<WorkFor>,
}

impl FairQueue {
    pub(super) fn new(slots: usize, max_waiting: usize) -> Arc<Self> {
        Arc::new(Self {
            max_waiting,
            state: Mutex::new(State {
                free: slots,
                waiting: HashMap::new(),
                turns: VecDeque::new(),
            }),
        })
    }

    /// Waits for a slot.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much waits already, at once or when others come.
    pub(super) async fn acquire(self: &Arc<Self>, client: WorkFor) -> Result<Slot, AppError> {
        let receiver = {
            let mut state = self.lock();
            if state.free > 0 {
                state.free -= 1;
                return Ok(Slot(Arc::clone(self)));
            }
            if state.count() >= self.max_waiting {
                state.make_room(client)?;
            }
            state.push(client)
        };
        let mut waiting = Waiting {
            queue: self,
            receiver,
        };
        match (&mut waiting.receiver).await {
            Ok(()) => Ok(Slot(Arc::clone(self))),
            Err(_) => Err(AppError::Busy),
        }
    }

    fn release(&self) {
        let mut state = self.lock();
        while let Some(next) = state.pop() {
            // Whoever does not wait any more is left out.
            if next.send(()).is_ok() {
                return;
            }
        }
        state.free += 1;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn count(&self) -> usize {
        self.waiting.values().map(VecDeque::len).sum()
    }

    fn push(&mut self, client: WorkFor) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        let waiting = self.waiting.entry(client).or_default();
        if waiting.is_empty() {
            self.turns.push_back(client);
        }
        waiting.push_back(sender);
        receiver
    }

    fn pop(&mut self) -> Option<oneshot::Sender<()>> {
        let client = self.turns.pop_front()?;
        let waiting = self.waiting.get_mut(&client)?;
        let next = waiting.pop_front();
        if waiting.is_empty() {
            self.waiting.remove(&client);
        } else {
            self.turns.push_back(client);
        }
        next
    }

    /// Makes room for one more of a client, at the cost of whoever does not wait any more, or has
    /// more waiting.
    fn make_room(&mut self, client: WorkFor) -> Result<(), AppError> {
        let before = self.count();
        for waiting in self.waiting.values_mut() {
            waiting.retain(|sender| !sender.is_closed());
        }
        if self.count() == before {
            let rank = |client: &WorkFor, count| {
                let is_unknown = matches!(client, WorkFor::UnknownNetwork(_));
                (is_unknown, count)
            };
            let own = 1 + self.waiting.get(&client).map_or(0, VecDeque::len);
            let (_, most) = self
                .waiting
                .iter_mut()
                .max_by_key(|(of, waiting)| rank(of, waiting.len()))
                .filter(|(of, waiting)| rank(of, waiting.len()) > rank(&client, own))
                .ok_or(AppError::Busy)?;
            most.pop_back();
        }
        self.waiting.retain(|_, waiting| !waiting.is_empty());
        self.turns.retain(|of| self.waiting.contains_key(of));
        Ok(())
    }
}

/// A slot of the queue; the next one gets it when it is dropped.
pub(super) struct Slot(Arc<FairQueue>);

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.release();
    }
}

/// Waits for a slot. Dropped, it passes on one that came too late.
struct Waiting<'a> {
    queue: &'a FairQueue,
    receiver: oneshot::Receiver<()>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.receiver.close();
        if self.receiver.try_recv().is_ok() {
            self.queue.release();
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use tokio::task::JoinHandle;

    use super::*;

    fn unknown(last: u8) -> WorkFor {
        WorkFor::UnknownNetwork(IpAddr::from([192, 0, 2, last]))
    }

    fn known(last: u8) -> WorkFor {
        WorkFor::KnownNetwork(IpAddr::from([192, 0, 2, last]))
    }

    type Outcome = JoinHandle<Result<WorkFor, AppError>>;

    /// Queues work that is done at once when its turn comes.
    async fn queue(queue: &Arc<FairQueue>, order: &Order, client: WorkFor) -> Outcome {
        let (queue, order) = (Arc::clone(queue), Arc::clone(order));
        let task = tokio::spawn(async move {
            let _slot = queue.acquire(client).await?;
            order.lock().unwrap().push(client);
            Ok(client)
        });
        tokio::task::yield_now().await;
        task
    }

    type Order = Arc<Mutex<Vec<WorkFor>>>;

    #[tokio::test]
    async fn each_client_has_its_turn() {
        let (fair, order) = (FairQueue::new(1, 9), Order::default());
        let slot = fair.acquire(unknown(1)).await.unwrap();
        let mut tasks = Vec::new();
        for client in [unknown(1), unknown(1), unknown(1), unknown(2), known(3)] {
            tasks.push(queue(&fair, &order, client).await);
        }
        drop(slot);
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let expected = [unknown(1), unknown(2), known(3), unknown(1), unknown(1)];
        assert_eq!(*order.lock().unwrap(), expected);
        assert_eq!(fair.lock().free, 1);
    }

    #[tokio::test]
    async fn who_has_the_most_waiting_gives_way() {
        let (fair, order) = (FairQueue::new(1, 3), Order::default());
        let slot = fair.acquire(unknown(1)).await.unwrap();
        let mut flood = Vec::new();
        for _ in 0..4 {
            flood.push(queue(&fair, &order, unknown(1)).await);
        }
        assert_eq!(flood.pop().unwrap().await.unwrap(), Err(AppError::Busy));
        let other = queue(&fair, &order, unknown(2)).await;
        assert_eq!(flood.pop().unwrap().await.unwrap(), Err(AppError::Busy));
        // One each is fair, but those who are known come first.
        let third = queue(&fair, &order, unknown(3)).await;
        assert_eq!(flood.pop().unwrap().await.unwrap(), Err(AppError::Busy));
        let fourth = queue(&fair, &order, unknown(4)).await;
        assert_eq!(fourth.await.unwrap(), Err(AppError::Busy));
        let mut welcome = Vec::new();
        for client in [known(4), known(4), WorkFor::SignedIn] {
            welcome.push(queue(&fair, &order, client).await);
        }
        for refused in [flood.pop().unwrap(), other, third] {
            assert_eq!(refused.await.unwrap(), Err(AppError::Busy));
        }
        let late = queue(&fair, &order, unknown(5)).await;
        assert_eq!(late.await.unwrap(), Err(AppError::Busy));
        drop(slot);
        for task in welcome {
            task.await.unwrap().unwrap();
        }
        assert_eq!(fair.lock().free, 1);
    }

    #[tokio::test]
    async fn who_does_not_wait_any_more_takes_no_place() {
        let (fair, order) = (FairQueue::new(1, 2), Order::default());
        let slot = fair.acquire(unknown(1)).await.unwrap();
        for _ in 0..2 {
            let gone = queue(&fair, &order, known(1)).await;
            gone.abort();
            let _ = gone.await;
        }
        let task = queue(&fair, &order, unknown(2)).await;
        // A slot that comes too late for one goes to the next.
        drop(slot);
        task.abort();
        let _ = task.await;
        fair.acquire(unknown(3)).await.unwrap();
        let state = fair.lock();
        assert_eq!((state.free, state.count(), state.turns.len()), (1, 0, 0));
    }
}
