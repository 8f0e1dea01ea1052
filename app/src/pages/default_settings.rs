//! « Réglages par défaut »: what the new FTP accounts of a subscription begin with.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::ApiError;
use crate::api::default_settings::{
    ChangeDefaultSettings, DefaultSettingsScreen, SwitchOwnPage, default_settings_page,
};
use crate::components::{
    ChangesTable, EditConflict, FormButtons, FormError, FormFields, LoadedResource, Notice,
    NoticeKind, edited_version, focus_first_invalid, form_error, is_edit_conflict,
    refetch_on_conflict, use_local_time, use_texts,
};
use crate::i18n::Texts;
use crate::pages::ftp_account::{SettingsFields, localise};
use crate::pages::own_page_switch::OwnPageSwitch;
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{FtpSection, SubscriptionHeader};
use crate::routes;
use model::{
    Change, DefaultSettings as Defaults, DefaultSettingsForm, Field, FtpAccountSettings, Permission,
};

/// The fields that the form has, and the expiry, which never goes wrong here.
const FIELDS: &[Field] = &FtpAccountSettings::FIELDS;

/// The form that changes what new FTP accounts begin with.
#[component]
pub(crate) fn DefaultSettings() -> impl IntoView {
    let domain = domain_param();
    let query = use_query_map();
    let done = move || query.read().get("done");
    let switch = ServerAction::<SwitchOwnPage>::new();
    let switched = move || query.read().get("own_page");
    let screen = Resource::new_blocking(
        move || (domain.get(), done(), switched(), switch.version().get()),
        |(domain, done, ..)| default_settings_page(domain, done),
    );
    // Outside of what is loaded, so that what was submitted survives that it is loaded again.
    let action = ServerAction::<ChangeDefaultSettings>::new();
    let error = form_error(action);
    refetch_on_conflict(screen, error);
    view! { <LoadedResource resource=screen view=move |screen| view! { <DefaultsForm screen action switch /> } /> }
}

#[component]
fn DefaultsForm(
    screen: DefaultSettingsScreen,
    action: ServerAction<ChangeDefaultSettings>,
    switch: ServerAction<SwitchOwnPage>,
) -> impl IntoView {
    let texts = use_texts();
    let DefaultSettingsScreen {
        defaults,
        changes,
        own_page,
    } = screen;
    let error = form_error(action);
    let version = edited_version(error, defaults.version);
    focus_first_invalid(error);
    let domain = defaults.domain.to_string();
    let conflict = error.get_untracked().filter(is_edit_conflict);
    let conflict = conflict.map(|submitted| {
        let rows = differences(texts, &defaults, &submitted);
        view! { <EditConflict rows discard=routes::default_settings(&domain) /> }
    });
    let of_switch = domain.clone();
    let mut form = DefaultSettingsForm::of(&defaults);
    localise(&mut form, texts);
    let now = defaults.settings;
    let form = FormFields::new(form, error, move |form: &DefaultSettingsForm| {
        form.parse(&now).err().unwrap_or_default()
    });
    // Beside an error, what was done before is old news.
    let changes = changes.filter(|_| error.read_untracked().is_none());
    view! {
        <Title text=(texts.default_settings.title_of)(&domain) />
        <SubscriptionHeader domain=domain.clone() here=FtpSection::Defaults />
        <h1>{texts.default_settings.title}</h1>
        <p class="lead">{texts.default_settings.intro}</p>
        {changes.map(|changes| view! { <Saved changes /> })}
        <ActionForm action>
            <FormError error fields=FIELDS />
            {conflict}
            <input type="hidden" name="domain" value=domain.clone() />
            <input type="hidden" name="version" value=version.to_string() />
            <div class="form-columns">
                <SettingsFields form clock=use_local_time() are_defaults=true />
                <FormButtons cancel=routes::ftp_access(&domain) pending=action.pending() permission=Permission::ManageFtpAccounts />
            </div>
        </ActionForm>
        <OwnPageSwitch domain=of_switch is_on=own_page action=switch />
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

/// The settings that someone else changed: what each is now, and what was submitted.
fn differences(
    texts: &Texts,
    now: &Defaults,
    submitted: &ApiError,
) -> Vec<(Field, String, String)> {
    let difference = |field| {
        let mut mine = now.settings.clone();
        mine.set(field, submitted.submitted(field)?).ok()?;
        let differs = mine.value(field) != now.settings.value(field);
        let shown = |settings| texts.setting(field, settings);
        differs.then(|| (field, shown(&now.settings), shown(&mine)))
    };
    Defaults::fields().filter_map(difference).collect()
}
