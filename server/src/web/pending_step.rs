//! What a signed-in person has to do before anything else: which pages and server functions are open
//! to them until then, and where all others lead.

use app::api::PREFIX;
use app::api::own_account;
use app::api::request_context::RequestContext;
use app::routes;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::LOCATION;
use http::{Method, StatusCode};
use model::{AppError, PendingStep};

use super::error_response::{ErrorResponse, accepts_html};

/// Server functions that change nothing but how the panel is shown, and the way out.
const ALWAYS_OPEN: [&str; 3] = ["choose_locale", "set_time_zone", "sign_out"];

/// What the person who asks has to do first, if there is anything.
pub(super) fn pending_step(context: &RequestContext) -> Option<PendingStep> {
    context.signed_in.as_ref()?.pending
}

/// The server functions by which a step is done.
fn functions_of(step: PendingStep) -> &'static [&'static str] {
    match step {
        PendingStep::ChangePassword => {
            &["change_own_password", "score_password", "suggest_password"]
        }
        PendingStep::SetUpSecondFactor => &[
            "add_passkey",
            "begin_passkey",
            "begin_totp",
            "confirm_totp",
            "proof_due",
            "recovery_codes_page",
            "second_factor_page",
            "totp_page",
        ],
    }
}

/// Whether what is at this path may be asked for before the step is done.
pub(super) fn is_open(step: PendingStep, path: &str) -> bool {
    // The page of an FTP account's own has another sign-in, and nothing of the panel's.
    if routes::is_own_account(path) || path.starts_with(own_account::PREFIX) {
        return true;
    }
    match path.strip_prefix(PREFIX) {
        Some(function) => ALWAYS_OPEN.contains(&function) || functions_of(step).contains(&function),
        None => {
            let rest = path.strip_prefix(routes::page_of_step(step));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
    }
}

/// Leads a browser that asks for a page to that of the step; refuses all else.
///
/// # Errors
/// [`AppError::StepPending`], for what is no page.
pub(super) fn lead_to(step: PendingStep, request: &Request) -> Result<Response, ErrorResponse> {
    let is_page = request.method() == Method::GET && accepts_html(request.headers());
    if !is_page {
        return Err(AppError::StepPending(step).into());
    }
    let next = request.uri().path_and_query();
    let next = next.map_or(routes::START, |next| next.as_str());
    let page = routes::pending_step(step, next);
    Ok((StatusCode::FOUND, [(LOCATION, page)]).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_the_step_is_done_nothing_else_is_open() {
        for (path, expected) in [
            ("/account/password", true),
            ("/api/change_own_password", true),
            ("/api/sign_out", true),
            ("/api/choose_locale", true),
            ("/me", true),
            ("/", false),
            ("/members", false),
            ("/account", false),
            ("/api/add_ftp_account", false),
            ("/api/end_panel_session", false),
            ("/subscriptions/example.com/ftp.csv", false),
        ] {
            let open = is_open(PendingStep::ChangePassword, path);
            assert_eq!(open, expected, "{path}");
        }
        for (path, expected) in [
            ("/account/second-factor", true),
            ("/account/second-factor/app", true),
            ("/api/confirm_totp", true),
            ("/api/sign_out", true),
            ("/api/choose_locale", true),
            ("/", false),
            ("/account", false),
            ("/account/second-factors", false),
            ("/api/add_ftp_account", false),
            ("/api/remove_totp", false),
            ("/api/reset_second_factor", false),
            ("/subscriptions/example.com/ftp.csv", false),
        ] {
            let open = is_open(PendingStep::SetUpSecondFactor, path);
            assert_eq!(open, expected, "{path}");
        }
    }
}
