//! Sending a request of the REST API from the browser.

use leptos::prelude::window;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCredentials, RequestInit, Response};

use super::curl::ApiRequest;

/// The headers of an answer that are shown, if it has them.
const SHOWN_HEADERS: [&str; 8] = [
    "content-type",
    "etag",
    "location",
    "link",
    "ratelimit",
    "retry-after",
    "idempotent-replayed",
    "berth-export-notes",
];

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApiAnswer {
    /// The status with its reason, if it has one.
    pub(super) status: String,
    /// Those of its headers that are of use to a person.
    pub(super) headers: Vec<(String, String)>,
    /// What it holds; JSON is laid out to be read.
    pub(super) body: String,
}

/// Sends a request with a token. No cookie goes with it: the API reads none. None if nothing came
/// back.
pub(super) async fn call(request: &ApiRequest, token: &str) -> Option<ApiAnswer> {
    send(request, token).await.ok()
}

async fn send(request: &ApiRequest, token: &str) -> Result<ApiAnswer, JsValue> {
    let headers = Headers::new()?;
    headers.set("Authorization", &format!("Bearer {token}"))?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let options = RequestInit::new();
    options.set_method(&request.method);
    options.set_headers(&headers);
    options.set_credentials(RequestCredentials::Omit);
    if let Some(body) = &request.body {
        options.set_body(&JsValue::from_str(body));
    }
    let sent = window().fetch_with_str_and_init(&request.path, &options);
    let response: Response = JsFuture::from(sent).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    let text = text.as_string().unwrap_or_default();
    let header = |name: &str| {
        let value = response.headers().get(name).ok().flatten()?;
        Some((name.to_owned(), value))
    };
    Ok(ApiAnswer {
        status: format!("{} {}", response.status(), response.status_text()),
        headers: SHOWN_HEADERS.into_iter().filter_map(header).collect(),
        body: laid_out(&text).unwrap_or(text),
    })
}

/// JSON as one reads it; none for what is no JSON.
fn laid_out(text: &str) -> Option<String> {
    let value = js_sys::JSON::parse(text).ok()?;
    let laid_out =
        js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &2.into());
    laid_out.ok()?.as_string()
}
