//! A form that a browser sent by itself, without scripts, and that was refused: why, and what had
//! been submitted, on the way to the page that is drawn to say so.
//!
//! Leptos would bring it in that page's address, where anybody can write it. Here the web server
//! keeps it, and gives it to the page as an extension of the request.

use leptos::prelude::{SharedValue, provide_context};
use leptos::server::ServerActionError;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::ApiError;

/// A refused form, as the page takes it that is drawn anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedForm {
    /// The address of the server function that the form was sent to.
    function: String,
    /// Its error, as `ServerFnUrlError::decode_err` reads it.
    error: String,
}

impl RefusedForm {
    /// What a server function at the address `function` answered to a form.
    #[cfg(feature = "ssr")]
    pub fn new(function: &str, error: &ApiError) -> Self {
        use leptos::server_fn::error::FromServerFnError;

        Self {
            function: function.to_owned(),
            error: data_encoding::BASE64URL.encode(&error.ser()),
        }
    }

    /// How much of it is kept, in bytes.
    #[cfg(feature = "ssr")]
    pub fn size(&self) -> usize {
        self.function.len() + self.error.len()
    }

    /// Gives it to the form of the page that is drawn: the `ServerAction` of its function begins
    /// with the error. The server takes it from the request, the browser from what the server sent
    /// along.
    pub(crate) fn provide() {
        if let Some(refused) = SharedValue::new(Self::of_request).into_inner() {
            provide_context(ServerActionError::new(&refused.function, &refused.error));
        }
    }

    #[cfg(feature = "ssr")]
    fn of_request() -> Option<Self> {
        let of = |request: &http::request::Parts| request.extensions.get::<Self>().cloned();
        leptos::prelude::with_context(of).flatten()
    }

    #[cfg(not(feature = "ssr"))]
    fn of_request() -> Option<Self> {
        None
    }
}
