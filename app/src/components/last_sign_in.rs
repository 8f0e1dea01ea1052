//! When an account last signed in.

use leptos::prelude::*;
use model::UtcTime;

use super::{Time, use_texts};

/// When an account last signed in.
#[component]
pub(crate) fn LastSignIn(
    /// When; none if never.
    at: Option<UtcTime>,
) -> impl IntoView {
    let texts = use_texts();
    match at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => texts.common.never.into_any(),
    }
}
