//! The rows, told anew by the server as long as one looks at them.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos_router::location::Url;
use web_sys::{EventSource, MessageEvent};

use crate::api::ftp_sessions::STREAM;
use model::FtpSessionRow;

/// Keeps `sessions` up to date until the page is left, and tells in `is_live` whether it does.
///
/// The browser connects again by itself when the connection breaks. A tab that nobody sees is not
/// connected: of HTTP/1.1 connections a browser has six for all tabs, and none may wait for them.
pub(in crate::pages) fn follow(
    domain: Option<String>,
    sessions: RwSignal<Vec<FtpSessionRow>>,
    is_live: RwSignal<bool>,
) {
    let address = match domain {
        Some(domain) => format!("{STREAM}?domain={}", Url::escape(&domain)),
        None => STREAM.to_owned(),
    };
    let is_seen = RwSignal::new(true);
    Effect::new(move || {
        let listening = window_event_listener_untyped("visibilitychange", move |_| {
            is_seen.set(!document().hidden());
        });
        on_cleanup(move || listening.remove());
    });
    Effect::new(move || {
        if !is_seen.get() {
            return;
        }
        let Ok(source) = EventSource::new(&address) else {
            return;
        };
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let rows = event.data().as_string();
            if let Some(rows) = rows.and_then(|rows| serde_json::from_str(&rows).ok()) {
                sessions.set(rows);
                is_live.set(true);
            }
        });
        let on_error = Closure::<dyn Fn()>::new(move || is_live.set(false));
        source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let open = StoredValue::new_local((source, on_message, on_error));
        on_cleanup(move || open.with_value(|(source, ..)| source.close()));
    });
}
