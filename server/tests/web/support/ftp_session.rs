//! An FTP client, as far as the panel's tests need one.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::Panel;

/// An FTP session by hand.
pub(crate) struct FtpSession(BufReader<TcpStream>);

impl FtpSession {
    pub(crate) async fn sign_in(panel: &Panel, name: &str, password: &str) -> (Self, String) {
        let stream = TcpStream::connect(panel.ftp).await.expect("a connection");
        let mut session = Self(BufReader::new(stream));
        session.reply().await;
        session.send(&format!("USER {name}")).await;
        let reply = session.send(&format!("PASS {password}")).await;
        (session, reply)
    }

    pub(crate) async fn send(&mut self, line: &str) -> String {
        let line = format!("{line}\r\n");
        let stream = self.0.get_mut();
        stream.write_all(line.as_bytes()).await.expect("sent");
        self.reply().await
    }

    /// The code of the next reply; empty at the session's end.
    pub(crate) async fn reply(&mut self) -> String {
        let mut line = String::new();
        let _ = self.0.read_line(&mut line).await;
        line.chars().take(3).collect()
    }
}
