//! « Réglages par défaut »: what the new FTP accounts of a subscription begin with.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::default_settings::{
    ChangeDefaultSettings, DefaultSettingsScreen, default_settings_page,
};
use crate::components::{
    ChangesTable, ComparisonTable, FormAction, FormButtons, FormProblem, Loaded, Notice,
    NoticeKind, ServerForm, Typed, use_texts,
};
use crate::pages::{Breadcrumb, SettingsFields, defaults_path, domain_param, list_path};
use model::{AppError, Change, DefaultSettings as Defaults, Field, FtpAccountSettings};

/// The fields that the form has, and the expiry, which never goes wrong here.
const FIELDS: &[Field] = &FtpAccountSettings::FIELDS;

/// The form that changes what new FTP accounts begin with.
#[component]
pub(crate) fn DefaultSettings() -> impl IntoView {
    let domain = domain_param();
    let query = use_query_map();
    let done = move || query.read().get("done");
    view! {
        <Loaded
            wanted=move || (domain.get(), done())
            fetch=|(domain, done)| default_settings_page(domain, done)
            view=|screen| view! { <DefaultsForm screen /> }
        />
    }
}

#[component]
fn DefaultsForm(screen: DefaultSettingsScreen) -> impl IntoView {
    let texts = use_texts();
    let DefaultSettingsScreen { defaults, changes } = screen;
    let action = FormAction::of::<ChangeDefaultSettings>();
    let answer = action.value();
    let error = move || answer.get().and_then(Result::err);
    let typed = Typed::before(answer);
    let lost_race = answer.get_untracked().and_then(Result::err);
    let meanwhile = lost_race
        .filter(|error| error.problem == AppError::DefaultsEditConflict)
        .map(|_| view! { <EditConflict now=defaults.clone() typed /> });
    let domain = defaults.domain.to_string();
    // Beside an error, what was done before is old news.
    let changes = changes.filter(|_| error().is_none());
    view! {
        <Title text=(texts.default_settings.title_of)(&domain) />
        <Breadcrumb domain=domain.clone() below_list=true />
        <h1>{texts.default_settings.title}</h1>
        <p class="lead">{texts.default_settings.intro}</p>
        {changes.map(|changes| view! { <Saved changes /> })}
        <ServerForm action>
            <FormProblem error=Signal::derive(error) fields=FIELDS />
            {meanwhile}
            <input type="hidden" name="domain" value=domain.clone() />
            <input type="hidden" name="version" value=defaults.version.to_string() />
            <SettingsFields settings=defaults.settings typed answer are_defaults=true />
            <FormButtons cancel=list_path(&domain) pending=action.pending() />
        </ServerForm>
    }
}

#[component]
fn Saved(changes: Vec<Change>) -> impl IntoView {
    let texts = use_texts();
    let content = if changes.is_empty() {
        view! { <p>{texts.default_settings.unchanged}</p> }.into_any()
    } else {
        view! {
            <h2>{texts.receipt.note_the_changes}</h2>
            <p>{texts.default_settings.saved}</p>
            <ChangesTable changes />
        }
        .into_any()
    };
    view! { <Notice kind=NoticeKind::Success>{content}</Notice> }
}

/// What someone else changed, beside what was typed. Once it was seen, « OK » overwrites it.
#[component]
fn EditConflict(now: Defaults, typed: Typed) -> impl IntoView {
    let texts = use_texts();
    let rows: Vec<_> = Defaults::fields()
        .filter_map(|field| {
            let mut mine = now.settings.clone();
            mine.set(field, &typed.get(field)?).ok()?;
            let differs = mine.value(field) != now.settings.value(field);
            differs.then(|| {
                view! {
                    <tr>
                        <th scope="row">{texts.field(field)}</th>
                        <td>{texts.setting(field, &now.settings)}</td>
                        <td>{texts.setting(field, &mine)}</td>
                    </tr>
                }
            })
        })
        .collect();
    view! {
        <ComparisonTable first=texts.conflict.value_now second=texts.conflict.your_value>
            {rows}
        </ComparisonTable>
        <p>
            {texts.conflict.overwrite_hint} " "
            <a href=defaults_path(now.domain.as_str())>{texts.conflict.discard_mine}</a> "."
        </p>
    }
}
