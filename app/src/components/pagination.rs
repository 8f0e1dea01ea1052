//! The way through a list's pages.

use leptos::prelude::*;

use super::use_texts;
use model::PageNumber;

/// Links to the pages before and after; nothing for a list of one page.
#[component]
pub(crate) fn Pagination(
    /// The page that is shown.
    number: PageNumber,
    /// The number of the last page.
    last: u32,
    /// The list's address, with a query or without, to which the page is added.
    path: String,
) -> impl IntoView {
    let texts = use_texts();
    let separator = if path.contains('?') { '&' } else { '?' };
    let link = move |page: u32, label: &'static str, rel: &'static str| {
        (1..=last).contains(&page).then(|| {
            view! {
                <a class="button" rel=rel href=format!("{path}{separator}page={page}")>
                    {label}
                </a>
            }
        })
    };
    let page = number.get();
    (last > 1).then(|| {
        view! {
            <nav class="pagination" aria-label=texts.pagination.title>
                {link(page - 1, texts.pagination.previous_page, "prev")}
                <span>{(texts.pagination.page_of)(number, last)}</span>
                {link(page + 1, texts.pagination.next_page, "next")}
            </nav>
        }
    })
}
