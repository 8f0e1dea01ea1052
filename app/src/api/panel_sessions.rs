//! The screen « Mes sessions »: in which browsers a person is signed in to the panel.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::PanelSessionRow;

#[cfg(feature = "ssr")]
use super::{
    request_context::{services, signed_in},
    respond::{answer, redirect},
};
#[cfg(feature = "ssr")]
use crate::routes;
#[cfg(feature = "ssr")]
use model::PanelSessionId;

/// Reads the person's own sessions.
#[server(endpoint = "panel_sessions_page", input = GetUrl)]
pub async fn panel_sessions_page() -> Result<Vec<PanelSessionRow>, ApiError> {
    let signed_in = answer(signed_in())?;
    let sessions = answer(services())?.sessions;
    answer(sessions.list(&signed_in.actor, &signed_in.token).await)
}

/// Ends one of the person's own sessions and goes back to them.
#[server(endpoint = "end_panel_session")]
pub async fn end_panel_session(session: i64) -> Result<(), ApiError> {
    let actor = answer(signed_in())?.actor;
    let sessions = answer(services())?.sessions;
    answer(sessions.end(&actor, PanelSessionId(session)).await)?;
    redirect(&routes::panel_sessions_ended("one"));
    Ok(())
}

/// Ends all of the person's own sessions but this one, and goes back to them.
#[server(endpoint = "end_other_panel_sessions")]
pub async fn end_other_panel_sessions() -> Result<(), ApiError> {
    let signed_in = answer(signed_in())?;
    let sessions = answer(services())?.sessions;
    let ended = sessions.end_others(&signed_in.actor, &signed_in.token);
    answer(ended.await)?;
    redirect(&routes::panel_sessions_ended("others"));
    Ok(())
}
