//! The form that takes the file. A browser sends it by itself: it has a file, and its answer is the way to
//! a page, with scripts as without.

use leptos::prelude::*;

use crate::components::use_texts;
use crate::routes;
use model::{AppError, Field, FieldError, ImportForm, ImportFormat};

/// The file, and what is said beside it.
#[component]
pub(super) fn UploadForm(
    domain: String,
    /// By which the server finds the file that is kept.
    key: String,
    /// What was said before.
    form: ImportForm,
    /// The file that is kept, if one is.
    file_name: Option<String>,
    /// What is wrong with it, or with the rules.
    refusal: Option<AppError>,
) -> impl IntoView {
    let texts = use_texts();
    let error = move |field: Field| field_error(refusal.as_ref(), field);
    let is_kept = file_name.is_some();
    let file_hint = match &file_name {
        Some(name) => {
            let kept = (texts.import_page.kept_file)(name);
            format!("{kept} {}", texts.import_page.file_hint)
        }
        None => texts.import_page.file_hint.to_owned(),
    };
    let ticked = form.skip_refused == ImportForm::ON;
    view! {
        <form method="post" enctype="multipart/form-data" action=routes::import_files(&domain)>
            {is_kept.then(|| view! { <input type="hidden" name="upload" value=key /> })}
            <FormatField chosen=form.format error=error(Field::ImportFormat) />
            <FileField field=Field::ImportFile hint=file_hint required=!is_kept />
            <FileField
                field=Field::ImportShadow
                hint=texts.import_page.shadow_hint.to_owned()
                required=false
            />
            <RulesField
                field=Field::HomeMappings
                text=form.map
                hint=texts.import_page.mappings_hint
                error=error(Field::HomeMappings)
            />
            <RulesField
                field=Field::Renames
                text=form.rename
                hint=texts.import_page.renames_hint
                error=error(Field::Renames)
            />
            <label class="check">
                <input type="checkbox" name="skip_refused" value=ImportForm::ON checked=ticked />
                <span>{texts.import_page.skip_refused}</span>
            </label>
            <div class="form-buttons">
                <button type="submit" class="button button-primary">
                    {texts.import_page.preview}
                </button>
                <a class="button" href=routes::ftp_access(&domain)>
                    {texts.common.cancel}
                </a>
            </div>
        </form>
    }
}

fn field_error(refusal: Option<&AppError>, field: Field) -> Option<FieldError> {
    let AppError::Invalid(invalid) = refusal? else {
        return None;
    };
    let mut invalid = invalid.iter();
    invalid.find(|one| one.field == field).map(|one| one.error)
}

#[component]
fn FormatField(chosen: String, error: Option<FieldError>) -> impl IntoView {
    let texts = use_texts();
    let field = Field::ImportFormat;
    let option = |format: ImportFormat| {
        let selected = format.key() == chosen;
        view! {
            <option value=format.key() selected=selected>
                {(texts.import.format_name)(format)}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=field.key()>{texts.field(field)}</label>
            <select
                id=field.key()
                name=field.key()
                aria-describedby=described_by(field)
                aria-invalid=error.map(|_| "true")
            >
                {ImportFormat::ALL.map(option).into_iter().collect_view()}
            </select>
            <Below field hint=texts.import_page.format_hint.to_owned() error />
        </div>
    }
}

#[component]
fn FileField(field: Field, hint: String, required: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="field">
            <label for=field.key()>{texts.field(field)}</label>
            <input
                type="file"
                id=field.key()
                name=field.key()
                required=required
                aria-describedby=described_by(field)
            />
            <Below field hint error=None />
        </div>
    }
}

/// Rules, one in each line.
#[component]
fn RulesField(
    field: Field,
    text: String,
    hint: &'static str,
    error: Option<FieldError>,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="field">
            <label for=field.key()>{texts.field(field)}</label>
            <textarea
                id=field.key()
                name=field.key()
                rows="4"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described_by(field)
                aria-invalid=error.map(|_| "true")
                inner_html=escaped(&text)
            ></textarea>
            <Below field hint=hint.to_owned() error />
        </div>
    }
}

/// A text as HTML. Leptos writes what stands between a `<textarea>`'s tags as it is.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// What is wrong with a field, and what one should know to fill it.
#[component]
fn Below(field: Field, hint: String, error: Option<FieldError>) -> impl IntoView {
    let texts = use_texts();
    let key = field.key();
    view! {
        <p class="field-error" id=format!("{key}-error")>
            {error.map(texts.field_error)}
        </p>
        <p class="field-hint" id=format!("{key}-hint")>
            {hint}
        </p>
    }
}

fn described_by(field: Field) -> String {
    let key = field.key();
    format!("{key}-error {key}-hint")
}
