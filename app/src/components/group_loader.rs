//! Loading a group of pages, and what is done where its file does not come.

use std::future::Future;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use leptos_router::hooks::use_url;

use super::use_texts;

/// Where the browser remembers that it has loaded the page anew for a group's sake.
const RELOADED: &str = "berth-group-reloaded";

/// A page of a group. Where its file does not come it is asked for once more; then the whole page
/// is loaded anew, once, since another build may have been installed; then it is said.
///
/// The page is an argument, and not in `load`: this is compiled for each group then, and not for
/// each of its pages.
pub(crate) async fn or_reload<P: Copy, F>(load: impl Fn(P) -> F, page: P) -> AnyView
where
    F: Future<Output = Result<AnyView, SplitLoaderError>>,
{
    // Before anything is awaited, while it is known where one goes.
    let texts = use_texts();
    let url = use_url().get_untracked();
    let address = format!("{}{}", url.path(), url.search_params().to_query_string());
    for _ in 0..2 {
        if let Ok(view) = load(page).await {
            forget_reload();
            return view;
        }
    }
    if reload_once(&address) {
        return ().into_any();
    }
    view! {
        <section class="standalone">
            <h1>{texts.error_page.title}</h1>
            <p role="alert">{texts.error_page.group_not_loaded}</p>
            <p>
                <a class="button" rel="external" href=address>
                    {texts.common.try_again}
                </a>
            </p>
        </section>
    }
    .into_any()
}

/// Loads the page anew, unless that was done already.
fn reload_once(address: &str) -> bool {
    let Ok(Some(storage)) = window().session_storage() else {
        return false;
    };
    if storage.get_item(RELOADED).ok().flatten().is_some() {
        return false;
    }
    storage.set_item(RELOADED, "1").is_ok() && window().location().set_href(address).is_ok()
}

/// The next time that a file does not come, the page may be loaded anew again.
fn forget_reload() {
    #[cfg(feature = "hydrate")]
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.remove_item(RELOADED);
    }
}
