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
) -> impl IntoView {
    let texts = use_texts();
    let is_wrong = field_error(error, Field::CurrentPassword);
    let id = Field::CurrentPassword.key();
    view! {
        <div class="field">
            <label for=id>{texts.panel_user.current_password}</label>
            <input
                type="password"
                id=id
                name=id
                required
                autocomplete="current-password"
                aria-describedby=format!("{id}-error")
                aria-invalid=move || is_wrong.get().map(|_| "true")
            />
            <p class="field-error" id=format!("{id}-error") aria-live="polite">
                {move || is_wrong.get().map(texts.field_error)}
            </p>
        </div>
    }
}
