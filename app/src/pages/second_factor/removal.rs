//! Taking a second factor off: the folded form, and what the page shows afterwards.

use leptos::prelude::*;

use crate::api::ApiError;
use crate::components::{FormFunction, focus_first_invalid};

/// How many factors were taken off since the page was opened: it is asked for again then.
#[derive(Clone, Copy)]
pub(super) struct Removals(RwSignal<u32>);

impl Removals {
    /// Provides it to the forms of the page.
    pub(super) fn provide() -> Self {
        let removals = Self(RwSignal::new(0));
        provide_context(removals);
        removals
    }

    /// How many there were.
    pub(super) fn count(self) -> u32 {
        self.0.get()
    }
}

/// Has what the page shows asked for again once this has taken a factor off.
pub(super) fn refetch_after<F: FormFunction>(action: ServerAction<F>) {
    let Removals(removals) = expect_context();
    let value = action.value();
    Effect::new(move || {
        if value.read().as_ref().is_some_and(Result::is_ok) {
            removals.update(|removals| *removals += 1);
        }
    });
}

/// A form that asks for a proof of who one is, folded until one wants it or it was refused.
#[component]
pub(super) fn Removal(
    /// What it does.
    summary: String,
    /// Why it was refused, if it was.
    error: Signal<Option<ApiError>>,
    /// The form.
    children: Children,
) -> impl IntoView {
    focus_first_invalid(error);
    view! {
        <details class="advanced" open=error.get_untracked().is_some()>
            <summary>{summary}</summary>
            {children()}
        </details>
    }
}
