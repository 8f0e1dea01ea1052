//! How hard a password is to guess.

use leptos::prelude::*;
use model::Strength;

use super::use_texts;

/// A bar, the same in words, and what is weak about the password.
#[component]
pub(super) fn StrengthMeter(
    /// What the server found.
    strength: Strength,
) -> impl IntoView {
    let texts = use_texts();
    let weakness = strength.weakness.map(|weakness| {
        view! { <span class="weakness">{(texts.account_form.weakness)(weakness)}</span> }
    });
    view! {
        <span class="strength" data-score=strength.score.to_string()>
            <span class="strength-bar" aria-hidden="true">
                <span></span>
                <span></span>
                <span></span>
                <span></span>
            </span>
            <span>{(texts.account_form.strength)(strength.score)}</span>
        </span>
        {weakness}
    }
}
