//! The list of panel users: searched, filtered, sorted, all by its address.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::{use_location, use_query_map};

use super::usage::ResellerUsageList;
use crate::api::panel_users::{PanelUsersScreen, panel_users_page};
use crate::components::{
    Chip, ChipKind, EmptyState, Icon, IconName, Isolated, LastSignIn, Loaded, Notice, NoticeKind,
    Pagination, Time, use_texts,
};
use crate::routes;
use model::{PanelUserColumn, PanelUserListing, PanelUserRow, PanelUserStatus, Role};

/// The panel users whom the person manages.
#[component]
pub(crate) fn PanelUsers() -> impl IntoView {
    let texts = use_texts();
    let location = use_location();
    let query = use_query_map();
    let source = move || {
        let address = location.query.get().to_query_string();
        (address, query.read().get("done"))
    };
    let view = move |screen| {
        let (address, _) = untrack(source);
        view! { <UserList listing=PanelUserListing::parse(&address) screen /> }
    };
    view! {
        <Title text=texts.panel_users.title />
        <Loaded source fetch=|(listing, done)| panel_users_page(listing, done) view />
    }
}

#[component]
fn UserList(listing: PanelUserListing, screen: PanelUsersScreen) -> impl IntoView {
    let texts = &use_texts().panel_users;
    let PanelUsersScreen { list, receipt } = screen;
    let (users, own_limits) = (list.users, list.own_limits);
    let (number, last) = (users.number, users.last());
    let is_reseller = own_limits.is_some();
    let count = match listing.is_narrowed() {
        true => (texts.found)(users.total),
        false => (texts.count)(users.total),
    };
    let path = routes::panel_users(&listing);
    let rows = if users.rows.is_empty() {
        view! { <Nobody is_narrowed=listing.is_narrowed() /> }.into_any()
    } else {
        view! { <UserTable listing=listing.clone() rows=users.rows is_reseller /> }.into_any()
    };
    view! {
        <div class="page-head">
            <h1>{texts.title}</h1>
            <a class="button button-primary" href=routes::ADD_PANEL_USER>
                <Icon name=IconName::Add />
                {texts.add}
            </a>
        </div>
        {receipt
            .map(|receipt| {
                view! {
                    <Notice kind=NoticeKind::Success>
                        <p>{(texts.receipt)(&receipt)}</p>
                    </Notice>
                }
            })}
        {own_limits.map(|(limits, usage)| view! { <ResellerUsageList limits usage /> })}
        <Filters listing is_reseller />
        <p class="count" role="status">
            {count}
        </p>
        {rows}
        <Pagination number last path />
    }
}

/// Nobody is there, or nobody of those that one looks for: then all the rest is a link away.
#[component]
fn Nobody(is_narrowed: bool) -> impl IntoView {
    let texts = use_texts();
    let (text, next) = match is_narrowed {
        true => {
            let all = (texts.ftp_access.show_all, routes::PANEL_USERS.to_owned());
            (texts.panel_users.none_found, Some(all))
        }
        false => (texts.panel_users.no_customers, None),
    };
    view! { <EmptyState icon=IconName::Account text next /> }
}

/// The form that asks for the same list.
#[component]
fn Filters(listing: PanelUserListing, is_reseller: bool) -> impl IntoView {
    let all = use_texts();
    let texts = &all.panel_users;
    let chosen = listing.role;
    let role = move |role: Role| {
        view! {
            <option value=role.as_str() selected=chosen == Some(role)>
                {(all.panel_user.role)(role)}
            </option>
        }
    };
    // All that a reseller sees are customers.
    let roles = (!is_reseller).then(|| {
        view! {
            <div class="field">
                <label for="role">{all.panel_user.role_label}</label>
                <select id="role" name="role">
                    <option value="">{texts.every_role}</option>
                    {Role::ALL.map(role).into_iter().collect_view()}
                </select>
            </div>
        }
    });
    let chosen = listing.status;
    let status = move |status: PanelUserStatus| {
        view! {
            <option value=status.key() selected=chosen == Some(status)>
                {(texts.status)(status)}
            </option>
        }
    };
    let offered = move |status: &PanelUserStatus| !(is_reseller && status.is_for_administrators());
    let statuses = PanelUserStatus::ALL.into_iter().filter(offered);
    let sort = listing.sort_key();
    let sort = (!sort.is_empty()).then(|| view! { <input type="hidden" name="sort" value=sort /> });
    view! {
        <Form method="get" action=routes::PANEL_USERS attr:class="filters" attr:role="search">
            <div class="field">
                <label for="q">{all.ftp_access.search}</label>
                <input
                    type="search"
                    id="q"
                    name="q"
                    value=listing.search.as_str().to_owned()
                    placeholder=texts.search_hint
                    autocapitalize="none"
                    autocomplete="off"
                    spellcheck="false"
                />
            </div>
            {roles}
            <div class="field">
                <label for="status">{texts.status_label}</label>
                <select id="status" name="status">
                    <option value="">{texts.every_status}</option>
                    {statuses.map(status).collect_view()}
                </select>
            </div>
            {sort}
            <button type="submit" class="button">
                <Icon name=IconName::Filter />
                {all.ftp_activity.filter}
            </button>
        </Form>
    }
}

#[component]
fn UserTable(
    listing: PanelUserListing,
    rows: Vec<PanelUserRow>,
    is_reseller: bool,
) -> impl IntoView {
    let texts = use_texts();
    let head = |column: PanelUserColumn, class: &'static str| {
        let is_sorted = (listing.sort == column).then_some(match listing.descending {
            true => "descending",
            false => "ascending",
        });
        view! {
            <th scope="col" class=class aria-sort=is_sorted>
                <a href=routes::panel_users(&listing.sorted_by(column))>
                    {(texts.panel_users.column)(column)}
                </a>
            </th>
        }
    };
    let reseller_head = (!is_reseller).then(|| {
        view! {
            <th scope="col" class="wide-only">
                {texts.panel_users.reseller}
            </th>
        }
    });
    view! {
        <table class="list">
            <caption class="visually-hidden">{texts.panel_users.title}</caption>
            <thead>
                <tr>
                    {head(PanelUserColumn::Login, "")}
                    {head(PanelUserColumn::DisplayName, "wide-only")}
                    <th scope="col">{texts.panel_user.role_label}</th>
                    {reseller_head}
                    <th scope="col" class="number wide-only">
                        {(texts.panel_users.limit)(model::ResellerLimit::Subscriptions)}
                    </th>
                    {head(PanelUserColumn::LastSignIn, "wide-only")}
                    {head(PanelUserColumn::Created, "wide-only")}
                </tr>
            </thead>
            <tbody>
                {rows
                    .into_iter()
                    .map(|row| view! { <UserRow row is_reseller /> })
                    .collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn UserRow(row: PanelUserRow, is_reseller: bool) -> impl IntoView {
    let texts = use_texts();
    let login = row.login.to_string();
    let disabled = row
        .disabled
        .then(|| view! { " " <Chip kind=ChipKind::Danger text=(texts.panel_users.status)(PanelUserStatus::Disabled) /> });
    let reseller = (!is_reseller).then(|| {
        let reseller = row.reseller.map(|login| {
            let page = routes::panel_user(login.as_str());
            view! { <a href=page>{login.to_string()}</a> }
        });
        view! { <td class="wide-only">{reseller}</td> }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=routes::panel_user(&login)>{login.clone()}</a>
                {disabled}
            </th>
            <td class="wide-only">
                <Isolated text=row.display_name />
            </td>
            <td>{(texts.panel_user.role)(row.role)}</td>
            {reseller}
            <td class="number wide-only">{(texts.number)(row.subscriptions)}</td>
            <td class="wide-only">
                <LastSignIn at=row.last_sign_in_at />
            </td>
            <td class="wide-only">
                <Time at=row.created_at />
            </td>
        </tr>
    }
}
