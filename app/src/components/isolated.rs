//! Text that a person typed, or that a disk or a client named.

use leptos::prelude::*;
use model::visible;

/// Shows it in its own direction, which does not reach beyond it, and makes characters visible that
/// would turn the direction.
#[component]
pub(crate) fn Isolated(
    /// The text.
    text: String,
) -> impl IntoView {
    view! { <bdi>{visible(&text).into_owned()}</bdi> }
}
