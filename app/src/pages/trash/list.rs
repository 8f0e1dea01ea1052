//! « Corbeille »: a subscription's removed FTP accounts.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::trash::{RestoreFtpAccounts, TrashScreen, trash_page};
use crate::components::{
    EmptyState, FormError, Icon, IconName, Isolated, Loaded, Notice, NoticeKind, Pagination,
    Permitted, RemovedFilesLeft, Time, form_error, use_texts,
};
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{FtpSection, SubscriptionHeader};
use crate::routes;
use model::{PageNumber, Permission, PurgedFiles, RemovedFtpAccount, TrashReceipt};

/// The removed accounts, the latest removal first, with what one can do to them.
#[component]
pub(crate) fn Trash() -> impl IntoView {
    let domain = domain_param();
    let query = use_query_map();
    // Outside `Loaded`, so that why nothing was restored survives a drawing anew.
    let action = ServerAction::<RestoreFtpAccounts>::new();
    let source = move || {
        let query = query.read();
        let page = PageNumber::parse(query.get_str("page").unwrap_or_default());
        (domain.get(), page, query.get("done"))
    };
    view! {
        <Loaded
            source
            fetch=|(domain, page, done)| trash_page(domain, page, done)
            view=move |data| view! { <TrashedAccounts data action /> }
        />
    }
}

#[component]
fn TrashedAccounts(data: TrashScreen, action: ServerAction<RestoreFtpAccounts>) -> impl IntoView {
    let texts = use_texts();
    let TrashScreen { list, receipt } = data;
    let domain = list.domain.to_string();
    let title = (texts.trash.title_of)(&domain);
    let accounts = list.accounts;
    let (number, last, total) = (accounts.number, accounts.last(), accounts.total);
    let path = routes::trash(&domain);
    let rows = if accounts.rows.is_empty() {
        let next = (texts.ftp_access.title, routes::ftp_access(&domain));
        view! { <EmptyState icon=IconName::Trash text=texts.trash.is_empty next=Some(next) /> }
            .into_any()
    } else {
        let form = view! {
            <RestoreForm domain=domain.clone() caption=title.clone() total rows=accounts.rows action />
        };
        form.into_any()
    };
    view! {
        <Title text=title />
        <SubscriptionHeader domain here=FtpSection::Trash />
        <h1>{texts.trash.title}</h1>
        {receipt.map(|receipt| view! { <TrashReceiptNotice receipt /> })}
        <FormError error=form_error(action) fields=&[] />
        <p class="lead">{texts.trash.intro}</p>
        {rows}
        <Pagination number last path />
    }
}

/// The table inside the form that restores what is ticked.
#[component]
fn RestoreForm(
    domain: String,
    caption: String,
    total: u64,
    rows: Vec<RemovedFtpAccount>,
    action: ServerAction<RestoreFtpAccounts>,
) -> impl IntoView {
    let texts = use_texts();
    let row = |row: RemovedFtpAccount| view! { <TrashedRow domain=domain.clone() row /> };
    let body = rows.into_iter().map(row).collect_view();
    view! {
        <ActionForm action attr:class="whole">
            <input type="hidden" name="domain" value=domain.clone() />
            <div class="toolbar">
                <p class="count">{(texts.ftp_access.count)(total)}</p>
                <Permitted permission=Permission::ManageFtpAccounts>
                    <button type="submit" class="button" disabled=action.pending()>
                        <Icon name=IconName::Restore />
                        {texts.trash.restore}
                    </button>
                </Permitted>
            </div>
            <table class="list">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="tick">
                            <span class="visually-hidden">{texts.ftp_access.select}</span>
                        </th>
                        <th scope="col">{texts.account_form.ftp_account_name}</th>
                        <th scope="col" class="wide-only">
                            {texts.account_form.home_directory}
                        </th>
                        <th scope="col" class="wide-only">
                            {texts.trash.removed_on}
                        </th>
                        <th scope="col" class="wide-only">
                            {texts.trash.gone_on}
                        </th>
                        <th scope="col">
                            <span class="visually-hidden">{texts.common.actions}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </ActionForm>
    }
}

#[component]
fn TrashedRow(domain: String, row: RemovedFtpAccount) -> impl IntoView {
    let texts = use_texts();
    let gone_at = row.gone_at();
    let RemovedFtpAccount {
        name,
        home_directory,
        removed_at,
        removed_by,
    } = row;
    let name = name.to_string();
    view! {
        <tr>
            <td class="tick">
                <input
                    type="checkbox"
                    name="names[]"
                    value=name.clone()
                    aria-label=(texts.ftp_access.select_account)(&name)
                />
            </td>
            <th scope="row">
                <a href=routes::ftp_history(&domain, &name)>{name.clone()}</a>
            </th>
            <td class="path wide-only">
                <Isolated text=home_directory.into() />
            </td>
            <td class="wide-only">
                <Time at=removed_at />
                <p class="detail">{(texts.trash.by)(texts.actor(&removed_by))}</p>
            </td>
            <td class="wide-only">
                <Time at=gone_at />
            </td>
            <td>
                <Permitted permission=Permission::ManageFtpAccounts>
                    <a
                        class="button button-danger"
                        href=routes::purge(&domain, &name)
                        aria-label=(texts.trash.purge_account)(&name)
                    >
                        {texts.ftp_access.remove}
                    </a>
                </Permitted>
            </td>
        </tr>
    }
}

/// What was done a moment ago.
#[component]
fn TrashReceiptNotice(receipt: TrashReceipt) -> impl IntoView {
    let texts = use_texts();
    let (sentence, removed) = match receipt {
        TrashReceipt::Restored(names) => {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            ((texts.trash.accounts_were_restored)(&names), None)
        }
        TrashReceipt::Purged { name, files } => {
            let sentence = (texts.trash.account_was_purged)(name.as_str(), &files);
            let removed = match files {
                PurgedFiles::Removed(removed) => Some(removed),
                PurgedFiles::Kept | PurgedFiles::Underway => None,
            };
            (sentence, removed)
        }
    };
    let left = removed.filter(|removed| removed.failures > 0);
    let kind = if left.is_some() {
        NoticeKind::Error
    } else {
        NoticeKind::Success
    };
    view! {
        <Notice kind>
            <p>{sentence}</p>
            {left.map(|removed| view! { <RemovedFilesLeft removed /> })}
        </Notice>
    }
}
