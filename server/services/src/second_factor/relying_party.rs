//! What passkeys are for: the panel at one host name (W3C, "Web Authentication", "relying party").

use model::{AppError, PanelUserId, PublicUrl};
use webauthn_rs::prelude::{Passkey, Url, Webauthn, WebauthnBuilder};

use crate::context::Context;
use crate::error::InternalError;
use crate::store::PasskeyRecord;

/// What browsers show as who asks for a passkey.
const NAME: &str = "Berth";

/// The panel, as passkeys know it.
pub(crate) struct RelyingParty {
    pub(crate) webauthn: Webauthn,
    /// The host name that its passkeys are for.
    pub(crate) host: String,
}

impl RelyingParty {
    /// The panel at this address; none where no browser has passkeys: at an address without a name,
    /// and without HTTPS but on the machine itself (W3C, "Secure Contexts").
    fn at(panel: &PublicUrl) -> Option<Self> {
        let origin = Url::parse(panel.as_str()).ok()?;
        let host = origin.domain()?.to_owned();
        let is_this_machine = host == "localhost" || host.ends_with(".localhost");
        if !panel.is_https() && !is_this_machine {
            return None;
        }
        let builder = WebauthnBuilder::new(&host, &origin).ok()?.rp_name(NAME);
        let webauthn = builder.build().ok()?;
        Some(Self { webauthn, host })
    }

    /// Those of a person's passkeys that are for this host, as they are verified.
    ///
    /// # Errors
    /// If a stored one is unreadable.
    pub(crate) fn usable(&self, all: &[PasskeyRecord]) -> Result<Vec<Passkey>, InternalError> {
        let here = all.iter().filter(|one| one.passkey.host == self.host);
        here.map(|one| read_passkey(&one.passkey.credential))
            .collect()
    }
}

/// Reads a stored passkey.
pub(crate) fn read_passkey(json: &str) -> Result<Passkey, InternalError> {
    Ok(serde_json::from_str(json)?)
}

/// Writes a passkey as it is stored.
pub(crate) fn write_passkey(passkey: &Passkey) -> Result<String, InternalError> {
    Ok(serde_json::to_string(passkey)?)
}

impl Context {
    /// The panel as passkeys know it: at its address in the settings, or else at `browser_url`, the
    /// one that the browser uses. A browser gives a page no passkey of another host, whatever a
    /// request says, so that a wrong `Host` gets nobody a passkey that is of use elsewhere.
    ///
    /// # Errors
    /// [`AppError::PasskeysUnavailable`] if browsers have none there.
    pub(crate) fn relying_party(
        &self,
        browser_url: Option<PublicUrl>,
    ) -> Result<RelyingParty, AppError> {
        let panel = self.panel_url.clone().or(browser_url);
        let party = panel.as_ref().and_then(RelyingParty::at);
        party.ok_or(AppError::PasskeysUnavailable)
    }

    /// Whether a person has a passkey for the panel's host.
    ///
    /// # Errors
    /// If the database fails.
    pub(crate) async fn has_passkey(
        &self,
        person: PanelUserId,
        browser_url: Option<PublicUrl>,
    ) -> Result<bool, AppError> {
        let Ok(party) = self.relying_party(browser_url) else {
            return Ok(false);
        };
        let own = self.store().passkeys_of(person).await?;
        Ok(own.iter().any(|one| one.passkey.host == party.host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_for_a_host_name_over_https_or_on_this_machine() {
        let host = |url: &str| {
            let url = PublicUrl::parse(url).expect("an address");
            RelyingParty::at(&url).map(|party| party.host)
        };
        for (url, expected) in [
            ("https://panel.example", Some("panel.example")),
            ("https://panel.example:8443", Some("panel.example")),
            ("http://localhost:3000", Some("localhost")),
            ("http://berth.localhost", Some("berth.localhost")),
            ("http://panel.example", None),
            ("https://192.0.2.7", None),
            ("http://127.0.0.1:3000", None),
            ("https://[2001:db8::1]", None),
        ] {
            assert_eq!(host(url).as_deref(), expected, "{url}");
        }
    }
}
