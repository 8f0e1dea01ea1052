//! « Accès FTP »: the list of a subscription's FTP accounts.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use model::FtpAccountListing;

use crate::api::ftp_accounts::{FtpAccountsScreen, ftp_accounts_page};
use crate::components::{Loaded, MadePassword, ReceiptNotice, use_texts};
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{Breadcrumb, FtpNavigation, FtpSection};
use crate::routes;

/// The list of a subscription's FTP accounts, with what one can do to them.
#[component]
pub(crate) fn FtpAccess() -> impl IntoView {
    let domain = domain_param();
    let (search, query) = (use_location().search, use_query_map());
    MadePassword::forget_on_leaving();
    let source = move || {
        let listing = FtpAccountListing::parse(&search.read());
        (domain.get(), listing.query(), query.read().get("done"))
    };
    view! {
        <Loaded
            source
            fetch=|(domain, listing, done)| ftp_accounts_page(domain, listing, done)
            view=|data| view! { <FtpAccountsList data /> }
        />
    }
}

#[component]
fn FtpAccountsList(data: FtpAccountsScreen) -> impl IntoView {
    let texts = use_texts();
    let FtpAccountsScreen {
        list,
        receipt,
        connect,
    } = data;
    let domain = list.domain.to_string();
    view! {
        <Title text=(texts.ftp_access.title_of)(&domain) />
        <Breadcrumb domain=domain.clone() />
        <FtpNavigation domain=domain.clone() here=FtpSection::Accounts />
        <div class="page-head">
            <h1>{texts.ftp_access.title}</h1>
            <a class="button button-primary" href=routes::add_ftp_account(&domain)>
                {texts.ftp_access.add_ftp_account}
            </a>
        </div>
        {receipt.map(|receipt| view! { <ReceiptNotice receipt connect /> })}
        <p class="lead">{texts.ftp_access.intro}</p>
    }
}
