//! The page that shows a one-time link, once.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::one_time_links::{OneTimeLinkView, one_time_link_page};
use crate::components::{CopyButton, DeliveryNotice, Loaded, use_local_time, use_texts};
use crate::pages::params::account_params;
use crate::pages::subscription_header::Breadcrumb;
use crate::routes;

/// The link, to be copied.
#[component]
pub(crate) fn OneTimeLinkPage() -> impl IntoView {
    let account = account_params();
    view! {
        <Loaded
            source=move || account.get()
            fetch=|(domain, name)| one_time_link_page(domain, name)
            view=move |data| view! { <Link domain=account.get_untracked().0 data /> }
        />
    }
}

#[component]
fn Link(domain: String, data: OneTimeLinkView) -> impl IntoView {
    let texts = use_texts();
    let OneTimeLinkView {
        account,
        address,
        link,
        delivery,
    } = data;
    let title = (texts.one_time_link.title_of)(account.as_str());
    let clock = use_local_time();
    let until = link.map(|link| {
        let end = move || clock.date_time(link.expires_at);
        view! { <p>{move || (texts.one_time_link.works_until)(&end(), texts.actor(&link.made_by))}</p> }
    });
    let shown = match address {
        Some(address) => view! {
            <p role="status">{(texts.one_time_link.is_ready)(account.as_str())}</p>
            <div class="field">
                <label for="address">{texts.one_time_link.title}</label>
                <div class="input-row">
                    <input type="text" id="address" readonly value=address.clone() autocomplete="off" />
                    <CopyButton text=address />
                </div>
                <p class="field-hint">{texts.one_time_link.rules}</p>
            </div>
        }
        .into_any(),
        None => view! { <p>{texts.one_time_link.was_shown}</p> }.into_any(),
    };
    view! {
        <Title text=title.clone() />
        <Breadcrumb domain=domain.clone() below_list=true />
        <h1>{title}</h1>
        {delivery.map(|delivery| view! { <DeliveryNotice delivery /> })}
        {shown}
        {until}
        <p>
            <a class="button" href=routes::connection(&domain, account.as_str())>
                {(texts.connection.title_of)(account.as_str())}
            </a>
        </p>
    }
}
