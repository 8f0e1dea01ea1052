//! Who would be beyond their limits, before these are changed.

use leptos::prelude::*;
use model::{AppError, LimitsPreview};

use crate::api::ApiError;
use crate::components::{FormButtons, Notice, NoticeKind, use_texts};

type Refusal = Signal<Option<ApiError>>;

/// What the limits would mean that were submitted; none unless the server asks whether they are meant.
fn preview(error: Refusal) -> Option<LimitsPreview> {
    match &error.read().as_ref()?.error {
        AppError::BeyondLimits(preview) => Some((**preview).clone()),
        _ => None,
    }
}

/// Which subscriptions would be beyond their limits, below the sentence that says so.
#[component]
pub(crate) fn PreviewNotice(
    /// Why the form was refused, if it was.
    error: Refusal,
) -> impl IntoView {
    let texts = use_texts();
    move || {
        preview(error).map(|preview| {
            let examples = texts.limits.examples(&preview).into_iter();
            let examples = examples.map(|example| view! { <li>{example}</li> });
            let uncounted = (preview.uncounted > 0).then(|| {
                let sentence = (texts.limits.uncounted)(preview.uncounted);
                view! { <p>{sentence}</p> }
            });
            view! {
                <Notice kind=NoticeKind::Warning>
                    <ul>{examples.collect_view()}</ul>
                    {uncounted}
                    <p>{texts.limits.nothing_is_removed}</p>
                </Notice>
            }
        })
    }
}

/// The buttons of the form: « Appliquer » once one has seen what that means, and « OK » before.
#[component]
pub(crate) fn PreviewButtons(
    /// Why the form was refused, if it was.
    error: Refusal,
    /// Where « Annuler » leads.
    cancel: String,
    /// Whether an answer is awaited.
    #[prop(into)]
    pending: Signal<bool>,
) -> impl IntoView {
    let texts = use_texts();
    let seen = move || {
        preview(error)
            .map(|preview| preview.limits)
            .unwrap_or_default()
    };
    let submit = Signal::derive(move || match preview(error) {
        Some(_) => texts.limits.apply,
        None => texts.common.ok,
    });
    view! {
        <input type="hidden" name="seen" value=seen />
        <FormButtons cancel pending submit />
    }
}
