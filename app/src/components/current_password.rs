//! The field of one's own password, by which one shows that it is still oneself.

use leptos::prelude::*;
use model::Field;

use super::{field_error, use_texts};
use crate::api::ApiError;

/// The field for the acting person's own password.
#[component]
pub(crate) fn CurrentPasswordField(
    /// Why the form was refused, if it was.
    error: Signal<Option<ApiError>>,
    /// What the field is called in the document, where a page has several of them.
    #[prop(into, default = "current_password".into())]
    id: String,
) -> impl IntoView {
    let texts = use_texts();
    let is_wrong = field_error(error, Field::CurrentPassword);
    let message = format!("{id}-error");
    view! {
        <div class="field">
            <label for=id.clone()>{texts.panel_user.current_password}</label>
            <input
                type="password"
                id=id
                name="current_password"
                required
                autocomplete="current-password"
                aria-describedby=message.clone()
                aria-invalid=move || is_wrong.get().map(|_| "true")
            />
            <p class="field-error" id=message aria-live="polite">
                {move || is_wrong.get().map(texts.field_error)}
            </p>
        </div>
    }
}
