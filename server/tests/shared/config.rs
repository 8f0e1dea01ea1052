//! The settings of an installation under test: everything in one folder, on free ports.

use std::path::Path;

use server::config::{
    AuditConfig, Config, FtpConfig, FtpLimits, HttpConfig, MailConfig, MetricsConfig,
    PrivilegesConfig, SessionsConfig, ShutdownConfig, SiteConfig, StorageConfig, TlsConfig,
    TransferLogConfig, WebhooksConfig,
};
use services::AllowedSystemUsers;

use crate::database::database_url;

/// The settings of an installation in this folder.
pub(crate) fn config(folder: &Path) -> Config {
    Config {
        storage: storage(folder),
        http: HttpConfig {
            http_addr: ([127, 0, 0, 1], 0).into(),
            https_addr: None,
            http_proxy_protocol: "".parse().expect("none"),
            trusted_proxies: "".parse().expect("none"),
            public_url: None,
            site: SiteConfig {
                site_dir: Some(folder.join("site")),
            },
        },
        ftp: FtpConfig {
            ftp_addr: ([127, 0, 0, 1], 0).into(),
            ftps_addr: None,
            ftp_passive_ports: 0..=0,
            public_host: None,
            ftp_proxy_protocol: "".parse().expect("none"),
            ftp_require_tls: false,
            ftp_require_tls_resumption: ftp::TlsResumption::default(),
            ftp_require_close_notify: server::config::RequireCloseNotify::default(),
            ftp_sync_uploads: false,
            ftp_active_mode: true,
            ftp_banner: ftp::Config::DEFAULT_BANNER.to_owned(),
            ftp_activity_days: 90,
            ftp_recount_minutes: 5,
            limits: FtpLimits {
                ftp_max_sessions: 100,
                ftp_max_sessions_per_address: 50,
                ftp_max_sessions_per_account: 50,
                ftp_idle_timeout: 60,
                ftp_stall_timeout: 60,
            },
        },
        tls: TlsConfig::default(),
        audit: AuditConfig { audit_days: 365 },
        sessions: SessionsConfig {
            session_days: 7,
            session_idle_minutes: 1440,
        },
        privileges: PrivilegesConfig::default(),
        transfer_log: TransferLogConfig::default(),
        webhooks: WebhooksConfig::default(),
        metrics: MetricsConfig::default(),
        mail: MailConfig::default(),
        shutdown: ShutdownConfig {
            shutdown_timeout: 30,
        },
        settings_file: None,
        demo: false,
    }
}

/// Where its data is.
pub(crate) fn storage(folder: &Path) -> StorageConfig {
    StorageConfig {
        data_dir: folder.join("data"),
        database_url: database_url(folder),
        webspace_bases: vec![folder.to_owned()].into(),
        system_users: AllowedSystemUsers::default(),
    }
}
