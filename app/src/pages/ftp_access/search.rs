//! The field that looks for accounts while one types.

use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use model::{ListPosition, SearchText};

use super::context::{ListContext, use_list};
use super::filters::Filters;
use super::table::all_accounts;
use crate::components::use_texts;
use crate::routes;

/// How long one must pause before the list follows what one types.
const PAUSE: Duration = Duration::from_millis(250);

/// The `id` of the field, to which a key leads.
pub(super) const SEARCH_FIELD: &str = "q";

/// The form that looks for accounts. Without scripts it loads the list that it asks for.
#[component]
pub(super) fn SearchForm() -> impl IntoView {
    let texts = use_texts();
    let list = use_list();
    let search = Search::new(list);
    let field = NodeRef::<html::Input>::new();
    // What was typed before the scripts were at work.
    Effect::new(move || {
        let typed = field.get().map(|field| field.value());
        if let Some(typed) = typed.filter(|typed| *typed != *search.text.read_untracked()) {
            search.soon(typed);
        }
    });
    let sort = move || {
        let sort = list.asked.read().sort_key();
        (!sort.is_empty()).then(|| view! { <input type="hidden" name="sort" value=sort /> })
    };
    let show_all = move || {
        let asked = list.asked.read();
        asked.is_narrowed().then(|| {
            let all = list.address(&all_accounts(&asked));
            view! {
                <a class="button button-quiet" href=all data-noscroll="">
                    {texts.ftp_access.show_all}
                </a>
            }
        })
    };
    view! {
        <form
            method="get"
            action=routes::ftp_access(&list.domain())
            role="search"
            class="list-search"
            on:submit=move |event| {
                event.prevent_default();
                search.now();
            }
        >
            <div class="search-line">
                <label class="visually-hidden" for=SEARCH_FIELD>
                    {texts.ftp_access.search}
                </label>
                <input
                    node_ref=field
                    type="search"
                    id=SEARCH_FIELD
                    name="q"
                    autocapitalize="none"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=texts.ftp_access.search_hint
                    value=search.text.get_untracked()
                    prop:value=search.text
                    on:input=move |event| search.soon(event_target_value(&event))
                />
                <button type="submit" class="button">
                    {texts.ftp_access.search}
                </button>
                {show_all}
            </div>
            {sort}
            <Filters />
        </form>
    }
}

/// What is typed, and the list that follows it.
#[derive(Clone, Copy)]
struct Search {
    list: ListContext,
    text: RwSignal<String>,
    /// What the address has from here: whatever else it has comes from a link or the way back.
    sent: StoredValue<SearchText>,
    pause: StoredValue<Option<TimeoutHandle>>,
}

impl Search {
    fn new(list: ListContext) -> Self {
        let at_first = list.asked.read_untracked().search.clone();
        let search = Self {
            list,
            text: RwSignal::new(at_first.as_str().to_owned()),
            sent: StoredValue::new(at_first),
            pause: StoredValue::new(None),
        };
        Effect::new(move || {
            let asked = list.asked.read().search.clone();
            if search.sent.with_value(|sent| *sent != asked) {
                search.wait_no_more();
                search.text.set(asked.as_str().to_owned());
                search.sent.set_value(asked);
            }
        });
        on_cleanup(move || search.wait_no_more());
        search
    }

    /// Follows what is typed, once one pauses.
    fn soon(self, text: String) {
        self.text.set(text);
        self.wait_no_more();
        let pause = set_timeout_with_handle(move || self.now(), PAUSE);
        self.pause.set_value(pause.ok());
    }

    /// Follows what is typed. The browser's way back leads to the list before the search, not
    /// through each of its letters.
    fn now(self) {
        self.wait_no_more();
        let asked = self.list.asked.get_untracked();
        let search = SearchText::parse(&self.text.read_untracked());
        if search == asked.search {
            return;
        }
        self.sent.set_value(search.clone());
        let was_searched = asked.search != SearchText::default();
        let mut listing = asked.at(ListPosition::First);
        listing.search = search;
        if was_searched {
            self.list.show_instead(&listing);
        } else {
            self.list.show(&listing);
        }
    }

    fn wait_no_more(self) {
        if let Some(pause) = self.pause.try_update_value(Option::take).flatten() {
            pause.clear();
        }
    }
}
