//! Forms that browsers send by themselves, without scripts: their answer is the way to a page.
//!
//! Leptos would go by `Accept` and `Referer`, wherever that leads. It does not get to see them: a
//! server function answers every form as it answers the panel's scripts, and the redirect is made of
//! that answer here.

use app::api::ApiError;
use app::api::request_context::{PlainForm, RequestContext};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, REFERER, SET_COOKIE};
use http::{HeaderValue, Method, StatusCode};
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use leptos::server_fn::redirect::REDIRECT_HEADER;

use super::client::Client;
use super::redirects::page_of_form;
use super::refused_forms::{RefusedForms, token_of};

/// A form that a browser has sent by itself.
pub(super) struct SentForm {
    /// The address of the server function.
    function: String,
    /// The page that it came from, with its query.
    page: String,
    /// The token under which forms of the same browser wait for other pages.
    waiting: Option<String>,
}

impl SentForm {
    /// The form of a request, if it is one, of which nothing is left for Leptos to see.
    pub(super) fn take(
        request: &mut Request,
        client: &Client,
        context: &RequestContext,
    ) -> Option<Self> {
        let accept = request.headers().get(ACCEPT);
        let accepts_html = accept
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"));
        let form = (request.method() == Method::POST && accepts_html).then(|| Self {
            function: request.uri().path().to_owned(),
            page: page_of_form(request.headers(), client),
            waiting: token_of(request.headers(), context.https),
        });
        let headers = request.headers_mut();
        headers.remove(REFERER);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if form.is_some() {
            request.extensions_mut().insert(PlainForm);
        }
        form
    }

    /// The redirect to the page that follows: where the server function says, or back. What it has
    /// refused waits for that page in `forms`.
    pub(super) fn redirect(
        self,
        forms: &RefusedForms,
        context: &RequestContext,
        response: Response,
        error: Option<ApiError>,
    ) -> Response {
        let mut headers = response.into_parts().0.headers;
        for name in [CONTENT_TYPE, CONTENT_LENGTH] {
            headers.remove(name);
        }
        for name in [SERVER_FN_ERROR_HEADER, REDIRECT_HEADER] {
            headers.remove(name);
        }
        let said = headers.get(LOCATION).and_then(|page| page.to_str().ok());
        let page = said.unwrap_or(&self.page).to_owned();
        if let Some(error) = error {
            let path = page.split('?').next().unwrap_or_default();
            let former = self.waiting.as_deref();
            let cookie = forms.keep(context, former, path, &self.function, error);
            if let Some(cookie) = cookie {
                headers.append(SET_COOKIE, cookie);
            }
        }
        if let Ok(page) = HeaderValue::try_from(page) {
            headers.insert(LOCATION, page);
        }
        (StatusCode::FOUND, headers).into_response()
    }
}
