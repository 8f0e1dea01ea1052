//! Asking the server about what one types, once one pauses.

use std::future::Future;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::reactive::actions::ActionAbortHandle;

use crate::api::ApiError;

/// How long one must pause before the server is asked.
const PAUSE: Duration = Duration::from_millis(300);

/// A question to the server that changes as one types.
///
/// It is sent once one pauses. The answer to the latest question counts; those to earlier ones are
/// dropped, whenever they come.
pub(crate) struct DebouncedQuery<Question: 'static, Answer: 'static> {
    action: Action<Question, Result<Answer, ApiError>>,
    pause: StoredValue<Option<TimeoutHandle>>,
    in_flight: StoredValue<Option<ActionAbortHandle>>,
}

impl<Question, Answer> Clone for DebouncedQuery<Question, Answer> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Question, Answer> Copy for DebouncedQuery<Question, Answer> {}

impl<Question, Answer> DebouncedQuery<Question, Answer>
where
    Question: Clone + Send + Sync + 'static,
    Answer: Clone + Send + Sync + 'static,
{
    /// Questions that `fetch` answers.
    pub(crate) fn new<F>(fetch: fn(Question) -> F) -> Self
    where
        F: Future<Output = Result<Answer, ApiError>> + Send + 'static,
    {
        let query = Self {
            action: Action::new(move |question: &Question| fetch(question.clone())),
            pause: StoredValue::new(None),
            in_flight: StoredValue::new(None),
        };
        // The page may be left before the pause is over.
        on_cleanup(move || query.cancel());
        query
    }

    /// The answer to the latest question; none while there is none, or if it failed.
    pub(crate) fn answer(self) -> Signal<Option<Answer>> {
        let value = self.action.value();
        Signal::derive(move || value.get().and_then(Result::ok))
    }

    /// Asks anew after the pause, or only forgets the last answer where there is nothing to ask.
    pub(crate) fn ask(self, question: Option<Question>) {
        self.cancel();
        self.action.clear();
        let Some(question) = question else {
            return;
        };
        let dispatch = move || {
            let in_flight = self.action.dispatch(question);
            self.in_flight.set_value(Some(in_flight));
        };
        self.pause
            .set_value(set_timeout_with_handle(dispatch, PAUSE).ok());
    }

    /// Sends no question any more, and drops the answer to one that is on its way: of two answers
    /// an [`Action`] keeps whichever comes last.
    fn cancel(self) {
        if let Some(pause) = self.pause.try_update_value(Option::take).flatten() {
            pause.clear();
        }
        if let Some(in_flight) = self.in_flight.try_update_value(Option::take).flatten() {
            in_flight.abort();
        }
    }
}
