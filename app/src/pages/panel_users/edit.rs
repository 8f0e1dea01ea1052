//! The page of a panel user: what is said of them, their link, and the way to remove them.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::fields::{DetailsFields, FIELDS};
use super::link::LinkSection;
use super::usage::ResellerUsageList;
use super::{Breadcrumb, login_param};
use crate::api::ApiError;
use crate::api::panel_users::{ChangePanelUser, PanelUserScreen, panel_user_page};
use crate::components::{
    EditConflict, FormButtons, FormError, FormFields, LastSignIn, LoadedResource, Notice,
    NoticeKind, Time, edited_version, focus_first_invalid, form_error, is_edit_conflict,
    refetch_on_conflict, use_texts, use_viewer,
};
use crate::i18n::Texts;
use crate::pages::second_factor::SecondFactorReset;
use crate::routes;
use model::{Field, Form, PanelUserDetailsForm, PanelUserView, Role};

/// The form that changes a panel user.
#[component]
pub(crate) fn EditPanelUser() -> impl IntoView {
    let login = login_param();
    let query = use_query_map();
    let done = move || query.read().get("done");
    let screen = Resource::new_blocking(
        move || (login.get(), done()),
        |(login, done)| panel_user_page(login, done),
    );
    // Outside of what is loaded, so that what was submitted survives that it is loaded again.
    let action = ServerAction::<ChangePanelUser>::new();
    let error = form_error(action);
    refetch_on_conflict(screen, error);
    view! { <LoadedResource resource=screen view=move |screen| view! { <UserPage screen action /> } /> }
}

#[component]
fn UserPage(screen: PanelUserScreen, action: ServerAction<ChangePanelUser>) -> impl IntoView {
    let texts = use_texts();
    let PanelUserScreen {
        user,
        can_mail_links,
        receipt,
    } = screen;
    let error = form_error(action);
    let login = user.details.login.to_string();
    let title = (texts.panel_users.title_of)(&login);
    // Beside an error, what was done before is old news.
    let receipt = receipt.filter(|_| error.read_untracked().is_none());
    let limits = user.details.limits;
    let usage = user
        .usage
        .map(|usage| view! { <ResellerUsageList limits usage /> });
    let is_administrator = use_viewer().is_some_and(|viewer| viewer.role == Role::Administrator);
    let may_reset = user.has_second_factor && !user.is_self && is_administrator;
    let reset = may_reset.then(|| {
        let next = routes::panel_user(&login);
        view! { <SecondFactorReset login=login.clone() next /> }
    });
    let tokens_at = match user.is_self {
        true => routes::API_TOKENS.to_owned(),
        false => routes::api_tokens_of(&login),
    };
    let tokens = view! {
        <p>
            <a href=tokens_at>{texts.api_tokens.link}</a>
        </p>
    };
    let remove = (!user.is_self).then(|| {
        view! {
            <p>
                <a class="button button-danger" href=routes::remove_panel_user(&login)>
                    {(texts.panel_users.remove_title_of)(&login)}
                </a>
            </p>
        }
    });
    view! {
        <Title text=title.clone() />
        <Breadcrumb />
        <h1>{title}</h1>
        {receipt
            .map(|receipt| {
                view! {
                    <Notice kind=NoticeKind::Success>
                        <p>{(texts.panel_users.receipt)(&receipt)}</p>
                    </Notice>
                }
            })}
        <dl class="facts">
            <dt>{(texts.panel_users.column)(model::PanelUserColumn::Created)}</dt>
            <dd>
                <Time at=user.created_at />
            </dd>
            <dt>{(texts.panel_users.column)(model::PanelUserColumn::LastSignIn)}</dt>
            <dd>
                <LastSignIn at=user.last_sign_in_at />
            </dd>
        </dl>
        {usage}
        <ChangeForm user=user.clone() action error />
        <LinkSection user can_mail_links />
        {tokens}
        {reset}
        {remove}
    }
}

#[component]
fn ChangeForm(
    user: PanelUserView,
    action: ServerAction<ChangePanelUser>,
    error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let texts = use_texts();
    let version = edited_version(error, user.version);
    focus_first_invalid(error);
    let now = PanelUserDetailsForm::of(&user.details, user.version);
    let login = user.details.login.to_string();
    let conflict = error.get_untracked().filter(is_edit_conflict);
    let conflict = conflict.map(|submitted| {
        let rows = differences(texts, &now, &submitted);
        view! { <EditConflict rows discard=routes::panel_user(&login) /> }
    });
    let form = FormFields::new(now, error, |form: &PanelUserDetailsForm| {
        form.parse().err().unwrap_or_default()
    });
    view! {
        <ActionForm action>
            <FormError error fields=FIELDS />
            {conflict}
            <input type="hidden" name="user" value=login />
            <input type="hidden" name="version" value=version.to_string() />
            <DetailsFields form choices=user.choices is_self=user.is_self />
            <FormButtons cancel=routes::PANEL_USERS.into() pending=action.pending() />
        </ActionForm>
    }
}

/// What someone else changed of the person: what it is now, and what was submitted.
fn differences(
    texts: &Texts,
    now: &PanelUserDetailsForm,
    submitted: &ApiError,
) -> Vec<(Field, String, String)> {
    let difference = |field: &Field| {
        let mine = submitted.submitted(*field)?.to_owned();
        let current = now.text(*field).to_owned();
        let shown = |text| shown(texts, *field, text);
        (mine != current).then(|| (*field, shown(current), shown(mine)))
    };
    let fields = FIELDS.iter().filter(|field| **field != Field::LinkHours);
    fields.filter_map(difference).collect()
}

/// A field as a person reads it.
fn shown(texts: &Texts, field: Field, text: String) -> String {
    match field {
        Field::Role => match Role::parse(&text) {
            Some(role) => (texts.panel_user.role)(role).to_owned(),
            None => text,
        },
        Field::UserState => {
            let mut states = PanelUserDetailsForm::STATES.into_iter();
            match states.find(|(_, key)| *key == text) {
                Some((true, _)) => texts.panel_users.disabled.to_owned(),
                _ => texts.panel_users.enabled.to_owned(),
            }
        }
        Field::Reseller if text.is_empty() => texts.panel_users.no_reseller.to_owned(),
        _ => text,
    }
}
