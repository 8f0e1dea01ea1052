//! Which accounts are selected, on whichever page of the list.

use leptos::prelude::*;
use model::FtpAccountListRow;

/// The selected accounts: some by name, or all that the list finds.
#[derive(Clone, Copy)]
pub(super) struct Selection {
    names: RwSignal<Vec<String>>,
    /// Whether all are selected that the list finds, on every page.
    pub(super) all_found: RwSignal<bool>,
}

impl Selection {
    /// Nothing.
    pub(super) fn new() -> Self {
        Self {
            names: RwSignal::new(Vec::new()),
            all_found: RwSignal::new(false),
        }
    }

    /// Selects what a form without scripts has selected.
    pub(super) fn restore(self, names: Vec<String>, all_found: bool) {
        self.names.set(names);
        self.all_found.set(all_found);
    }

    /// Selects what a person has ticked before the page knew of it.
    pub(super) fn take_up(self, ticked: &[String]) {
        for name in ticked {
            if !untrack(|| self.contains(name)) {
                self.set(name, true);
            }
        }
    }

    /// Whether an account is selected by its name.
    pub(super) fn contains(self, name: &str) -> bool {
        self.names.read().iter().any(|selected| selected == name)
    }

    /// How many are selected by name.
    pub(super) fn count(self) -> usize {
        self.names.read().len()
    }

    /// Whether nothing is selected.
    pub(super) fn is_empty(self) -> bool {
        !self.all_found.get() && self.names.read().is_empty()
    }

    /// Selects an account, or does not any more.
    pub(super) fn set(self, name: &str, is_selected: bool) {
        self.names.update(|names| {
            names.retain(|selected| selected != name);
            if is_selected {
                names.push(name.to_owned());
            }
        });
    }

    /// Selects the accounts of a page, or does not any more: all but the main one.
    pub(super) fn set_page(self, rows: &[FtpAccountListRow], is_selected: bool) {
        let page = || selectable(rows);
        self.names.update(|names| {
            names.retain(|selected| page().all(|name| name != selected));
            if is_selected {
                names.extend(page().map(ToOwned::to_owned));
            }
        });
    }

    /// Whether every account of a page is selected that can be.
    pub(super) fn has_page(self, rows: &[FtpAccountListRow]) -> bool {
        let names = self.names.read();
        let mut page = selectable(rows).peekable();
        page.peek().is_some() && page.all(|name| names.iter().any(|selected| selected == name))
    }

    /// Selects nothing any more.
    pub(super) fn clear(self) {
        self.names.set(Vec::new());
        self.all_found.set(false);
    }

    /// The names: those of the page in its order, then those of other pages.
    pub(super) fn names_in_order(self, rows: &[FtpAccountListRow]) -> Vec<String> {
        let mut names = self.names.get_untracked();
        let place = |name: &String| {
            let place = rows.iter().position(|row| row.name.as_str() == name);
            place.unwrap_or(usize::MAX)
        };
        names.sort_by_key(place);
        names
    }
}

fn selectable(rows: &[FtpAccountListRow]) -> impl Iterator<Item = &str> {
    let rows = rows.iter().filter(|row| !row.is_main);
    rows.map(|row| row.name.as_str())
}
