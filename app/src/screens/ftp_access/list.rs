//! « Accès FTP »: the list of a subscription's FTP accounts.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::remove_dialog::RemoveDialog;
use super::{Breadcrumb, FtpNavigation, FtpSection, LastSignIn, domain_param, list_path};
use crate::api::ApiError;
use crate::api::ftp_accounts::{FtpAccountsScreen, RemoveFtpAccounts, ftp_accounts_page};
use crate::model::{
    Expiry, Field, FtpAccountList, FtpAccountRow, FtpAccountSettings, PageNumber, Problem, UtcTime,
};
use crate::ui::{CheckAll, FormAction, FormProblem, Loaded, Pagination, ReceiptNotice, use_texts};

/// What the boxes of the list are called. Not `remove`: a form's field hides the form's own method
/// of that name, with which its page is taken down.
const CHOSEN: &str = "chosen";

/// The list of a subscription's FTP accounts, with what one can do to them.
#[component]
pub(crate) fn FtpAccess() -> impl IntoView {
    let domain = domain_param();
    let query = use_query_map();
    let wanted = move || {
        let query = query.read();
        let page = PageNumber::parse(query.get_str("page").unwrap_or_default());
        (domain.get(), page, query.get("done"))
    };
    view! {
        <Loaded
            wanted
            fetch=|(domain, page, done)| ftp_accounts_page(domain, page, done)
            view=|data| view! { <FtpAccountsList data /> }
        />
    }
}

#[component]
fn FtpAccountsList(data: FtpAccountsScreen) -> impl IntoView {
    let texts = use_texts();
    let FtpAccountsScreen { list, receipt } = data;
    let FtpAccountList {
        subscription,
        accounts,
        now,
    } = list;
    let domain = subscription.domain.to_string();
    let (number, last) = (accounts.number, accounts.last());
    let path = list_path(&domain);
    view! {
        <Title text=(texts.ftp_access_of)(&domain) />
        <Breadcrumb domain=domain.clone() />
        <FtpNavigation domain=domain.clone() here=FtpSection::Accounts />
        <div class="page-head">
            <h1>{texts.ftp_access}</h1>
            <a class="button button-primary" href=format!("{path}/new")>
                {texts.add_ftp_account}
            </a>
        </div>
        {receipt.map(|receipt| view! { <ReceiptNotice receipt /> })}
        <p class="lead">{texts.ftp_access_intro}</p>
        <RemovableAccounts domain rows=accounts.rows total=accounts.total number now />
        <Pagination number last path />
    }
}

/// The table inside the form that asks for removal.
///
/// Without scripts the form asks the server for this page with the dialog open (`?chosen=`);
/// with them the dialog opens at once.
#[component]
fn RemovableAccounts(
    domain: String,
    rows: Vec<FtpAccountRow>,
    total: u64,
    number: PageNumber,
    now: UtcTime,
) -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let asked = query.read_untracked().get_all(CHOSEN).unwrap_or_default();
    let names = RwSignal::new(asked.clone());
    let opened = RwSignal::new(0_u32);
    let action = FormAction::of::<RemoveFtpAccounts>();
    let nothing_chosen =
        RwSignal::new(asked.is_empty() && query.read_untracked().get("ask").is_some());
    let error = Signal::derive(move || {
        if nothing_chosen.get() {
            return Some(ApiError::from(Problem::NothingChosen));
        }
        action.value().get().and_then(Result::err)
    });
    let ask = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = ticked(&event);
        nothing_chosen.set(chosen.is_empty());
        if !chosen.is_empty() {
            names.set(chosen);
            opened.update(|count| *count += 1);
        }
    };
    let path = list_path(&domain);
    view! {
        <FormProblem error fields=&[] />
        <form method="get" action=path.clone() on:submit=ask>
            <input type="hidden" name="page" value=number.get() />
            <div class="toolbar">
                <p class="count">{(texts.ftp_accounts_count)(total)}</p>
                <button type="submit" name="ask" value="removal" class="button button-danger">
                    {texts.remove}
                </button>
            </div>
            <AccountsTable domain=domain.clone() rows asked=asked.clone() now />
        </form>
        <RemoveDialog domain names opened open_at_first=!asked.is_empty() action back=path />
    }
}

/// The names that are ticked in the form that is sent.
fn ticked(event: &SubmitEvent) -> Vec<String> {
    let form = event_target::<web_sys::HtmlFormElement>(event);
    web_sys::FormData::new_with_form(&form)
        .map(|data| {
            data.get_all(CHOSEN)
                .iter()
                .filter_map(|name: JsValue| name.as_string())
                .collect()
        })
        .unwrap_or_default()
}

#[component]
fn AccountsTable(
    domain: String,
    rows: Vec<FtpAccountRow>,
    asked: Vec<String>,
    now: UtcTime,
) -> impl IntoView {
    let texts = use_texts();
    let row = |row: FtpAccountRow| {
        let ticked = asked.iter().any(|name| name == row.name.as_str());
        view! { <AccountRow domain=domain.clone() row ticked now /> }
    };
    view! {
        <table class="list">
            <caption class="visually-hidden">{(texts.ftp_accounts_caption)(&domain)}</caption>
            <thead>
                <tr>
                    <th scope="col" class="tick">
                        <span class="visually-hidden">{texts.select}</span>
                        <CheckAll label=texts.select_page name=CHOSEN />
                    </th>
                    <th scope="col">{texts.ftp_account_name}</th>
                    <th scope="col">{texts.home_directory}</th>
                    <th scope="col" class="wide-only">
                        {texts.last_sign_in}
                    </th>
                    <th scope="col" class="wide-only">
                        {texts.last_changed}
                    </th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn AccountRow(domain: String, row: FtpAccountRow, ticked: bool, now: UtcTime) -> impl IntoView {
    let texts = use_texts();
    let FtpAccountRow {
        name,
        home_directory,
        is_main,
        changed_at,
        last_sign_in_at,
        settings,
        ..
    } = row;
    view! {
        <tr>
            <td class="tick">
                <input
                    type="checkbox"
                    name=CHOSEN
                    value=name.to_string()
                    aria-label=(texts.select_account)(name.as_str())
                    title=is_main.then_some(texts.main_account_cannot_be_selected)
                    checked=ticked && !is_main
                    disabled=is_main
                />
            </td>
            <th scope="row">
                <a href=format!("{}/{name}", list_path(&domain))>{name.to_string()}</a>
                {is_main.then(|| view! { <span class="badge">{texts.main_account}</span> })}
                {(!settings.is_usual()).then(|| view! { <Unusual settings now /> })}
            </th>
            <td class="path">{home_directory.to_string()}</td>
            <td class="wide-only">
                <LastSignIn at=last_sign_in_at />
            </td>
            <td class="wide-only">
                <time datetime=changed_at.rfc3339()>{(texts.date_time)(changed_at)}</time>
            </td>
        </tr>
    }
}

/// What is out of the ordinary with an account.
#[component]
fn Unusual(
    /// Its settings.
    settings: FtpAccountSettings,
    /// The time by which it expires.
    now: UtcTime,
) -> impl IntoView {
    let texts = use_texts();
    let usual = FtpAccountSettings::default();
    let expiry = settings.expiry(now);
    let note = settings.note.clone();
    let badge = move |field: Field| {
        let text = texts.setting(field, &settings);
        let text = match (field, expiry) {
            (Field::Expiry, Some(Expiry::Over)) => (texts.expired)(&text),
            (Field::Expiry, _) => (texts.expires)(&text),
            _ => text,
        };
        let pressing = match field {
            Field::Expiry => expiry != Some(Expiry::Later),
            field => field == Field::State,
        };
        let class = if pressing {
            "badge badge-warning"
        } else {
            "badge badge-quiet"
        };
        let differs = settings.value(field) != usual.value(field);
        differs.then(|| view! { <span class=class>{text}</span> })
    };
    view! {
        <span class="badges">
            {[Field::State, Field::Permission, Field::Expiry].map(badge).into_iter().collect_view()}
        </span>
        {(!note.is_empty()).then(|| view! { <span class="note">{note}</span> })}
    }
}
