//! « Paramètres de l'hébergement »: whom the files of a subscription belong to, for administrators.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::ApiError;
use crate::api::hosting::{ChangeHosting, HostingScreen, hosting_page};
use crate::components::{
    EditConflict, FormButtons, FormError, FormFields, LoadedResource, Notice, NoticeKind,
    TextField, edited_version, focus_first_invalid, form_error, is_edit_conflict,
    refetch_on_conflict, use_texts,
};
use crate::i18n::Texts;
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{FtpSection, SubscriptionHeader};
use crate::routes;
use model::{Field, Form, HostingChange, HostingForm, HostingSettings, HostingView, SystemUser};

const FIELDS: &[Field] = &[Field::SystemUser, Field::Umask];

/// The form that changes whom the files of a subscription belong to.
#[component]
pub(crate) fn Hosting() -> impl IntoView {
    let domain = domain_param();
    let query = use_query_map();
    let done = move || query.read().get("done");
    let screen = Resource::new_blocking(
        move || (domain.get(), done()),
        |(domain, done)| hosting_page(domain, done),
    );
    // Outside of what is loaded, so that what was submitted survives that it is loaded again.
    let action = ServerAction::<ChangeHosting>::new();
    let error = form_error(action);
    refetch_on_conflict(screen, error);
    view! { <LoadedResource resource=screen view=move |screen| view! { <SettingsForm screen action /> } /> }
}

#[component]
fn SettingsForm(screen: HostingScreen, action: ServerAction<ChangeHosting>) -> impl IntoView {
    let texts = use_texts();
    let HostingScreen { hosting, change } = screen;
    let error = form_error(action);
    let version = edited_version(error, hosting.version);
    focus_first_invalid(error);
    let domain = hosting.domain.to_string();
    let conflict = error.get_untracked().filter(is_edit_conflict);
    let conflict = conflict.map(|submitted| {
        let rows = differences(texts, &hosting, &submitted);
        view! { <EditConflict rows discard=routes::hosting(&domain) /> }
    });
    let form = HostingForm::of(&hosting);
    let form = FormFields::new(form, error, |form: &HostingForm| {
        form.parse().err().unwrap_or_default()
    });
    // Beside an error, what was done before is old news.
    let change = change.filter(|_| error.read_untracked().is_none());
    let command = hosting.chown_command();
    let impossible = (!hosting.choice.is_possible).then_some(texts.hosting.impossible);
    view! {
        <Title text=(texts.hosting.title_of)(&domain) />
        <SubscriptionHeader domain=domain.clone() here=FtpSection::Hosting />
        <h1>{texts.hosting.title}</h1>
        <p class="lead">{texts.hosting.intro}</p>
        {change.map(|change| view! { <Saved change command /> })}
        {impossible
            .map(|why| {
                view! {
                    <Notice kind=NoticeKind::Error>
                        <p>{why}</p>
                    </Notice>
                }
            })}
        <ActionForm action>
            <FormError error fields=FIELDS />
            {conflict}
            <input type="hidden" name="domain" value=domain.clone() />
            <input type="hidden" name="version" value=version.to_string() />
            <HostingFields form allowed=hosting.choice.allowed />
            <p class="field-hint">{texts.hosting.sessions_end}</p>
            <FormButtons cancel=routes::ftp_access(&domain) pending=action.pending() />
        </ActionForm>
    }
}

/// The two fields, which the form that adds a subscription has too.
#[component]
pub(super) fn HostingFields(
    /// The form that they are in.
    form: FormFields,
    /// Which system users the server allows.
    allowed: String,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <TextField
            state=form.field(Field::SystemUser)
            label=texts.hosting.system_user
            hint=(texts.hosting.system_user_hint)(&allowed)
        />
        <TextField
            state=form.field(Field::Umask)
            label=texts.hosting.umask
            hint=texts.hosting.umask_hint
        />
    }
}

#[component]
fn Saved(change: HostingChange, command: Option<String>) -> impl IntoView {
    let texts = use_texts();
    let HostingChange { before, after } = change;
    if before == after {
        return view! {
            <Notice kind=NoticeKind::Success>
                <p>{texts.hosting.unchanged}</p>
            </Notice>
        }
        .into_any();
    }
    let command = command.filter(|_| before.system_user != after.system_user);
    view! {
        <Notice kind=NoticeKind::Success>
            <p>{texts.hosting.saved}</p>
            {command
                .map(|command| {
                    view! {
                        <p>{texts.hosting.files_stay}</p>
                        <p>
                            <code>{command}</code>
                        </p>
                    }
                })}
        </Notice>
    }
    .into_any()
}

/// The settings that someone else changed: what each is now, and what was submitted.
fn differences(
    texts: &Texts,
    now: &HostingView,
    submitted: &ApiError,
) -> Vec<(Field, String, String)> {
    let current = HostingForm::of(now);
    let difference = |field: &Field| {
        let mine = submitted.submitted(*field)?.to_owned();
        (mine != current.text(*field)).then(|| (*field, shown(texts, *field, &now.settings), mine))
    };
    FIELDS.iter().filter_map(difference).collect()
}

/// A setting as a person reads it.
fn shown(texts: &Texts, field: Field, settings: &HostingSettings) -> String {
    match field {
        Field::Umask => settings.umask.to_string(),
        _ => {
            let user = settings.system_user.as_ref().map(SystemUser::to_string);
            user.unwrap_or_else(|| texts.hosting.own_user.to_owned())
        }
    }
}
