//! The whole program: the panel and the FTP server over one database.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ftp::Accepting;
use model::{AppError, CertificateValidity, FtpEndpoint, FtpHost, PasswordUse, PublicUrl};
use services::store::{OpenError, Store, make_private_folder};
use services::{
    Demo, FirstAdministrator, Mailer, Services, ServicesConfig, SessionLimits, WebspacePlaces,
};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::backup::finish_restore;
use crate::certificate::{CertificateError, Certificates};
use crate::config::{Config, FtpConfig, StorageConfig, TrustedAddresses};
use crate::ftp::{
    AccountsAuthenticator, OpenSessions, PublicHost, end_outdated_sessions, forward_events,
    refresh_quotas,
};
use crate::listeners::{ListenError, ListenerName, Listeners};
use crate::live_settings::{FtpSettings, ftp_config, with_current};
use crate::mail::{MailSettingsError, SmtpMailer};
use crate::metrics::{MetricsServer, MetricsServerError, Watched};
use crate::privileges::PrivilegesError;
use crate::readiness::Readiness;
use crate::reload::Reload;
use crate::shutdown::Shutdown;
use crate::start_warnings::{warn_if_root, warn_if_unencrypted};
use crate::transfer_log::{TransferLog, TransferLogEnd, TransferLogError};
use crate::web::{self, HttpLimits, Served, Site, SiteError, WebConfig, WebListeners};
use crate::webhooks::deliver_until;

/// Why Berth does not start. Each is one line that says what to do.
#[derive(Debug, Error)]
pub enum StartError {
    /// The database cannot be opened.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// An address cannot be listened on, or a socket of systemd's not be used.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The system does not say where a socket listens.
    #[error("cannot tell where the panel listens: {0}. Start again")]
    Address(#[source] io::Error),
    /// Files that the panel's pages need are missing.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The FTP server's settings contradict each other.
    #[error("FTP: {0}. Correct the settings")]
    Ftp(#[from] ftp::BindError),
    /// There is no certificate to show to FTP clients or browsers.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The server cannot give up what it may do on the machine.
    #[error(transparent)]
    Privileges(#[from] PrivilegesError),
    /// The transfer log cannot be written.
    #[error(transparent)]
    TransferLog(#[from] TransferLogError),
    /// The settings ask for mail, and it cannot be sent.
    #[error(transparent)]
    Mail(#[from] MailSettingsError),
    /// The settings ask for metrics, and there can be none.
    #[error(transparent)]
    Metrics(#[from] MetricsServerError),
    /// The public host has no IPv4 address.
    #[error("{host} has no IPv4 address. Correct BERTH_PUBLIC_HOST")]
    PublicHost {
        /// The host that was given.
        host: String,
    },
    /// The first administrator or the demonstration could not be made.
    #[error("cannot prepare the first start ({0:?}). The log has the cause")]
    FirstStart(AppError),
}

/// What a command mails links with.
pub(crate) struct LinkMail {
    /// What sends them.
    pub(crate) mailer: Arc<dyn Mailer>,
    /// Where they lead: to the panel.
    pub(crate) panel_url: PublicUrl,
}

/// FTP events that may wait to be forwarded.
const ACTIVITY_WAITING: usize = 4096;

/// Berth, ready to run: everything is opened and listened on.
pub struct Application {
    services: Services,
    listeners: WebListeners,
    http_addr: SocketAddr,
    https_addr: Option<SocketAddr>,
    web: WebConfig,
    ftp: ftp::Listener,
    ftp_settings: FtpSettings,
    certificates: Certificates,
    public_host: Option<PublicHost>,
    ftp_endpoint: watch::Sender<FtpEndpoint>,
    validity: watch::Sender<Vec<CertificateValidity>>,
    activity: mpsc::Receiver<ftp::Event>,
    activity_days: u16,
    audit_days: u16,
    session_limits: watch::Sender<SessionLimits>,
    shutdown_timeout: Duration,
    first_administrator: Option<FirstAdministrator>,
    demo: Option<Demo>,
    reload: Reload,
    transfer_log: Option<(TransferLog, TransferLogEnd)>,
    webhook_networks: TrustedAddresses,
    metrics: Option<MetricsServer>,
}

/// Opens the database of the settings and gives the use cases over it, as a command needs them: no
/// FTP session is open in its process.
///
/// # Errors
/// See [`OpenError`].
pub async fn open_services(
    storage: &StorageConfig,
    webspaces: WebspacePlaces,
) -> Result<Services, OpenError> {
    open_services_with_mail(storage, webspaces, None).await
}

/// The same, for a command that may mail links.
pub(crate) async fn open_services_with_mail(
    storage: &StorageConfig,
    webspaces: WebspacePlaces,
    mail: Option<LinkMail>,
) -> Result<Services, OpenError> {
    let store = open_store(storage).await?;
    let (mailer, panel_url) = mail.map(|mail| (mail.mailer, mail.panel_url)).unzip();
    let config = ServicesConfig {
        mailer,
        panel_url,
        webspaces,
        system_users: storage.system_users.clone(),
        ..ServicesConfig::new(&storage.data_dir)
    };
    let services = Services::new(store, config);
    services.webspaces.remember_existing().await;
    Ok(services)
}

async fn open_store(storage: &StorageConfig) -> Result<Store, OpenError> {
    make_private_folder(&storage.data_dir)?;
    end_restore(storage).await?;
    Store::open(&storage.database()).await
}

/// Ends a restore that was cut off when it was all but done, before anything reads the data.
async fn end_restore(storage: &StorageConfig) -> Result<(), OpenError> {
    let (storage, path) = (storage.clone(), storage.data_dir.clone());
    let ended = tokio::task::spawn_blocking(move || finish_restore(&storage));
    ended
        .await
        .unwrap_or_else(|error| Err(error.into()))
        .map_err(|source| match source.kind() {
            io::ErrorKind::TimedOut => OpenError::Locked,
            _ => OpenError::NotWritable { path, source },
        })
}

impl Application {
    /// Opens the database, brings it up to date and listens on both addresses.
    ///
    /// At the very first start it makes the administrator, as the last step of all: a password
    /// that is made but never shown would lock everyone out.
    ///
    /// Sockets that `listeners` hold are listened on instead of the addresses.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn build(
        config: Config,
        mut listeners: Listeners,
        reload: Reload,
    ) -> Result<Self, StartError> {
        warn_if_root();
        // Before all that records any.
        let metrics = MetricsServer::open(&config.metrics, &mut listeners)?;
        let site = match &config.http.site.site_dir {
            Some(folder) => Site::open(folder)?,
            None => Site::embedded()?,
        };
        let mailer = SmtpMailer::open(&config.mail)?;
        let store = open_store(&config.storage).await?;
        let transfer_log = TransferLog::open(&config.transfer_log)?;
        let listener = listeners.listen(ListenerName::Http, config.http.http_addr)?;
        let http_addr = listener.local_addr().map_err(StartError::Address)?;
        let https = listeners.listen_if_any(ListenerName::Https, config.http.https_addr)?;
        let https_addr = https.as_ref().map(TcpListener::local_addr).transpose();
        let https_addr = https_addr.map_err(StartError::Address)?;
        warn_if_unencrypted(http_addr, https.is_some(), &config.http);
        let (record, activity) = mpsc::channel(ACTIVITY_WAITING);
        let data_dir = &config.storage.data_dir;
        let hosts = certificate_hosts(&config);
        let certificates = Certificates::open(&config.tls, https.is_some(), data_dir, &hosts)?;
        let public_host = look_up_public_host(&config.ftp).await?;
        let public_address = public_host.as_ref().map(PublicHost::address);
        let explicit = listeners.listen(ListenerName::Ftp, config.ftp.ftp_addr)?;
        let implicit = listeners.listen_if_any(ListenerName::Ftps, config.ftp.ftps_addr)?;
        let tls = certificates.ftps_config()?;
        let ftp_config = ftp_config(
            &config,
            Arc::clone(&tls),
            public_address.clone(),
            record.clone(),
        );
        let ftp = ftp::Listener::on_sockets(ftp_config, explicit, implicit)?;
        listeners.check_all_used()?;
        let (ftp_endpoint, receiver) =
            watch::channel(public_endpoint(&config, &ftp, &certificates));
        let (validity, certificate_validity) = watch::channel(certificates.validity());
        let ftp_settings = FtpSettings {
            engine: ftp.settings(),
            tls,
            events: record,
            endpoint: ftp_endpoint.clone(),
            host: config.ftp.public_host.clone(),
            host_address: public_address,
        };
        let (session_limits, limits) = watch::channel(config.sessions.limits());
        let mut webspaces =
            (config.storage).webspace_places(&config.tls, &config.http.site, &config.transfer_log);
        webspaces.own_files.extend(config.settings_file);
        webspaces.own_files.extend(config.mail.smtp_password_file);
        let services = Services::new(
            store,
            ServicesConfig {
                ftp_sessions: Some(Arc::new(OpenSessions(ftp.sessions()))),
                ftp_endpoint: Some(receiver),
                panel_url: config.http.public_url.clone(),
                certificates: Some(certificate_validity),
                session_limits: Some(limits),
                mailer: mailer.map(|mailer| Arc::new(mailer) as Arc<dyn Mailer>),
                webspaces,
                system_users: config.storage.system_users.clone(),
                ..ServicesConfig::new(&config.storage.data_dir)
            },
        );
        services.webspaces.remember_existing().await;
        let recount_after = config.ftp.recount_after();
        services.ftp_usage.set_recount_after(recount_after);
        // Whoever tries the demonstration signs in with what is shown.
        let password_use = match config.demo {
            true => PasswordUse::Permanent,
            false => PasswordUse::Temporary,
        };
        let first_administrator = services
            .first_start(password_use)
            .await
            .map_err(StartError::FirstStart)?;
        let demo = if config.demo {
            services.demo().await.map_err(StartError::FirstStart)?
        } else {
            None
        };
        let https = https.zip(certificates.panel_config()?);
        Ok(Self {
            services,
            listeners: WebListeners {
                http: listener,
                https,
            },
            http_addr,
            https_addr,
            web: WebConfig {
                site,
                trusted_proxies: config.http.trusted_proxies,
                proxy_protocol: config.http.http_proxy_protocol,
                https_port: https_addr.map(|address| address.port()),
                public_url: config.http.public_url,
                limits: HttpLimits::default(),
            },
            ftp,
            ftp_settings,
            certificates,
            public_host,
            ftp_endpoint,
            validity,
            activity,
            activity_days: config.ftp.ftp_activity_days,
            audit_days: config.audit.audit_days,
            session_limits,
            shutdown_timeout: config.shutdown.timeout(),
            first_administrator,
            demo,
            reload,
            transfer_log,
            webhook_networks: config.webhooks.webhook_networks,
            metrics,
        })
    }

    /// Where the panel listens, with the port that the system chose for port 0.
    pub fn http_addr(&self) -> SocketAddr {
        self.http_addr
    }

    /// Where the panel listens for HTTPS.
    pub fn https_addr(&self) -> Option<SocketAddr> {
        self.https_addr
    }

    /// Where the FTP server listens, with the port that the system chose for port 0.
    pub fn ftp_addr(&self) -> SocketAddr {
        self.ftp.local_addr()
    }

    /// Where the FTP server listens for clients that begin with TLS.
    pub fn ftps_addr(&self) -> Option<SocketAddr> {
        self.ftp.implicit_addr()
    }

    /// Where metrics are, if the settings ask for them.
    pub fn metrics_addr(&self) -> Option<SocketAddr> {
        self.metrics.as_ref()?.local_addr()
    }

    /// The use cases.
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// The administrator that this start made, if it was the very first.
    pub fn first_administrator(&self) -> Option<&FirstAdministrator> {
        self.first_administrator.as_ref()
    }

    /// The demonstration that this start made.
    pub fn demo(&self) -> Option<&Demo> {
        self.demo.as_ref()
    }

    /// Serves until `shutdown` is requested, then lets both servers end what they are doing and closes
    /// the database.
    ///
    /// # Errors
    /// If the web server fails.
    pub async fn run_until_stopped(self, shutdown: Shutdown) -> io::Result<()> {
        let tasks = TaskTracker::new();
        let sessions = self.ftp.sessions();
        let requested = shutdown.requested().clone();
        let (accepting, https_accepting) = (Accepting::default(), Accepting::default());
        let mut listeners = vec![
            (ListenerName::Http, accepting.clone()),
            (ListenerName::Ftp, self.ftp.accepting()),
        ];
        if self.listeners.https.is_some() {
            listeners.insert(1, (ListenerName::Https, https_accepting.clone()));
        }
        let readiness = Readiness::new(self.services.clone(), listeners, requested.clone());
        let (transfer_log, transfer_log_end) = self.transfer_log.unzip();
        // Until the very end, so that it is seen how the server stops.
        let unwatched = Shutdown::default();
        let watched = self.metrics.map(|server| {
            let watched = Watched {
                metrics: server.metrics().clone(),
                services: self.services.clone(),
                sessions: sessions.clone(),
                transfer_log: transfer_log.clone(),
                readiness: readiness.clone(),
            };
            tokio::spawn(server.serve(watched, unwatched.clone()))
        });
        // What sessions need goes on until the last one has ended; what they do until the very end is
        // forwarded, and then written.
        let (engine_gone, all_forwarded) = (CancellationToken::new(), CancellationToken::new());
        let (services, stop) = (self.services.clone(), all_forwarded.clone());
        let writer = tokio::spawn(async move { services.ftp_activity.write_until(stop).await });
        let services = self.services.clone();
        tasks.spawn(with_current(
            self.activity_days,
            |config| config.ftp.ftp_activity_days,
            move |days, stop| {
                let services = services.clone();
                async move { services.ftp_activity.prune_hourly(days, stop).await }
            },
            self.reload.clone(),
            requested.clone(),
        ));
        let services = self.services.clone();
        tasks.spawn(with_current(
            self.audit_days,
            |config| config.audit.audit_days,
            move |days, stop| {
                let services = services.clone();
                async move { services.audit.prune_hourly(days, stop).await }
            },
            self.reload.clone(),
            requested.clone(),
        ));
        tasks.spawn(follow_session_limits(
            self.session_limits,
            self.reload.clone(),
            requested.clone(),
        ));
        let (services, stop) = (self.services.clone(), requested.clone());
        tasks.spawn(async move { services.trash.prune_hourly(stop).await });
        let (services, stop) = (self.services.clone(), requested.clone());
        tasks.spawn(async move { services.trash.resume_removals(stop).await });
        let (services, stop) = (self.services.clone(), requested.clone());
        tasks.spawn(async move { services.reminders.remind_until(stop).await });
        let (services, stop) = (self.services.clone(), requested.clone());
        tasks.spawn(async move { services.mails.send_until(stop).await });
        let (services, stop) = (self.services.clone(), engine_gone.clone());
        tasks.spawn(async move { services.audit.write_until(stop).await });
        let (services, stop) = (self.services.clone(), engine_gone.clone());
        tasks.spawn(async move { services.ftp_usage.count_until(stop).await });
        tasks.spawn(follow_recounts(
            self.services.clone(),
            self.reload.clone(),
            engine_gone.clone(),
        ));
        let (services, stop) = (self.services.clone(), engine_gone.clone());
        tasks.spawn(async move { services.ftp_usage.write_until(stop).await });
        if let Some(log) = transfer_log.clone() {
            tasks.spawn(log.reopen_at(self.reload.clone(), engine_gone.clone()));
        }
        tasks.spawn(forward_events(
            self.services.clone(),
            self.activity,
            transfer_log,
            engine_gone.clone(),
        ));
        tasks.spawn(end_outdated_sessions(
            self.services.clone(),
            sessions,
            engine_gone.clone(),
        ));
        tasks.spawn(refresh_quotas(self.services.clone(), engine_gone.clone()));
        tasks.spawn(deliver_until(
            self.services.clone(),
            self.webhook_networks,
            engine_gone.clone(),
        ));
        let (services, stop) = (self.services.clone(), requested.clone());
        tasks.spawn(async move { services.webhooks.clear_removed_until(stop).await });
        let (services, stop) = (self.services.clone(), requested.clone());
        tasks.spawn(async move { services.webspaces.remove_leftovers(stop).await });
        tasks.spawn(self.ftp_settings.follow(
            self.public_host,
            self.reload.clone(),
            requested.clone(),
        ));
        tasks.spawn(keep_certificates(
            self.certificates,
            self.ftp_endpoint,
            self.validity,
            self.reload.clone(),
            requested.clone(),
        ));
        let all_ended = CancellationToken::new();
        let end_in_time = shutdown
            .clone()
            .end_in_time(self.shutdown_timeout, self.reload);
        let ended = all_ended.clone();
        tasks.spawn(async move { ended.run_until_cancelled(end_in_time).await.unwrap_or(()) });
        let authenticator = Arc::new(AccountsAuthenticator::new(self.services.clone()));
        let (ftp, drain, end) = (self.ftp, requested.clone(), shutdown.overdue().clone());
        let gone = engine_gone.drop_guard();
        let serving = tokio::spawn(async move {
            ftp.serve(authenticator, drain, end).await;
            drop(gone);
        });
        let web = Served {
            accepting,
            https_accepting,
            ..self.web.clone().into()
        };
        let services = self.services.clone();
        let router = web::router(services, self.web, readiness, requested);
        let served = web::serve(self.listeners, router, web, shutdown.clone()).await;
        // Whichever ends first, the others end with it.
        shutdown.request();
        if serving.await.is_err() {
            tracing::error!("the FTP server ended by a fault of its own");
        }
        all_ended.cancel();
        tasks.close();
        tasks.wait().await;
        self.services.ftp_usage.settle().await;
        // What was refused until the very end.
        self.services.audit.flush().await;
        all_forwarded.cancel();
        if writer.await.is_err() {
            tracing::error!("the last FTP activity was not written");
        }
        unwatched.end_now();
        if let Some(watched) = watched {
            let _ = watched.await;
        }
        if let Some(end) = transfer_log_end {
            end.wait().await;
        }
        self.services.close().await;
        served
    }
}

/// Has homes be counted again as the settings say, until `stop`.
async fn follow_recounts(services: Services, mut reload: Reload, stop: CancellationToken) {
    while let Some(config) = stop.run_until_cancelled(reload.next()).await {
        let after = config.ftp.recount_after();
        services.ftp_usage.set_recount_after(after);
    }
}

/// Has sessions of the panel go on as the settings say, until `stop`.
async fn follow_session_limits(
    limits: watch::Sender<SessionLimits>,
    mut reload: Reload,
    stop: CancellationToken,
) {
    while let Some(config) = stop.run_until_cancelled(reload.next()).await {
        limits.send_replace(config.sessions.limits());
    }
}

/// Where people reach the FTP server, with the ports that the system chose.
fn public_endpoint(
    config: &Config,
    ftp: &ftp::Listener,
    certificates: &Certificates,
) -> FtpEndpoint {
    let host = config.ftp.public_host.as_deref();
    FtpEndpoint {
        host: host.and_then(FtpHost::parse),
        port: ftp.local_addr().port(),
        implicit_port: ftp.implicit_addr().map(|address| address.port()),
        requires_tls: config.ftp.ftp_require_tls,
        certificate: certificates.own(),
    }
}

async fn look_up_public_host(config: &FtpConfig) -> Result<Option<PublicHost>, StartError> {
    let Some(host) = &config.public_host else {
        return Ok(None);
    };
    match PublicHost::look_up(host).await {
        Some(found) => Ok(Some(found)),
        None => Err(StartError::PublicHost { host: host.clone() }),
    }
}

/// The hosts that a certificate is for which Berth makes itself.
fn certificate_hosts(config: &Config) -> Vec<String> {
    let url = config.http.public_url.as_ref();
    let authority = url.and_then(|url| url.as_str().split_once("://"));
    let panel = authority.and_then(|(_, authority)| FtpHost::of_authority(authority));
    let panel = panel.map(|host| host.as_str().to_owned());
    let public_host = config.ftp.public_host.clone();
    public_host.into_iter().chain(panel).collect()
}

/// Keeps the certificates current, and publishes the fingerprints and validity of new ones.
async fn keep_certificates(
    certificates: Certificates,
    ftp_endpoint: watch::Sender<FtpEndpoint>,
    validity: watch::Sender<Vec<CertificateValidity>>,
    reload: Reload,
    shutdown: CancellationToken,
) {
    let on_change = |current: &Certificates| {
        ftp_endpoint.send_modify(|endpoint| endpoint.certificate = current.own());
        validity.send_replace(current.validity());
    };
    certificates.keep_current(reload, shutdown, on_change).await;
}
