//! The accounts of the page, in a table whose form asks for something to be done with them.

use leptos::either::Either;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use model::{
    Field, FtpAccountColumn, FtpAccountFilters, FtpAccountListing, ListPosition, Permission,
    SearchText,
};
use web_sys::{HtmlFormElement, HtmlInputElement};

use super::bulk_bar::{BulkBar, SelectAllFound};
use super::context::use_list;
use super::row::AccountRow;
use crate::components::{EmptyState, Icon, IconName, Permitted, use_texts};
use crate::i18n::Texts;
use crate::routes;

/// The table with what stands above and below it.
///
/// Without scripts the form asks the server for this page with the dialog open (`?ask=`); with
/// them the dialog opens at once.
#[component]
pub(super) fn AccountsForm() -> impl IntoView {
    let list = use_list();
    let form = NodeRef::<html::Form>::new();
    // What was ticked before the scripts were at work.
    Effect::new(move || {
        if let Some(form) = form.get() {
            list.selection.take_up(&ticked_boxes(&form));
        }
    });
    let same_list = move || {
        let hidden = |(name, value)| view! { <input type="hidden" name=name value=value /> };
        list.shown
            .read()
            .fields()
            .into_iter()
            .map(hidden)
            .collect_view()
    };
    let is_empty = Memo::new(move |_| list.data.read().list.rows.is_empty());
    let table = move || {
        if is_empty.get() {
            Either::Left(view! { <NoneFound /> })
        } else {
            Either::Right(view! { <AccountsTable /> })
        }
    };
    view! {
        <form
            node_ref=form
            method="get"
            action=routes::ftp_access(&list.domain())
            autocomplete="off"
            class="accounts"
        >
            {same_list}
            <div class="toolbar">
                <Count />
                <Permitted permission=Permission::ManageFtpAccounts>
                    <SelectAllFound />
                </Permitted>
                <ExportLink />
            </div>
            {table}
            <Permitted permission=Permission::ManageFtpAccounts>
                <BulkBar />
            </Permitted>
        </form>
        <OnlyMainAccount />
    }
}

/// The names of the accounts whose boxes are ticked.
fn ticked_boxes(form: &HtmlFormElement) -> Vec<String> {
    let ticked = form.query_selector_all("tbody .tick input:checked");
    let Ok(ticked) = ticked else {
        return Vec::new();
    };
    (0..ticked.length())
        .filter_map(|place| ticked.get(place)?.dyn_into::<HtmlInputElement>().ok())
        .map(|ticked| ticked.value())
        .collect()
}

/// What to do where nothing matches: show all.
#[component]
fn NoneFound() -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let all = list.address(&all_accounts(&list.shown.read_untracked()));
    view! {
        <EmptyState
            icon=IconName::Search
            text=texts.ftp_access.none_found
            next=Some((texts.ftp_access.show_all, all))
        />
    }
}

/// The same list, of all accounts.
pub(super) fn all_accounts(listing: &FtpAccountListing) -> FtpAccountListing {
    FtpAccountListing {
        search: SearchText::default(),
        filters: FtpAccountFilters::default(),
        ..listing.at(ListPosition::First)
    }
}

/// What to do where there is but the main account: add one for each person.
#[component]
fn OnlyMainAccount() -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let is_alone = Memo::new(move |_| list.data.read().list.total <= 1);
    move || {
        (is_alone.get() && !list.shown.read().is_narrowed()).then(|| {
            view! {
                <EmptyState
                    icon=IconName::Account
                    text=texts.ftp_access.only_main_account
                    next=Some((
                        texts.ftp_access.add_first_account,
                        routes::add_ftp_account(&list.domain()),
                    ))
                />
            }
        })
    }
}

#[component]
fn AccountsTable() -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let is_busy = move || (*list.asked.read() != *list.shown.read()).then_some("true");
    let heads = move || {
        let shown = list.shown.read();
        let columns = FtpAccountColumn::ALL.into_iter();
        let columns = columns.filter(|column| shown.columns.contains(*column));
        columns
            .map(|column| view! { <ColumnHead column /> })
            .collect_view()
    };
    let rows = move || {
        let data = list.data.read();
        let (now, columns) = (data.list.now, list.shown.read().columns);
        let rows = data.list.rows.iter().cloned();
        rows.map(|row| view! { <AccountRow row now columns /> })
            .collect_view()
    };
    view! {
        <div class="scroll">
            <table class="list" aria-busy=is_busy>
                <caption class="visually-hidden">
                    {(texts.ftp_access.caption)(&list.domain())}
                </caption>
                <thead>
                    <tr>
                        <th scope="col" class="tick">
                            <span class="visually-hidden">{texts.ftp_access.select}</span>
                            <SelectPage />
                        </th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The box that selects every account of the page.
#[component]
fn SelectPage() -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let select = move |event| {
        let is_selected = event_target_checked(&event);
        list.selection
            .set_page(&list.data.read_untracked().list.rows, is_selected);
    };
    view! {
        <input
            type="checkbox"
            id="tick-all"
            class="needs-script"
            aria-label=texts.ftp_access.select_page
            prop:checked=move || list.selection.has_page(&list.data.read().list.rows)
            on:change=select
        />
    }
}

/// A column's head, whose link sorts by it.
#[component]
fn ColumnHead(column: FtpAccountColumn) -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let shown = list.shown.read_untracked();
    let sorted = (shown.sort == column).then_some(if shown.descending {
        "descending"
    } else {
        "ascending"
    });
    let address = list.address(&shown.sorted_by(column));
    view! {
        <th scope="col" class=cell_class(column) aria-sort=sorted>
            <a data-noscroll="" href=address>{column_name(texts, column)}</a>
        </th>
    }
}

/// What a column is called.
pub(super) fn column_name(texts: &'static Texts, column: FtpAccountColumn) -> &'static str {
    match column {
        FtpAccountColumn::Name => texts.account_form.ftp_account_name,
        FtpAccountColumn::HomeDirectory => texts.account_form.home_directory,
        FtpAccountColumn::State => texts.field(Field::State),
        FtpAccountColumn::Permission => texts.field(Field::Permission),
        FtpAccountColumn::Usage => texts.ftp_access.usage,
        FtpAccountColumn::LastSignIn => texts.ftp_access.last_sign_in,
        FtpAccountColumn::Expiry => texts.field(Field::Expiry),
        FtpAccountColumn::Note => texts.field(Field::Note),
        FtpAccountColumn::LastChanged => texts.ftp_access.last_changed,
    }
}

/// The class of a column that has no room on a narrow screen.
fn cell_class(column: FtpAccountColumn) -> Option<&'static str> {
    let has_room = matches!(
        column,
        FtpAccountColumn::Name | FtpAccountColumn::HomeDirectory
    );
    (!has_room).then_some("wide-only")
}

/// How many accounts there are, or are found.
#[component]
fn Count() -> impl IntoView {
    let texts = use_texts();
    let data = use_list().data;
    let count = move || {
        let data = data.read();
        match data.list.found {
            Some(found) => (texts.ftp_access.found)(found, data.list.total),
            None => (texts.ftp_access.count)(data.list.total),
        }
    };
    view! {
        <p class="count" aria-live="polite">
            {count}
        </p>
    }
}

/// Takes what is found along, as CSV.
#[component]
fn ExportLink() -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let address = move || routes::ftp_accounts_csv(&list.domain(), &list.shown.read());
    view! {
        <a class="button button-quiet" rel="external" download="" href=address>
            <Icon name=IconName::Download />
            {texts.ftp_access.export_csv}
        </a>
    }
}
