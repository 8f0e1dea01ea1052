//! Signed in again, in a tab of its own.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::{ErrorPage, use_texts, use_viewer};
use crate::routes;
use model::AppError;

/// Sends a person back to the tab where a form waits: what was filled in there, passwords among it,
/// is nowhere else.
#[component]
pub(crate) fn SignedInAgain() -> impl IntoView {
    let texts = use_texts();
    let page = match use_viewer() {
        Some(_) => view! {
            <section class="standalone">
                <h1>{texts.panel_user.signed_in_again}</h1>
                <p role="status">{texts.panel_user.form_waits_in_other_tab}</p>
                <p>
                    <a class="button" href=routes::START>
                        {texts.error_page.to_start}
                    </a>
                </p>
            </section>
        }
        .into_any(),
        None => view! { <ErrorPage error=AppError::NotSignedIn.into() /> }.into_any(),
    };
    view! {
        <Title text=texts.panel_user.signed_in_again />
        {page}
    }
}
