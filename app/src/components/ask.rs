//! Asking a server function whose answer is a text: most often a piece of the page.
//!
//! As with forms (`server_form`), what Leptos has for it would be made anew for each function;
//! here the WebAssembly has all of it once.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::ApiError;

/// A function's arguments, by name.
pub(crate) type Arguments = Vec<(&'static str, String)>;

/// What is done with an answer.
pub(crate) type Then = Box<dyn FnOnce(Result<String, ApiError>)>;

/// Asks the function at `url`.
///
/// Until the answer is there, the page may have been left: what is done then uses signals with
/// care.
#[cfg(feature = "hydrate")]
pub(crate) fn ask(url: &'static str, arguments: Arguments, then: Then) {
    leptos::task::spawn_local(async move {
        then(super::server_form::answer_to(url, arguments).await);
    });
}

/// Nobody asks while a page is drawn on the server.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn ask(_: &'static str, _: Arguments, _: Then) {}

/// How long one must pause before the server is asked.
const PAUSE: Duration = Duration::from_millis(300);

/// What the server says about a field while one types: a piece of the page.
#[derive(Clone, Copy)]
pub(crate) struct Said {
    url: &'static str,
    html: RwSignal<String>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    /// How often it was asked: an answer that comes after the next question counts no more.
    turn: StoredValue<u32>,
}

impl Said {
    /// By the function `S`. To be called where the field is drawn.
    pub(crate) fn of<S: ServerFn<Output = String, Error = ApiError>>() -> Self {
        Self::at(S::PATH)
    }

    fn at(url: &'static str) -> Self {
        let said = Self {
            url,
            html: RwSignal::new(String::new()),
            waiting: StoredValue::new(None),
            turn: StoredValue::new(0),
        };
        // The form may be gone before the pause is over.
        on_cleanup(move || said.stop_waiting());
        said
    }

    /// What was said last; empty while nothing is.
    pub(crate) fn html(self) -> RwSignal<String> {
        self.html
    }

    /// Asks anew, or only forgets what was said if there is nothing to ask.
    pub(crate) fn ask_soon(self, arguments: Option<Arguments>) {
        self.stop_waiting();
        self.html.set(String::new());
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        let Some(arguments) = arguments else {
            return;
        };
        let then = move |answer: Result<String, ApiError>| {
            if self.turn.try_get_value() == Some(turn) {
                let _ = self.html.try_set(answer.unwrap_or_default());
            }
        };
        let ask = move || ask(self.url, arguments, Box::new(then));
        self.waiting
            .set_value(set_timeout_with_handle(ask, PAUSE).ok());
    }

    fn stop_waiting(self) {
        if let Some(handle) = self.waiting.try_get_value().flatten() {
            handle.clear();
        }
    }
}
