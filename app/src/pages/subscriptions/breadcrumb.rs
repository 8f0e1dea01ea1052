//! The way back from pages of no subscription in use.

use leptos::prelude::*;

use crate::components::use_texts;
use crate::routes;

/// The way back to « Site et Domaines ».
#[component]
pub(super) fn StartBreadcrumb(
    /// Whether this is a page below « Abonnements supprimés ».
    #[prop(default = false)]
    below_trash: bool,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <nav class="breadcrumb" aria-label=texts.common.breadcrumb>
            <ol>
                <li>
                    <a href=routes::START>{texts.subscriptions.title}</a>
                </li>
                {below_trash
                    .then(|| {
                        view! {
                            <li>
                                <a href=routes::SUBSCRIPTION_TRASH>
                                    {texts.subscription_settings.removed_title}
                                </a>
                            </li>
                        }
                    })}
            </ol>
        </nav>
    }
}
