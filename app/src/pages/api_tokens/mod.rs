//! « Jetons d'API »: by what programs act for a panel user.

mod add;
mod list;
mod ready;

pub(crate) use add::AddApiToken;
pub(crate) use list::{ApiTokens, ApiTokensOf};
pub(crate) use ready::ApiTokenReady;

use leptos::prelude::*;

use crate::components::use_texts;
use crate::routes;

/// The way back to « Mon compte », and from the pages below the list to the list.
#[component]
fn Breadcrumb(
    /// Whether the page is below the list.
    #[prop(default = false)]
    below_list: bool,
) -> impl IntoView {
    let texts = use_texts();
    let list = below_list.then(|| {
        view! {
            <li>
                <a href=routes::API_TOKENS>{texts.api_tokens.title}</a>
            </li>
        }
    });
    view! {
        <nav class="breadcrumb" aria-label=texts.common.breadcrumb>
            <ol>
                <li>
                    <a href=routes::ACCOUNT>{texts.panel_user.my_account}</a>
                </li>
                {list}
            </ol>
        </nav>
    }
}
