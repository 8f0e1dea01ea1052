//! « Limites »: what a subscription may have and use, for those who manage it.

mod conflict;
mod fields;
mod preview;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

pub(super) use self::conflict::LimitsConflict;
pub(super) use self::fields::LimitsFields;
pub(super) use self::preview::{PreviewButtons, PreviewNotice};
use crate::api::limits::{ChangeLimits, LimitsScreen, limits_page};
use crate::components::{
    FormError, FormFields, LimitFacts, LoadedResource, Notice, NoticeKind, SelectField,
    edited_version, focus_first_invalid, form_error, refetch_on_conflict, use_texts,
};
use crate::i18n::Texts;
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{FtpSection, SubscriptionHeader};
use crate::routes;
use model::{Field, Form, SubscriptionLimitsForm};

const FIELDS: &[Field] = &[
    Field::Plan,
    Field::MaxFtpAccounts,
    Field::MaxDiskSpace,
    Field::MaxFiles,
    Field::MaxFtpSessions,
    Field::TotalUploadRate,
    Field::TotalDownloadRate,
];

/// The form that changes what a subscription may have and use.
#[component]
pub(crate) fn SubscriptionLimits() -> impl IntoView {
    let domain = domain_param();
    let query = use_query_map();
    let done = move || query.read().get("done");
    let screen = Resource::new_blocking(
        move || (domain.get(), done()),
        |(domain, done)| limits_page(domain, done),
    );
    // Outside of what is loaded, so that what was submitted survives that it is loaded again.
    let action = ServerAction::<ChangeLimits>::new();
    let error = form_error(action);
    refetch_on_conflict(screen, error);
    view! { <LoadedResource resource=screen view=move |screen| view! { <LimitsPage screen action /> } /> }
}

#[component]
fn LimitsPage(screen: LimitsScreen, action: ServerAction<ChangeLimits>) -> impl IntoView {
    let texts = use_texts();
    let LimitsScreen { limits, changed } = screen;
    let error = form_error(action);
    let version = edited_version(error, limits.version);
    focus_first_invalid(error);
    let domain = limits.domain.to_string();
    let mut form = SubscriptionLimitsForm::of(&limits);
    localise(&mut form, texts);
    let form = FormFields::new(form, error, |form: &SubscriptionLimitsForm| {
        form.parse().err().unwrap_or_default()
    });
    // Beside an error, what was done before is old news.
    let changed = changed.filter(|_| error.read_untracked().is_none());
    let saved = changed.map(|changed| match changed {
        true => texts.limits.saved,
        false => texts.limits.unchanged,
    });
    let own = (String::new(), texts.limits.own_limits.to_owned());
    let plans = limits.plans.iter();
    let plans = plans.map(|(id, name)| (id.0.to_string(), name.to_string()));
    let choices: Vec<(String, String)> = std::iter::once(own).chain(plans).collect();
    let name_of = |plan: String| {
        let found = choices.iter().find(|(key, _)| *key == plan);
        found.map_or(plan, |(_, name)| name.clone())
    };
    let plan_now = limits
        .plan
        .map(|plan| plan.0.to_string())
        .unwrap_or_default();
    let my_plan = form.text_at_first(Field::Plan);
    let beside = (Field::Plan, name_of(plan_now), name_of(my_plan));
    view! {
        <Title text=(texts.limits.title_of)(&domain) />
        <SubscriptionHeader domain=domain.clone() here=FtpSection::Limits />
        <h1>{texts.limits.title}</h1>
        <p class="lead">{texts.limits.intro}</p>
        {saved
            .map(|saved| {
                view! {
                    <Notice kind=NoticeKind::Success>
                        <p>{saved}</p>
                    </Notice>
                }
            })}
        <LimitFacts domain=domain.clone() />
        <ActionForm action>
            <FormError error fields=FIELDS />
            <LimitsConflict error now=limits.limits beside discard=routes::limits(&domain) />
            <PreviewNotice error />
            <input type="hidden" name="domain" value=domain.clone() />
            <input type="hidden" name="version" value=version.to_string() />
            <SelectField
                state=form.field(Field::Plan)
                label=texts.field(Field::Plan)
                hint=texts.limits.own_limits_hint
                choices
            />
            <LimitsFields form />
            <p class="field-hint">{texts.limits.sessions_end}</p>
            <PreviewButtons error cancel=routes::ftp_access(&domain) pending=action.pending() />
        </ActionForm>
    }
}

/// Writes what a form begins with as people of this language do.
pub(super) fn localise(form: &mut impl Form, texts: &Texts) {
    let size = form.text(Field::MaxDiskSpace).to_owned();
    let size = texts.typed_setting(Field::MaxDiskSpace, size);
    form.set(Field::MaxDiskSpace, &size);
}
