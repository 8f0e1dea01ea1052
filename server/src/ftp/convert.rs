//! The engine's words in the model's.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ftp::{Permission, SessionPolicy, TlsVersion, WebspaceLimits};
use model::{FtpAccountSettings, FtpPermission, FtpProtocol, SubscriptionLimits, UtcTime};
use services::store::SubscriptionId;

/// How a control connection is encrypted.
pub(super) fn protocol(tls: Option<TlsVersion>) -> FtpProtocol {
    match tls {
        None => FtpProtocol::Ftp,
        Some(TlsVersion::V1_2) => FtpProtocol::FtpsTls12,
        Some(TlsVersion::V1_3) => FtpProtocol::FtpsTls13,
    }
}

/// What an account's settings allow its sessions.
pub(super) fn session_policy(settings: &FtpAccountSettings) -> SessionPolicy {
    SessionPolicy {
        permission: match settings.permission {
            FtpPermission::ReadWrite => Permission::ReadWrite,
            FtpPermission::ReadOnly => Permission::ReadOnly,
            FtpPermission::UploadOnly => Permission::UploadOnly,
        },
        expires_at: settings.expires_at.and_then(system_time),
        max_sessions: settings.max_sessions.map(sessions),
        upload_rate: rate(settings.upload_rate),
        download_rate: rate(settings.download_rate),
        tls_required: settings.tls_required,
    }
}

/// What a subscription's limits allow its sessions together.
pub(super) fn webspace_limits(
    subscription: SubscriptionId,
    limits: &SubscriptionLimits,
) -> WebspaceLimits {
    WebspaceLimits {
        id: subscription.0,
        max_sessions: limits.ftp_sessions.map(sessions),
        upload_rate: rate(limits.upload_rate),
        download_rate: rate(limits.download_rate),
    }
}

fn sessions(most: u32) -> usize {
    usize::try_from(most).unwrap_or(usize::MAX)
}

/// Bytes a second.
fn rate(kib: Option<u32>) -> Option<u64> {
    kib.map(|kib| u64::from(kib) * 1024)
}

/// None for what no clock reaches; what lies before 1970 is its beginning.
fn system_time(time: UtcTime) -> Option<SystemTime> {
    let seconds = u64::try_from(time.0).unwrap_or(0);
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// A point in time, to the second.
pub(super) fn utc_time(time: SystemTime) -> UtcTime {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    UtcTime(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
