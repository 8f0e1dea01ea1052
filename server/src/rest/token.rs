//! The token by which a program calls.

use axum::extract::State;
use model::{AddressList, ApiAccess, ApiTokenSubscriptions, ApiTokenView, Role as PersonRole};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Json;
use super::caller::Caller;
use super::error::RestError;
use super::state::RestState;
use super::timestamp::Timestamp;

const TAG: &str = "Token";

/// The operation on the token itself.
pub(super) fn operations() -> OpenApiRouter<RestState> {
    OpenApiRouter::new().routes(routes!(get_token))
}

/// What a panel user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    /// See and change everything.
    Administrator,
    /// See and change subscriptions of their own and of their customers, whom they add.
    Reseller,
    /// See and change the own subscriptions, and those that they are invited to.
    Customer,
}

impl From<PersonRole> for Role {
    fn from(role: PersonRole) -> Self {
        match role {
            PersonRole::Administrator => Self::Administrator,
            PersonRole::Reseller => Self::Reseller,
            PersonRole::Customer => Self::Customer,
        }
    }
}

impl From<Role> for PersonRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Administrator => Self::Administrator,
            Role::Reseller => Self::Reseller,
            Role::Customer => Self::Customer,
        }
    }
}

/// What a token may be used for.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Scope {
    /// To look at what its owner may look at.
    Read,
    /// To change what its owner may change, too.
    Write,
}

/// The token by which the request was made.
#[derive(Debug, Serialize, ToSchema)]
struct Token {
    /// Its name.
    name: String,
    /// The login of the panel user as whom it acts.
    user: String,
    /// What that panel user may do.
    role: Role,
    /// What it may be used for.
    scope: Scope,
    /// The domain names of the subscriptions that it is for; null for all that its owner sees, and for
    /// what concerns the server.
    #[schema(required)]
    subscriptions: Option<Vec<String>>,
    /// From when on it does not work any more; null for never.
    #[schema(required)]
    expires_at: Option<Timestamp>,
    /// Where it may be used from, as addresses and blocks of them (CIDR); empty for everywhere.
    allowed_addresses: Vec<String>,
    /// When it was added.
    created_at: Timestamp,
}

impl Token {
    fn of(token: ApiTokenView, role: PersonRole) -> Self {
        Self {
            name: token.name.into(),
            user: token.owner.into(),
            role: role.into(),
            scope: match token.access {
                ApiAccess::Read => Scope::Read,
                ApiAccess::Write => Scope::Write,
            },
            subscriptions: match token.subscriptions {
                ApiTokenSubscriptions::All => None,
                ApiTokenSubscriptions::Only(domains) => {
                    Some(domains.into_iter().map(Into::into).collect())
                }
            },
            expires_at: token.expires_at.map(Into::into),
            allowed_addresses: blocks(&token.addresses),
            created_at: token.created_at.into(),
        }
    }
}

/// Each block of addresses, as the model writes it.
fn blocks(addresses: &AddressList) -> Vec<String> {
    let all = addresses.to_string();
    let each = all.split(", ").filter(|block| !block.is_empty());
    each.map(ToOwned::to_owned).collect()
}

/// Read what the token of the request is for
#[utoipa::path(
    get,
    path = "/token",
    tag = TAG,
    responses((status = 200, description = "The token, without its secret", body = Token))
)]
async fn get_token(
    State(state): State<RestState>,
    caller: Caller,
) -> Result<Json<Token>, RestError> {
    let found = state.services.api_tokens.view_own(&caller.actor).await?;
    let role = match caller.actor {
        model::Actor::PanelUser { role, .. } => role,
        model::Actor::CommandLine => PersonRole::Administrator,
    };
    Ok(Json(Token::of(found, role)))
}
