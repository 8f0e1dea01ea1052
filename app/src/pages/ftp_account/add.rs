//! « Ajouter un compte FTP ».

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::account_form::{AccountFields, FIELDS};
use super::settings_fields::{SettingsFields, localise};
use crate::api::ftp_accounts::{AddFtpAccount as AddFtpAccountAction, add_ftp_account_page};
use crate::components::{
    AccountsInUse, FormButtons, FormError, FormFields, Loaded, MadePassword, SelectField,
    TimeZoneField, focus_first_invalid, form_error, use_local_time, use_texts,
};
use crate::pages::params::domain_param;
use crate::pages::subscription_header::Breadcrumb;
use crate::routes;
use model::{Field, FtpAccountDraft, FtpAccountForm};

/// Who chooses the password: the person who fills the form, or the recipient, by a link that works
/// for so many hours. The style hides the field for the password then.
const LINK_HOURS: [&str; 4] = ["", "24", "72", "336"];

/// The form that adds an FTP account: with the subscription's defaults, or, with `?like=`, all
/// that another account has but its name and its password.
#[component]
pub(crate) fn AddFtpAccount() -> impl IntoView {
    let texts = use_texts();
    let domain = domain_param();
    let query = use_query_map();
    let like = move || query.read().get("like").unwrap_or_default();
    view! {
        <Title text=texts.ftp_access.add_ftp_account />
        <Loaded
            source=move || (domain.get(), like())
            fetch=|(domain, like)| add_ftp_account_page(domain, like)
            view=|draft| view! { <AddForm draft /> }
        />
    }
}

#[component]
fn AddForm(draft: FtpAccountDraft) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AddFtpAccountAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    MadePassword::follow(action.pending(), error);
    let clock = use_local_time().fixed();
    let mut form = FtpAccountForm::of(&draft, &clock);
    localise(&mut form, texts);
    let defaults = draft.settings;
    let form = FormFields::new(form, error, move |form: &FtpAccountForm| {
        form.parse(&defaults, &clock).err().unwrap_or_default()
    });
    let domain = draft.domain.to_string();
    let password_choices = texts.account_form.password_choices.map(ToOwned::to_owned);
    view! {
        <Breadcrumb domain=domain.clone() below_list=true />
        <h1>{texts.ftp_access.add_ftp_account}</h1>
        <AccountsInUse domain=domain.clone() />
        <ActionForm action>
            <FormError error fields=FIELDS />
            <TimeZoneField clock />
            <input type="hidden" name="domain" value=domain.clone() />
            <div class="form-columns">
                <div class="fields">
                    <AccountFields
                        domain=domain.clone()
                        form
                        password_hint=texts.account_form.password_hint
                    />
                    <SelectField
                        state=form.field(Field::LinkHours)
                        label=texts.account_form.password_choice
                        hint=texts.account_form.password_choice_hint
                        choices=LINK_HOURS.map(ToOwned::to_owned).into_iter().zip(password_choices).collect()
                    />
                </div>
                <SettingsFields form clock defaults_at=routes::default_settings(&domain) />
                <FormButtons cancel=routes::ftp_access(&domain) pending=action.pending() />
            </div>
        </ActionForm>
    }
}
