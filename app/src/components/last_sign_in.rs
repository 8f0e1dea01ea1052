//! When an account last signed in.

use leptos::prelude::*;
use model::UtcTime;

use super::use_texts;

/// When an account last signed in.
#[component]
pub(crate) fn LastSignIn(
    /// When; none if never.
    at: Option<UtcTime>,
) -> impl IntoView {
    let texts = use_texts();
    match at {
        Some(at) => view! { <time datetime=at.rfc3339()>{(texts.date_time)(at)}</time> }.into_any(),
        None => texts.common.never.into_any(),
    }
}
