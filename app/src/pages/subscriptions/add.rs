//! The form that adds a subscription, for administrators and resellers.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::subscriptions::{
    AddSubscription as AddSubscriptionAction, HostingChoices, NewSubscriptionChoices,
    subscription_choices,
};
use crate::components::{
    FormButtons, FormError, FormFields, Loaded, MadePassword, PasswordField, ProofField,
    SelectField, TextField, focus_first_invalid, form_error, use_texts,
};
use crate::pages::hosting::HostingFields;
use model::{Field, Login, SubscriptionForm, SystemUserChoice, Umask};

/// « Ajouter un abonnement ».
#[component]
pub(crate) fn AddSubscription() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.subscriptions.add />
        <Loaded
            source=|| ()
            fetch=|()| subscription_choices()
            view=move |choices| {
                view! {
                    <h1>{texts.subscriptions.add}</h1>
                    <AddSubscriptionForm choices />
                }
            }
        />
    }
}

#[component]
fn AddSubscriptionForm(choices: NewSubscriptionChoices) -> impl IntoView {
    const FIELDS: &[Field] = &[
        Field::Domain,
        Field::WebspaceRoot,
        Field::Owner,
        Field::AccountName,
        Field::Password,
        Field::SystemUser,
        Field::Umask,
        Field::Proof,
    ];
    let NewSubscriptionChoices { owners, hosting } = choices;
    let (webspace_bases, system_users) = hosting
        .map(|hosting: HostingChoices| (hosting.webspace_bases, hosting.system_users))
        .unzip();
    let texts = use_texts();
    let action = ServerAction::<AddSubscriptionAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    MadePassword::follow(action.pending(), error);
    // Where the browser chooses nothing, the first owner is chosen.
    let first_owner = owners.first().map(Login::to_string);
    let form = SubscriptionForm {
        owner: first_owner.unwrap_or_default(),
        umask: Umask::default().to_string(),
        ..SubscriptionForm::default()
    };
    let form = FormFields::new(form, error, SubscriptionForm::check);
    let owners = owners.into_iter();
    let owners = owners.map(|owner| (owner.to_string(), owner.to_string()));
    view! {
        <ActionForm action>
            <FormError error fields=FIELDS />
            <TextField
                state=form.field(Field::Domain)
                label=texts.subscriptions.domain
                hint=texts.subscriptions.domain_hint
            />
            {webspace_bases
                .map(|bases| {
                    view! {
                        <TextField
                            state=form.field(Field::WebspaceRoot)
                            label=texts.subscriptions.webspace_root
                            hint=(texts.subscriptions.webspace_root_hint)(&bases)
                        />
                    }
                })}
            <SelectField
                state=form.field(Field::Owner)
                label=texts.subscriptions.owner
                hint=texts.subscriptions.owner_hint
                choices=owners.collect()
            />
            <fieldset>
                <legend>{texts.subscriptions.main_account}</legend>
                <p class="field-hint">{texts.subscriptions.main_account_hint}</p>
                <TextField
                    state=form.field(Field::AccountName)
                    label=texts.account_form.ftp_account_name
                    hint=texts.account_form.ftp_account_name_hint
                />
                <PasswordField
                    state=form.field(Field::Password)
                    label=texts.account_form.ftp_password
                    hint=texts.account_form.password_hint
                    name=form.text(Field::AccountName)
                />
            </fieldset>
            {system_users.map(|choice| view! { <HostingFieldset form choice /> })}
            <ProofField error />
            <FormButtons cancel="/".into() pending=action.pending() />
        </ActionForm>
    }
}

/// Whom its files belong to.
#[component]
fn HostingFieldset(form: FormFields, choice: SystemUserChoice) -> impl IntoView {
    let texts = use_texts();
    view! {
        <fieldset>
            <legend>{texts.hosting.title}</legend>
            {match choice.is_possible {
                true => view! { <HostingFields form allowed=choice.allowed /> }.into_any(),
                false => view! { <p class="field-hint">{texts.hosting.impossible}</p> }.into_any(),
            }}
        </fieldset>
    }
}
