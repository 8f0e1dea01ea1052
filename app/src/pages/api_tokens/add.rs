//! The form that adds an API token.

use leptos::prelude::*;
use leptos_meta::Title;

use super::Breadcrumb;
use crate::api::api_tokens::AddApiToken as AddAction;
use crate::components::{
    FormButtons, FormError, FormFields, ProofField, SelectField, TextField, TimeZoneField,
    focus_first_invalid, form_error, use_local_time, use_texts,
};
use crate::routes;
use model::{ApiAccess, ApiTokenForm, Field, UtcTime};

const FIELDS: &[Field] = &[
    Field::ApiTokenName,
    Field::ApiTokenAccess,
    Field::ApiTokenReach,
    Field::ApiTokenSubscriptions,
    Field::ApiTokenExpiry,
    Field::ApiTokenAddresses,
    Field::Proof,
];

/// « Ajouter un jeton d'API ».
#[component]
pub(crate) fn AddApiToken() -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AddAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let clock = use_local_time().fixed();
    let form = FormFields::new(
        ApiTokenForm::default(),
        error,
        move |form: &ApiTokenForm| {
            // What is past, the server says: a browser's clock may be wrong.
            let parsed = form.parse(&clock, UtcTime(i64::MIN));
            parsed.err().unwrap_or_default()
        },
    );
    let access = ApiAccess::ALL.map(|access| {
        let name = (texts.api_tokens.access)(access);
        (access.as_str().to_owned(), name.to_owned())
    });
    let reach = [
        (ApiTokenForm::ALL, texts.api_tokens.all_subscriptions),
        (ApiTokenForm::ONLY, texts.api_tokens.only_some),
    ];
    let reach = reach.map(|(choice, name)| (choice.to_owned(), name.to_owned()));
    let label = move |field| texts.field(field);
    view! {
        <Title text=texts.api_tokens.add />
        <Breadcrumb below_list=true />
        <h1>{texts.api_tokens.add}</h1>
        <ActionForm action>
            <FormError error fields=FIELDS />
            <TimeZoneField clock />
            <TextField
                state=form.field(Field::ApiTokenName)
                label=label(Field::ApiTokenName)
                hint=texts.api_tokens.name_hint
            />
            <SelectField
                state=form.field(Field::ApiTokenAccess)
                label=label(Field::ApiTokenAccess)
                hint=texts.api_tokens.access_hint
                choices=access.into()
            />
            <SelectField
                state=form.field(Field::ApiTokenReach)
                label=label(Field::ApiTokenReach)
                hint=texts.api_tokens.reach_hint
                choices=reach.into()
            />
            <TextField
                state=form.field(Field::ApiTokenSubscriptions)
                label=label(Field::ApiTokenSubscriptions)
                hint=texts.api_tokens.subscriptions_hint
            />
            <TextField
                state=form.field(Field::ApiTokenExpiry)
                label=label(Field::ApiTokenExpiry)
                hint=texts.api_tokens.expiry_hint
                kind="datetime-local"
            />
            <TextField
                state=form.field(Field::ApiTokenAddresses)
                label=label(Field::ApiTokenAddresses)
                hint=texts.api_tokens.addresses_hint
            />
            <ProofField error />
            <FormButtons cancel=routes::API_TOKENS.into() pending=action.pending() />
        </ActionForm>
    }
}
