//! The field in which a person proves again who they are, in the form for which it is needed.

use leptos::html::Input;
use leptos::prelude::*;

use super::form::field_error;
use super::use_texts;
use crate::api::ApiError;
use crate::api::session::proof_is_due;
use model::{AppError, Field};

/// Asks for the person's own password where it is needed for this form: from the beginning if it is
/// known then, so that nothing has to be filled in twice, or once the server has said so. It is sent
/// with the form, as `proof`.
///
/// Whatever else a person can prove it by belongs here too.
#[component]
pub(crate) fn ProofField(
    /// Why the form was refused, if it was.
    #[prop(into)]
    error: Signal<Option<ApiError>>,
    /// The `id` of the input: of two forms on a page each needs its own.
    #[prop(default = Field::Proof.key())]
    id: &'static str,
) -> impl IntoView {
    let due = Resource::new_blocking(|| (), |()| proof_is_due());
    let draw = move || {
        Suspend::new(async move {
            let is_due = matches!(due.await, Ok(true));
            // Who has proved it, and was refused for another reason, is not asked again.
            let is_needed = Memo::new(move |_| error.read().as_ref().map_or(is_due, asks));
            move || {
                is_needed
                    .get()
                    .then(|| view! { <PasswordInput error id /> })
            }
        })
    };
    view! { <Transition fallback=|| ()>{draw}</Transition> }
}

fn asks(error: &ApiError) -> bool {
    error.error == AppError::ProofRequired || error.field_error(Field::Proof).is_some()
}

#[component]
fn PasswordInput(error: Signal<Option<ApiError>>, id: &'static str) -> impl IntoView {
    let texts = use_texts();
    let wrong = field_error(error, Field::Proof);
    let is_asked = error.read_untracked().is_some();
    let input = NodeRef::<Input>::new();
    // With scripts it appears in a page that is there already.
    Effect::new(move || {
        if let Some(input) = input.get().filter(|_| is_asked) {
            let _ = input.focus();
        }
    });
    view! {
        <div class="field">
            <label for=id>{texts.panel_user.proof}</label>
            <input
                node_ref=input
                type="password"
                id=id
                name=Field::Proof.key()
                required
                autofocus=is_asked
                autocomplete="current-password"
                aria-describedby=format!("{id}-error {id}-hint")
                aria-invalid=move || wrong.get().map(|_| "true")
            />
            <p class="field-error" id=format!("{id}-error") aria-live="polite">
                {move || wrong.get().map(texts.field_error)}
            </p>
            <p class="field-hint" id=format!("{id}-hint")>
                {texts.panel_user.proof_hint}
            </p>
        </div>
    }
}
