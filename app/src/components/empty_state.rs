//! What stands where a list would, if there were anything in it.

use leptos::prelude::*;

use super::{Icon, IconName};

/// Says that there is nothing, and what to do next.
#[component]
pub(crate) fn EmptyState(
    /// What there would be.
    icon: IconName,
    /// That there is nothing, and why.
    #[prop(into)]
    text: Oco<'static, str>,
    /// What to do next: the words and the address of a link.
    #[prop(optional_no_strip)]
    next: Option<(&'static str, String)>,
) -> impl IntoView {
    let link = next.map(|(label, address)| {
        view! {
            <a class="button" href=address>
                {label}
            </a>
        }
    });
    view! {
        <div class="empty">
            <Icon name=icon />
            <p>{text}</p>
            {link}
        </div>
    }
}
