//! What stands in a page's address.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The domain name in the page's address.
pub(super) fn domain_param() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("domain").unwrap_or_default())
}

/// The domain name and the FTP account's name in the page's address.
pub(super) fn account_params() -> Memo<(String, String)> {
    let params = use_params_map();
    Memo::new(move |_| {
        let params = params.read();
        let text = |key| params.get(key).unwrap_or_default();
        (text("domain"), text("name"))
    })
}
