//! What follows the settings while the program runs.

use std::future::Future;
use std::net::Ipv4Addr;
use std::sync::Arc;

use model::{FtpEndpoint, FtpHost};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::config::{Config, FtpConfig};
use crate::ftp::PublicHost;
use crate::reload::Reload;

/// The engine's settings, which sessions that begin from now on have.
pub(crate) struct FtpSettings {
    pub(crate) engine: ftp::Settings,
    pub(crate) tls: Arc<rustls::ServerConfig>,
    pub(crate) events: mpsc::Sender<ftp::Event>,
    pub(crate) endpoint: watch::Sender<FtpEndpoint>,
    /// The public host of the settings in force, and its address.
    pub(crate) host: Option<String>,
    pub(crate) host_address: Option<watch::Receiver<Ipv4Addr>>,
}

impl FtpSettings {
    /// Follows the settings until `stop`. Keeps the address of `public_host` current meanwhile.
    pub(crate) async fn follow(
        mut self,
        public_host: Option<PublicHost>,
        mut reload: Reload,
        stop: CancellationToken,
    ) {
        let mut lookups = look_up_again(public_host, &stop);
        while let Some(config) = stop.run_until_cancelled(reload.next()).await {
            if config.ftp.public_host != self.host
                && let looking = stop.run_until_cancelled(self.look_up(&config.ftp))
                && let Some(Some(found)) = looking.await
            {
                lookups.cancel();
                self.host.clone_from(&config.ftp.public_host);
                self.host_address = found.as_ref().map(PublicHost::address);
                lookups = look_up_again(found, &stop);
            }
            self.apply(&config);
        }
    }

    /// The public host of new settings: none if it cannot be looked up, and the old one stays.
    async fn look_up(&self, config: &FtpConfig) -> Option<Option<PublicHost>> {
        let Some(host) = &config.public_host else {
            return Some(None);
        };
        let found = PublicHost::look_up(host).await;
        if found.is_none() {
            tracing::error!(
                %host,
                "the public host has no IPv4 address; the former one stays. Correct BERTH_PUBLIC_HOST"
            );
        }
        found.map(Some)
    }

    fn apply(&self, config: &Config) {
        let engine = ftp_config(
            config,
            Arc::clone(&self.tls),
            self.host_address.clone(),
            self.events.clone(),
        );
        if let Err(error) = self.engine.replace(engine) {
            tracing::error!(%error, "the FTP server keeps its settings. Correct the new ones");
            return;
        }
        let host = self.host.as_deref().and_then(FtpHost::parse);
        self.endpoint.send_modify(|endpoint| {
            endpoint.host = host;
            endpoint.requires_tls = config.ftp.ftp_require_tls;
        });
    }
}

/// Keeps the address of a public host current, until the token is cancelled.
fn look_up_again(host: Option<PublicHost>, stop: &CancellationToken) -> CancellationToken {
    let stop = stop.child_token();
    if let Some(host) = host {
        tokio::spawn(host.keep_current(stop.clone()));
    }
    stop
}

/// The settings as the FTP engine takes them.
pub(crate) fn ftp_config(
    config: &Config,
    tls: Arc<rustls::ServerConfig>,
    public_address: Option<watch::Receiver<Ipv4Addr>>,
    events: mpsc::Sender<ftp::Event>,
) -> ftp::Config {
    let FtpConfig {
        ftp_addr,
        ftps_addr,
        ftp_passive_ports,
        public_host: _,
        ftp_proxy_protocol,
        ftp_require_tls,
        ftp_require_tls_resumption,
        ftp_require_close_notify,
        ftp_sync_uploads,
        ftp_active_mode,
        ftp_banner,
        limits,
        ftp_activity_days: _,
        ftp_recount_minutes: _,
    } = config.ftp.clone();
    ftp::Config {
        listen: ftp_addr,
        listen_implicit: ftps_addr,
        passive_ports: ftp_passive_ports,
        active_mode: ftp_active_mode,
        public_host: public_address,
        proxy_protocol: ftp_proxy_protocol.networks().to_vec(),
        banner: ftp_banner,
        tls: Some(tls),
        require_tls: ftp_require_tls,
        tls_resumption: ftp_require_tls_resumption,
        close_notify: ftp_require_close_notify.into(),
        sync_uploads: ftp_sync_uploads,
        limits: limits.for_engine(),
        events: Some(events),
    }
}

/// Runs something with a value of the settings until `stop`, and begins anew whenever the settings
/// have another one.
pub(crate) async fn with_current<Value, Running>(
    mut current: Value,
    value_of: impl Fn(&Config) -> Value,
    run: impl Fn(Value, CancellationToken) -> Running,
    mut reload: Reload,
    stop: CancellationToken,
) where
    Value: Copy + PartialEq,
    Running: Future<Output = ()>,
{
    loop {
        let round = stop.child_token();
        let running = run(current, round.clone());
        let mut running = std::pin::pin!(running);
        current = loop {
            tokio::select! {
                () = running.as_mut() => return,
                config = reload.next() => {
                    let new = value_of(&config);
                    if new != current {
                        break new;
                    }
                }
            }
        };
        round.cancel();
        running.await;
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::sync::Mutex;

    use clap::{Args, FromArgMatches};

    use super::*;
    use crate::reload::ReloadTrigger;

    fn config(arguments: &[&str]) -> Arc<Config> {
        let command = Config::augment_args(clap::Command::new("berth"));
        let arguments = [&["berth"], arguments].concat();
        let matches = command.try_get_matches_from(arguments).unwrap();
        Arc::new(Config::from_arg_matches(&matches).unwrap())
    }

    #[tokio::test]
    async fn work_begins_anew_with_another_value_and_only_then() {
        let (trigger, reload) = ReloadTrigger::new();
        let stop = CancellationToken::new();
        let (started, mut starts) = mpsc::unbounded_channel();
        let ended = Arc::new(Mutex::new(Vec::new()));
        let (ends, value) = (Arc::clone(&ended), |config: &Config| {
            config.audit.audit_days
        });
        let run = move |days: u16, stop: CancellationToken| {
            started.send(days).unwrap();
            let ends = Arc::clone(&ends);
            async move {
                stop.cancelled().await;
                ends.lock().unwrap().push(days);
            }
        };
        let running = tokio::spawn(with_current(7, value, run, reload, stop.clone()));
        assert_eq!(starts.recv().await, Some(7));
        trigger.reload(config(&["--audit-days=7", "--ftp-banner=Hello"]));
        trigger.reload(config(&["--audit-days=8"]));
        assert_eq!(starts.recv().await, Some(8));
        assert_eq!(*ended.lock().unwrap(), [7]);
        stop.cancel();
        running.await.unwrap();
        assert_eq!(*ended.lock().unwrap(), [7, 8]);
        assert_eq!(starts.recv().await, None);
    }
}
