//! Serves one folder to one account: for trying the engine by hand and for measuring it.
//!
//!     cargo run --release -p ftp --example serve -- /srv/files anna secret 127.0.0.1:2121
//!
//! With a user and a group at the end, such as `1001:1001`, files are accessed as that user, which
//! takes root.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use ftp::{
    Authenticator, Config, Credentials, FileThreads, Limits, Listener, RunAs, SessionPolicy,
    SignInAttempt, SignInRefusal, SignedIn, WebspaceThreads,
};
use tokio_util::sync::CancellationToken;

struct OneAccount {
    folder: PathBuf,
    name: String,
    password: String,
    threads: FileThreads,
}

#[async_trait::async_trait]
impl Authenticator for OneAccount {
    async fn sign_in(&self, attempt: SignInAttempt<'_>) -> Result<SignedIn, SignInRefusal> {
        if attempt.name != self.name || attempt.password != self.password {
            return Err(SignInRefusal::Denied);
        }
        let home = Dir::open_ambient_dir(&self.folder, ambient_authority())
            .map_err(|_| SignInRefusal::HomeUnavailable)?;
        Ok(SignedIn {
            account_id: 1,
            account_version: 1,
            account_name: self.name.clone(),
            home,
            policy: SessionPolicy::default(),
            webspace: None,
            ledger: None,
            threads: self.threads.clone(),
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().init();
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().ok_or(format!("{what} is missing"));
    let (folder, name, password) = (next("folder")?, next("name")?, next("password")?);
    let listen: SocketAddr = next("address")?.parse()?;
    let run_as = match arguments.next() {
        Some(user) => {
            let (uid, gid) = user.split_once(':').ok_or("USER:GROUP, as numbers")?;
            RunAs::user(Credentials {
                uid: uid.parse()?,
                gid: gid.parse()?,
                groups: Vec::new(),
                umask: 0o022,
            })?
        }
        None => RunAs::program(),
    };
    let account = OneAccount {
        folder: folder.into(),
        name,
        password,
        threads: WebspaceThreads::default().of(1, run_as),
    };

    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(certified.signing_key.serialize_der().into());
    let tls = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)?;

    let config = Config {
        listen,
        listen_implicit: None,
        passive_ports: 50000..=50999,
        active_mode: true,
        public_host: None,
        proxy_protocol: Vec::new(),
        banner: Config::DEFAULT_BANNER.to_owned(),
        tls: Some(Arc::new(tls)),
        require_tls: false,
        tls_resumption: ftp::TlsResumption::default(),
        close_notify: ftp::CloseNotify::default(),
        sync_uploads: false,
        // There is but one account: it may have all the sessions.
        limits: Limits {
            max_sessions_per_account: Limits::default().max_sessions,
            ..Limits::default()
        },
        events: None,
    };
    let listener = Listener::bind(config)?;
    tracing::info!("listening on {}", listener.local_addr());
    let shutdown = CancellationToken::new();
    let stop = shutdown.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.cancel();
        }
    });
    listener
        .serve(Arc::new(account), shutdown.clone(), shutdown)
        .await;
    Ok(())
}
