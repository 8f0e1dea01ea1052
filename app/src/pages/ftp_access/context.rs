//! What the parts of « Accès FTP » share.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::{AccountName, FtpAccountListing};

use super::selection::Selection;
use crate::api::ftp_accounts::FtpAccountsScreen;
use crate::pages::ftp_sessions::live::follow;
use crate::routes;

/// The list that the page shows, the one that its address asks for, and the way from one list to
/// another: by the address, which keeps everything but the selection.
#[derive(Clone, Copy)]
pub(super) struct ListContext {
    domain: StoredValue<String>,
    /// The list that the address asks for.
    pub(super) asked: Memo<FtpAccountListing>,
    /// What the page shows. It follows the address as soon as the server has answered.
    pub(super) data: RwSignal<FtpAccountsScreen>,
    /// The list that the page shows.
    pub(super) shown: Memo<FtpAccountListing>,
    /// The accounts with an open FTP session.
    pub(super) connected: Memo<BTreeSet<AccountName>>,
    /// The accounts that are selected.
    pub(super) selection: Selection,
    navigate: Callback<(String, NavigateOptions)>,
}

impl ListContext {
    /// Provides it to the parts of a page that shows `first`.
    pub(super) fn provide(asked: Memo<FtpAccountListing>, first: FtpAccountsScreen) -> Self {
        let domain = first.list.domain.to_string();
        let data = RwSignal::new(first);
        let shown = Memo::new(move |_| FtpAccountListing::parse(&data.read().listing));
        let navigate = use_navigate();
        let context = Self {
            asked,
            data,
            shown,
            connected: connected(domain.clone(), data),
            selection: Selection::new(),
            domain: StoredValue::new(domain),
            navigate: Callback::new(move |(address, options): (String, NavigateOptions)| {
                navigate(&address, options);
            }),
        };
        provide_context(context);
        context
    }

    /// The subscription's domain name.
    pub(super) fn domain(self) -> String {
        self.domain.get_value()
    }

    /// The address of one of the lists.
    pub(super) fn address(self, listing: &FtpAccountListing) -> String {
        self.domain
            .with_value(|domain| routes::ftp_accounts(domain, listing))
    }

    /// Shows another list, and leaves the page where it is on the screen.
    pub(super) fn show(self, listing: &FtpAccountListing) {
        self.go(self.address(listing), false);
    }

    /// As [`show`](Self::show), in place of this list for the browser's way back.
    pub(super) fn show_instead(self, listing: &FtpAccountListing) {
        self.go(self.address(listing), true);
    }

    /// Leaves the page for another one.
    pub(super) fn leave_for(self, address: String) {
        self.navigate.run((address, NavigateOptions::default()));
    }

    fn go(self, address: String, replace: bool) {
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        self.navigate.run((address, options));
    }
}

/// The page's own context.
pub(super) fn use_list() -> ListContext {
    expect_context()
}

/// The accounts with an open session: as the server has told with the list, then as it tells anew
/// whenever that changes.
fn connected(domain: String, data: RwSignal<FtpAccountsScreen>) -> Memo<BTreeSet<AccountName>> {
    let sessions = RwSignal::new(Vec::new());
    let is_live = RwSignal::new(false);
    follow(Some(domain), sessions, is_live);
    Memo::new(move |_| {
        if is_live.get() {
            let sessions = sessions.read();
            sessions.iter().map(|row| row.account.clone()).collect()
        } else {
            data.read().connected.iter().cloned().collect()
        }
    })
}
