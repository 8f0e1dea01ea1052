//! Names in the paths of addresses: what cannot be one names nothing.

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use model::{AccountName, AppError, DomainName, Login, PlanName};
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use super::error::RestError;

/// The subscription that an address is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct SubscriptionPath {
    /// The subscription's domain name, as people write it or in ASCII.
    #[param(value_type = String, example = "example.com")]
    pub(super) domain: DomainName,
}

/// The FTP account that an address is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct AccountPath {
    /// The subscription's domain name, as people write it or in ASCII.
    #[param(value_type = String, example = "example.com")]
    pub(super) domain: DomainName,
    /// The name of the FTP account.
    #[param(value_type = String, example = "marie")]
    pub(super) name: AccountName,
}

/// The FTP session that an address is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct SessionPath {
    /// The subscription's domain name, as people write it or in ASCII.
    #[param(value_type = String, example = "example.com")]
    pub(super) domain: DomainName,
    /// The `id` of the session, as the list has it.
    #[param(example = "17")]
    pub(super) id: String,
}

impl<S: Send + Sync> FromRequestParts<S> for SessionPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let (domain, id): (String, String) = texts(parts, state).await?;
        Ok(Self {
            domain: named(DomainName::parse(&domain))?,
            id,
        })
    }
}

/// The person that an address is about, who has a part in a subscription.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct CollaboratorPath {
    /// The subscription's domain name, as people write it or in ASCII.
    #[param(value_type = String, example = "example.com")]
    pub(super) domain: DomainName,
    /// The person's login.
    #[param(value_type = String, example = "marie")]
    pub(super) login: Login,
}

impl<S: Send + Sync> FromRequestParts<S> for CollaboratorPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let (domain, login): (String, String) = texts(parts, state).await?;
        Ok(Self {
            domain: named(DomainName::parse(&domain))?,
            login: named(Login::parse(&login))?,
        })
    }
}

/// The panel user that an address is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct UserPath {
    /// The panel user's login.
    #[param(value_type = String, example = "marie")]
    pub(super) login: Login,
}

impl<S: Send + Sync> FromRequestParts<S> for UserPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let login: String = texts(parts, state).await?;
        Ok(Self {
            login: named(Login::parse(&login))?,
        })
    }
}

/// The plan that an address is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct PlanPath {
    /// The plan's name.
    #[param(value_type = String, example = "Standard")]
    pub(super) name: PlanName,
}

impl<S: Send + Sync> FromRequestParts<S> for PlanPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let name: String = texts(parts, state).await?;
        Ok(Self {
            name: named(PlanName::parse(&name))?,
        })
    }
}

/// The FTP session that an address is about, of whichever subscription.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct AnySessionPath {
    /// The `id` of the session, as the list has it.
    #[param(example = "17")]
    pub(super) id: String,
}

impl<S: Send + Sync> FromRequestParts<S> for AnySessionPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let id: String = texts(parts, state).await?;
        Ok(Self { id })
    }
}

/// A name that an FTP account had.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct FormerNamePath {
    /// The subscription's domain name, as people write it or in ASCII.
    #[param(value_type = String, example = "example.com")]
    pub(super) domain: DomainName,
    /// The name of the FTP account.
    #[param(value_type = String, example = "marie")]
    pub(super) name: AccountName,
    /// The name that it had.
    #[param(value_type = String, example = "maria")]
    pub(super) former: AccountName,
}

impl<S: Send + Sync> FromRequestParts<S> for FormerNamePath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let (domain, name, former): (String, String, String) = texts(parts, state).await?;
        Ok(Self {
            domain: named(DomainName::parse(&domain))?,
            name: named(AccountName::parse(&name))?,
            former: named(AccountName::parse(&former))?,
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SubscriptionPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let domain: String = texts(parts, state).await?;
        Ok(Self {
            domain: named(DomainName::parse(&domain))?,
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for AccountPath {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let (domain, name): (String, String) = texts(parts, state).await?;
        Ok(Self {
            domain: named(DomainName::parse(&domain))?,
            name: named(AccountName::parse(&name))?,
        })
    }
}

/// The texts of the parameters of a path.
///
/// # Errors
/// [`AppError::NotFound`] for what is no text.
pub(super) async fn texts<S: Send + Sync, T: DeserializeOwned + Send>(
    parts: &mut Parts,
    state: &S,
) -> Result<T, RestError> {
    match Path::<T>::from_request_parts(parts, state).await {
        Ok(Path(texts)) => Ok(texts),
        Err(_) => Err(AppError::NotFound.into()),
    }
}

/// What a text names.
///
/// # Errors
/// [`AppError::NotFound`] for what cannot be a name.
pub(super) fn named<T, E>(parsed: Result<T, E>) -> Result<T, RestError> {
    parsed.map_err(|_| AppError::NotFound.into())
}
