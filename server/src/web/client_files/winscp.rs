//! WinSCP's sites.
//!
//! The file is for « Import Sites », which takes the sites that one chooses. « Import/Restore
//! Configuration » reads it too, but throws all other sites away.

use app::client_files::percent_encoded;
use model::FtpConnection;

use super::title;

/// FTP, in WinSCP's own numbers.
const FTP: u8 = 5;
/// Explicit TLS.
const EXPLICIT_TLS: u8 = 3;

/// A list with one site. Names of sections are written as in URLs, and lines end as on Windows.
pub(super) fn sites(connection: &FtpConnection) -> String {
    let lines = [
        format!(
            "[Sessions\\{}]",
            percent_encoded(&title(connection).replace('–', "-"))
        ),
        format!("HostName={}", connection.host.as_str()),
        format!("PortNumber={}", connection.port),
        format!("UserName={}", connection.account),
        format!("FSProtocol={FTP}"),
        format!("Ftps={EXPLICIT_TLS}"),
        String::new(),
    ];
    lines.join("\r\n")
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn a_site_uses_explicit_tls_and_holds_no_password() {
        assert_eq!(
            sites(&example("paul@example.com", "ftp.example.com")),
            "[Sessions\\paul%40example.com%20-%20ftp.example.com]\r\n\
             HostName=ftp.example.com\r\n\
             PortNumber=2121\r\n\
             UserName=paul@example.com\r\n\
             FSProtocol=5\r\n\
             Ftps=3\r\n"
        );
    }
}
