//! Whether the way to PostgreSQL is encrypted.

use sea_orm::sqlx::postgres::{PgConnectOptions, PgSslMode};

/// Names of this machine itself.
const LOOPBACK: [&str; 4] = ["localhost", "127.0.0.1", "::1", "[::1]"];

/// Encrypts the way to a server elsewhere, and verifies whom it leads to, unless the URL or
/// `PGSSLMODE` says what to do (libpq, "SSL Support", 34.19.3).
///
/// libpq's own default, `prefer`, is plaintext for whoever stands in between and says that the server
/// has no TLS.
pub(super) fn verify_remote(options: PgConnectOptions) -> PgConnectOptions {
    if is_local(&options) {
        return options;
    }
    match options.get_ssl_mode() {
        PgSslMode::Prefer => options.ssl_mode(PgSslMode::VerifyFull),
        PgSslMode::Disable | PgSslMode::Allow => {
            tracing::warn!(
                host = options.get_host(),
                "the way to PostgreSQL is not encrypted, as its URL says (sslmode)"
            );
            options
        }
        PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull => options,
    }
}

/// Whether the server is reached without a network: by a socket, or by loopback.
fn is_local(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    options.get_socket().is_some() || host.starts_with('/') || LOOPBACK.contains(&host)
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn mode(url: &str) -> PgSslMode {
        verify_remote(PgConnectOptions::from_str(url).expect("a URL")).get_ssl_mode()
    }

    #[test]
    fn a_server_elsewhere_is_verified_unless_the_url_says_otherwise() {
        assert!(matches!(
            mode("postgres://berth@db.example.com/berth"),
            PgSslMode::VerifyFull
        ));
        assert!(matches!(
            mode("postgres://berth@db.example.com/berth?sslmode=disable"),
            PgSslMode::Disable
        ));
        assert!(matches!(
            mode("postgres://berth@db.example.com/berth?sslmode=require"),
            PgSslMode::Require
        ));
        for local in [
            "postgres://berth@localhost/berth",
            "postgres://berth@127.0.0.1:5433/berth",
            "postgres://berth@[::1]/berth",
            "postgres://berth@%2Frun%2Fpostgresql/berth",
            "postgres:///berth?host=/run/postgresql",
        ] {
            assert!(matches!(mode(local), PgSslMode::Prefer), "{local}");
        }
    }
}
