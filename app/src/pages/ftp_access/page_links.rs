//! The way through the pages of the list.

use leptos::prelude::*;
use model::{FtpAccountList, ListPosition};

use super::context::use_list;
use crate::components::use_texts;

/// Links to the first page, the one before, the one after, and the last; nothing for a list of one
/// page.
#[component]
pub(super) fn PageLinks() -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    move || {
        let data = list.data.read();
        let shown = list.shown.read();
        let links = positions(&data.list);
        (!links.is_empty()).then(|| {
            let link = |(relation, position)| {
                let label = match position {
                    ListPosition::First => texts.ftp_access.first_page,
                    ListPosition::Before(_) => texts.pagination.previous_page,
                    ListPosition::After(_) => texts.pagination.next_page,
                    ListPosition::Last => texts.ftp_access.last_page,
                };
                let address = list.address(&shown.at(position));
                view! {
                    <a class="button" rel=relation href=address>
                        {label}
                    </a>
                }
            };
            view! {
                <nav class="pagination" aria-label=texts.pagination.title>
                    {links.into_iter().map(link).collect_view()}
                </nav>
            }
        })
    }
}

/// Where the pages begin that one can go to from this one, with the relation of each link.
fn positions(list: &FtpAccountList) -> Vec<(Option<&'static str>, ListPosition)> {
    let (Some(first), Some(last)) = (list.rows.first(), list.rows.last()) else {
        return Vec::new();
    };
    let mut positions = Vec::new();
    if list.more_before {
        positions.push((None, ListPosition::First));
        positions.push((Some("prev"), ListPosition::Before(first.name.clone())));
    }
    if list.more_after {
        positions.push((Some("next"), ListPosition::After(last.name.clone())));
        positions.push((None, ListPosition::Last));
    }
    positions
}
