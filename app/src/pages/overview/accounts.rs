//! The accounts that may need attention: who uses most, who expires soon, who is nearly full.

use leptos::prelude::*;
use model::{
    DomainName, Field, FtpAccountColumn, FtpAccountColumns, FtpAccountFilters, FtpAccountListing,
    Overview, OverviewAccount, OverviewPeriod,
};

use crate::components::{Isolated, Time, UsageBar, use_texts};
use crate::routes;

/// What a list tells of each of its accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Usage,
    Expiry,
}

/// The three lists.
#[component]
pub(super) fn NotableAccounts(data: Overview) -> impl IntoView {
    let texts = use_texts();
    let Overview {
        domain,
        largest,
        expiring,
        nearly_full,
        ..
    } = data;
    let names_domain = domain.is_none();
    let list = |label, listing: FtpAccountListing| {
        let domain = domain.as_ref().map(DomainName::as_str)?;
        Some((label, routes::ftp_accounts(domain, &listing)))
    };
    let by_expiry = list(texts.overview.list_by_expiry, by_expiry());
    let nearly_full_ones = list(texts.overview.list_nearly_full, nearly_full_first());
    view! {
        <div class="notable">
            <AccountList
                id="largest"
                title=texts.overview.largest.to_owned()
                note=Some(texts.overview.largest_note)
                none=texts.overview.no_largest
                told=Told::Usage
                accounts=largest
                names_domain
                more=None
            />
            <AccountList
                id="expiring"
                title=(texts.overview.expiring)()
                note=None
                none=texts.overview.no_expiring
                told=Told::Expiry
                accounts=expiring
                names_domain
                more=by_expiry
            />
            <AccountList
                id="nearly-full"
                title=texts.overview.nearly_full.to_owned()
                note=None
                none=texts.overview.no_nearly_full
                told=Told::Usage
                accounts=nearly_full
                names_domain
                more=nearly_full_ones
            />
        </div>
    }
}

/// The subscription's accounts, those that expire next first.
fn by_expiry() -> FtpAccountListing {
    FtpAccountListing {
        sort: FtpAccountColumn::Expiry,
        columns: FtpAccountColumns::default().with(FtpAccountColumn::Expiry),
        ..FtpAccountListing::default()
    }
}

/// The subscription's accounts that are nearly full, the fullest first.
fn nearly_full_first() -> FtpAccountListing {
    FtpAccountListing {
        filters: FtpAccountFilters {
            nearly_full: true,
            ..FtpAccountFilters::default()
        },
        sort: FtpAccountColumn::Usage,
        descending: true,
        ..FtpAccountListing::default()
    }
}

#[component]
fn AccountList(
    /// Names the list in the document.
    id: &'static str,
    title: String,
    /// What is to be known of the numbers.
    note: Option<&'static str>,
    /// That there are no accounts.
    none: &'static str,
    told: Told,
    accounts: Vec<OverviewAccount>,
    /// Whether accounts are of several subscriptions.
    names_domain: bool,
    /// Where there are more of them: the words and the address of a link.
    more: Option<(&'static str, String)>,
) -> impl IntoView {
    let texts = use_texts();
    let told_label = match told {
        Told::Usage => texts.ftp_usage.title,
        Told::Expiry => (texts.account_form.setting_label)(Field::Expiry),
    };
    let content = if accounts.is_empty() {
        view! { <p class="note">{none}</p> }.into_any()
    } else {
        let row = |account| view! { <AccountRow account told names_domain /> };
        let table = view! {
            <table class="list records" aria-labelledby=id>
                <thead>
                    <tr>
                        <th scope="col">{texts.ftp_sessions.ftp_account}</th>
                        <th scope="col">{told_label}</th>
                    </tr>
                </thead>
                <tbody>{accounts.into_iter().map(row).collect_view()}</tbody>
            </table>
        };
        table.into_any()
    };
    let more = more.map(|(label, address)| {
        view! {
            <p>
                <a href=address>{label}</a>
            </p>
        }
    });
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {note.map(|note| view! { <p class="note">{note}</p> })}
            {content}
            {more}
        </section>
    }
}

#[component]
fn AccountRow(account: OverviewAccount, told: Told, names_domain: bool) -> impl IntoView {
    let OverviewAccount {
        domain,
        name,
        usage,
        quota_bytes,
        quota_files,
        expires_at,
    } = account;
    let address = routes::ftp_account(domain.as_str(), name.as_str());
    let of = names_domain.then(|| {
        let overview = routes::overview(Some(domain.as_str()), OverviewPeriod::default());
        view! {
            <p class="detail">
                <a href=overview>
                    <Isolated text=domain.text().into_owned() />
                </a>
            </p>
        }
    });
    let cell = match told {
        Told::Usage => view! { <UsageBar usage quota_bytes quota_files /> }.into_any(),
        Told::Expiry => expires_at.map(|at| view! { <Time at /> }).into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                <a href=address>{name.to_string()}</a>
                {of}
            </th>
            <td>{cell}</td>
        </tr>
    }
}
