//! The screen « Sessions FTP »: who is signed in over FTP, and what each is doing.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{FtpSessionRow, Receipt};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_domain,
    request_context::actor_and_services,
    respond::{answer, redirect},
};
#[cfg(feature = "ssr")]
use model::{FtpSessionId, Operation};

/// Where the rows are told anew, as events with the same JSON (`text/event-stream`).
pub const STREAM: &str = "/api/ftp_sessions/stream";

/// What « Sessions FTP » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpSessionsScreen {
    /// The sessions, oldest first.
    pub sessions: Vec<FtpSessionRow>,
    /// What the person has just done.
    pub receipt: Option<Receipt>,
}

/// Reads what « Sessions FTP » shows: of a subscription or, without `domain`, of all.
/// `done` is the key of the operation just carried out.
#[server(endpoint = "ftp_sessions_page", input = GetUrl)]
pub async fn ftp_sessions_page(
    domain: Option<String>,
    done: Option<String>,
) -> Result<FtpSessionsScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(domain.as_deref().map(existing_domain).transpose())?;
    let sessions = answer(services.ftp_sessions.list(&actor, domain.as_ref()).await)?;
    let receipt = match done.as_deref().and_then(Operation::parse) {
        Some(operation) => services.receipts.view(&actor, &operation).await.ok(),
        None => None,
    };
    Ok(FtpSessionsScreen { sessions, receipt })
}

/// Ends an open FTP session and goes back to the list: a subscription's or, without `domain`,
/// that of all.
#[server(endpoint = "end_ftp_session")]
pub async fn end_ftp_session(domain: Option<String>, session: u64) -> Result<(), ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(domain.as_deref().map(existing_domain).transpose())?;
    let ended = services
        .ftp_sessions
        .end(&actor, domain.as_ref(), FtpSessionId(session))
        .await;
    let operation = answer(ended)?;
    let list = match domain {
        Some(domain) => format!("/subscriptions/{domain}/sessions"),
        None => "/sessions".to_owned(),
    };
    redirect(&format!("{list}?done={}", operation.as_str()));
    Ok(())
}
