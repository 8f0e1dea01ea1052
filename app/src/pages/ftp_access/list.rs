//! « Accès FTP »: the list of a subscription's FTP accounts.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_location, use_query_map};
use model::{AppError, FtpAccountListing, Permission};

use super::bulk_dialog::{BulkActionDialog, BulkActions};
use super::context::ListContext;
use super::keyboard::{KeysSwitch, listen_to_keys};
use super::page_links::PageLinks;
use super::receipt::ListReceipt;
use super::search::SearchForm;
use super::table::AccountsForm;
use crate::api::ApiError;
use crate::api::ftp_accounts::{FtpAccountsScreen, ftp_accounts_page};
use crate::components::{
    AccountsInUse, ErrorPage, FormError, Icon, IconName, Loading, MadePassword, Permitted,
    current_path, use_texts,
};
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{Breadcrumb, FtpNavigation, FtpSection};
use crate::routes;

/// What the page reads of the server.
type PageResource = Resource<Result<FtpAccountsScreen, ApiError>>;

/// The list of a subscription's FTP accounts, with what one can do to them.
///
/// The page is drawn once for a subscription. What another address asks for is then put into it as
/// it stands, so that neither the cursor nor what one types is lost, and nothing jumps.
#[component]
pub(crate) fn FtpAccess() -> impl IntoView {
    let domain = domain_param();
    let (search, query) = (use_location().search, use_query_map());
    MadePassword::forget_on_leaving();
    let asked = Memo::new(move |_| FtpAccountListing::parse(&search.read()));
    let source = move || (domain.get(), asked.read().query(), query.read().get("done"));
    let page = PageResource::new_blocking(source, |(domain, listing, done)| {
        ftp_accounts_page(domain, listing, done)
    });
    let draw = move || {
        domain.track();
        let first = ScopedFuture::new_untracked(page.into_future());
        Suspend::new(async move {
            match first.await {
                Ok(first) => Either::Left(view! { <AccountsPage first page asked /> }),
                Err(error) => Either::Right(view! { <ErrorPage error /> }),
            }
        })
    };
    view! { <Transition fallback=|| view! { <Loading /> }>{draw}</Transition> }
}

#[component]
fn AccountsPage(
    first: FtpAccountsScreen,
    page: PageResource,
    asked: Memo<FtpAccountListing>,
) -> impl IntoView {
    let texts = use_texts();
    let list = ListContext::provide(asked, first);
    let actions = BulkActions::provide();
    let error = follow_answers(list, page);
    listen_to_keys(list);
    let domain = list.domain();
    let add = routes::add_ftp_account(&domain);
    // What is added or removed is found, or not, by whatever one looks for.
    let count = Signal::derive(move || list.data.read().list.total);
    view! {
        <Title text=(texts.ftp_access.title_of)(&domain) />
        <Breadcrumb domain=domain.clone() />
        <FtpNavigation domain=domain.clone() here=FtpSection::Accounts />
        <div class="page-head">
            <h1>{texts.ftp_access.title}</h1>
            <Permitted permission=Permission::ManageFtpAccounts>
                <a class="button button-primary" href=add.clone()>
                    <Icon name=IconName::Add />
                    {texts.ftp_access.add_ftp_account}
                </a>
            </Permitted>
        </div>
        <AccountsInUse domain=domain.clone() count />
        <ListReceipt />
        <p class="lead wide-only">{texts.ftp_access.intro}</p>
        <SearchForm />
        <LoadError error />
        <FormError error=actions.error_outside_dialog() fields=&[] />
        <AccountsForm />
        <PageLinks />
        <BulkActionDialog />
        <KeysSwitch />
    }
}

/// Puts the server's later answers into the page; tells why there is none, if so.
fn follow_answers(list: ListContext, page: PageResource) -> RwSignal<Option<ApiError>> {
    let error = RwSignal::new(None);
    Effect::new(move || match page.get() {
        Some(Ok(answer)) => {
            error.set(None);
            if *list.data.read_untracked() != answer {
                list.data.set(answer);
            }
        }
        Some(Err(why)) => error.set(Some(why)),
        None => {}
    });
    // What is selected belongs to what is looked for.
    Effect::new(move |before: Option<FtpAccountListing>| {
        let now = list.asked.get();
        let same = |before: &FtpAccountListing| {
            before.search == now.search && before.filters == now.filters
        };
        if before.as_ref().is_some_and(|before| !same(before)) {
            list.selection.clear();
        }
        now
    });
    error
}

/// Why the list that the address asks for could not be had.
#[component]
fn LoadError(error: RwSignal<Option<ApiError>>) -> impl IntoView {
    let is_signed_out = Memo::new(move |_| {
        let error = error.read();
        error.as_ref().map(|error| &error.error) == Some(&AppError::NotSignedIn)
    });
    let sign_in = move || {
        is_signed_out.get().then(|| {
            let path = routes::login(&current_path());
            view! { <Redirect path /> }
        })
    };
    view! {
        {sign_in}
        <FormError error fields=&[] />
    }
}
