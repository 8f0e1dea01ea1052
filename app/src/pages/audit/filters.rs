//! What one looks for in the audit log. All of it is in the address.

use leptos::prelude::*;
use leptos_router::components::Form;
use model::{AuditAction, AuditGroup, AuditListing, AuditPerson, CivilDate, DomainName};

use crate::components::{Icon, IconName, use_texts};
use crate::routes;

/// The form that asks for the same page, narrowed down.
#[component]
pub(super) fn Filters(
    /// The subscription whose log it is; none for all that one may see.
    domain: Option<String>,
    /// What is looked for.
    listing: AuditListing,
) -> impl IntoView {
    let texts = use_texts();
    let path = routes::audit(domain.as_deref(), &AuditListing::default());
    let date = |date: Option<CivilDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let subscription = domain.is_none().then(|| {
        let value = listing
            .subscription
            .map(|domain: DomainName| domain.text().into_owned());
        view! {
            <div class="field">
                <label for="subscription">{texts.audit.subscription}</label>
                <input
                    type="text"
                    id="subscription"
                    name="subscription"
                    value=value
                    autocapitalize="none"
                    spellcheck="false"
                />
            </div>
        }
    });
    view! {
        <Form method="get" action=path attr:class="filters">
            <div class="field">
                <label for="person">{texts.audit.person}</label>
                <input
                    type="text"
                    id="person"
                    name="person"
                    value=listing.person.as_str().to_owned()
                    maxlength=AuditPerson::MAX_LENGTH.to_string()
                    autocapitalize="none"
                    autocomplete="off"
                    spellcheck="false"
                />
            </div>
            <div class="field">
                <label for="action">{texts.audit.action_label}</label>
                <select id="action" name="action">
                    <option value="">{texts.audit.every_action}</option>
                    <Actions chosen=listing.action />
                </select>
            </div>
            {subscription}
            <div class="field">
                <label for="from">{texts.audit.from}</label>
                <input type="date" id="from" name="from" value=date(listing.from) />
            </div>
            <div class="field">
                <label for="to">{texts.audit.to}</label>
                <input type="date" id="to" name="to" value=date(listing.to) />
            </div>
            <div class="boxes">
                <label>
                    <input type="checkbox" name="refusals" value="1" checked=listing.refusals />
                    " "
                    {texts.audit.refusals}
                </label>
            </div>
            <button type="submit" class="button">
                <Icon name=IconName::Filter />
                {texts.ftp_activity.filter}
            </button>
        </Form>
    }
}

/// Every action, by what it has to do with.
#[component]
fn Actions(chosen: Option<AuditAction>) -> impl IntoView {
    let texts = use_texts();
    let option = move |action: AuditAction| {
        view! {
            <option value=action.as_str() selected=chosen == Some(action)>
                {(texts.audit.action)(action)}
            </option>
        }
    };
    let group = move |group: AuditGroup| {
        view! {
            <optgroup label=(texts.audit.group)(group)>
                {group.actions().map(option).collect_view()}
            </optgroup>
        }
    };
    AuditGroup::ALL.map(group).collect_view()
}
