//! « Ajouter un compte FTP ».

use leptos::prelude::*;
use leptos_meta::Title;

use super::account_form::{AccountFields, FIELDS};
use super::settings_fields::SettingsFields;
use super::{Breadcrumb, domain_param, list_path};
use crate::api::ftp_accounts::{AddFtpAccount as AddFtpAccountAction, subscription};
use crate::model::{Field, FtpAccountSettings, SubscriptionView};
use crate::ui::{
    FormAction, FormButtons, FormProblem, Loaded, SelectField, ServerForm, Typed,
    focus_first_invalid, server_error, use_texts,
};

/// Who chooses the password: the person who fills the form, or the receiver, by a link that works
/// for so many hours. The style hides the field for the password then.
const LINK_HOURS: [&str; 4] = ["", "24", "72", "336"];

/// The form that adds an FTP account.
#[component]
pub(crate) fn AddFtpAccount() -> impl IntoView {
    let texts = use_texts();
    let domain = domain_param();
    view! {
        <Title text=texts.add_ftp_account />
        <Loaded
            wanted=move || domain.get()
            fetch=subscription
            view=|subscription| view! { <AddForm subscription /> }
        />
    }
}

#[component]
fn AddForm(subscription: SubscriptionView) -> impl IntoView {
    let texts = use_texts();
    let action = FormAction::of::<AddFtpAccountAction>();
    let answer = action.value();
    let error = move || answer.get().and_then(Result::err);
    focus_first_invalid(error);
    let typed = Typed::before(answer);
    let domain = subscription.domain.to_string();
    view! {
        <Breadcrumb domain=domain.clone() below_list=true />
        <h1>{texts.add_ftp_account}</h1>
        <ServerForm action>
            <FormProblem error=Signal::derive(error) fields=FIELDS />
            <input type="hidden" name="domain" value=domain.clone() />
            <AccountFields
                name=typed.get(Field::AccountName).unwrap_or_default()
                home_directory=typed.get(Field::HomeDirectory).unwrap_or_else(|| "/".into())
                password_hint=texts.password_hint
                answer
            />
            <SelectField
                field=Field::LinkHours
                label=texts.password_choice
                hint=texts.password_choice_hint
                value=typed.get(Field::LinkHours).unwrap_or_default()
                choices=LINK_HOURS.into_iter().zip(texts.password_choices).collect()
                error=server_error(answer, Field::LinkHours)
            />
            <SettingsFields settings=FtpAccountSettings::default() typed answer />
            <FormButtons cancel=list_path(&domain) pending=action.pending() />
        </ServerForm>
    }
}
