//! Where one's own mail goes, and which mails one gets.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::{MailSettingsForm, MailSettingsView, SecretText};

#[cfg(feature = "ssr")]
use super::{
    request_context::actor_and_services,
    respond::{answer, answer_form, proven_actor_and_services_for, redirect},
};
#[cfg(feature = "ssr")]
use crate::routes;

/// Reads where the person's mail goes, and which mails they get.
#[server(endpoint = "mail_settings_page", input = GetUrl)]
pub async fn mail_settings_page() -> Result<MailSettingsView, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    answer(services.mails.settings(&actor).await)
}

/// Changes where the person's mail goes, and which mails they get, and comes back.
#[server(endpoint = "change_mail_settings")]
pub async fn change_mail_settings(
    #[server(default)] proof: SecretText,
    #[server(flatten)] form: MailSettingsForm,
) -> Result<(), ApiError> {
    let (actor, services) = proven_actor_and_services_for(&form, &proof).await?;
    answer_form(services.mails.change_settings(&actor, &form).await, &form)?;
    redirect(routes::MAIL_SETTINGS_SAVED);
    Ok(())
}
