//! Who may sign in over FTP: whoever `accounts` says.

use ftp::{Authenticator, SignInAttempt, SignInRefusal, SignedIn};

use super::convert::{session_policy, webspace_limits};
use services::{FtpSignInError, Services};

/// Answers the engine's question from the accounts.
pub struct AccountsAuthenticator {
    services: Services,
}

impl AccountsAuthenticator {
    /// Asks these accounts.
    pub fn new(services: Services) -> Self {
        Self { services }
    }
}

#[async_trait::async_trait]
impl Authenticator for AccountsAuthenticator {
    async fn sign_in(&self, attempt: SignInAttempt<'_>) -> Result<SignedIn, SignInRefusal> {
        let SignInAttempt {
            name,
            password,
            peer,
            tls,
        } = attempt;
        match self
            .services
            .ftp_accounts
            .sign_in(name, password, peer, tls)
            .await
        {
            Ok(signed_in) => Ok(SignedIn {
                account_id: signed_in.account.0,
                account_version: signed_in.version,
                account_name: signed_in.name.into(),
                home: signed_in.home,
                threads: signed_in.threads,
                policy: session_policy(&signed_in.settings),
                webspace: Some(webspace_limits(signed_in.subscription, &signed_in.limits)),
                ledger: Some(signed_in.ledger),
            }),
            Err(error) => {
                // The engine writes the log's line; this is the reason behind it.
                tracing::debug!(%peer, reason = %error, "ftp sign-in refused");
                Err(match error {
                    FtpSignInError::Denied => SignInRefusal::Denied,
                    FtpSignInError::TlsRequired => SignInRefusal::TlsRequired,
                    FtpSignInError::Suspended => SignInRefusal::Suspended,
                    FtpSignInError::Throttled(retry_after) => {
                        SignInRefusal::Throttled { retry_after }
                    }
                    FtpSignInError::HomeUnavailable => SignInRefusal::HomeUnavailable,
                    FtpSignInError::Unavailable => SignInRefusal::Unavailable,
                })
            }
        }
    }
}
