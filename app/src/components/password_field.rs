//! A password field: shown or hidden, checked while one types, scored by the server.

use leptos::html::Input;
use leptos::prelude::*;

use super::strength_meter::StrengthMeter;
use super::{CopyButton, DebouncedQuery, FieldState, MadePassword, use_texts};
use crate::api::session::{score_password, suggest_password};

/// A labelled field for a password to be set.
#[component]
pub(crate) fn PasswordField(
    /// Which field of the form, and what stands in it.
    state: FieldState,
    /// Its label.
    label: &'static str,
    /// What one should know to fill it.
    hint: &'static str,
    /// The name that the password protects, as typed.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let texts = use_texts();
    let key = state.field.key();
    let input = NodeRef::<Input>::new();
    state.bind(input);
    let shown = RwSignal::new(false);
    let strength = DebouncedQuery::new(|(password, name)| score_password(password, name));
    Effect::new(move || {
        let password = state.text.get();
        let acceptable = !password.is_empty() && state.broken_rule().is_none();
        strength.ask(acceptable.then(|| (password, name.get_untracked())));
    });
    let made = use_context::<MadePassword>();
    let remember = move |password: String| {
        if let Some(made) = made {
            made.remember(password);
        }
    };
    // What was made for another form is forgotten, and so is what is typed over.
    remember(String::new());
    let type_in = move |password: String| {
        remember(String::new());
        state.type_in(password);
    };
    let suggestion = Action::new(|name: &String| suggest_password(name.clone()));
    Effect::new(move || {
        if let Some(Ok(password)) = suggestion.value().get() {
            // Shown: it has to be handed to somebody.
            shown.set(true);
            remember(password.clone());
            state.fill_in(password);
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
                    node_ref=input
                    type=move || if shown.get() { "text" } else { "password" }
                    id=key
                    name=key
                    autocomplete="new-password"
                    autocapitalize="none"
                    spellcheck="false"
                    autofocus=state.autofocus
                    aria-describedby=format!("{key}-error {key}-strength {key}-hint")
                    aria-invalid=move || state.error.get().map(|_| "true")
                    on:input=move |event| type_in(event_target_value(&event))
                    on:change=move |_| state.leave()
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
                <CopyButton text=state.text />
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
