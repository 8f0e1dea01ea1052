//! Data that comes from the server: while it loads, when it is there, when it fails.

use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::sync::Arc;

use leptos::either::EitherOf3;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::content::Content;
use super::use_texts;
use crate::api::ApiError;
use crate::pages::NotFound;
use model::AppError;

/// A server function at work.
type Fetching = Pin<Box<dyn Future<Output = Result<Content, ApiError>> + Send>>;

/// What a server function answers to `wanted`, asked again whenever that changes.
pub(super) fn fetched<K, T, F>(
    wanted: impl Fn() -> K + Clone + Send + Sync + 'static,
    fetch: fn(K) -> F,
) -> Resource<Result<Content, ApiError>>
where
    K: Hash + 'static,
    T: Serialize + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    let now = wanted.clone();
    let changes = move || {
        let mut hasher = DefaultHasher::new();
        now().hash(&mut hasher);
        hasher.finish()
    };
    let fetch = move || -> Fetching {
        let fetching = fetch(untrack(&wanted));
        Box::pin(async move { fetching.await.map(Content::new) })
    };
    of_any_function(Box::new(changes), Box::new(fetch))
}

/// Not generic: else the WebAssembly has all of it once for each server function.
fn of_any_function(
    changes: Box<dyn Fn() -> u64 + Send + Sync>,
    fetch: Box<dyn Fn() -> Fetching + Send + Sync>,
) -> Resource<Result<Content, ApiError>> {
    Resource::new_blocking(changes, move |_| fetch())
}

/// Draws what a server function answers to `wanted` with `view` once it is there, and what went
/// wrong if it is not.
#[component]
pub(crate) fn Loaded<K, T, F, V>(
    /// What the function is asked; when it changes, the function is asked again.
    wanted: impl Fn() -> K + Clone + Send + Sync + 'static,
    /// The function.
    fetch: fn(K) -> F,
    /// Draws the answer.
    view: impl Fn(T) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    K: Hash + 'static,
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
    V: IntoView + 'static,
{
    let draw = move |content: Content| match content.read() {
        Some(data) => view(data).into_any(),
        None => view! { <ErrorScreen error=AppError::Internal.into() /> }.into_any(),
    };
    view! { <Awaited resource=fetched(wanted, fetch) draw=Arc::new(draw) /> }
}

/// Draws what is awaited. Not generic: else the WebAssembly has all of it once for each screen.
#[component]
fn Awaited(
    /// What is awaited.
    resource: Resource<Result<Content, ApiError>>,
    /// Draws it.
    draw: Arc<dyn Fn(Content) -> AnyView + Send + Sync>,
) -> impl IntoView {
    let texts = use_texts();
    let draw = move || {
        let draw = Arc::clone(&draw);
        Suspend::new(async move {
            match resource.await {
                Ok(content) => draw(content),
                Err(error) => view! { <ErrorScreen error /> }.into_any(),
            }
        })
    };
    view! {
        <Transition fallback=move || view! { <p class="loading" role="status">{texts.common.loading}</p> }>
            {draw}
        </Transition>
    }
}

/// The page that stands in for one that cannot be shown.
#[component]
pub(crate) fn ErrorScreen(
    /// Why it cannot.
    error: ApiError,
) -> impl IntoView {
    let texts = use_texts();
    match error.problem {
        AppError::NotSignedIn => EitherOf3::A(view! { <Redirect path=login_path() /> }),
        AppError::NotFound => EitherOf3::B(view! { <NotFound /> }),
        problem => EitherOf3::C(view! {
            <section class="standalone">
                <h1>{texts.error_page.title}</h1>
                <p role="alert">{(texts.error)(&problem)}</p>
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

/// Where one signs in to come back to this page.
fn login_path() -> String {
    format!(
        "/login?next={}",
        leptos_router::location::Url::escape(&current_path())
    )
}

/// This page's path and query, without the traces of an earlier error.
fn current_path() -> String {
    let location = use_location();
    let mut query = location.query.get_untracked();
    query.remove("__err");
    query.remove("__path");
    format!(
        "{}{}",
        location.pathname.get_untracked(),
        query.to_query_string()
    )
}
