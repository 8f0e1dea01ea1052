//! « Accès FTP »: the list of a subscription's FTP accounts.

use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use web_sys::{FormData, HtmlFormElement, HtmlInputElement};

use super::bulk_action_dialog::{BulkActionDialog, BulkServerActions, PendingBulkAction};
use super::list_html::{ALL, ASK, CHOSEN, ListDrawing, TICK_ALL};
use super::list_keys::{KeysSwitch, listen_to_keys};
use super::{Breadcrumb, FtpNavigation, FtpSection, domain_param, list_path};
use crate::api::ApiError;
use crate::api::ftp_accounts::{FtpAccountsScreen, ftp_accounts_page};
use crate::components::{FormProblem, Loaded, MadePassword, ReceiptNotice, use_texts};
use model::{AppError, BulkAction, FtpAccountList, FtpAccountListing};

/// The list of a subscription's FTP accounts, with what one can do to them.
#[component]
pub(crate) fn FtpAccess() -> impl IntoView {
    let domain = domain_param();
    let (search, query) = (use_location().search, use_query_map());
    MadePassword::forget_on_leaving();
    let wanted = move || {
        let listing = FtpAccountListing::parse(&search.read());
        (domain.get(), listing.query(), query.read().get("done"))
    };
    let view = move |data| {
        let listing = FtpAccountListing::parse(&search.read_untracked());
        view! { <FtpAccountsList listing data /> }
    };
    listen_to_keys();
    view! {
        <Loaded
            wanted
            fetch=|(domain, listing, done)| ftp_accounts_page(domain, listing, done)
            view
        />
    }
}

#[component]
fn FtpAccountsList(listing: FtpAccountListing, data: FtpAccountsScreen) -> impl IntoView {
    let texts = use_texts();
    let FtpAccountsScreen {
        list,
        receipt,
        connect,
    } = data;
    let domain = list.domain.to_string();
    let path = list_path(&domain);
    view! {
        <Title text=(texts.ftp_access.title_of)(&domain) />
        <Breadcrumb domain=domain.clone() />
        <FtpNavigation domain here=FtpSection::Services />
        <div class="page-head">
            <h1>{texts.ftp_access.title}</h1>
            <a class="button button-primary" href=format!("{path}/new")>
                {texts.ftp_access.add_ftp_account}
            </a>
        </div>
        {receipt.map(|receipt| view! { <ReceiptNotice receipt connect /> })}
        <p class="lead">{texts.ftp_access.intro}</p>
        <Services list listing path />
    }
}

/// The form that looks for accounts, and the one that asks for something to be done with them.
///
/// Without scripts the latter asks the server for this page with the dialog open (`?ask=`); with
/// them the dialog opens at once.
#[component]
fn Services(list: FtpAccountList, listing: FtpAccountListing, path: String) -> impl IntoView {
    let query = use_query_map();
    let before = asked_before(&query.read_untracked());
    let chosen = before.as_ref().map(|asked| asked.names.clone());
    let nothing_chosen = RwSignal::new(before.as_ref().is_some_and(is_of_nothing));
    let asked = RwSignal::new(before.filter(|asked| !is_of_nothing(asked)));
    let actions = BulkServerActions::new();
    let error = Signal::derive(move || {
        if nothing_chosen.get() {
            return Some(ApiError::from(AppError::NothingChosen));
        }
        actions.answer().and_then(Result::err)
    });
    let on_submit = move |event: SubmitEvent| {
        let Some(now) = asked_for(&event) else { return };
        event.prevent_default();
        let nothing = is_of_nothing(&now);
        nothing_chosen.set(nothing);
        if !nothing {
            asked.set(Some(now));
        }
    };
    let chosen = chosen.unwrap_or_default();
    let drawing = ListDrawing {
        texts: use_texts(),
        list: &list,
        listing: &listing,
        chosen: &chosen,
    };
    let (search, table, end) = (drawing.search(), drawing.table(), drawing.end());
    let found = list.found.unwrap_or(list.total);
    view! {
        <form method="get" action=path.clone() role="search" class="list-search" inner_html=search></form>
        <FormProblem error fields=&[] />
        <form method="get" action=path on:submit=on_submit on:change=tick_all inner_html=table></form>
        <BulkActionDialog domain=list.domain.into() listing=listing.query() found asked actions />
        <div class="list-end" inner_html=end></div>
        <KeysSwitch />
    }
}

/// What the address asks for, as a form without scripts writes it.
fn asked_before(query: &leptos_router::params::ParamsMap) -> Option<PendingBulkAction> {
    Some(PendingBulkAction {
        action: BulkAction::parse(query.get_str(ASK)?)?,
        names: query.get_all(CHOSEN).unwrap_or_default(),
        all: query.get_str(ALL).is_some(),
    })
}

/// What a form that is sent asks for.
fn asked_for(event: &SubmitEvent) -> Option<PendingBulkAction> {
    let button = event.submitter()?;
    let form = event_target::<HtmlFormElement>(event);
    let data = FormData::new_with_form(&form).ok()?;
    Some(PendingBulkAction {
        action: BulkAction::parse(&button.get_attribute("value")?)?,
        names: data
            .get_all(CHOSEN)
            .iter()
            .filter_map(|name: JsValue| name.as_string())
            .collect(),
        all: data.has(ALL),
    })
}

fn is_of_nothing(asked: &PendingBulkAction) -> bool {
    asked.names.is_empty() && !asked.all
}

/// Ticks, or unticks, every box of the page's accounts that can be ticked.
fn tick_all(event: Event) {
    let all = event_target::<HtmlInputElement>(&event);
    if all.id() != TICK_ALL {
        return;
    }
    let boxes = all.closest("table").ok().flatten();
    let boxes = boxes.and_then(|table| table.query_selector_all("tbody input:enabled").ok());
    let Some(boxes) = boxes else { return };
    for index in 0..boxes.length() {
        if let Some(Ok(each)) = boxes
            .get(index)
            .map(|node| node.dyn_into::<HtmlInputElement>())
        {
            each.set_checked(all.checked());
        }
    }
}
