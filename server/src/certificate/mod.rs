//! The certificates that FTP clients and browsers are shown: given by path, or made at the first
//! start.

mod current;
mod error;
mod files;
mod fingerprint;
mod self_signed;
#[cfg(test)]
mod tests;
mod validity;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use model::{CertificateUse, CertificateValidity, OwnCertificate};
use rustls::ServerConfig;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

pub use self::error::CertificateError;

use self::current::Certificate;
pub(crate) use self::files::CertificateFiles;
use self::self_signed::SelfSigned;
use crate::config::TlsConfig;
use crate::reload::Reload;

/// How often the files are checked for changes.
const CHECK_INTERVAL: Duration = Duration::from_secs(10);

/// What browsers may speak with the panel, by ALPN (RFC 7301). Who offers only others is refused,
/// such as an FTP client that was redirected here (ALPACA, cross-protocol attacks).
const PANEL_PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// The certificates in force. When their files change, new connections are shown the new ones.
#[derive(Clone, Debug)]
pub struct Certificates {
    ftps: Arc<Certificate>,
    /// The panel's, which is the same unless the settings give it one of its own.
    panel: Option<Arc<Certificate>>,
}

/// The files that the settings name: for all, and for the panel alone.
fn given_files(tls: &TlsConfig) -> (Option<CertificateFiles>, Option<CertificateFiles>) {
    let given = |certificate: &Option<PathBuf>, key: &Option<PathBuf>, settings| {
        let (certificate, key) = certificate.clone().zip(key.clone())?;
        Some(CertificateFiles {
            certificate,
            key,
            settings,
        })
    };
    let settings = "BERTH_TLS_CERTIFICATE and BERTH_TLS_KEY";
    let for_all = given(&tls.tls_certificate, &tls.tls_key, settings);
    let settings = "BERTH_HTTPS_CERTIFICATE and BERTH_HTTPS_KEY";
    let for_panel = given(&tls.https_certificate, &tls.https_key, settings);
    (for_all, for_panel)
}

/// The files of the certificate of FTPS, and of that which the panel alone has, if there is one.
pub(crate) fn certificate_files(
    tls: &TlsConfig,
    data_dir: &Path,
) -> (CertificateFiles, Option<CertificateFiles>) {
    let (for_all, for_panel) = given_files(tls);
    let own = || SelfSigned::new(data_dir, &[]).files().clone();
    (for_all.unwrap_or_else(own), for_panel)
}

impl Certificates {
    /// Those of the settings; without any, that which is made in the data folder at the first start,
    /// for these hosts.
    ///
    /// # Errors
    /// See [`CertificateError`].
    pub fn open(
        tls: &TlsConfig,
        serves_https: bool,
        data_dir: &Path,
        hosts: &[String],
    ) -> Result<Self, CertificateError> {
        let (for_all, for_panel) = given_files(tls);
        let usage = match (serves_https, &for_panel) {
            (true, None) => CertificateUse::FtpsAndPanel,
            _ => CertificateUse::Ftps,
        };
        let ftps = match for_all {
            Some(files) => Certificate::open(files, None, usage)?,
            None => {
                let own = SelfSigned::new(data_dir, hosts);
                own.make_or_renew()?;
                Certificate::open(own.files().clone(), Some(own), usage)?
            }
        };
        let ftps = Arc::new(ftps);
        let panel = match for_panel {
            _ if !serves_https => None,
            Some(files) => {
                let panel = Certificate::open(files, None, CertificateUse::Panel)?;
                Some(Arc::new(panel))
            }
            None => Some(Arc::clone(&ftps)),
        };
        Ok(Self { ftps, panel })
    }

    /// By what the certificate in force of FTPS is known, if it was made here.
    pub fn own(&self) -> Option<OwnCertificate> {
        self.ftps.own()
    }

    /// Until when those in force are valid.
    pub fn validity(&self) -> Vec<CertificateValidity> {
        self.all().filter_map(Certificate::validity).collect()
    }

    /// TLS for FTP clients.
    ///
    /// # Errors
    /// [`CertificateError::NotReady`].
    pub fn ftps_config(&self) -> Result<Arc<ServerConfig>, CertificateError> {
        Ok(Arc::new(self.ftps.tls_config()?))
    }

    /// TLS for browsers, where the panel is served with it.
    ///
    /// # Errors
    /// [`CertificateError::NotReady`].
    pub fn panel_config(&self) -> Result<Option<Arc<ServerConfig>>, CertificateError> {
        let Some(panel) = &self.panel else {
            return Ok(None);
        };
        let mut tls = panel.tls_config()?;
        tls.alpn_protocols = PANEL_PROTOCOLS.map(<[u8]>::to_vec).into();
        Ok(Some(Arc::new(tls)))
    }

    /// Reloads the files whenever they change, and at each `reload`, until `shutdown`, so that a
    /// renewed certificate needs no restart; renews the one that was made here. Calls `on_change`
    /// after each. Says in the log when one expires, and again every day.
    pub async fn keep_current(
        self,
        mut reload: Reload,
        shutdown: CancellationToken,
        mut on_change: impl FnMut(&Self),
    ) {
        let mut ticks = tokio::time::interval(CHECK_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                _ = ticks.tick() => {}
                _ = reload.next() => {}
            }
            let this = self.clone();
            let check = move || {
                // Not `any`, which would stop at the first.
                let changed = this.all().filter(|certificate| certificate.check());
                changed.count() > 0
            };
            match tokio::task::spawn_blocking(check).await {
                Ok(true) => on_change(&self),
                Ok(false) => {}
                Err(_) => return,
            }
        }
    }

    /// Each once.
    fn all(&self) -> impl Iterator<Item = &Certificate> {
        let panel = self.panel.iter();
        let panel = panel.filter(|panel| !Arc::ptr_eq(panel, &self.ftps));
        [&self.ftps].into_iter().chain(panel).map(AsRef::as_ref)
    }
}
