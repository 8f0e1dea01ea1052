//! A field for a code that one types off another screen, or off paper.

use leptos::prelude::*;
use model::{Field, FieldError};

use super::use_texts;

/// A labelled field for a code.
#[component]
pub(crate) fn CodeField(
    /// Which code.
    field: Field,
    /// Its label.
    label: &'static str,
    /// Where one finds it.
    hint: &'static str,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<FieldError>>,
    /// Which keys a phone offers for it (HTML, "inputmode").
    #[prop(default = "text")]
    keys: &'static str,
    /// Whether the cursor begins here.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let texts = use_texts();
    let key = field.key();
    // Phones and password managers fill in the codes of apps, and no others.
    let autocomplete = match field {
        Field::Code => "one-time-code",
        _ => "off",
    };
    view! {
        <div class="field">
            <label for=key>{label}</label>
            <input
                type="text"
                id=key
                name=key
                required
                autofocus=autofocus
                inputmode=keys
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=format!("{key}-error {key}-hint")
                aria-invalid=move || error.get().map(|_| "true")
            />
            <p class="field-error" id=format!("{key}-error") aria-live="polite">
                {move || error.get().map(texts.field_error)}
            </p>
            <p class="field-hint" id=format!("{key}-hint")>
                {hint}
            </p>
        </div>
    }
}
