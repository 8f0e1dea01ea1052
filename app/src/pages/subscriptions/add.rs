//! The form that adds a subscription, for administrators.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::subscriptions::{AddSubscription as AddSubscriptionAction, subscription_owners};
use crate::components::{
    FormButtons, FormError, FormValues, Loaded, PasswordField, TextField, field_error,
    focus_first_invalid, form_error, use_texts,
};
use model::{AccountName, DomainName, Field, Login, WebspaceRoot};

/// « Ajouter un abonnement ».
#[component]
pub(crate) fn AddSubscription() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.subscriptions.add />
        <Loaded
            source=|| ()
            fetch=|()| subscription_owners()
            view=move |owners| {
                view! {
                    <h1>{texts.subscriptions.add}</h1>
                    <AddSubscriptionForm owners />
                }
            }
        />
    }
}

#[component]
fn AddSubscriptionForm(owners: Vec<Login>) -> impl IntoView {
    const FIELDS: &[Field] = &[
        Field::Domain,
        Field::WebspaceRoot,
        Field::Owner,
        Field::AccountName,
        Field::Password,
    ];
    let texts = use_texts();
    let action = ServerAction::<AddSubscriptionAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let submitted = FormValues::submitted(error);
    let typed = move |field| submitted.get(field).unwrap_or_default();
    let name = RwSignal::new(typed(Field::AccountName));
    view! {
        <ActionForm action>
            <FormError error fields=FIELDS />
            <TextField
                field=Field::Domain
                label=texts.subscriptions.domain
                hint=texts.subscriptions.domain_hint
                value=typed(Field::Domain)
                error=field_error(error, Field::Domain)
                check=|_, text| DomainName::parse(text).err().map(Into::into)
            />
            <TextField
                field=Field::WebspaceRoot
                label=texts.subscriptions.webspace_root
                hint=texts.subscriptions.webspace_root_hint
                value=typed(Field::WebspaceRoot)
                error=field_error(error, Field::WebspaceRoot)
                check=|_, text| WebspaceRoot::parse(text).err().map(Into::into)
            />
            <OwnerField
                owners
                chosen=typed(Field::Owner)
                error=field_error(error, Field::Owner)
            />
            <fieldset>
                <legend>{texts.subscriptions.main_account}</legend>
                <p class="field-hint">{texts.subscriptions.main_account_hint}</p>
                <TextField
                    field=Field::AccountName
                    label=texts.account_form.ftp_account_name
                    hint=texts.account_form.ftp_account_name_hint
                    value=name.get_untracked()
                    error=field_error(error, Field::AccountName)
                    check=|_, text| AccountName::parse(text).err().map(Into::into)
                    on_value=Callback::new(move |value| name.set(value))
                />
                <PasswordField
                    label=texts.account_form.ftp_password
                    hint=texts.account_form.password_hint
                    error=field_error(error, Field::Password)
                    name
                />
            </fieldset>
            <FormButtons cancel="/".into() pending=action.pending() />
        </ActionForm>
    }
}

#[component]
fn OwnerField(
    owners: Vec<Login>,
    chosen: String,
    error: Signal<Option<model::FieldError>>,
) -> impl IntoView {
    let texts = use_texts();
    let option = |owner: Login| {
        let selected = owner.as_str() == chosen;
        view! {
            <option value=owner.to_string() selected=selected>
                {owner.to_string()}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for="owner">{texts.subscriptions.owner}</label>
            <select
                id="owner"
                name="owner"
                aria-describedby="owner-error owner-hint"
                aria-invalid=move || error.get().map(|_| "true")
            >
                {owners.into_iter().map(option).collect_view()}
            </select>
            <p class="field-error" id="owner-error" aria-live="polite">
                {move || error.get().map(texts.field_error)}
            </p>
            <p class="field-hint" id="owner-hint">
                {texts.subscriptions.owner_hint}
            </p>
        </div>
    }
}
