//! The page that changes an FTP account.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;

use super::account_form::{AccountFields, FIELDS};
use super::conflict::{EditConflict, RemovedDuringEdit};
use super::former_names::FormerNames;
use super::settings_fields::{SettingsFields, localise};
use crate::api::ApiError;
use crate::api::ftp_accounts::{ChangeFtpAccount, ftp_account};
use crate::api::ftp_usage::RecountFtpAccount;
use crate::components::{
    FormButtons, FormError, FormFields, LastSignIn, Loaded, MadePassword, Permitted, TimeZoneField,
    focus_first_invalid, form_error, use_local_time, use_texts,
};
use crate::pages::account_header::{AccountHeader, AccountTab};
use crate::pages::params::account_params;
use crate::routes;
use model::{AppError, FtpAccountChangeForm, FtpAccountView, Permission};

/// The form that changes an FTP account: its name, its home directory, its password, its
/// settings.
#[component]
pub(crate) fn EditFtpAccount() -> impl IntoView {
    let address = account_params();
    // Outside `Loaded`, so that what was submitted survives that the account itself is gone.
    let action = ServerAction::<ChangeFtpAccount>::new();
    let error = form_error(action);
    // Here, and not in the form: what follows the answer must outlive the form that it takes away.
    let pending = action.pending();
    MadePassword::follow(pending, error);
    focus_first_invalid(error);
    let removed = Memo::new(move |_| error.get().filter(is_removed));
    move || match removed.get() {
        Some(error) => {
            Either::Left(view! { <RemovedDuringEdit domain=address.get_untracked().0 error /> })
        }
        None => Either::Right(view! {
            <AccountHeader
                domain=Signal::derive(move || address.get().0)
                account=Signal::derive(move || address.get().1)
                tab=AccountTab::Settings
            />
            <Loaded
                source=move || address.get()
                fetch=|(domain, name)| ftp_account(domain, name)
                view=move |account| view! { <EditForm account action error pending /> }
            />
        }),
    }
}

fn is_removed(error: &ApiError) -> bool {
    error.error == AppError::RemovedDuringEdit
}

#[component]
fn EditForm(
    account: FtpAccountView,
    action: ServerAction<ChangeFtpAccount>,
    error: Signal<Option<ApiError>>,
    pending: Memo<bool>,
) -> impl IntoView {
    let texts = use_texts();
    let clock = use_local_time().fixed();
    let mut form = FtpAccountChangeForm::of(&account, &clock);
    localise(&mut form, texts);
    let now = account.settings.clone();
    let form = FormFields::new(form, error, move |form: &FtpAccountChangeForm| {
        form.parse(&now, &clock).err().unwrap_or_default()
    });
    let title = (texts.account_form.edit)(account.name.as_str());
    let domain = account.domain.to_string();
    let link = account.link.map(|link| {
        view! {
            <dt>{texts.one_time_link.title}</dt>
            <dd>{move || (texts.one_time_link.works_until)(&clock.date_time(link.expires_at), texts.actor(&link.made_by))}</dd>
        }
    });
    let old_hash = account.has_old_hash.then(|| {
        view! {
            <dt>{texts.ftp_access.old_hash}</dt>
            <dd>{texts.account_form.old_hash_hint}</dd>
        }
    });
    let duplicate = format!("{}?like={}", routes::add_ftp_account(&domain), account.name);
    let activity = routes::ftp_activity_of(&domain, account.name.as_str());
    let usage_path = routes::ftp_usage(&domain, account.name.as_str());
    let (usage, settings) = (account.usage, &account.settings);
    let used = match usage.counted_at {
        Some(_) => texts.usage(usage, settings.quota_bytes, settings.quota_files),
        None => texts.ftp_usage.not_counted.to_owned(),
    };
    // Once the person has seen what someone else changed, « OK » overwrites it. Until then a form
    // that was refused is still made from what it was made from.
    let version = move || match error.get() {
        Some(ApiError {
            error: AppError::EditConflict(now),
            ..
        }) => now.version,
        Some(refused) => refused.version.unwrap_or(account.version),
        None => account.version,
    };
    let conflict = move || match error.get() {
        Some(ApiError {
            error: AppError::EditConflict(now),
            submitted,
            ..
        }) => Some(view! { <EditConflict now=*now submitted /> }),
        _ => None,
    };
    view! {
        <Title text=title />
        <dl class="facts">
            <dt>{texts.ftp_access.last_sign_in}</dt>
            <dd>
                <LastSignIn at=account.last_sign_in_at />
                " · "
                <a href=activity>
                    {texts.ftp_activity.title}
                </a>
                " · "
                <a href=duplicate>{texts.account_form.duplicate}</a>
            </dd>
            {link}
            {old_hash}
            <dt>{texts.ftp_usage.title}</dt>
            <dd>
                <a href=usage_path>
                    {used}
                </a>
            </dd>
        </dl>
        <FormerNames domain=domain.clone() account=account.name.to_string() names=account.former_names />
        <CountAgain domain=domain.clone() account=account.name.to_string() />
        <ActionForm action>
            <FormError error fields=FIELDS />
            {conflict}
            <input type="hidden" name="domain" value=domain.clone() />
            <input type="hidden" name="account" value=account.name.to_string() />
            <input type="hidden" name="version" value=version />
            <TimeZoneField clock />
            <div class="form-columns">
                <div class="fields">
                    <AccountFields
                        domain=domain.clone()
                        form
                        is_main=account.is_main
                        password_hint=texts.account_form.password_unchanged_hint
                    />
                    <p class="field-hint">{texts.account_form.sessions_end_hint}</p>
                </div>
                <SettingsFields form clock may_keep_name=true />
                <FormButtons cancel=routes::ftp_access(&domain) pending permission=Permission::ManageFtpAccounts />
            </div>
        </ActionForm>
    }
}

/// Has the home directory counted again, and goes to where that is told.
#[component]
fn CountAgain(domain: String, account: String) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<RecountFtpAccount>::new();
    view! {
        <Permitted permission=Permission::ManageFtpAccounts>
            <ActionForm action attr:class="inline" clone:domain clone:account>
                <input type="hidden" name="domain" value=domain />
                <input type="hidden" name="account" value=account />
                <button type="submit" class="button button-quiet">
                    {texts.ftp_usage.count_again}
                </button>
            </ActionForm>
        </Permitted>
    }
}
