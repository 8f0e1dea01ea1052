//! A password field: shown or hidden, checked while one types, scored by the server.

use leptos::ev::Event;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::ask::{Said, ask};
use super::field::FieldState;
use super::{CopyButton, MadePassword, use_texts};
use crate::api::ApiError;
use crate::api::session::{ScorePassword, SuggestPassword};
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
    let strength = Said::of::<ScorePassword>();
    let score_soon = move |password: String| {
        let name = name.get_untracked();
        let sound = Password::parse(&password, name.trim()).is_ok();
        strength.ask_soon(sound.then(|| vec![("password", password), ("name", name)]));
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
    let fill = move |suggestion: Result<String, ApiError>| {
        if let (Ok(password), Some(Some(input))) = (suggestion, input.try_get_untracked()) {
            input.set_value(&password);
            // Shown: it has to be handed on.
            shown.set(true);
            remember(password.clone());
            state.on_value(&password);
            score_soon(password);
        }
    };
    let suggest = move |_| {
        let arguments = vec![("name", name.get_untracked())];
        ask(SuggestPassword::PATH, arguments, Box::new(fill));
    };

    view! {
        <div class="field">
            <label for=key>{label}</label>
            <div class="input-row">
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
                    {move || if shown.get() { texts.account_form.hide_password } else { texts.account_form.show_password }}
                </button>
                <button
                    type="button"
                    class="button needs-script"
                    on:click=suggest
                >
                    {texts.account_form.generate_password}
                </button>
                <CopyButton of=key />
            </div>
            <p class="field-error" id=format!("{key}-error") aria-live="polite">
                {move || state.error.get().map(texts.field_error)}
            </p>
            <p
                class="field-strength"
                id=format!("{key}-strength")
                aria-live="polite"
                inner_html=move || strength.html().get()
            ></p>
            <p class="field-hint" id=format!("{key}-hint")>
                {hint}
            </p>
        </div>
    }
}
