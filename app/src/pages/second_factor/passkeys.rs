//! The passkeys of a person: listed, added and removed.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::removal::{Removal, refetch_after};
use crate::api::second_factor::{RemovePasskey, add_passkey, begin_passkey};
use crate::components::{
    FieldState, FormError, FormFields, Isolated, PasskeyFailure, PasskeyFailureNotice, ProofField,
    TextField, Time, create_passkey, form_error, load_page, use_texts,
};
use model::{AppError, Field, PasskeyForm, PasskeyRow, SecretText};

/// The section of the passkeys.
#[component]
pub(super) fn Passkeys(
    /// Those that there are.
    passkeys: Vec<PasskeyRow>,
    /// Whether browsers have passkeys at this address.
    work_here: bool,
) -> impl IntoView {
    let texts = use_texts();
    let list = if passkeys.is_empty() {
        Either::Left(view! { <p>{texts.second_factor.no_passkeys}</p> })
    } else {
        Either::Right(view! {
            <ul class="passkeys">
                {passkeys
                    .into_iter()
                    .enumerate()
                    .map(|(number, passkey)| view! { <Passkey number passkey /> })
                    .collect_view()}
            </ul>
        })
    };
    let form = if work_here {
        Either::Left(view! { <AddPasskey /> })
    } else {
        let why = (texts.error)(&AppError::PasskeysUnavailable);
        Either::Right(view! { <p class="field-hint">{why}</p> })
    };
    view! {
        <section>
            <h2>{texts.second_factor.passkeys}</h2>
            <p>{texts.second_factor.passkeys_lead}</p>
            {list}
            {form}
        </section>
    }
}

#[component]
fn Passkey(number: usize, passkey: PasskeyRow) -> impl IntoView {
    let texts = use_texts();
    let PasskeyRow {
        name,
        added_at,
        last_used_at,
        host,
    } = passkey;
    let name = name.to_string();
    let action = ServerAction::<RemovePasskey>::new();
    refetch_after(action);
    let error = form_error(action);
    let used = match last_used_at {
        Some(at) => Either::Left(view! { <Time at /> }),
        None => Either::Right(texts.second_factor.never_used),
    };
    view! {
        <li>
            <h3>
                <Isolated text=name.clone() />
            </h3>
            <dl class="facts">
                <dt>{texts.second_factor.added}</dt>
                <dd>
                    <Time at=added_at />
                </dd>
                <dt>{texts.second_factor.last_used}</dt>
                <dd>{used}</dd>
                <dt>{texts.second_factor.passkey_host}</dt>
                <dd>{host}</dd>
            </dl>
            <Removal summary=(texts.second_factor.remove_passkey)(&name) error>
                <ActionForm action>
                    <FormError error fields=&[Field::Proof] />
                    <input type="hidden" name="passkey_name" value=name.clone() />
                    <ProofField error id=format!("proof-passkey-{number}") />
                    <button type="submit" class="button button-danger" disabled=action.pending()>
                        {(texts.second_factor.remove_passkey)(&name)}
                    </button>
                </ActionForm>
            </Removal>
        </li>
    }
}

/// The form that adds a passkey. Without scripts no browser has any.
#[component]
fn AddPasskey() -> impl IntoView {
    let texts = use_texts();
    let failure = RwSignal::new(None::<PasskeyFailure>);
    let refusal = Signal::derive(move || match failure.get() {
        Some(PasskeyFailure::Refused(error)) => Some(*error),
        _ => None,
    });
    // What is wrong with the name stands at its field.
    let other_failure = Signal::derive(move || {
        failure.get().filter(|failure| match failure {
            PasskeyFailure::Refused(error) => {
                let at_fields = [Field::PasskeyName, Field::Proof];
                at_fields
                    .iter()
                    .all(|field| error.field_error(*field).is_none())
            }
            _ => true,
        })
    });
    let form = FormFields::new(PasskeyForm::default(), refusal, |form: &PasskeyForm| {
        form.parse().err().unwrap_or_default()
    });
    let name: FieldState = form.field(Field::PasskeyName);
    let pending = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let proof = submitted_proof(&event);
        let form = PasskeyForm {
            passkey_name: name.text.get_untracked(),
        };
        failure.set(None);
        pending.set(true);
        spawn_local(async move {
            match add(form, proof).await {
                Ok(page) => load_page(&page),
                Err(why) => {
                    failure.set(Some(why));
                    pending.set(false);
                }
            }
        });
    };
    view! {
        <p class="without-scripts">{texts.second_factor.without_scripts}</p>
        <form class="needs-script" on:submit=submit>
            <PasskeyFailureNotice failure=other_failure />
            <TextField
                state=name
                label=texts.second_factor.passkey_name
                hint=texts.second_factor.passkey_name_hint
            />
            <ProofField error=refusal id="proof-passkey" />
            <div class="form-buttons">
                <button type="submit" class="button button-primary" disabled=pending>
                    {texts.second_factor.add_passkey}
                </button>
            </div>
        </form>
    }
}

/// Adds a passkey, and says where to go on.
async fn add(form: PasskeyForm, proof: SecretText) -> Result<String, PasskeyFailure> {
    let options = begin_passkey(proof, form.clone()).await?;
    let credential = create_passkey(&options).await?;
    Ok(add_passkey(credential, form).await?)
}

/// What was typed into the form's [`ProofField`]; empty if it is not there.
fn submitted_proof(event: &leptos::ev::SubmitEvent) -> SecretText {
    let form = event_target::<web_sys::HtmlFormElement>(event);
    let fields = web_sys::FormData::new_with_form(&form);
    let proof = fields
        .ok()
        .and_then(|fields| fields.get(Field::Proof.key()).as_string());
    proof.unwrap_or_default().as_str().into()
}
