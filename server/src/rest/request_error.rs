//! What is wrong with a request before any use case sees it.

use http::StatusCode;

/// Why a request was not carried out, where no use case was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RequestError {
    /// It has no token.
    TokenMissing,
    /// Its token is none, or none any more, or not for this address.
    TokenInvalid,
    /// It came unencrypted to a server that speaks HTTPS: whoever listened has the token now.
    HttpsRequired,
    /// No operation is at its path.
    NoSuchPath,
    /// There are operations at its path, but none with its method.
    MethodNotAllowed,
    /// Its body is no JSON by its own word.
    UnsupportedMediaType,
    /// Its body is no form with parts by its own word, where the operation takes files.
    NotMultipart,
    /// Its body is longer than any that the API takes.
    BodyTooLarge {
        /// The longest, in bytes.
        most: usize,
    },
    /// Its body is no JSON.
    MalformedJson {
        /// What the parser says, for developers.
        reason: String,
    },
    /// Its body is no form with parts, or is cut off.
    MalformedForm {
        /// What the parser says, for developers.
        reason: String,
    },
    /// Its body is JSON of another shape, or a form with other parts.
    InvalidBody {
        /// Where in the body, such as `settings.quota_bytes`; empty for the whole.
        field: String,
        /// What the parser says, for developers.
        reason: String,
    },
    /// A parameter of its query is unknown, or has a value that it cannot have.
    InvalidQuery {
        /// What the parser says, for developers.
        reason: String,
    },
    /// Its cursor is not one of this list.
    InvalidCursor,
    /// It changes something and does not say which version of it.
    PreconditionRequired,
    /// Its `If-Match` cannot be read.
    InvalidPrecondition,
    /// Its `Idempotency-Key` cannot be one.
    InvalidIdempotencyKey,
    /// Another request had its `Idempotency-Key`.
    IdempotencyKeyReused,
    /// The request that has its `Idempotency-Key` is still being carried out.
    IdempotencyKeyInUse,
    /// What it asks for was done, and the answer is not kept: it held a secret, which is shown once, or
    /// was too long.
    AnswerNotKept,
    /// The token was used too often.
    TooManyRequests {
        /// How long to wait, in seconds.
        seconds: u64,
    },
    /// The answer took too long.
    TimedOut,
}

impl RequestError {
    /// Its stable name. It never changes.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::TokenMissing => "token_missing",
            Self::TokenInvalid => "token_invalid",
            Self::HttpsRequired => "https_required",
            Self::NoSuchPath => "no_such_path",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::UnsupportedMediaType | Self::NotMultipart => "unsupported_media_type",
            Self::BodyTooLarge { .. } => "body_too_large",
            Self::MalformedJson { .. } => "malformed_json",
            Self::MalformedForm { .. } => "malformed_form",
            Self::InvalidBody { .. } => "invalid_body",
            Self::InvalidQuery { .. } => "invalid_query",
            Self::InvalidCursor => "invalid_cursor",
            Self::PreconditionRequired => "precondition_required",
            Self::InvalidPrecondition => "invalid_precondition",
            Self::InvalidIdempotencyKey => "invalid_idempotency_key",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::IdempotencyKeyInUse => "idempotency_key_in_use",
            Self::AnswerNotKept => "answer_not_kept",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::TimedOut => "timed_out",
        }
    }

    /// The HTTP status that says the same.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::TokenMissing | Self::TokenInvalid => StatusCode::UNAUTHORIZED,
            Self::HttpsRequired => StatusCode::FORBIDDEN,
            Self::NoSuchPath => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::UnsupportedMediaType | Self::NotMultipart => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MalformedJson { .. }
            | Self::MalformedForm { .. }
            | Self::InvalidQuery { .. }
            | Self::InvalidCursor
            | Self::InvalidPrecondition
            | Self::InvalidIdempotencyKey => StatusCode::BAD_REQUEST,
            Self::InvalidBody { .. } | Self::IdempotencyKeyReused => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::IdempotencyKeyInUse | Self::AnswerNotKept => StatusCode::CONFLICT,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TimedOut => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
