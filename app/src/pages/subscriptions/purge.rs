//! The page that removes a removed subscription for good, with its files or without.

use leptos::prelude::*;
use leptos_meta::Title;

use super::breadcrumb::StartBreadcrumb;
use crate::api::subscription_trash::{PurgeSubscription as PurgeAction, view_removed_subscription};
use crate::components::{
    FormError, Isolated, Loaded, Notice, NoticeKind, Time, focus_first_invalid, form_error,
    use_texts,
};
use crate::pages::params::domain_param;
use crate::pages::trash::{PurgeKeepingFilesFields, PurgeWithFilesFields};
use crate::routes;
use model::{Field, RemovedSubscription};

/// What the subscription was, and the two forms: that which keeps its files, and that which does not.
#[component]
pub(crate) fn PurgeSubscription() -> impl IntoView {
    let domain = domain_param();
    view! {
        <Loaded
            source=move || domain.get()
            fetch=view_removed_subscription
            view=|removed| view! { <PurgePage removed /> }
        />
    }
}

#[component]
fn PurgePage(removed: RemovedSubscription) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<PurgeAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    let domain = removed.domain.to_string();
    let root = removed.webspace_root.to_string();
    let title = (texts.subscription_settings.purge_of)(&domain);
    let forms = match removed.is_being_purged {
        true => view! {
            <Notice kind=NoticeKind::Warning>
                <p>{texts.subscription_settings.is_being_purged}</p>
            </Notice>
        }
        .into_any(),
        false => view! {
            <KeepingFiles domain=domain.clone() action />
            <WithFiles domain root=root.clone() action />
        }
        .into_any(),
    };
    view! {
        <Title text=title.clone() />
        <header class="subject">
            <StartBreadcrumb below_trash=true />
        </header>
        <h1>{title}</h1>
        <FormError error fields=&[Field::Confirmation, Field::Proof] />
        <Facts removed />
        {forms}
    }
}

#[component]
fn Facts(removed: RemovedSubscription) -> impl IntoView {
    let texts = use_texts();
    let gone_at = removed.gone_at();
    view! {
        <dl class="facts">
            <dt>{texts.subscriptions.owner}</dt>
            <dd>{removed.owner.to_string()}</dd>
            <dt>{texts.subscriptions.webspace_root}</dt>
            <dd class="path">
                <Isolated text=removed.webspace_root.into() />
            </dd>
            <dt>{texts.subscriptions.ftp_accounts}</dt>
            <dd>{(texts.number)(removed.ftp_accounts)}</dd>
            <dt>{texts.trash.removed_on}</dt>
            <dd>
                <Time at=removed.removed_at /> " "
                {(texts.trash.by)(texts.actor(&removed.removed_by))}
            </dd>
            <dt>{texts.trash.gone_on}</dt>
            <dd>
                <Time at=gone_at />
            </dd>
        </dl>
    }
}

#[component]
fn KeepingFiles(domain: String, action: ServerAction<PurgeAction>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section>
            <h2>{texts.subscription_settings.purge_keeping_files}</h2>
            <p>{texts.subscription_settings.purge_keeping_files_text}</p>
            <ActionForm action>
                <input type="hidden" name="name" value=domain />
                <PurgeKeepingFilesFields
                    error=form_error(action)
                    cancel=routes::SUBSCRIPTION_TRASH.into()
                />
            </ActionForm>
        </section>
    }
}

/// The form whose one field has to be filled with the domain name.
#[component]
fn WithFiles(domain: String, root: String, action: ServerAction<PurgeAction>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section>
            <h2>{texts.trash.purge_with_files}</h2>
            <p>{(texts.subscription_settings.purge_with_files_text)(&root)}</p>
            <ActionForm action>
                <input type="hidden" name="name" value=domain.clone() />
                <PurgeWithFilesFields
                    error=form_error(action)
                    name=domain
                    label=texts.subscription_settings.confirmation
                    hint=texts.subscription_settings.confirmation_hint
                />
            </ActionForm>
        </section>
    }
}
