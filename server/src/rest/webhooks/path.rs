//! Webhooks, and what they told, in the paths of addresses.

use axum::extract::FromRequestParts;
use http::request::Parts;
use model::{DeliveryId, DomainName, WebhookName};
use utoipa::IntoParams;

use crate::rest::error::RestError;
use crate::rest::path::{named, texts};

/// The webhook that an address is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct WebhookPath {
    /// The subscription's domain name, as people write it or in ASCII.
    #[param(value_type = String, example = "example.com")]
    pub(super) domain: DomainName,
    /// The name of the webhook, in any letter case.
    #[param(value_type = String, example = "deploy")]
    pub(super) name: WebhookName,
}

/// The delivery that an address is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct DeliveryPath {
    /// The subscription's domain name, as people write it or in ASCII.
    #[param(value_type = String, example = "example.com")]
    pub(super) domain: DomainName,
    /// The name of the webhook, in any letter case.
    #[param(value_type = String, example = "deploy")]
    pub(super) name: WebhookName,
    /// The `id` of the delivery, as the list has it.
    #[param(value_type = String, example = "17")]
    pub(super) id: DeliveryId,
}

/// The webhook of the server that an address is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct ServerWebhookPath {
    /// The name of the webhook, in any letter case.
    #[param(value_type = String, example = "deploy")]
    pub(super) name: WebhookName,
}

/// The delivery of a webhook of the server that an address is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct ServerDeliveryPath {
    /// The name of the webhook, in any letter case.
    #[param(value_type = String, example = "deploy")]
    pub(super) name: WebhookName,
    /// The `id` of the delivery, as the list has it.
    #[param(value_type = String, example = "17")]
    pub(super) id: DeliveryId,
}

impl<S: Send + Sync> FromRequestParts<S> for ServerWebhookPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let name: String = texts(parts, state).await?;
        Ok(Self {
            name: named(WebhookName::parse(&name))?,
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ServerDeliveryPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let (name, id): (String, String) = texts(parts, state).await?;
        Ok(Self {
            name: named(WebhookName::parse(&name))?,
            id: DeliveryId(named(id.parse())?),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for WebhookPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let (domain, name): (String, String) = texts(parts, state).await?;
        Ok(Self {
            domain: named(DomainName::parse(&domain))?,
            name: named(WebhookName::parse(&name))?,
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for DeliveryPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let (domain, name, id): (String, String, String) = texts(parts, state).await?;
        Ok(Self {
            domain: named(DomainName::parse(&domain))?,
            name: named(WebhookName::parse(&name))?,
            id: DeliveryId(named(id.parse())?),
        })
    }
}
