//! Which accounts the list shows, what it shows of each, and how many on a page. What is chosen
//! holds at once; without scripts the form is sent by its button.

use leptos::prelude::*;
use model::{
    Field, FtpAccountColumn, FtpAccountFilters, FtpAccountListing, FtpAccountSettings, PageSize,
};

use super::context::use_list;
use super::table::column_name;
use crate::components::{Icon, IconName, use_texts};

/// The filters and columns, folded away until one asks for them.
#[component]
pub(super) fn Filters() -> impl IntoView {
    let texts = use_texts();
    let asked = use_list().asked;
    let is_filtered = asked.read_untracked().filters != FtpAccountFilters::default();
    let sizes = PageSize::ALL.map(|size| (size.get().to_string(), size.get().to_string()));
    view! {
        <details class="advanced" open=is_filtered>
            <summary>
                <Icon name=IconName::Filter />
                " "
                {texts.ftp_access.list_options}
            </summary>
            <div class="filters">
                <Choice
                    name="state"
                    label=texts.field(Field::State)
                    options=choices(Field::State)
                    value=|listing| listing.field("state")
                />
                <Choice
                    name="permission"
                    label=texts.field(Field::Permission)
                    options=choices(Field::Permission)
                    value=|listing| listing.field("permission")
                />
                <Choice
                    name="size"
                    label=texts.ftp_access.rows_on_a_page
                    options=sizes.to_vec()
                    value=|listing| listing.size.get().to_string()
                />
                <div class="boxes">
                    <OnlyThose name="expiring" label=texts.ftp_access.only_expiring />
                    <OnlyThose name="unused" label=texts.ftp_access.only_unused />
                    <OnlyThose name="nearly-full" label=texts.ftp_access.only_nearly_full />
                </div>
            </div>
            <fieldset>
                <legend>{texts.ftp_access.shown_columns}</legend>
                <input type="hidden" name="columns" value="name" />
                <div class="boxes">
                    {FtpAccountColumn::ALL
                        .into_iter()
                        .skip(1)
                        .map(|column| view! { <ColumnBox column /> })
                        .collect_view()}
                </div>
            </fieldset>
            <button type="submit" class="button without-scripts">
                {texts.ftp_access.apply}
            </button>
        </details>
    }
}

/// What one can choose of a setting: anything, or one of its values.
fn choices(field: Field) -> Vec<(String, String)> {
    let texts = use_texts();
    let values = FtpAccountSettings::choices(field).unwrap_or_default();
    let name = |value: &str| (texts.account_form.setting_choice)(field, value).to_owned();
    let values = values
        .into_iter()
        .map(|value| (value.to_owned(), name(value)));
    let any = (String::new(), texts.ftp_access.every_value.to_owned());
    std::iter::once(any).chain(values).collect()
}

/// A list of values, each with what it is called.
#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    value: fn(&FtpAccountListing) -> String,
) -> impl IntoView {
    let list = use_list();
    let id = format!("list-{name}");
    let chosen = Memo::new(move |_| value(&list.asked.read()));
    let option = move |(value, text): (String, String)| {
        let at_first = chosen.with_untracked(|chosen| *chosen == value);
        let key = value.clone();
        view! {
            <option
                value=value
                selected=at_first
                prop:selected=move || chosen.with(|chosen| *chosen == key)
            >
                {text}
            </option>
        }
    };
    let choose = move |event| {
        let value = event_target_value(&event);
        list.show(&list.asked.read_untracked().with_field(name, &value));
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name on:change=choose>
                {options.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// A box that leaves those accounts of which something is so.
#[component]
fn OnlyThose(name: &'static str, label: &'static str) -> impl IntoView {
    let list = use_list();
    let is_set = move || !list.asked.read().field(name).is_empty();
    let choose = move |event| {
        let value = if event_target_checked(&event) {
            "1"
        } else {
            ""
        };
        list.show(&list.asked.read_untracked().with_field(name, value));
    };
    view! {
        <label>
            <input
                type="checkbox"
                name=name
                value="1"
                checked=untrack(is_set)
                prop:checked=is_set
                on:change=choose
            />
            " "
            {label}
        </label>
    }
}

/// A box that shows a column.
#[component]
fn ColumnBox(column: FtpAccountColumn) -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let is_shown = move || list.asked.read().columns.contains(column);
    let choose = move |event| {
        let mut listing = list.asked.get_untracked();
        listing.columns = if event_target_checked(&event) {
            listing.columns.with(column)
        } else {
            listing.columns.without(column)
        };
        list.show_instead(&listing);
    };
    view! {
        <label>
            <input
                type="checkbox"
                name="columns"
                value=column.key()
                checked=untrack(is_shown)
                prop:checked=is_shown
                on:change=choose
            />
            " "
            {column_name(texts, column)}
        </label>
    }
}
