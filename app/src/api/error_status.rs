//! The HTTP status of an error, and when to try again: said here, for every answer.
//!
//! Who sets it: for pages [`answer`](super::respond), while their data is read; for calls of
//! server functions the web server's middleware, which also sees those whose arguments could not
//! be read; for all other addresses the web server's `ErrorResponse`.

use http::{HeaderValue, StatusCode};

use model::AppError;

/// After how many seconds a busy server is asked again.
const BUSY_RETRY_SECONDS: u64 = 5;

/// The status that says the same as an error.
pub fn error_status(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The header `Retry-After`, in seconds, where waiting helps (RFC 9110, 10.2.3).
pub fn retry_after(error: &AppError) -> Option<HeaderValue> {
    match error {
        AppError::Throttled { seconds } => Some(HeaderValue::from(*seconds)),
        AppError::Busy => Some(HeaderValue::from(BUSY_RETRY_SECONDS)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_whether_waiting_helps() {
        let throttled = AppError::Throttled { seconds: 7 };
        for (error, status, wait) in [
            (&throttled, 429, Some("7")),
            (&AppError::Busy, 503, Some("5")),
            (&AppError::NotFound, 404, None),
            (&AppError::Internal, 500, None),
        ] {
            assert_eq!(error_status(error).as_u16(), status);
            let header = retry_after(error);
            assert_eq!(
                header.as_ref().map(HeaderValue::as_bytes),
                wait.map(str::as_bytes)
            );
        }
    }
}
