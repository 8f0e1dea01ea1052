//! The sockets that Berth listens on, by name: handed over by systemd (`sd_listen_fds(3)`), so that
//! no connection is refused while one program ends and the next one starts, or else bound to the
//! address of the settings.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use listenfd::ListenFd;
use socket2::SockRef;
use thiserror::Error;
use tokio::net::TcpListener;

/// Connections that may wait in the kernel to be accepted.
const BACKLOG: i32 = 1024;

/// What is listened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListenerName {
    /// The panel, unencrypted.
    Http,
    /// The panel with TLS.
    Https,
    /// FTP, and FTPS by `AUTH TLS`.
    Ftp,
    /// FTPS that begins with TLS.
    Ftps,
    /// Metrics.
    Metrics,
}

impl ListenerName {
    const ALL: [Self; 5] = [
        Self::Http,
        Self::Https,
        Self::Ftp,
        Self::Ftps,
        Self::Metrics,
    ];

    /// What systemd calls its socket (`FileDescriptorName=`).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Ftp => "ftp",
            Self::Ftps => "ftps",
            Self::Metrics => "metrics",
        }
    }

    /// The setting that has its address.
    pub fn setting(self) -> &'static str {
        match self {
            Self::Http => "BERTH_HTTP_ADDR",
            Self::Https => "BERTH_HTTPS_ADDR",
            Self::Ftp => "BERTH_FTP_ADDR",
            Self::Ftps => "BERTH_FTPS_ADDR",
            Self::Metrics => "BERTH_METRICS_ADDR",
        }
    }
}

impl fmt::Display for ListenerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why something is not listened on. Each is one line that says what to do.
#[derive(Debug, Error)]
pub enum ListenError {
    /// The address is in use, not local, or not permitted.
    #[error(
        "cannot listen on {address} for {name}: {source}. Stop the program that uses it, or choose another with {}",
        .name.setting()
    )]
    Bind {
        /// What for.
        name: ListenerName,
        /// The address that was given.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// A socket has a name that means nothing here.
    #[error(
        "systemd hands over a socket called “{0}”. Call it http, https, ftp, ftps or metrics: FileDescriptorName= in its socket unit"
    )]
    UnknownName(String),
    /// There is not one name for each socket.
    #[error(
        "systemd hands over {sockets} sockets and {names} names. Give each socket unit its FileDescriptorName="
    )]
    Unnamed {
        /// How many sockets there are.
        sockets: usize,
        /// How many names there are.
        names: usize,
    },
    /// Two sockets have one name.
    #[error(
        "systemd hands over two sockets called “{0}”. Leave one of them: [::] takes IPv4 as well (BindIPv6Only=both)"
    )]
    Twice(ListenerName),
    /// It is no stream socket of IPv4 or IPv6 that listens.
    #[error(
        "the socket “{name}” of systemd is of the wrong kind ({source}). Let its unit have ListenStream= with a port, and Accept=no"
    )]
    WrongKind {
        /// Its name.
        name: ListenerName,
        /// What is wrong with it.
        source: io::Error,
    },
    /// Nothing listens there by the settings.
    #[error("systemd hands over the socket “{0}”, which nothing uses. Remove it from its unit")]
    Unused(ListenerName),
}

/// Where listening sockets come from.
#[derive(Debug, Default)]
pub struct Listeners {
    handed_over: Vec<(ListenerName, std::net::TcpListener)>,
}

impl Listeners {
    /// The sockets that systemd hands over, if it does.
    ///
    /// Only to be called while the program has a single thread, and once: it removes the variables
    /// that tell of the sockets from the environment.
    ///
    /// # Errors
    /// If there are sockets that cannot be used.
    pub fn from_environment() -> Result<Self, ListenError> {
        let mut sockets = ListenFd::from_env();
        let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
        let names: Vec<&str> = names.split(':').filter(|name| !name.is_empty()).collect();
        let mut handed_over = Vec::new();
        if sockets.len() > 0 && names.len() != sockets.len() {
            return Err(ListenError::Unnamed {
                sockets: sockets.len(),
                names: names.len(),
            });
        }
        for (index, text) in names.into_iter().enumerate().take(sockets.len()) {
            let known = ListenerName::ALL
                .into_iter()
                .find(|name| name.as_str() == text);
            let name = known.ok_or_else(|| ListenError::UnknownName(text.to_owned()))?;
            if handed_over.iter().any(|(other, _)| *other == name) {
                return Err(ListenError::Twice(name));
            }
            let wrong_kind = |source| ListenError::WrongKind { name, source };
            let taken = sockets.take_tcp_listener(index).map_err(wrong_kind)?;
            let Some(socket) = taken else { continue };
            if !SockRef::from(&socket).is_listener().map_err(wrong_kind)? {
                return Err(wrong_kind(io::Error::other("it does not listen")));
            }
            socket.set_nonblocking(true).map_err(wrong_kind)?;
            handed_over.push((name, socket));
        }
        Ok(Self { handed_over })
    }

    /// Whether systemd hands over a socket of this name, which nobody has taken yet.
    fn has(&self, name: ListenerName) -> bool {
        self.handed_over.iter().any(|(other, _)| *other == name)
    }

    /// The socket that was handed over for `name`, or one bound to `address`. Must be called within a
    /// tokio runtime.
    ///
    /// # Errors
    /// If the address cannot be listened on.
    pub fn listen(
        &mut self,
        name: ListenerName,
        address: SocketAddr,
    ) -> Result<TcpListener, ListenError> {
        let position = self
            .handed_over
            .iter()
            .position(|(other, _)| *other == name);
        if let Some(position) = position {
            let (_, socket) = self.handed_over.swap_remove(position);
            tracing::info!(%name, "listening on the socket of systemd");
            return TcpListener::from_std(socket)
                .map_err(|source| ListenError::WrongKind { name, source });
        }
        ftp::bind_listener(address, BACKLOG).map_err(|source| ListenError::Bind {
            name,
            address,
            source,
        })
    }

    /// The same where the settings may have no address: then only a socket that was handed over is
    /// listened on.
    ///
    /// # Errors
    /// If the address cannot be listened on.
    pub fn listen_if_any(
        &mut self,
        name: ListenerName,
        address: Option<SocketAddr>,
    ) -> Result<Option<TcpListener>, ListenError> {
        // Where a socket was handed over the address has no meaning.
        let unspecified = SocketAddr::from(([0, 0, 0, 0], 0));
        let address = address.or_else(|| self.has(name).then_some(unspecified));
        address
            .map(|address| self.listen(name, address))
            .transpose()
    }

    /// Checks that each socket that was handed over is in use. To be called when everything listens.
    ///
    /// # Errors
    /// [`ListenError::Unused`].
    pub fn check_all_used(self) -> Result<(), ListenError> {
        match self.handed_over.first() {
            Some((name, _)) => Err(ListenError::Unused(*name)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[tokio::test]
    async fn a_socket_that_was_handed_over_is_taken_once_and_never_left() {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        let address = socket.local_addr().unwrap();
        let mut listeners = Listeners {
            handed_over: vec![(ListenerName::Metrics, socket)],
        };
        let none = listeners.listen_if_any(ListenerName::Ftps, None).unwrap();
        assert!(none.is_none() && listeners.has(ListenerName::Metrics));
        let taken = listeners.listen_if_any(ListenerName::Metrics, None);
        assert_eq!(taken.unwrap().unwrap().local_addr().unwrap(), address);
        assert!(listeners.check_all_used().is_ok());

        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let left = Listeners {
            handed_over: vec![(ListenerName::Metrics, socket)],
        };
        let error = left.check_all_used().unwrap_err().to_string();
        assert!(error.contains("the socket “metrics”, which nothing uses"));
    }
}
