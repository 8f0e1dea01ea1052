//! The way between pages about one thing.

use leptos::prelude::*;

use super::{Icon, IconName};

/// Links to the pages about one thing, on each of which this stands.
#[component]
pub(crate) fn Tabs(
    /// What the pages are about.
    label: &'static str,
    /// The links.
    children: Children,
) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            {children()}
        </nav>
    }
}

/// A link of [`Tabs`].
#[component]
pub(crate) fn Tab(
    /// Stands before the words.
    icon: IconName,
    /// What the page is called.
    label: &'static str,
    /// Its address.
    address: String,
    /// Whether one is there.
    is_current: bool,
) -> impl IntoView {
    view! {
        <a href=address aria-current=is_current.then_some("page")>
            <Icon name=icon />
            {label}
        </a>
    }
}
