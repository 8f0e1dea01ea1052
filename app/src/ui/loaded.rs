//! Data that comes from the server: while it loads, when it is there, when it fails.

use std::pin::Pin;
use std::sync::Arc;

use leptos::either::EitherOf3;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;

use super::use_texts;
use crate::api::ApiError;
use crate::model::Problem;
use crate::screens::NotFound;

/// What is drawn once it is there.
type Drawing = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Draws `resource` with `view` once it is there, and what went wrong if it is not.
#[component]
pub(crate) fn Loaded<T, V, F>(
    /// The data.
    resource: Resource<Result<T, ApiError>>,
    /// Draws it.
    view: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
{
    let draw = move || -> Drawing {
        let view = view.clone();
        Box::pin(async move {
            match resource.await {
                Ok(data) => view(data).into_any(),
                Err(error) => view! { <ErrorScreen error /> }.into_any(),
            }
        })
    };
    view! { <Awaited draw=Arc::new(draw) /> }
}

/// Draws what is awaited. Not generic: else the WebAssembly has all of it once for each screen.
#[component]
fn Awaited(
    /// Begins to draw.
    draw: Arc<dyn Fn() -> Drawing + Send + Sync>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <Transition fallback=move || view! { <p class="loading" role="status">{texts.loading}</p> }>
            {move || Suspend::new(draw())}
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
        Problem::NotSignedIn => EitherOf3::A(view! { <Redirect path=login_path() /> }),
        Problem::NotFound => EitherOf3::B(view! { <NotFound /> }),
        problem => EitherOf3::C(view! {
            <section class="standalone">
                <h1>{texts.error_title}</h1>
                <p role="alert">{(texts.problem)(&problem)}</p>
                <p>
                    // A plain reload: whatever failed is asked for again.
                    <a class="button" rel="external" href=current_path()>
                        {texts.try_again}
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
