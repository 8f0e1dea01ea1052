//! One call of an address.

use std::error::Error;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use model::{DeliveryAttempt, DeliveryError, UtcTime, WebhookUrl};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode, Url, redirect};
use services::store::{DueDelivery, WebhookSecrets};

use super::address_policy::AddressPolicy;
use super::resolver::{HostError, Resolver};
use super::signature::signatures;
use crate::config::TrustedAddresses;

/// How long a call may take, up to the head of its answer.
pub(super) const CALL_TIMEOUT: Duration = Duration::from_secs(10);
/// How long connecting may take, the name's lookup included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long the beginning of an answer's body is waited for, which is only shown.
const BODY_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a connection is kept for the next call.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);
/// Connections that are kept of one host.
const MAX_IDLE: usize = 4;

/// Calls addresses.
#[derive(Clone, Debug)]
pub(super) struct WebhookClient {
    https: ClientFor,
    /// For the networks that the settings name.
    http: ClientFor,
}

#[derive(Clone, Debug)]
struct ClientFor {
    client: Client,
    resolver: Resolver,
}

/// What came of a call.
#[derive(Debug)]
pub(super) struct Called {
    pub(super) attempt: DeliveryAttempt,
    /// When the receiver wants to be called again, as it says it.
    pub(super) retry_after: Option<String>,
}

impl WebhookClient {
    /// One that calls public addresses, and these networks.
    ///
    /// # Errors
    /// If there is no TLS: the system has no CA certificates.
    pub(super) fn new(networks: TrustedAddresses) -> Result<Self, reqwest::Error> {
        let policy = AddressPolicy::new(networks);
        Ok(Self {
            https: ClientFor::new(policy.clone(), true)?,
            http: ClientFor::new(policy, false)?,
        })
    }

    /// Tells an event.
    pub(super) async fn call(
        &self,
        url: &WebhookUrl,
        secrets: &WebhookSecrets,
        delivery: &DueDelivery,
    ) -> Called {
        let (at, began) = (UtcTime::now(), Instant::now());
        let through = if url.is_https() {
            &self.https
        } else {
            &self.http
        };
        let answer = through.send(url, secrets, delivery, at).await;
        let mut called = match answer {
            Ok(answer) => read(answer).await,
            Err(error) => Called {
                attempt: attempt_without_answer(error),
                retry_after: None,
            },
        };
        called.attempt.at = at;
        called.attempt.took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        called
    }
}

impl ClientFor {
    fn new(policy: AddressPolicy, is_https: bool) -> Result<Self, reqwest::Error> {
        let resolver = Resolver::new(policy, is_https);
        let client = Client::builder()
            .dns_resolver(resolver.clone())
            // What the environment says of proxies is for others, and a redirect leads to where
            // nobody wanted to call.
            .no_proxy()
            .redirect(redirect::Policy::none())
            .referer(false)
            .https_only(is_https)
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(MAX_IDLE)
            .user_agent(concat!("Berth/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, resolver })
    }

    async fn send(
        &self,
        url: &WebhookUrl,
        secrets: &WebhookSecrets,
        delivery: &DueDelivery,
        at: UtcTime,
    ) -> Result<Response, DeliveryError> {
        let url = Url::parse(url.as_str()).map_err(|_| DeliveryError::NameNotFound)?;
        // A host that is an address is never looked up.
        if let Some(address) = address_of(&url) {
            self.resolver.check(address).map_err(DeliveryError::from)?;
        }
        let id = delivery.event.as_str();
        let signature = signatures(&secrets.valid_at(at), id, at, &delivery.body);
        let request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", at.0)
            .header("webhook-signature", signature)
            .body(delivery.body.clone());
        match tokio::time::timeout(CALL_TIMEOUT, request.send()).await {
            Ok(answer) => answer.map_err(|error| reason(&error)),
            Err(_) => Err(DeliveryError::TimedOut),
        }
    }
}

/// The address that a host is, if it is no name.
fn address_of(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    bare.unwrap_or(host).parse().ok()
}

impl From<HostError> for DeliveryError {
    fn from(error: HostError) -> Self {
        match error {
            HostError::NameNotFound => Self::NameNotFound,
            HostError::Refused => Self::AddressRefused,
            HostError::PlaintextRefused => Self::PlaintextRefused,
        }
    }
}

/// Why there was no answer.
fn reason(error: &reqwest::Error) -> DeliveryError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if let Some(host) = one.downcast_ref::<HostError>() {
            return (*host).into();
        }
        if is_of_tls(one) {
            return DeliveryError::Tls;
        }
        cause = one.source();
    }
    if error.is_timeout() {
        DeliveryError::TimedOut
    } else if error.is_connect() {
        DeliveryError::NotConnected
    } else {
        DeliveryError::BrokenOff
    }
}

/// Whether an error is one of TLS, or an input error that holds one, which does not name it as its source.
fn is_of_tls(error: &(dyn Error + 'static)) -> bool {
    let held = error.downcast_ref::<std::io::Error>();
    let held = held.and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || held.is_some_and(|held| is_of_tls(held))
}

fn attempt_without_answer(error: DeliveryError) -> DeliveryAttempt {
    DeliveryAttempt {
        at: UtcTime(0),
        took_ms: 0,
        status: None,
        answer: String::new(),
        error: Some(error),
    }
}

/// Reads the answer's head, and the beginning of its body.
async fn read(answer: Response) -> Called {
    let status = answer.status();
    let retry_after = answer.headers().get(RETRY_AFTER);
    let retry_after = retry_after.and_then(|value| value.to_str().ok());
    let retry_after = retry_after.map(ToOwned::to_owned);
    Called {
        attempt: DeliveryAttempt {
            status: Some(status.as_u16()),
            answer: beginning(answer).await,
            error: refusal(status),
            at: UtcTime(0),
            took_ms: 0,
        },
        retry_after,
    }
}

/// Why an answer of this status says that nothing was taken; none if it was.
fn refusal(status: StatusCode) -> Option<DeliveryError> {
    if status.is_success() {
        None
    } else if status.is_redirection() {
        Some(DeliveryError::Redirect)
    } else {
        Some(DeliveryError::Status)
    }
}

/// The beginning of an answer's body, as far as it comes soon.
async fn beginning(mut answer: Response) -> String {
    let mut bytes = Vec::new();
    let reading = async {
        while bytes.len() < DeliveryAttempt::MAX_ANSWER {
            match answer.chunk().await {
                Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
                Ok(None) | Err(_) => break,
            }
        }
    };
    // What came until then is shown.
    let _ = tokio::time::timeout(BODY_TIMEOUT, reading).await;
    bytes.truncate(DeliveryAttempt::MAX_ANSWER);
    String::from_utf8_lossy(&bytes).into_owned()
}
