//! A queue from which each client is served in its turn.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// What waits, by client: first come, first served among what one client has, and in turns among
/// the clients.
pub(crate) struct Turns<Client, Item> {
    /// What waits, of each client that has any.
    waiting: HashMap<Client, VecDeque<Item>>,
    /// The clients that have any, in the order of their turns.
    turns: VecDeque<Client>,
}

impl<Client, Item> Default for Turns<Client, Item> {
    fn default() -> Self {
        Self {
            waiting: HashMap::new(),
            turns: VecDeque::new(),
        }
    }
}

impl<Client: Copy + Eq + Hash, Item> Turns<Client, Item> {
    /// How much waits.
    pub(crate) fn len(&self) -> usize {
        self.waiting.values().map(VecDeque::len).sum()
    }

    /// How much waits of one client.
    pub(crate) fn len_of(&self, client: Client) -> usize {
        self.waiting.get(&client).map_or(0, VecDeque::len)
    }

    /// The clients of which something waits, and how much.
    pub(crate) fn clients(&self) -> impl Iterator<Item = (Client, usize)> {
        self.waiting
            .iter()
            .map(|(client, items)| (*client, items.len()))
    }

    /// What waits of one client.
    pub(crate) fn items_of(&self, client: Client) -> impl Iterator<Item = &Item> {
        self.waiting.get(&client).into_iter().flatten()
    }

    /// Appends to what waits of a client.
    pub(crate) fn push(&mut self, client: Client, item: Item) {
        let items = self.waiting.entry(client).or_default();
        if items.is_empty() {
            self.turns.push_back(client);
        }
        items.push_back(item);
    }

    /// Takes the first item of the client whose turn it is.
    pub(crate) fn pop(&mut self) -> Option<(Client, Item)> {
        self.pop_where(|_| true)
    }

    /// Takes the first item of the first client in turn that `may` have one. The clients before it
    /// keep their turns.
    pub(crate) fn pop_where(&mut self, may: impl Fn(Client) -> bool) -> Option<(Client, Item)> {
        let turn = self.turns.iter().position(|client| may(*client))?;
        let client = self.turns.remove(turn)?;
        let items = self.waiting.get_mut(&client)?;
        let item = items.pop_front()?;
        if items.is_empty() {
            self.waiting.remove(&client);
        } else {
            self.turns.push_back(client);
        }
        Some((client, item))
    }

    /// Drops the last item of a client.
    pub(crate) fn drop_last_of(&mut self, client: Client) {
        if let Some(items) = self.waiting.get_mut(&client) {
            items.pop_back();
        }
        self.forget_empty();
    }

    /// Keeps only some items.
    pub(crate) fn retain(&mut self, keep: impl Fn(&Item) -> bool) {
        for items in self.waiting.values_mut() {
            items.retain(&keep);
        }
        self.forget_empty();
    }

    /// Keeps only some items of a client.
    pub(crate) fn retain_of(&mut self, client: Client, keep: impl Fn(&Item) -> bool) {
        if let Some(items) = self.waiting.get_mut(&client) {
            items.retain(keep);
        }
        self.forget_empty();
    }

    fn forget_empty(&mut self) {
        self.waiting.retain(|_, items| !items.is_empty());
        self.turns
            .retain(|client| self.waiting.contains_key(client));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_has_its_turn() {
        let mut turns = Turns::default();
        for (client, item) in [(1, 'a'), (1, 'b'), (1, 'c'), (2, 'd'), (3, 'e')] {
            turns.push(client, item);
        }
        assert_eq!((turns.len(), turns.len_of(1), turns.len_of(4)), (5, 3, 0));
        // Who may have nothing now keeps the turn.
        assert_eq!(turns.pop_where(|client| client == 3), Some((3, 'e')));
        let order: Vec<_> = std::iter::from_fn(|| turns.pop()).collect();
        assert_eq!(order, [(1, 'a'), (2, 'd'), (1, 'b'), (1, 'c')]);
    }

    #[test]
    fn what_is_dropped_leaves_no_turn_behind() {
        let mut turns = Turns::default();
        for (client, item) in [(1, 'a'), (2, 'b'), (2, 'c'), (3, 'd')] {
            turns.push(client, item);
        }
        turns.drop_last_of(1);
        turns.retain_of(2, |item| *item != 'b');
        turns.retain(|item| *item != 'd');
        assert_eq!(turns.items_of(2).collect::<Vec<_>>(), [&'c']);
        assert_eq!(turns.clients().collect::<Vec<_>>(), [(2, 1)]);
        assert_eq!(turns.pop(), Some((2, 'c')));
        assert_eq!(turns.pop(), None);
    }
}
