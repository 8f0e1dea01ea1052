//! The page that removes a removed FTP account for good, with its files or without.

use leptos::prelude::*;
use leptos_meta::Title;

use super::purge_fields::{PurgeKeepingFilesFields, PurgeWithFilesFields};
use crate::api::trash::{PurgeFtpAccount as PurgeAction, removed_ftp_account};
use crate::components::{
    FormError, Isolated, Loaded, Time, focus_first_invalid, form_error, use_texts,
};
use crate::pages::params::account_params;
use crate::pages::subscription_header::{FtpSection, SubscriptionHeader};
use crate::routes;
use model::{Field, RemovedFtpAccountView};

/// What the account was, and the two forms: that which keeps its files, and that which does not.
#[component]
pub(crate) fn PurgeFtpAccount() -> impl IntoView {
    let account = account_params();
    view! {
        <Loaded
            source=move || account.get()
            fetch=|(domain, name)| removed_ftp_account(domain, name)
            view=|removed| view! { <PurgePage removed /> }
        />
    }
}

#[component]
fn PurgePage(removed: RemovedFtpAccountView) -> impl IntoView {
    let texts = use_texts();
    let RemovedFtpAccountView {
        domain,
        account,
        files_stay,
    } = removed;
    let domain = domain.to_string();
    let (name, home) = (account.name.to_string(), account.home_directory.to_string());
    let title = (texts.trash.purge_account)(&name);
    let action = ServerAction::<PurgeAction>::new();
    let error = form_error(action);
    focus_first_invalid(error);
    // Where the form is not drawn, what is wrong with its field stands above.
    let fields: &[Field] = match files_stay {
        None => &[Field::Confirmation, Field::Proof],
        Some(_) => &[Field::Proof],
    };
    let gone_at = account.gone_at();
    let with_files = match files_stay {
        Some(reason) => view! { <p>{(texts.trash.files_stay)(&reason)}</p> }.into_any(),
        None => {
            let (domain, name) = (domain.clone(), name.clone());
            view! { <WithFiles domain name home=home.clone() action /> }.into_any()
        }
    };
    view! {
        <Title text=title.clone() />
        <SubscriptionHeader domain=domain.clone() here=FtpSection::Trash />
        <h1>{title}</h1>
        <FormError error fields />
        <dl class="facts">
            <dt>{texts.account_form.home_directory}</dt>
            <dd class="path">
                <Isolated text=home />
            </dd>
            <dt>{texts.trash.removed_on}</dt>
            <dd>
                <Time at=account.removed_at /> " "
                {(texts.trash.by)(texts.actor(&account.removed_by))}
            </dd>
            <dt>{texts.trash.gone_on}</dt>
            <dd>
                <Time at=gone_at />
            </dd>
        </dl>
        <section>
            <h2>{texts.trash.purge_keeping_files}</h2>
            <p>{texts.trash.purge_keeping_files_text}</p>
            <ActionForm action>
                <input type="hidden" name="domain" value=domain.clone() />
                <input type="hidden" name="name" value=name.clone() />
                <PurgeKeepingFilesFields error cancel=routes::trash(&domain) />
            </ActionForm>
        </section>
        <section>
            <h2>{texts.trash.purge_with_files}</h2>
            {with_files}
        </section>
    }
}

/// The form whose one field has to be filled with what is to be removed.
#[component]
fn WithFiles(
    domain: String,
    name: String,
    home: String,
    action: ServerAction<PurgeAction>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <p>{(texts.trash.purge_with_files_text)(&home)}</p>
        <ActionForm action>
            <input type="hidden" name="domain" value=domain />
            <input type="hidden" name="name" value=name.clone() />
            <PurgeWithFilesFields
                error=form_error(action)
                name
                label=texts.trash.confirmation
                hint=texts.trash.confirmation_hint
            />
        </ActionForm>
    }
}
