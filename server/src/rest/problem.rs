//! Errors as clients read them: "problem details" (RFC 9457).

use app::i18n::{RestTexts, rest_texts, texts};
use axum::body::Body;
use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use model::{AppError, ImportOutcome, ImportPreview, InvalidField, Locale};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::app_error_code::app_error_code;
use super::error::{ExportRefusal, RestError};
use super::request_error::RequestError;
use crate::field_code::{field_error_code, field_name};
use crate::import_report::ImportedRecord;

/// The media type of an error (RFC 9457, 3).
pub(super) const PROBLEM_JSON: &str = "application/problem+json";

/// Why an operation did nothing (RFC 9457). Whatever it says, nothing was changed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// Always `about:blank`: `code` says more.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    kind: &'static str,
    /// What the status is called (RFC 9110).
    title: &'static str,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// Which problem it is. A code never changes its meaning; new ones may come.
    #[schema(examples("edit_conflict", "invalid", "token_missing"))]
    code: &'static str,
    /// What to do about it, in the language of the caller: that of `Accept-Language`, or else of the
    /// person whose token it is.
    detail: String,
    /// The fields that are to blame, in the order of the form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<ProblemField>,
    /// What the parser of the request says, in English, for developers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<String>,
    /// After an edit conflict, what was to be changed as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    current: Option<Value>,
    /// After an import that took nothing since records are refused: those records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    records: Vec<ImportedRecord>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ProblemField {
    /// Where it is in the body of the request, such as `settings.quota_bytes`; empty for the whole.
    field: String,
    /// The rule that its value breaks. A code never changes its meaning; new ones may come.
    code: &'static str,
    /// How to keep the rule, in the language of the caller.
    detail: String,
}

impl Problem {
    /// An error in a language.
    pub(super) fn of(error: &RestError, locale: Locale) -> Self {
        let said = rest_texts(locale);
        let status = error.status();
        let mut problem = Self {
            kind: "about:blank",
            title: title(status),
            status: status.as_u16(),
            code: "",
            detail: String::new(),
            errors: Vec::new(),
            reason: None,
            current: None,
            records: Vec::new(),
        };
        match error {
            RestError::App(error) => {
                problem.code = app_error_code(error);
                problem.detail = app_error(error, locale, said);
                if let AppError::Invalid(fields) = error {
                    let field = |invalid| ProblemField::of(invalid, locale);
                    problem.errors = fields.iter().map(field).collect();
                }
            }
            RestError::Request(error) => {
                problem.code = error.code();
                problem.detail = request_error(error, said);
                problem.reason = reason(error).map(ToOwned::to_owned);
                if let RequestError::InvalidBody { field, .. } = error {
                    problem.errors = vec![ProblemField {
                        field: field.clone(),
                        code: "invalid_value",
                        detail: said.invalid_value.to_owned(),
                    }];
                }
            }
            RestError::Changed { current, .. } => {
                problem.code = "edit_conflict";
                problem.detail = said.changed.to_owned();
                problem.current = Some((**current).clone());
            }
            RestError::ImportRefused(preview) => {
                problem.code = "import_refused";
                problem.detail = texts(locale).import.nothing_done.to_owned();
                problem.records = refused(preview, locale);
            }
            RestError::NotExported(ExportRefusal::OwnerMissing(program)) => {
                problem.code = "file_owner_missing";
                problem.detail = (said.file_owner_missing)(program);
            }
            RestError::NotExported(ExportRefusal::Home(name, home)) => {
                problem.code = "home_not_writable";
                problem.detail = (said.home_not_writable)(name.as_str(), home);
            }
        }
        problem
    }
}

/// The records that an import refuses.
fn refused(preview: &ImportPreview, locale: Locale) -> Vec<ImportedRecord> {
    let rows = preview.rows.iter();
    rows.filter(|row| matches!(row.outcome, ImportOutcome::Refused(_)))
        .map(|row| ImportedRecord::of(row, texts(locale)))
        .collect()
}

/// What a status is called (RFC 9110, 15).
fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => "Content Too Large",
        StatusCode::UNPROCESSABLE_ENTITY => "Unprocessable Content",
        status => status.canonical_reason().unwrap_or("Error"),
    }
}

impl ProblemField {
    fn of(invalid: &InvalidField, locale: Locale) -> Self {
        Self {
            field: field_name(invalid.field).to_owned(),
            code: field_error_code(invalid.error),
            detail: (texts(locale).field_error)(invalid.error),
        }
    }
}

/// An error's sentence. Those of the panel's that speak of its pages have others here.
fn app_error(error: &AppError, locale: Locale, said: &RestTexts) -> String {
    let said = match error {
        AppError::NotSignedIn => said.token_invalid,
        AppError::NotFound => said.not_found,
        AppError::RemovedDuringEdit => said.not_found,
        AppError::Invalid(_) => said.invalid_fields,
        AppError::Malformed => said.malformed,
        AppError::MainAccountStays => said.main_account_stays,
        AppError::NothingChosen => said.nothing_named,
        AppError::ProofRequired => said.token_unusable,
        error => return (texts(locale).error)(error),
    };
    said.to_owned()
}

fn request_error(error: &RequestError, said: &RestTexts) -> String {
    let said = match error {
        RequestError::TokenMissing => said.token_missing,
        RequestError::TokenInvalid => said.token_invalid,
        RequestError::HttpsRequired => said.https_required,
        RequestError::NoSuchPath => said.no_such_path,
        RequestError::MethodNotAllowed => said.method_not_allowed,
        RequestError::UnsupportedMediaType => said.unsupported_media_type,
        RequestError::NotMultipart => said.not_multipart,
        RequestError::BodyTooLarge { most } => return (said.body_too_large)(*most),
        RequestError::MalformedJson { .. } => said.malformed_json,
        RequestError::MalformedForm { .. } => said.malformed_form,
        RequestError::InvalidBody { .. } => said.invalid_body,
        RequestError::InvalidQuery { .. } => said.invalid_query,
        RequestError::InvalidCursor => said.invalid_cursor,
        RequestError::PreconditionRequired => said.precondition_required,
        RequestError::InvalidPrecondition => said.invalid_precondition,
        RequestError::InvalidIdempotencyKey => said.invalid_idempotency_key,
        RequestError::IdempotencyKeyReused => said.idempotency_key_reused,
        RequestError::IdempotencyKeyInUse => said.idempotency_key_in_use,
        RequestError::AnswerNotKept => said.answer_not_kept,
        RequestError::TooManyRequests { seconds } => return (said.too_many_requests)(*seconds),
        RequestError::TimedOut => said.timed_out,
    };
    said.to_owned()
}

fn reason(error: &RequestError) -> Option<&str> {
    match error {
        RequestError::MalformedJson { reason }
        | RequestError::MalformedForm { reason }
        | RequestError::InvalidBody { reason, .. }
        | RequestError::InvalidQuery { reason } => Some(reason),
        _ => None,
    }
}

/// The language of whose token a request has, among its extensions and those of its response.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnerLocale(pub(super) Locale);

/// The language that a request asks for.
fn asked_locale(headers: &HeaderMap) -> Option<Locale> {
    let accepted = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    Locale::from_accept_language(accepted)
}

/// The language of the caller.
#[derive(Clone, Copy, Debug)]
pub(super) struct CallerLocale(pub(super) Locale);

impl<S: Sync> FromRequestParts<S> for CallerLocale {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let owner = parts.extensions.get::<OwnerLocale>().map(|owner| owner.0);
        let locale = asked_locale(&parts.headers).or(owner);
        Ok(Self(locale.unwrap_or_default()))
    }
}

/// Middleware: writes errors down, in the caller's language.
pub(super) async fn render(request: Request, next: Next) -> Response {
    let asked = asked_locale(request.headers());
    let mut response = next.run(request).await;
    let error = match response.extensions_mut().remove::<RestError>() {
        Some(error) => error,
        // The router itself answers this one, with the header `Allow`.
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
            RequestError::MethodNotAllowed.into()
        }
        None => return response,
    };
    let owner = response.extensions().get::<OwnerLocale>();
    let locale = asked.or(owner.map(|owner| owner.0)).unwrap_or_default();
    let problem = Problem::of(&error, locale);
    let Ok(json) = serde_json::to_vec(&problem) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    headers.remove(CONTENT_LENGTH);
    *response.body_mut() = Body::from(json);
    response
}
