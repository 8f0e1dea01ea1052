//! « Paramètres de l'abonnement »: its domain name and owner, suspending and removing it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::ApiError;
use crate::api::subscription_settings::{
    ChangeSubscription, RemoveSubscription, ResumeSubscription, SubscriptionSettingsScreen,
    SuspendSubscription, subscription_settings_page,
};
use crate::components::{
    EditConflict, FormButtons, FormError, FormFields, FormFunction, Isolated, LoadedResource,
    ReceiptNotice, SelectField, TextField, edited_version, focus_first_invalid, form_error,
    is_edit_conflict, refetch_on_conflict, use_subscription, use_texts,
};
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{FtpSection, SubscriptionHeader};
use crate::routes;
use model::{Field, Form, SubscriptionSettingsForm, SubscriptionSettingsView};

const FIELDS: &[Field] = &[Field::Domain, Field::Owner];

/// What can be done to a subscription as a whole.
#[component]
pub(crate) fn SubscriptionSettings() -> impl IntoView {
    let domain = domain_param();
    let query = use_query_map();
    let done = move || query.read().get("done");
    let screen = Resource::new_blocking(
        move || (domain.get(), done()),
        |(domain, done)| subscription_settings_page(domain, done),
    );
    // Outside of what is loaded, so that what was submitted survives that it is loaded again.
    let actions = Actions {
        change: ServerAction::new(),
        suspend: ServerAction::new(),
        resume: ServerAction::new(),
        remove: ServerAction::new(),
    };
    refetch_on_conflict(screen, form_error(actions.change));
    refresh_after(actions.suspend);
    refresh_after(actions.resume);
    view! { <LoadedResource resource=screen view=move |screen| view! { <SettingsPage screen actions /> } /> }
}

#[derive(Clone, Copy)]
struct Actions {
    change: ServerAction<ChangeSubscription>,
    suspend: ServerAction<SuspendSubscription>,
    resume: ServerAction<ResumeSubscription>,
    remove: ServerAction<RemoveSubscription>,
}

/// Has the head of the page drawn anew, which says whether the subscription is suspended.
fn refresh_after<F: FormFunction>(action: ServerAction<F>) {
    let subscription = use_subscription();
    let value = action.value();
    Effect::new(move || {
        if value.read().as_ref().is_some_and(Result::is_ok) {
            subscription.refetch();
        }
    });
}

#[component]
fn SettingsPage(screen: SubscriptionSettingsScreen, actions: Actions) -> impl IntoView {
    let texts = use_texts();
    let SubscriptionSettingsScreen {
        subscription,
        receipt,
    } = screen;
    let domain = subscription.settings.domain.to_string();
    // Beside an error, what was done before is old news.
    let error = form_error(actions.change);
    let receipt = receipt.filter(|_| error.read_untracked().is_none());
    let is_suspended = subscription.suspension.is_some();
    view! {
        <Title text=(texts.subscription_settings.title_of)(&domain) />
        <SubscriptionHeader domain=domain.clone() here=FtpSection::Settings />
        <h1>{texts.subscription_settings.title}</h1>
        {receipt.map(|receipt| view! { <ReceiptNotice receipt /> })}
        <FormError error=form_error(actions.suspend) fields=&[] />
        <FormError error=form_error(actions.resume) fields=&[] />
        <FormError error=form_error(actions.remove) fields=&[] />
        <NamesForm subscription=subscription.clone() action=actions.change />
        {match is_suspended {
            true => view! { <Resume domain=domain.clone() action=actions.resume /> }.into_any(),
            false => view! { <Suspend domain=domain.clone() action=actions.suspend /> }.into_any(),
        }}
        <Remove subscription action=actions.remove />
    }
}

/// The form that gives a subscription another domain name or another owner.
#[component]
fn NamesForm(
    subscription: SubscriptionSettingsView,
    action: ServerAction<ChangeSubscription>,
) -> impl IntoView {
    let texts = use_texts();
    let error = form_error(action);
    let version = edited_version(error, subscription.version);
    focus_first_invalid(error);
    let domain = subscription.settings.domain.to_string();
    let conflict = error.get_untracked().filter(is_edit_conflict);
    let conflict = conflict.map(|submitted| {
        let rows = differences(&subscription, &submitted);
        view! { <EditConflict rows discard=routes::subscription_settings(&domain) /> }
    });
    let form = SubscriptionSettingsForm::of(&subscription);
    let form = FormFields::new(form, error, SubscriptionSettingsForm::check);
    // It may stay with an owner whom it could not be given to.
    let mut owners = subscription.owners;
    if !owners.contains(&subscription.settings.owner) {
        owners.insert(0, subscription.settings.owner);
    }
    let owners = owners.into_iter();
    let owners = owners.map(|owner| (owner.to_string(), owner.to_string()));
    view! {
        <ActionForm action>
            <FormError error fields=FIELDS />
            {conflict}
            <input type="hidden" name="of" value=domain.clone() />
            <input type="hidden" name="version" value=version.to_string() />
            <TextField
                state=form.field(Field::Domain)
                label=texts.subscriptions.domain
                hint=texts.subscription_settings.domain_hint
            />
            <SelectField
                state=form.field(Field::Owner)
                label=texts.subscriptions.owner
                hint=texts.subscriptions.owner_hint
                choices=owners.collect()
            />
            <dl class="facts">
                <dt>{texts.subscriptions.webspace_root}</dt>
                <dd class="path">
                    <Isolated text=subscription.webspace_root.into() />
                </dd>
            </dl>
            <FormButtons cancel=routes::ftp_access(&domain) pending=action.pending() />
        </ActionForm>
    }
}

#[component]
fn Suspend(domain: String, action: ServerAction<SuspendSubscription>) -> impl IntoView {
    let texts = &use_texts().subscription_settings;
    view! {
        <section>
            <h2>{texts.suspend}</h2>
            <p>{texts.suspend_text}</p>
            <ActionForm action>
                <input type="hidden" name="domain" value=domain />
                <div class="form-buttons">
                    <button type="submit" class="button" disabled=action.pending()>
                        {texts.suspend}
                    </button>
                </div>
            </ActionForm>
        </section>
    }
}

#[component]
fn Resume(domain: String, action: ServerAction<ResumeSubscription>) -> impl IntoView {
    let texts = &use_texts().subscription_settings;
    view! {
        <section>
            <h2>{texts.resume}</h2>
            <p>{texts.resume_text}</p>
            <ActionForm action>
                <input type="hidden" name="domain" value=domain />
                <div class="form-buttons">
                    <button type="submit" class="button" disabled=action.pending()>
                        {texts.resume}
                    </button>
                </div>
            </ActionForm>
        </section>
    }
}

#[component]
fn Remove(
    subscription: SubscriptionSettingsView,
    action: ServerAction<RemoveSubscription>,
) -> impl IntoView {
    let texts = use_texts();
    let accounts = (texts.number)(subscription.ftp_accounts);
    let root = subscription.webspace_root.to_string();
    view! {
        <section>
            <h2>{texts.subscription_settings.remove}</h2>
            <p>{(texts.subscription_settings.remove_text)(&accounts, &root)}</p>
            <ActionForm action>
                <input
                    type="hidden"
                    name="domain"
                    value=subscription.settings.domain.to_string()
                />
                <div class="form-buttons">
                    <button type="submit" class="button button-danger" disabled=action.pending()>
                        {texts.subscription_settings.remove}
                    </button>
                </div>
            </ActionForm>
        </section>
    }
}

/// What someone else changed of the subscription: what it is now, and what was submitted.
fn differences(
    now: &SubscriptionSettingsView,
    submitted: &ApiError,
) -> Vec<(Field, String, String)> {
    let current = SubscriptionSettingsForm::of(now);
    let difference = |field: &Field| {
        let mine = submitted.submitted(*field)?.to_owned();
        let current = current.text(*field).to_owned();
        (mine != current).then_some((*field, current, mine))
    };
    FIELDS.iter().filter_map(difference).collect()
}
