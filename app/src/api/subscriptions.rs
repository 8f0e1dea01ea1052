//! The screen « Site et Domaines ».

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{
    CertificateWarning, Login, Page, PageNumber, Receipt, SecretText, SubscriptionForm,
    SubscriptionRow, SubscriptionView, SystemUserChoice,
};

#[cfg(feature = "ssr")]
use super::{
    path_params::existing_domain,
    request_context::actor_and_services,
    respond::{answer, answer_form, proven_actor_and_services_for, redirect},
};
#[cfg(feature = "ssr")]
use model::Operation;

/// What « Site et Domaines » shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionsScreen {
    /// The subscriptions that the person may see.
    pub subscriptions: Page<SubscriptionRow>,
    /// Whether the person may add one.
    pub may_add: bool,
    /// What the person has just done.
    pub receipt: Option<Receipt>,
    /// What administrators have to see to.
    pub certificate_warnings: Vec<CertificateWarning>,
}

/// Reads what « Site et Domaines » shows. `done` is the key of the operation just carried out.
#[server(endpoint = "subscriptions_page", input = GetUrl)]
pub async fn subscriptions_page(
    page: PageNumber,
    done: Option<String>,
) -> Result<SubscriptionsScreen, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let subscriptions = answer(services.subscriptions.list(&actor, page).await)?;
    let receipt = match done.as_deref().and_then(Operation::parse) {
        Some(operation) => services.receipts.view(&actor, &operation).await.ok(),
        None => None,
    };
    let certificate_warnings = match actor.is_administrator() {
        true => answer(services.certificates.warnings(&actor))?,
        false => Vec::new(),
    };
    Ok(SubscriptionsScreen {
        subscriptions,
        may_add: services.subscriptions.may_add(&actor),
        receipt,
        certificate_warnings,
    })
}

/// Reads what the pages of a subscription share, and what the person may do in it.
#[server(endpoint = "subscription", input = GetUrl)]
pub async fn view_subscription(domain: String) -> Result<SubscriptionView, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    answer(services.subscriptions.view(&actor, &domain).await)
}

/// What a new subscription can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSubscriptionChoices {
    /// The logins that it can be given to.
    pub owners: Vec<Login>,
    /// What the person may choose of where its files are, and whose; none if nothing.
    pub hosting: Option<HostingChoices>,
}

/// Where the files of a new subscription can be, and whose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostingChoices {
    /// The folders below which its webspace root may lie.
    pub webspace_bases: Vec<String>,
    /// The system users that its files may belong to.
    pub system_users: SystemUserChoice,
}

/// Reads what a new subscription can have.
#[server(endpoint = "subscription_choices", input = GetUrl)]
pub async fn subscription_choices() -> Result<NewSubscriptionChoices, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let owners = answer(services.subscriptions.list_owners(&actor).await)?;
    let hosting = match actor.is_administrator() {
        true => Some(HostingChoices {
            webspace_bases: answer(services.subscriptions.webspace_bases(&actor))?,
            system_users: answer(services.hosting.choice(&actor))?,
        }),
        false => None,
    };
    Ok(NewSubscriptionChoices { owners, hosting })
}

/// Adds a subscription with its main FTP account. `proof` is the person's password, if it is asked
/// for.
#[server(endpoint = "add_subscription")]
pub async fn add_subscription(
    #[server(flatten)] form: SubscriptionForm,
    #[server(default)] proof: SecretText,
) -> Result<(), ApiError> {
    let (actor, services) = proven_actor_and_services_for(&form, &proof).await?;
    let add = async { services.subscriptions.add(&actor, form.parse()?).await };
    let operation = answer_form(add.await, &form)?;
    redirect(&format!("/?done={}", operation.as_str()));
    Ok(())
}
