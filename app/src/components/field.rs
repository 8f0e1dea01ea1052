//! A labelled text field that is checked while one types.

use leptos::html::Input;
use leptos::prelude::*;

use super::{FieldState, use_texts};

/// A labelled text field with a hint below it, and what is wrong with it.
#[component]
pub(crate) fn TextField(
    /// Which field of the form, and what stands in it.
    state: FieldState,
    /// Its label.
    label: &'static str,
    /// What one should know to fill it.
    #[prop(into)]
    hint: Oco<'static, str>,
    /// The kind of field (HTML, "the input element").
    #[prop(default = "text")]
    kind: &'static str,
    /// What browsers may fill in (HTML, "autofill detail tokens").
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether the value is fixed.
    #[prop(default = false)]
    readonly: bool,
    /// What stands beside it.
    #[prop(optional)]
    beside: Option<AnyView>,
    /// What stands below it.
    #[prop(optional)]
    below: Option<AnyView>,
) -> impl IntoView {
    let texts = use_texts();
    let key = state.field.key();
    let input = NodeRef::<Input>::new();
    state.bind(input);
    view! {
        <div class="field">
            <label for=key>{label}</label>
            <div class="input-row">
                <input
                    node_ref=input
                    type=kind
                    id=key
                    name=key
                    value=state.text.get_untracked()
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    readonly=readonly
                    autofocus=state.autofocus
                    aria-describedby=format!("{key}-error {key}-hint")
                    aria-invalid=move || state.error.get().map(|_| "true")
                    on:input=move |event| state.type_in(event_target_value(&event))
                    on:change=move |_| state.leave()
                />
                {beside}
            </div>
            <p class="field-error" id=format!("{key}-error") aria-live="polite">
                {move || state.error.get().map(texts.field_error)}
            </p>
            <p class="field-hint" id=format!("{key}-hint")>
                {hint}
            </p>
            {below}
        </div>
    }
}
