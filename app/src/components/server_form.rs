//! Forms that a server function takes.
//!
//! What Leptos has for it (`ServerAction`, `ActionForm`) is made anew for each function, with a
//! reader and a writer of its arguments each time. The browser knows how to write a form; so here
//! it is sent as it stands, and the WebAssembly has all of this once.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use web_sys::HtmlFormElement;

use super::MadePassword;
use crate::api::ApiError;

/// What a form's server function answered.
pub(crate) type Answer = Option<Result<(), ApiError>>;

/// A server function that takes a form, and its last answer.
#[derive(Clone, Copy)]
pub(crate) struct FormAction {
    url: &'static str,
    answer: RwSignal<Answer>,
    pending: RwSignal<bool>,
    #[cfg_attr(
        not(feature = "hydrate"),
        expect(dead_code, reason = "the server sends no forms")
    )]
    made_password: Option<MadePassword>,
}

impl FormAction {
    /// The function `S`, with its answer to a form that was sent before this page was drawn: a
    /// browser without scripts brings it in the address.
    pub(crate) fn of<S: ServerFn<Output = (), Error = ApiError>>() -> Self {
        Self::at(S::PATH)
    }

    fn at(url: &'static str) -> Self {
        let before = use_context::<ServerActionError>()
            .filter(|error| error.path() == url)
            .map(|error| Err(ServerFnUrlError::<ApiError>::decode_err(error.err())));
        Self {
            url,
            answer: RwSignal::new(before),
            pending: RwSignal::new(false),
            made_password: use_context(),
        }
    }

    /// The last answer; none before the first.
    pub(crate) fn value(self) -> RwSignal<Answer> {
        self.answer
    }

    /// Whether an answer is awaited.
    pub(crate) fn pending(self) -> RwSignal<bool> {
        self.pending
    }

    /// Where the form goes.
    pub(crate) fn url(self) -> &'static str {
        self.url
    }

    /// Sends a form there.
    #[cfg(feature = "hydrate")]
    pub(crate) fn send(self, form: &HtmlFormElement) {
        let Some(body) = in_browser::written(form) else {
            return;
        };
        self.pending.set(true);
        leptos::task::spawn_local(async move {
            let taken = move || {
                if let Some(made) = self.made_password {
                    made.was_taken();
                }
            };
            let answer = in_browser::post(self.url, body, taken).await;
            // Meanwhile the page may have been left.
            let _ = self.answer.try_set(Some(answer));
            let _ = self.pending.try_set(false);
        });
    }

    /// Nobody presses a button while a page is drawn on the server.
    #[cfg(not(feature = "hydrate"))]
    pub(crate) fn send(self, _: &HtmlFormElement) {}
}

/// A form that goes to `action`: by itself, or, with scripts, without leaving the page.
#[component]
pub(crate) fn ServerForm(
    /// Where it goes.
    action: FormAction,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        action.send(&event_target(&event));
    };
    view! {
        <form method="post" action=action.url on:submit=on_submit>
            {children()}
        </form>
    }
}

#[cfg(feature = "hydrate")]
pub(super) use in_browser::answer_to;

#[cfg(feature = "hydrate")]
mod in_browser {
    use leptos::server_fn::client::Client;
    use leptos::server_fn::client::browser::BrowserClient;
    use leptos::server_fn::error::FromServerFnError;
    use leptos::server_fn::redirect::call_redirect_hook;
    use leptos::server_fn::request::ClientReq;
    use leptos::server_fn::request::browser::BrowserRequest;
    use leptos::server_fn::response::ClientRes;
    use leptos::server_fn::response::browser::BrowserResponse;
    use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

    use crate::api::ApiError;
    use crate::components::ask::Arguments;
    use model::AppError;

    const FORM: &str = "application/x-www-form-urlencoded";
    const JSON: &str = "application/json";

    /// The form's fields, as the browser would send them.
    pub(super) fn written(form: &HtmlFormElement) -> Option<String> {
        let fields = FormData::new_with_form(form).ok()?;
        let pairs = UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
        Some(pairs.to_string().into())
    }

    /// Sends it, and, once it is taken, goes where the answer leads.
    pub(super) async fn post(
        url: &str,
        body: String,
        taken: impl FnOnce(),
    ) -> Result<(), ApiError> {
        let response = sent(url, body).await?;
        taken();
        if ClientRes::<ApiError>::has_redirect(&response) {
            let location = ClientRes::<ApiError>::location(&response);
            if is_server_screen(&location) {
                let _ = leptos::prelude::window().location().set_href(&location);
            } else {
                call_redirect_hook(&location);
            }
        }
        Ok(())
    }

    /// Asks a function whose answer is a text.
    pub(in crate::components) async fn answer_to(
        url: &str,
        arguments: Arguments,
    ) -> Result<String, ApiError> {
        let unwritable = |_| AppError::Internal;
        let pairs = UrlSearchParams::new().map_err(unwritable)?;
        for (name, value) in arguments {
            pairs.append(name, &value);
        }
        let response = sent(url, pairs.to_string().into()).await?;
        let json = ClientRes::<ApiError>::try_into_string(response).await?;
        serde_json::from_str(&json).map_err(|_| AppError::Internal.into())
    }

    /// Sends it; an error's status is an error.
    async fn sent(url: &str, body: String) -> Result<BrowserResponse, ApiError> {
        let request: BrowserRequest = ClientReq::<ApiError>::try_new_post(url, FORM, JSON, body)?;
        let response = <BrowserClient as Client<ApiError>>::send(request).await?;
        if ClientRes::<ApiError>::status(&response) >= 400 {
            let error = ClientRes::<ApiError>::try_into_bytes(response).await?;
            return Err(ApiError::de(error));
        }
        Ok(response)
    }

    /// Whether the server alone draws what is there, as all pages below an account.
    fn is_server_screen(location: &str) -> bool {
        let path = location.split('?').next().unwrap_or_default();
        path.split('/').count() > 5
    }
}
