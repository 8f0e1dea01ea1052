//! Proving again who one is, before what cannot be undone: whether one has to, and with a passkey. A
//! password is sent with the form itself.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::ProofChoice;

#[cfg(feature = "ssr")]
use super::{
    request_context::{actor_and_services, request_context, services, signed_in},
    respond::{answer, prove},
};
#[cfg(feature = "ssr")]
use services::Proof;

/// Whether the person has to prove again who they are, for a form that cannot be undone, and by what
/// they can.
#[server(endpoint = "proof_due", input = GetUrl)]
pub async fn proof_due() -> Result<ProofChoice, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let url = answer(request_context())?.browser_url();
    answer(services.sessions.proof_choice(&actor, url).await)
}

/// Asks for one of the person's passkeys: what the browser asks authenticators for, as JSON.
#[server(endpoint = "ask_passkey_proof")]
pub async fn ask_passkey_proof() -> Result<String, ApiError> {
    let signed_in = answer(signed_in())?;
    let url = answer(request_context())?.browser_url();
    let sessions = answer(services())?.sessions;
    let asked = sessions.ask_passkey_proof(&signed_in.actor, &signed_in.token, url);
    answer(asked.await)
}

/// Takes the passkey that the browser answered with for a proof of who the person is.
#[server(endpoint = "prove_by_passkey")]
pub async fn prove_by_passkey(credential: String) -> Result<(), ApiError> {
    let signed_in = answer(signed_in())?;
    let proof = Proof::Passkey {
        answer: &credential,
        browser_url: answer(request_context())?.browser_url(),
    };
    let services = answer(services())?;
    answer(prove(&signed_in, &services, proof).await.map(drop))
}
