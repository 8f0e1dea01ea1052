//! What stands in the two forms that remove something for good: that which keeps its files, and that
//! which does not.

use leptos::prelude::*;

use crate::api::ApiError;
use crate::components::{FormFields, ProofField, TextField, use_texts};
use model::{Field, FieldErrors, PurgeForm};

/// The button of the form that keeps the files, and the way back.
#[component]
pub(in crate::pages) fn PurgeKeepingFilesFields(
    /// Why either form was refused, if it was.
    error: Signal<Option<ApiError>>,
    /// Where « Annuler » leads.
    cancel: String,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <ProofField error=sent_with(error, false) />
        <div class="form-buttons">
            <button type="submit" class="button button-danger">
                {texts.trash.purge}
            </button>
            <a class="button" href=cancel>
                {texts.common.cancel}
            </a>
        </div>
    }
}

/// The field that has to be filled with what is to be removed, and the button of the form that
/// removes the files too.
#[component]
pub(in crate::pages) fn PurgeWithFilesFields(
    /// Why either form was refused, if it was.
    error: Signal<Option<ApiError>>,
    /// What is to be removed.
    name: String,
    /// The field's label.
    label: &'static str,
    /// What one should know to fill it.
    hint: &'static str,
) -> impl IntoView {
    let texts = use_texts();
    let form = PurgeForm {
        name,
        confirmation: Some(String::new()),
    };
    // Whether the confirmation is right, the server says.
    let form = FormFields::new(form, error, |_: &PurgeForm| FieldErrors::default());
    view! {
        <TextField state=form.field(Field::Confirmation) label hint />
        <ProofField error=sent_with(error, true) id="proof-with-files" />
        <div class="form-buttons">
            <button type="submit" class="button button-danger">
                {texts.trash.purge_with_files}
            </button>
        </div>
    }
}

/// Why the form was refused that was sent, if it is the one with the confirmation, or the one without.
fn sent_with(error: Signal<Option<ApiError>>, confirmation: bool) -> Signal<Option<ApiError>> {
    let was_sent =
        move |error: &ApiError| error.submitted(Field::Confirmation).is_some() == confirmation;
    Signal::derive(move || error.get().filter(was_sent))
}
