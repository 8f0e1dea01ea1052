//! What forms share: their buttons, what is wrong with them, where the cursor goes then.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::{Notice, NoticeKind, use_texts};
use crate::api::ApiError;
use model::{AppError, Field, FieldError};

/// What the server found wrong with a field, as a signal.
pub(crate) fn server_error<T: Clone + Send + Sync + 'static>(
    answer: impl Get<Value = Option<Result<T, ApiError>>> + Copy + Send + Sync + 'static,
    field: Field,
) -> Signal<Option<FieldError>> {
    Signal::derive(move || {
        answer
            .get()
            .and_then(Result::err)
            .and_then(|e| e.field_error(field))
    })
}

/// What had been typed into a form before this page was drawn, without scripts.
#[derive(Clone, Copy)]
pub(crate) struct Typed(StoredValue<Option<ApiError>>);

impl Typed {
    /// Takes it from the server's answer to the form.
    pub(crate) fn before<T: Clone + Send + Sync + 'static>(
        answer: impl GetUntracked<Value = Option<Result<T, ApiError>>>,
    ) -> Self {
        Self(StoredValue::new(
            answer.get_untracked().and_then(Result::err),
        ))
    }

    /// What had been typed into a field.
    pub(crate) fn get(self, field: Field) -> Option<String> {
        self.0
            .with_value(|error| error.as_ref()?.typed(field).map(ToOwned::to_owned))
    }
}

/// The message above a form that was refused.
///
/// Problems with fields stand at the fields; those with a field that the form lacks stand here.
#[component]
pub(crate) fn FormProblem(
    /// Why it was refused, if it was.
    #[prop(into)]
    error: Signal<Option<ApiError>>,
    /// The fields that the form has.
    fields: &'static [Field],
) -> impl IntoView {
    let texts = use_texts();
    let message = move || {
        error.get().map(|error| match &error.problem {
            AppError::Invalid(problems) if problems.iter().all(|p| fields.contains(&p.field)) => {
                (texts.error)(&error.problem)
            }
            problem => texts.problem_in_full(problem),
        })
    };
    move || {
        message().map(|message| {
            view! {
                <Notice kind=NoticeKind::Error>
                    <p>{message}</p>
                </Notice>
            }
        })
    }
}

/// « OK » and « Annuler ».
#[component]
pub(crate) fn FormButtons(
    /// Where « Annuler » leads.
    cancel: String,
    /// Whether an answer is awaited.
    #[prop(into)]
    pending: Signal<bool>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="form-buttons">
            <button type="submit" class="button button-primary" disabled=pending>
                {texts.common.ok}
            </button>
            <a class="button" href=cancel>
                {texts.common.cancel}
            </a>
        </div>
    }
}

/// Puts the cursor into the first field that is wrong, each time the server refuses the form.
pub(crate) fn focus_first_invalid(error: impl Fn() -> Option<ApiError> + 'static) {
    Effect::new(move || {
        if error().is_some() {
            // After the drawing, which marks the fields.
            request_animation_frame(|| {
                let field = document()
                    .query_selector("form [aria-invalid=true]")
                    .ok()
                    .flatten();
                if let Some(field) = field.and_then(|f| f.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = field.focus();
                }
            });
        }
    });
}
