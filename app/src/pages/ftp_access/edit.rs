//! The page that changes an FTP account.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::account_form::{AccountFields, FIELDS};
use super::conflict::{EditConflict, RemovedDuringEdit};
use super::former_names::FormerNames;
use super::settings_fields::SettingsFields;
use super::{
    Breadcrumb, LastSignIn, account_path, activity_path, domain_param, history_path, list_path,
};
use crate::api::ApiError;
use crate::api::ftp_accounts::{ChangeFtpAccount, ftp_account};
use crate::api::ftp_usage::RecountFtpAccount;
use crate::components::{
    FormAction, FormButtons, FormProblem, Loaded, ServerForm, Typed, focus_first_invalid, use_texts,
};
use model::{AppError, Field, FtpAccountView};

/// The form that changes an FTP account: its name, its home directory, its password, its
/// settings.
#[component]
pub(crate) fn EditFtpAccount() -> impl IntoView {
    let domain = domain_param();
    let params = use_params_map();
    let name = Memo::new(move |_| params.read().get("name").unwrap_or_default());
    // Outside `Loaded`, so that what was typed survives that the account itself is gone.
    let action = FormAction::of::<ChangeFtpAccount>();
    let gone = action
        .value()
        .get_untracked()
        .and_then(Result::err)
        .filter(is_removed);
    match gone {
        Some(error) => {
            Either::Left(view! { <RemovedDuringEdit domain=domain.get_untracked() error /> })
        }
        None => {
            let wanted = move || (domain.get(), name.get());
            Either::Right(view! {
                <Loaded
                    wanted
                    fetch=|(domain, name)| ftp_account(domain, name)
                    view=move |account| view! { <EditForm account action /> }
                />
            })
        }
    }
}

fn is_removed(error: &ApiError) -> bool {
    error.problem == AppError::RemovedDuringEdit
}

#[component]
fn EditForm(account: FtpAccountView, action: FormAction) -> impl IntoView {
    let texts = use_texts();
    let answer = action.value();
    let error = move || answer.get().and_then(Result::err);
    focus_first_invalid(error);
    let typed = Typed::before(answer);
    let title = (texts.account_form.edit)(account.name.as_str());
    let domain = account.domain.to_string();
    let connection = format!("{}/{}/connect", list_path(&domain), account.name);
    let link = account.link.map(|link| {
        let end = (texts.date_time)(link.expires_at);
        view! {
            <dt>{texts.one_time_link.title}</dt>
            <dd>{(texts.one_time_link.works_until)(&end, &link.made_by)}</dd>
        }
    });
    let duplicate = format!("{}/new?like={}", list_path(&domain), account.name);
    let activity = format!("{}?account={}", activity_path(&domain), account.name);
    let history = history_path(&domain, account.name.as_str());
    let usage_path = format!("{}/usage", account_path(&domain, account.name.as_str()));
    let (usage, settings) = (account.usage, &account.settings);
    let used = match usage.counted_at {
        Some(_) => texts.usage(usage, settings.quota_bytes, settings.quota_files),
        None => texts.ftp_usage.not_counted.to_owned(),
    };
    // Once the person has seen what someone else changed, « OK » overwrites it.
    let version = move || match error().map(|error| error.problem) {
        Some(AppError::EditConflict(now)) => now.version,
        _ => account.version,
    };
    let changed_meanwhile = move || match error() {
        Some(ApiError {
            problem: AppError::EditConflict(now),
            typed,
        }) => Some(view! { <EditConflict now=*now typed /> }),
        _ => None,
    };
    view! {
        <Title text=title.clone() />
        <Breadcrumb domain=domain.clone() below_list=true />
        <h1>{title} {account.is_main.then(|| view! { <span class="badge">{texts.ftp_access.main_account}</span> })}</h1>
        <dl class="facts">
            <dt>{texts.ftp_access.last_sign_in}</dt>
            <dd>
                <LastSignIn at=account.last_sign_in_at />
                " · "
                <a href=activity rel="external">
                    {texts.ftp_activity.title}
                </a>
                " · "
                <a href=connection rel="external">
                    {texts.connection.title}
                </a>
                " · "
                <a href=history rel="external">
                    {texts.ftp_history.title}
                </a>
                " · "
                <a href=duplicate>{texts.account_form.duplicate}</a>
            </dd>
            {link}
            <dt>{texts.ftp_usage.title}</dt>
            <dd>
                <a href=usage_path rel="external">
                    {used}
                </a>
            </dd>
        </dl>
        <FormerNames domain=domain.clone() account=account.name.to_string() names=account.former_names />
        // A plain form: it leads to a page that the server alone draws.
        <form method="post" action=RecountFtpAccount::PATH class="inline">
            <input type="hidden" name="domain" value=domain.clone() />
            <input type="hidden" name="account" value=account.name.to_string() />
            <button type="submit" class="button button-quiet">
                {texts.ftp_usage.count_again}
            </button>
        </form>
        <ServerForm action>
            <FormProblem error=Signal::derive(error) fields=FIELDS />
            {changed_meanwhile}
            <input type="hidden" name="domain" value=domain.clone() />
            <input type="hidden" name="account" value=account.name.to_string() />
            <input type="hidden" name="version" value=version />
            <AccountFields
                domain=domain.clone()
                name=typed.get(Field::AccountName).unwrap_or_else(|| account.name.into())
                home_directory=typed.get(Field::HomeDirectory).unwrap_or_else(|| account.home_directory.into())
                is_main=account.is_main
                password_hint=texts.account_form.password_unchanged_hint
                answer
            />
            <SettingsFields settings=account.settings typed answer may_keep_name=true />
            <p class="field-hint">{texts.account_form.sessions_end_hint}</p>
            <FormButtons cancel=list_path(&domain) pending=action.pending() />
        </ServerForm>
    }
}
