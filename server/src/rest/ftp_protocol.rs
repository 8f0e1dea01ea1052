//! How FTP clients and the server speak, and why somebody is not let in: words of several resources.

use serde::Serialize;
use utoipa::ToSchema;

/// How a client and the FTP server speak.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum FtpProtocol {
    /// Unencrypted.
    Ftp,
    /// Encrypted with TLS 1.2.
    FtpsTls12,
    /// Encrypted with TLS 1.3.
    FtpsTls13,
}

impl From<model::FtpProtocol> for FtpProtocol {
    fn from(protocol: model::FtpProtocol) -> Self {
        match protocol {
            model::FtpProtocol::Ftp => Self::Ftp,
            model::FtpProtocol::FtpsTls12 => Self::FtpsTls12,
            model::FtpProtocol::FtpsTls13 => Self::FtpsTls13,
        }
    }
}

/// Why somebody was not let in.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum FtpRefusal {
    /// The password was wrong.
    WrongPassword,
    /// There were too many failures before; no password was looked at.
    Throttled,
    /// The home directory is missing, or lies outside of the webspace.
    HomeUnavailable,
    /// The account is disabled.
    Disabled,
    /// The account has expired.
    Expired,
    /// The account may not be used from this address.
    AddressNotAllowed,
    /// The account may only be used over TLS.
    TlsRequired,
    /// The account's recipient has yet to choose a password.
    WaitsForPassword,
    /// The account's subscription is suspended.
    Suspended,
}

impl From<model::FtpRefusal> for FtpRefusal {
    fn from(refusal: model::FtpRefusal) -> Self {
        match refusal {
            model::FtpRefusal::WrongPassword => Self::WrongPassword,
            model::FtpRefusal::Throttled => Self::Throttled,
            model::FtpRefusal::HomeUnavailable => Self::HomeUnavailable,
            model::FtpRefusal::Disabled => Self::Disabled,
            model::FtpRefusal::Expired => Self::Expired,
            model::FtpRefusal::AddressNotAllowed => Self::AddressNotAllowed,
            model::FtpRefusal::TlsRequired => Self::TlsRequired,
            model::FtpRefusal::WaitsForPassword => Self::WaitsForPassword,
            model::FtpRefusal::Suspended => Self::Suspended,
        }
    }
}
