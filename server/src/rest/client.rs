//! Who sends a request to the API, as the web server found out.

use model::{FtpHost, Origin, PublicUrl};

/// The client of a request. The web server puts one into the extensions of each.
#[derive(Clone, Debug)]
pub struct RestClient {
    /// Where the request came from.
    pub origin: Origin,
    /// Whether the client speaks HTTPS.
    pub https: bool,
    /// Whether the request came unencrypted, although this server answers over HTTPS.
    pub is_plaintext: bool,
    /// The host and port that the client asked for.
    pub host: Option<String>,
}

impl RestClient {
    /// The host that the client uses for the server.
    pub(super) fn asked_host(&self) -> Option<FtpHost> {
        self.host.as_deref().and_then(FtpHost::of_authority)
    }

    /// The address of the panel that the client uses.
    pub(super) fn asked_url(&self) -> Option<PublicUrl> {
        PublicUrl::of(self.https, self.host.as_deref()?)
    }
}
