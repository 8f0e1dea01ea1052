//! Where one's own mail goes, and which mails one gets.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::mail_settings::{ChangeMailSettings, mail_settings_page};
use crate::components::{
    CheckField, FormButtons, FormError, FormFields, LoadedResource, Notice, NoticeKind, ProofField,
    TextField, focus_first_invalid, form_error, use_texts,
};
use crate::routes;
use model::{Field, MailKind, MailSettingsForm, MailSettingsView};

/// The form of one's own mail.
#[component]
pub(crate) fn MailSettings() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let saved = move || query.read().get_str("saved").is_some();
    let screen = Resource::new_blocking(saved, |_| mail_settings_page());
    // Outside of what is loaded, so that a refusal survives that it is loaded again.
    let action = ServerAction::<ChangeMailSettings>::new();
    let error = form_error(action);
    view! {
        <Title text=texts.mail_settings.title />
        <nav class="breadcrumb" aria-label=texts.common.breadcrumb>
            <ol>
                <li>
                    <a href=routes::ACCOUNT>{texts.panel_user.my_account}</a>
                </li>
            </ol>
        </nav>
        <h1>{texts.mail_settings.title}</h1>
        <p class="lead">{texts.mail_settings.lead}</p>
        {move || {
            (saved() && error.read().is_none())
                .then(|| {
                    view! {
                        <Notice kind=NoticeKind::Success>
                            <p>{texts.mail_settings.were_changed}</p>
                        </Notice>
                    }
                })
        }}
        <LoadedResource resource=screen view=move |view| view! { <SettingsForm view action /> } />
    }
}

#[component]
fn SettingsForm(view: MailSettingsView, action: ServerAction<ChangeMailSettings>) -> impl IntoView {
    const FIELDS: &[Field] = &[Field::Email, Field::Proof];
    let texts = use_texts();
    let error = form_error(action);
    focus_first_invalid(error);
    let MailSettingsView {
        settings,
        kinds,
        is_available,
    } = view;
    let form = MailSettingsForm::of(&settings);
    let form = FormFields::new(form, error, |form: &MailSettingsForm| {
        form.parse(&[]).err().unwrap_or_default()
    });
    let kind = move |kind: MailKind| {
        let (label, value) = ((texts.mail_settings.kind)(kind), MailSettingsForm::ON);
        view! { <CheckField state=form.field(kind.field()) label value /> }
    };
    let not_available =
        (!is_available).then(|| view! { <p>{texts.mail_settings.not_available}</p> });
    view! {
        {not_available}
        <ActionForm action>
            <FormError error fields=FIELDS />
            <TextField
                state=form.field(Field::Email)
                label=texts.mail_settings.address
                hint=texts.mail_settings.address_hint
                kind="email"
                autocomplete="email"
            />
            <fieldset>
                <legend>{texts.mail_settings.kinds}</legend>
                <p class="field-hint">{texts.mail_settings.kinds_hint}</p>
                {kinds.into_iter().map(kind).collect_view()}
            </fieldset>
            <ProofField error />
            <FormButtons cancel=routes::ACCOUNT.into() pending=action.pending() />
        </ActionForm>
    }
}
