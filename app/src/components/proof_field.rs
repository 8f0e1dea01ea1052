//! The field in which a person proves again who they are, in the form for which it is needed.

use leptos::either::Either;
use leptos::html::{Input, P};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::field_error;
use super::passkey::{PasskeyFailure, PasskeyFailureNotice, get_passkey};
use super::use_texts;
use crate::api::ApiError;
use crate::api::proof::{ask_passkey_proof, proof_due, prove_by_passkey};
use model::{AppError, Field, ProofChoice};

/// Asks for the person's own password where it is needed for this form: from the beginning if it is
/// known then, so that nothing has to be filled in twice, or once the server has said so. It is sent
/// with the form, as `proof`. With scripts, whoever has a passkey may use that instead, before the
/// form is sent.
///
/// Whatever else a person can prove it by belongs here too.
#[component]
pub(crate) fn ProofField(
    /// Why the form was refused, if it was.
    #[prop(into)]
    error: Signal<Option<ApiError>>,
    /// The `id` of the input: of two forms on a page each needs its own.
    #[prop(into, default = Field::Proof.key().into())]
    id: String,
) -> impl IntoView {
    let id = StoredValue::new(id);
    let choice = Resource::new_blocking(|| (), |()| proof_due());
    let proved = RwSignal::new(false);
    Effect::new(move || {
        // What was proved before the form was sent was too long ago then.
        if error.read().as_ref().is_some_and(asks) {
            proved.set(false);
        }
    });
    let draw = move || {
        Suspend::new(async move {
            let ProofChoice { is_due, passkey } = choice.await.unwrap_or_default();
            // Who has proved it, and was refused for another reason, is not asked again.
            let is_needed = Memo::new(move |_| error.read().as_ref().map_or(is_due, asks));
            move || {
                is_needed.get().then(|| match proved.get() {
                    true => Either::Left(view! { <IsProved /> }),
                    false => Either::Right(view! {
                        <PasswordInput error id=id.get_value() />
                        {passkey.then(|| view! { <PasskeyButton proved /> })}
                    }),
                })
            }
        })
    };
    view! { <Transition fallback=|| ()>{draw}</Transition> }
}

fn asks(error: &ApiError) -> bool {
    error.error == AppError::ProofRequired || error.field_error(Field::Proof).is_some()
}

#[component]
fn PasswordInput(error: Signal<Option<ApiError>>, id: String) -> impl IntoView {
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
            <label for=id.clone()>{texts.panel_user.proof}</label>
            <input
                node_ref=input
                type="password"
                id=id.clone()
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

/// Proves it with a passkey, in the place of the password. Without scripts it is not offered.
#[component]
fn PasskeyButton(
    /// Whether it was proved.
    proved: RwSignal<bool>,
) -> impl IntoView {
    let texts = use_texts();
    let failure = RwSignal::new(None);
    let pending = RwSignal::new(false);
    let press = move |_| {
        failure.set(None);
        pending.set(true);
        spawn_local(async move {
            match prove().await {
                Ok(()) => proved.set(true),
                Err(why) => {
                    failure.set(Some(why));
                    pending.set(false);
                }
            }
        });
    };
    view! {
        <div class="needs-script">
            <PasskeyFailureNotice failure />
            <button type="button" class="button" disabled=pending on:click=press>
                {texts.second_factor.use_passkey}
            </button>
        </div>
    }
}

async fn prove() -> Result<(), PasskeyFailure> {
    let options = ask_passkey_proof().await?;
    let credential = get_passkey(&options).await?;
    Ok(prove_by_passkey(credential).await?)
}

/// Says that it was proved, where the cursor was.
#[component]
fn IsProved() -> impl IntoView {
    let texts = use_texts();
    let text = NodeRef::<P>::new();
    Effect::new(move || {
        if let Some(text) = text.get() {
            let _ = text.focus();
        }
    });
    view! {
        <p node_ref=text class="field-hint" tabindex="-1">
            {texts.panel_user.is_proved}
        </p>
    }
}
