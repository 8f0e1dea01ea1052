//! What the pages share where one-time links lead, an FTP account's and a panel user's.

use std::future::Future;

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::api::ApiError;
use crate::components::{LoadedResource, NewPasswordFields, ShowPasswords, use_texts};
use model::{AppError, Field};

/// The fields that the form has.
pub(super) const FIELDS: &[Field] = &[Field::Password, Field::RepeatedPassword];

/// The page of the link in the address. To open it changes nothing.
#[component]
pub(super) fn LinkPage<T, F, V>(
    /// Asks what the link is for.
    fetch: fn(String) -> F,
    /// Draws the form, of the link's token and what it is for.
    form: fn(String, T) -> V,
) -> impl IntoView
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
    V: IntoView + 'static,
{
    let params = use_params_map();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let opened = Resource::new_blocking(
        move || token.get(),
        move |token| async move {
            match fetch(token).await {
                // Whatever the reason.
                Err(refused) if refused.error == AppError::NotFound => Ok(None),
                opened => opened.map(Some),
            }
        },
    );
    let view = move |purpose| match purpose {
        Some(purpose) => Either::Left(form(token.get_untracked(), purpose)),
        None => Either::Right(view! { <DoesNotWork /> }),
    };
    view! {
        <Meta name="robots" content="noindex" />
        <LoadedResource resource=opened view />
    }
}

#[component]
fn DoesNotWork() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.set_password.link_does_not_work />
        <section class="standalone">
            <h1>{texts.set_password.link_does_not_work}</h1>
            <p>{texts.set_password.link_does_not_work_why}</p>
        </section>
    }
}

/// The form of a link, until the link turns out to work no more.
#[component]
pub(super) fn WhileItWorks(
    /// Why the form was refused, if it was.
    error: Signal<Option<ApiError>>,
    /// The form.
    children: ChildrenFn,
) -> impl IntoView {
    let works = move || {
        let error = error.read();
        error.as_ref().map(|refused| &refused.error) != Some(&AppError::NotFound)
    };
    view! {
        <Show when=works fallback=|| view! { <DoesNotWork /> }>
            {children()}
        </Show>
    }
}

/// What stands in the form: the two passwords and the buttons.
#[component]
pub(super) fn LinkFields(
    /// The link's token.
    token: String,
    /// For password managers: what the password is of.
    username: String,
    /// The label of the password.
    label: &'static str,
    /// Why the form was refused, if it was.
    error: Signal<Option<ApiError>>,
    /// Whether an answer is awaited.
    #[prop(into)]
    pending: Signal<bool>,
) -> impl IntoView {
    let texts = use_texts();
    let shown = RwSignal::new(false);
    view! {
        <input type="hidden" name="token" value=token />
        <input type="hidden" name="username" autocomplete="username" value=username />
        <NewPasswordFields label error shown />
        <div class="form-buttons">
            <button type="submit" class="button button-primary" disabled=pending>
                {texts.common.ok}
            </button>
            <ShowPasswords shown />
        </div>
    }
}
