//! The engine's words in the model's.

use std::time::{SystemTime, UNIX_EPOCH};

use app::model::{FtpProtocol, UtcTime};
use ftp::TlsVersion;

/// How a control connection is encrypted.
pub(super) fn protocol(tls: Option<TlsVersion>) -> FtpProtocol {
    match tls {
        None => FtpProtocol::Ftp,
        Some(TlsVersion::V1_2) => FtpProtocol::FtpsTls12,
        Some(TlsVersion::V1_3) => FtpProtocol::FtpsTls13,
    }
}

/// A point in time, to the second.
pub(super) fn utc_time(time: SystemTime) -> UtcTime {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    UtcTime(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
