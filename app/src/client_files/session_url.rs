//! The address by which WinSCP opens a session.

use model::FtpConnection;

use super::percent_encoded;

/// The address that opens the session in WinSCP: with this prefix no other client takes it.
pub fn session_url(connection: &FtpConnection) -> String {
    format!(
        "winscp-ftpes://{}@{}:{}/",
        percent_encoded(connection.account.as_str()),
        connection.host.in_url(),
        connection.port
    )
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn a_session_s_address_names_no_password() {
        assert_eq!(
            session_url(&example("paul@example.com", "2001:db8::1")),
            "winscp-ftpes://paul%40example.com@[2001:db8::1]:2121/"
        );
    }
}
