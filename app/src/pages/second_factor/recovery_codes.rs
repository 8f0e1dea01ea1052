//! Recovery codes, shown once.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::second_factor::recovery_codes_page;
use crate::components::{CopyButton, Loaded, PrintButton, use_texts};
use crate::routes;

/// The page that shows recovery codes, once.
#[component]
pub(crate) fn RecoveryCodes() -> impl IntoView {
    let texts = use_texts();
    let view = move |codes: Vec<String>| {
        if codes.is_empty() {
            Either::Left(view! { <WereShown /> })
        } else {
            Either::Right(view! { <Codes codes /> })
        }
    };
    view! {
        <Title text=texts.second_factor.recovery_codes_title />
        <h1>{texts.second_factor.recovery_codes_title}</h1>
        <Loaded source=|| () fetch=|()| recovery_codes_page() view />
    }
}

#[component]
fn Codes(codes: Vec<String>) -> impl IntoView {
    let texts = use_texts();
    let all = codes.join("\n");
    view! {
        <p class="lead">{texts.second_factor.recovery_codes_lead}</p>
        <ul class="recovery-codes">
            {codes
                .into_iter()
                .map(|code| {
                    view! {
                        <li>
                            <code class="secret">{code}</code>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        <div class="form-buttons">
            <a class="button button-primary" rel="external" href=routes::SECOND_FACTOR>
                {texts.second_factor.codes_are_kept}
            </a>
            <CopyButton text=Signal::stored(all) />
            <PrintButton />
        </div>
    }
}

#[component]
fn WereShown() -> impl IntoView {
    let texts = use_texts();
    view! {
        <p>{texts.second_factor.recovery_codes_were_shown}</p>
        <p>
            <a class="button" href=routes::SECOND_FACTOR>
                {texts.second_factor.manage}
            </a>
        </p>
    }
}
