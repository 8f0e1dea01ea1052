//! What a reseller has, beside what they may have.

use leptos::prelude::*;
use model::{ResellerLimit, ResellerLimits, ResellerUsage};

use crate::components::use_texts;

/// "3 of 10 customers", and so on, a line each.
#[component]
pub(super) fn ResellerUsageList(limits: ResellerLimits, usage: ResellerUsage) -> impl IntoView {
    let texts = use_texts();
    let line = move |limit: ResellerLimit| {
        let most = limits.get(limit).map(texts.number);
        let used = (texts.number)(usage.get(limit));
        view! { <li>{(texts.panel_users.used_of)(limit, &used, most.as_deref())}</li> }
    };
    view! { <ul>{ResellerLimit::ALL.map(line).into_iter().collect_view()}</ul> }
}
