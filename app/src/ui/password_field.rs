//! A password field: shown or hidden, checked while one types, scored by the server.

use std::time::Duration;

use leptos::ev::Event;
use leptos::html::Input;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::field::FieldState;
use super::{CopyButton, MadePassword, use_texts};
use crate::api::session::{score_password, suggest_password};
use crate::model::{Field, FieldError, Password, Strength};

/// How long one must pause before the server is asked.
const PAUSE: Duration = Duration::from_millis(300);

/// A labelled field for a password to be set.
#[component]
pub(crate) fn PasswordField(
    /// Its label.
    label: &'static str,
    /// What one should know to fill it.
    hint: &'static str,
    /// What the server found wrong with it.
    error: Signal<Option<FieldError>>,
    /// The name that the password protects, as typed.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let texts = use_texts();
    let key = Field::Password.key();
    let state = FieldState::new(error, move |text| {
        let name = name.get_untracked();
        Password::parse(text, name.trim()).err().map(Into::into)
    });
    let shown = RwSignal::new(false);
    let score = Action::new(|(password, name): &(String, String)| {
        let (password, name) = (password.clone(), name.clone());
        async move { score_password(password, name).await.ok() }
    });
    let strength = RwSignal::new(None);
    Effect::new(move || strength.set(score.value().get().flatten()));

    let waiting: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let stop_waiting = move || {
        if let Some(handle) = waiting.try_get_value().flatten() {
            handle.clear();
        }
    };
    // The form may be gone before the pause is over.
    on_cleanup(stop_waiting);
    let score_soon = move |password: String| {
        stop_waiting();
        strength.set(None);
        let name = name.get_untracked();
        if Password::parse(&password, name.trim()).is_ok() {
            let ask = move || {
                score.dispatch((password, name));
            };
            waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
        }
    };
    let made = use_context::<MadePassword>();
    let remember = move |password: String| {
        if let Some(made) = made {
            made.remember(password);
        }
    };
    // What was made for another form is forgotten, and so is what is typed over.
    remember(String::new());
    let on_input = move |event: Event| {
        remember(String::new());
        state.on_input(&event);
        score_soon(event_target_value(&event));
    };

    let input: NodeRef<Input> = NodeRef::new();
    let suggestion = Action::new(|name: &String| {
        let name = name.clone();
        async move { suggest_password(name).await.ok() }
    });
    Effect::new(move || {
        if let (Some(password), Some(input)) =
            (suggestion.value().get().flatten(), input.get_untracked())
        {
            input.set_value(&password);
            // Shown: it has to be handed on.
            shown.set(true);
            remember(password.clone());
            state.on_value(&password);
            score_soon(password);
        }
    });

    view! {
        <div class="field">
            <label for=key>{label}</label>
            <div class="password-input">
                <input
                    node_ref=input
                    type=move || if shown.get() { "text" } else { "password" }
                    id=key
                    name=key
                    autocomplete="new-password"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=format!("{key}-error {key}-strength {key}-hint")
                    aria-invalid=move || state.error.get().map(|_| "true")
                    on:input=on_input
                    on:change=move |event| state.on_change(&event)
                />
                <button
                    type="button"
                    class="button needs-script"
                    aria-controls=key
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { texts.hide_password } else { texts.show_password }}
                </button>
                <button
                    type="button"
                    class="button needs-script"
                    on:click=move |_| {
                        suggestion.dispatch(name.get_untracked());
                    }
                >
                    {texts.generate_password}
                </button>
                <CopyButton of=key />
            </div>
            <p class="field-error" id=format!("{key}-error") aria-live="polite">
                {move || state.error.get().map(texts.field_error)}
            </p>
            <p class="field-strength" id=format!("{key}-strength") aria-live="polite">
                {move || strength.get().map(|strength| view! { <StrengthMeter strength /> })}
            </p>
            <p class="field-hint" id=format!("{key}-hint")>
                {hint}
            </p>
        </div>
    }
}

/// How hard a password is to guess, as a bar and in words.
#[component]
fn StrengthMeter(
    /// How hard.
    strength: Strength,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <span class="strength" data-score=strength.0.to_string()>
            <span class="strength-bar" aria-hidden="true">
                <span></span>
                <span></span>
                <span></span>
                <span></span>
            </span>
            {(texts.strength)(strength)}
        </span>
    }
}
