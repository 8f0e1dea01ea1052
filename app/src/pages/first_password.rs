//! The page on which a person chooses a password of their own, in the place of one that was given to
//! them. Until they have, all other pages lead here.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::account::ChangePassword;
use crate::components::{ErrorPage, use_texts, use_viewer};
use crate::routes;
use model::AppError;

/// Says why, and takes the new password.
#[component]
pub(crate) fn FirstPassword() -> impl IntoView {
    let texts = use_texts();
    let next = use_query_map().read_untracked().get("next");
    let next = next.unwrap_or_else(|| routes::START.to_owned());
    let page = match use_viewer() {
        Some(viewer) => view! {
            <p class="lead">{texts.panel_user.choose_password_text}</p>
            <ChangePassword viewer next />
        }
        .into_any(),
        None => view! { <ErrorPage error=AppError::NotSignedIn.into() /> }.into_any(),
    };
    view! {
        <Title text=texts.panel_user.choose_password />
        <h1>{texts.panel_user.choose_password}</h1>
        {page}
    }
}
