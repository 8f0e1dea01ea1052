//! The page that shows an API token, once.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::Breadcrumb;
use crate::api::api_tokens::api_token_ready_page;
use crate::components::{CopyButton, Loaded, use_texts};
use crate::routes;

/// The token, to be copied.
#[component]
pub(crate) fn ApiTokenReady() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.api_tokens.secret />
        <Breadcrumb below_list=true />
        <h1>{texts.api_tokens.secret}</h1>
        <Loaded
            source=|| ()
            fetch=|()| api_token_ready_page()
            view=|secret| view! { <Secret secret /> }
        />
        <p>
            <a class="button" href=routes::API_TOKENS>
                {texts.api_tokens.back}
            </a>
        </p>
    }
}

#[component]
fn Secret(secret: Option<String>) -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    let name = move || query.read().get("name").unwrap_or_default();
    match secret {
        Some(secret) => Either::Left(view! {
            <p role="status">{move || (texts.api_tokens.is_ready)(&name())}</p>
            <div class="field">
                <label for="secret">{texts.api_tokens.secret}</label>
                <div class="input-row">
                    <input
                        type="text"
                        id="secret"
                        class="secret"
                        readonly
                        value=secret.clone()
                        autocomplete="off"
                    />
                    <CopyButton text=secret />
                </div>
                <p class="field-hint">{texts.api_tokens.secret_rules}</p>
            </div>
        }),
        None => Either::Right(view! { <p>{texts.api_tokens.was_shown}</p> }),
    }
}
