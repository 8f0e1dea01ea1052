//! Data that comes from the server: while it loads, when it is there, when it fails.

use std::future::Future;

use leptos::either::{Either, EitherOf4};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;
use model::AppError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::form::form_of_ended_session;
use super::{NotFound, use_texts};
use crate::api::ApiError;
use crate::routes;

/// Draws what a server function answers with `view` once it is there, and what went wrong if it is
/// not. What was drawn before stays while the function is asked again.
#[component]
pub(crate) fn Loaded<K, T, F, V>(
    /// What the function is asked; when it changes, the function is asked again.
    source: impl Fn() -> K + Send + Sync + 'static,
    /// The function.
    fetch: fn(K) -> F,
    /// Draws the answer.
    view: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    K: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
    V: IntoView + 'static,
{
    view! { <LoadedResource resource=Resource::new_blocking(source, fetch) view /> }
}

/// As [`Loaded`], of a resource that the page has made, to ask for it again.
#[component]
pub(crate) fn LoadedResource<T, V>(
    /// What is awaited.
    resource: Resource<Result<T, ApiError>>,
    /// Draws it.
    view: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let draw = move || {
        let view = view.clone();
        Suspend::new(async move {
            match resource.await {
                Ok(data) => Either::Left(view(data)),
                Err(error) => Either::Right(view! { <ErrorPage error /> }),
            }
        })
    };
    view! { <Transition fallback=|| view! { <Loading /> }>{draw}</Transition> }
}

/// What stands there, in the page and in its title, until the data come.
#[component]
pub(crate) fn Loading() -> impl IntoView {
    let texts = use_texts();
    // The server draws it too, and sends it to nobody.
    let title = (!cfg!(feature = "ssr")).then(|| view! { <Title text=texts.common.loading /> });
    view! {
        {title}
        <p class="loading" role="status">
            {texts.common.loading}
        </p>
    }
}

/// The page that stands in for one that cannot be shown.
#[component]
pub(crate) fn ErrorPage(
    /// Why it cannot.
    error: ApiError,
) -> impl IntoView {
    let texts = use_texts();
    match error.error {
        AppError::NotSignedIn => EitherOf4::A(view! { <Redirect path=login_path() /> }),
        AppError::NotFound => EitherOf4::B(view! { <NotFound /> }),
        AppError::StepPending(step) => {
            let path = routes::pending_step(step, &current_path());
            EitherOf4::C(view! { <Redirect path /> })
        }
        error => EitherOf4::D(view! {
            <section class="standalone">
                <h1>{texts.error_page.title}</h1>
                <p role="alert">{(texts.error)(&error)}</p>
                <p>
                    // A plain reload: whatever failed is asked for again.
                    <a class="button" rel="external" href=current_path()>
                        {texts.common.try_again}
                    </a>
                </p>
            </section>
        }),
    }
}

/// Where one signs in to come back to this page, and to what was filled in there, if the session
/// ended meanwhile.
fn login_path() -> String {
    if routes::is_own_account(&use_location().pathname.get_untracked()) {
        return routes::OWN_ACCOUNT_LOGIN.to_owned();
    }
    // In the browser a form that was sent stays where it is; what is left there is this page.
    if cfg!(feature = "ssr") && form_of_ended_session() {
        let location = use_location();
        let query = location.query.get_untracked().to_query_string();
        let path = location.pathname.get_untracked();
        return routes::login_again(&format!("{path}{query}"));
    }
    routes::login(&current_path())
}

/// This page's path and query.
pub(crate) fn current_path() -> String {
    let location = use_location();
    let query = location.query.get_untracked().to_query_string();
    format!("{}{query}", location.pathname.get_untracked())
}
