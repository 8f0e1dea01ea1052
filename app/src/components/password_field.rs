//! A password field: shown or hidden, checked while one types, scored by the server.

use leptos::ev::Event;
use leptos::prelude::*;

use super::field::FieldState;
use super::strength_meter::StrengthMeter;
use super::{CopyButton, DebouncedQuery, MadePassword, use_texts};
use crate::api::session::{score_password, suggest_password};
use model::{Field, FieldError, Password};

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
    let strength = DebouncedQuery::new(|(password, name)| score_password(password, name));
    let score = move |password: String| {
        let name = name.get_untracked();
        let acceptable = Password::parse(&password, name.trim()).is_ok();
        strength.ask(acceptable.then_some((password, name)));
    };
    let made = use_context::<MadePassword>();
    let remember = move |password: String| {
        if let Some(made) = made {
            made.remember(password);
        }
    };
    // What was made for another form is forgotten, and so is what is typed over.
    remember(String::new());
    let value = RwSignal::new(String::new());
    let on_input = move |event: Event| {
        remember(String::new());
        value.set(event_target_value(&event));
        state.on_input(&event);
        score(event_target_value(&event));
    };
    let suggestion = Action::new(|name: &String| suggest_password(name.clone()));
    Effect::new(move || {
        if let Some(Ok(password)) = suggestion.value().get() {
            value.set(password.clone());
            // Shown: it has to be handed to somebody.
            shown.set(true);
            remember(password.clone());
            state.on_value(&password);
            score(password);
        }
    });
    let meter = move || {
        strength
            .answer()
            .get()
            .map(|strength| view! { <StrengthMeter strength /> })
    };

    view! {
        <div class="field">
            <label for=key>{label}</label>
            <div class="input-row">
                <input
                    type=move || if shown.get() { "text" } else { "password" }
                    id=key
                    name=key
                    prop:value=value
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
                    {move || if shown.get() { texts.account_form.hide_password } else { texts.account_form.show_password }}
                </button>
                <button
                    type="button"
                    class="button needs-script"
                    on:click=move |_| { suggestion.dispatch(name.get_untracked()); }
                >
                    {texts.account_form.generate_password}
                </button>
                <CopyButton text=value />
            </div>
            <p class="field-error" id=format!("{key}-error") aria-live="polite">
                {move || state.error.get().map(texts.field_error)}
            </p>
            <p class="field-strength" id=format!("{key}-strength") aria-live="polite">
                {meter}
            </p>
            <p class="field-hint" id=format!("{key}-hint")>
                {hint}
            </p>
        </div>
    }
}
