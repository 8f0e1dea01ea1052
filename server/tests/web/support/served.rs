//! Routes served with and without TLS, and clients on bare connections that reach them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use h2::client::SendRequest;
use hyper::body::Bytes;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use server::shutdown::Shutdown;
use server::web::{self, HttpLimits, Site, WebConfig, WebListeners};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::site::write_site;

/// What is said by ALPN.
pub(crate) const HTTP2: &[u8] = b"h2";
pub(crate) const HTTP1: &[u8] = b"http/1.1";

/// Routes that are served at two addresses.
pub(crate) struct Served {
    pub(crate) http: SocketAddr,
    pub(crate) https: SocketAddr,
    pub(crate) shutdown: Shutdown,
    pub(crate) serving: Option<JoinHandle<std::io::Result<()>>>,
    tls: TlsClient,
    _folder: TempDir,
}

impl Served {
    /// Serves routes of a test's own, without any middleware.
    pub(crate) async fn start(
        router: Router,
        limits: HttpLimits,
        change: impl FnOnce(&mut WebConfig),
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write_site(folder.path());
        let mut config = WebConfig {
            public_url: None,
            site: Site::open(folder.path()).expect("a site"),
            trusted_proxies: "".parse().expect("none"),
            proxy_protocol: "".parse().expect("none"),
            https_port: None,
            limits,
        };
        change(&mut config);
        let names = ["127.0.0.1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let certificate = made.cert.der().clone();
        let tls = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key);
        let mut tls = tls.expect("a certificate and its key");
        tls.alpn_protocols = vec![HTTP2.to_vec(), HTTP1.to_vec()];
        let (http, https) = (listener().await, listener().await);
        let addresses = [&http, &https].map(|one| one.local_addr().expect("an address"));
        let listeners = WebListeners {
            http,
            https: Some((https, Arc::new(tls))),
        };
        let shutdown = Shutdown::default();
        let serving = tokio::spawn(web::serve(listeners, router, config, shutdown.clone()));
        Self {
            http: addresses[0],
            https: addresses[1],
            shutdown,
            serving: Some(serving),
            tls: TlsClient::trusting(certificate),
            _folder: folder,
        }
    }

    /// A connection over TLS from 127.0.0.`host`, which speaks one of these protocols.
    pub(crate) async fn connect(&self, host: u8, protocols: &[&[u8]]) -> TlsStream<TcpStream> {
        let tcp = connect_from(host, self.https).await;
        self.tls.secure(tcp, protocols).await.expect("a handshake")
    }

    /// TLS over a connection that has been made.
    pub(crate) fn tls(&self) -> &TlsClient {
        &self.tls
    }

    /// An HTTP/2 connection from 127.0.0.`host`.
    pub(crate) async fn connect_http2(&self, host: u8) -> Http2Client {
        Http2Client::over(self.connect(host, &[HTTP2]).await).await
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.shutdown.end_now();
    }
}

async fn listener() -> TcpListener {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
    listener.expect("a port")
}

/// A connection from 127.0.0.`host`.
pub(crate) async fn connect_from(host: u8, to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    let address = IpAddr::from([127, 0, 0, host]);
    socket.bind((address, 0).into()).expect("an address");
    let tcp = socket.connect(to).await.expect("a connection");
    tcp.set_nodelay(true).expect("an option");
    tcp
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

/// A client's TLS, which remembers sessions.
pub(crate) struct TlsClient {
    config: ClientConfig,
}

impl TlsClient {
    pub(crate) fn trusting(certificate: CertificateDer<'static>) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(certificate).expect("a certificate");
        let config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self { config }
    }

    pub(crate) async fn secure(
        &self,
        tcp: TcpStream,
        protocols: &[&[u8]],
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let mut config = self.config.clone();
        config.alpn_protocols = protocols.iter().map(|one| one.to_vec()).collect();
        let name = ServerName::from(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let connector = TlsConnector::from(Arc::new(config));
        connector.connect(name, tcp).await
    }
}

/// An HTTP/2 connection.
pub(crate) struct Http2Client {
    pub(crate) requests: SendRequest<Bytes>,
    /// Ends when the connection does, with its error if it was one.
    pub(crate) connection: JoinHandle<Result<(), h2::Error>>,
}

impl Http2Client {
    pub(crate) async fn over(stream: TlsStream<TcpStream>) -> Self {
        let handshake = h2::client::handshake(stream).await;
        let (requests, connection) = handshake.expect("a beginning");
        Self {
            requests,
            connection: tokio::spawn(connection),
        }
    }

    /// Asks for a path. The answer's body is read by whoever wants it.
    pub(crate) async fn get(
        &mut self,
        path: &str,
    ) -> Result<http::Response<h2::RecvStream>, h2::Error> {
        let request = http::Request::get(format!("https://panel.example{path}"));
        self.send(request, Bytes::new()).await
    }

    pub(crate) async fn send(
        &mut self,
        request: http::request::Builder,
        body: Bytes,
    ) -> Result<http::Response<h2::RecvStream>, h2::Error> {
        std::future::poll_fn(|context| self.requests.poll_ready(context)).await?;
        let request = request.body(()).expect("a request");
        let has_body = !body.is_empty();
        let (response, mut stream) = self.requests.send_request(request, !has_body)?;
        if has_body {
            stream.send_data(body, true)?;
        }
        response.await
    }

    /// The status of what is at a path.
    pub(crate) async fn status(&mut self, path: &str) -> u16 {
        let response = self.get(path).await.expect("an answer");
        response.status().as_u16()
    }
}

/// All of a body.
pub(crate) async fn text(mut body: h2::RecvStream) -> String {
    let mut text = Vec::new();
    while let Some(piece) = body.data().await {
        let piece = piece.expect("a piece");
        text.extend_from_slice(&piece);
        let taken = body.flow_control().release_capacity(piece.len());
        taken.expect("room for more");
    }
    String::from_utf8(text).expect("text")
}
