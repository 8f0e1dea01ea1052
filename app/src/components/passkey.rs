//! Passkeys in the browser (W3C, "Web Authentication", 5.1): made, and shown.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, JSON, Object, Promise, Reflect};

use super::{Notice, NoticeKind, use_texts};
use crate::api::ApiError;

/// Why there is no passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PasskeyFailure {
    /// The browser has none, or not at this address.
    Unsupported,
    /// The person gave none, or the authenticator did not.
    NotGiven,
    /// The server refused.
    Refused(Box<ApiError>),
}

impl From<ApiError> for PasskeyFailure {
    fn from(error: ApiError) -> Self {
        Self::Refused(Box::new(error))
    }
}

/// Says why there is no passkey.
#[component]
pub(crate) fn PasskeyFailureNotice(
    /// Why, if there is none.
    #[prop(into)]
    failure: Signal<Option<PasskeyFailure>>,
) -> impl IntoView {
    let texts = use_texts();
    move || {
        failure.get().map(|failure| {
            let text = match failure {
                PasskeyFailure::Unsupported => texts.second_factor.passkeys_unsupported.to_owned(),
                PasskeyFailure::NotGiven => texts.second_factor.passkey_not_given.to_owned(),
                PasskeyFailure::Refused(error) => texts.error_in_full(&error.error),
            };
            view! {
                <Notice kind=NoticeKind::Error>
                    <p>{text}</p>
                </Notice>
            }
        })
    }
}

/// What the browser does with authenticators.
#[derive(Clone, Copy)]
enum Ceremony {
    Create,
    Get,
}

/// Has an authenticator make a passkey, as these options of the server say, in JSON. Returns the
/// answer for the server, in JSON.
///
/// # Errors
/// Why there is none.
pub(crate) async fn create_passkey(options: &str) -> Result<String, PasskeyFailure> {
    hold(Ceremony::Create, options).await
}

/// Has an authenticator show a passkey, as these options of the server say, in JSON. Returns the
/// answer for the server, in JSON.
///
/// # Errors
/// Why there is none.
pub(crate) async fn get_passkey(options: &str) -> Result<String, PasskeyFailure> {
    hold(Ceremony::Get, options).await
}

async fn hold(ceremony: Ceremony, options: &str) -> Result<String, PasskeyFailure> {
    let asked = ask(ceremony, options).map_err(|_| PasskeyFailure::Unsupported)?;
    let credential = JsFuture::from(asked).await;
    let credential = credential.map_err(|_| PasskeyFailure::NotGiven)?;
    to_json(&credential).map_err(|_| PasskeyFailure::Unsupported)
}

/// Asks authenticators. The browser itself reads the JSON of the options, which none does that knows
/// nothing of passkeys.
fn ask(ceremony: Ceremony, options: &str) -> Result<Promise, JsValue> {
    let (parser, method) = match ceremony {
        Ceremony::Create => ("parseCreationOptionsFromJSON", "create"),
        Ceremony::Get => ("parseRequestOptionsFromJSON", "get"),
    };
    let class = Reflect::get(&window(), &"PublicKeyCredential".into())?;
    let public_key = call(&class, parser, &JSON::parse(options)?)?;
    let argument = Object::new();
    Reflect::set(&argument, &"publicKey".into(), &public_key)?;
    let credentials = Reflect::get(&window().navigator(), &"credentials".into())?;
    call(&credentials, method, &argument)?.dyn_into()
}

fn to_json(credential: &JsValue) -> Result<String, JsValue> {
    let json = call(credential, "toJSON", &JsValue::UNDEFINED)?;
    Ok(JSON::stringify(&json)?.into())
}

fn call(object: &JsValue, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    method.call1(object, argument)
}

/// Loads a whole new page: who has signed in gets one in their language and with what they may do.
pub(crate) fn load_page(path: &str) {
    let _ = window().location().set_href(path);
}
