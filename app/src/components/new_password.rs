//! A new password for whoever is no panel user that is signed in.

use leptos::prelude::*;

use super::form::field_error;
use super::use_texts;
use crate::api::ApiError;
use model::{Field, FieldError};

/// A password that the person makes up, twice. Only the server judges it: whoever is not signed in
/// can ask neither for its strength nor for one that is made.
#[component]
pub(crate) fn NewPasswordFields(
    /// The label of the first.
    label: &'static str,
    /// Why the form was refused, if it was.
    error: Signal<Option<ApiError>>,
    /// Whether both are to be read on the screen.
    shown: RwSignal<bool>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <NewPasswordField
            field=Field::Password
            label
            hint=texts.account_form.password_hint
            error=field_error(error, Field::Password)
            shown
        />
        <NewPasswordField
            field=Field::RepeatedPassword
            label=texts.set_password.password_again
            error=field_error(error, Field::RepeatedPassword)
            shown
        />
    }
}

#[component]
fn NewPasswordField(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What one should know to fill it.
    #[prop(default = "")]
    hint: &'static str,
    /// What the server found wrong with it.
    error: Signal<Option<FieldError>>,
    /// Whether it is to be read on the screen.
    shown: RwSignal<bool>,
) -> impl IntoView {
    let texts = use_texts();
    let key = field.key();
    view! {
        <div class="field">
            <label for=key>{label}</label>
            <input
                type=move || if shown.get() { "text" } else { "password" }
                id=key
                name=key
                required
                autocomplete="new-password"
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

/// A button that shows both passwords and hides them again. Without scripts it is not offered.
#[component]
pub(crate) fn ShowPasswords(shown: RwSignal<bool>) -> impl IntoView {
    let words = &use_texts().account_form;
    view! {
        <button
            type="button"
            class="button needs-script"
            aria-pressed=move || shown.get().to_string()
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            {move || if shown.get() { words.hide_password } else { words.show_password }}
        </button>
    }
}
