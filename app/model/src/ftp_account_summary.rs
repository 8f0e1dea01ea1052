//! What there is to know of an FTP account at a glance.

use serde::{Deserialize, Serialize};

use super::{AccountName, FtpAccountSettings, UtcTime};

/// An FTP account, as the head of its pages shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FtpAccountSummary {
    /// The name to sign in with.
    pub name: AccountName,
    /// Whether it is the subscription's main account.
    pub is_main: bool,
    /// Whether it can be signed in with, and if not, why.
    pub state: FtpAccountState,
}

/// Whether an FTP account can be signed in with, and if not, the first reason why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FtpAccountState {
    /// It is in « Corbeille ».
    InTrash,
    /// Someone disabled it.
    Disabled,
    /// It has expired.
    Expired,
    /// Its recipient has not chosen a password yet.
    WaitsForPassword,
    /// It can be signed in with.
    Enabled,
}

impl FtpAccountState {
    /// The state of an account that is not in « Corbeille ».
    pub fn of(settings: &FtpAccountSettings, waits_for_password: bool, now: UtcTime) -> Self {
        if !settings.enabled {
            Self::Disabled
        } else if settings.expires_at.is_some_and(|at| at <= now) {
            Self::Expired
        } else if waits_for_password {
            Self::WaitsForPassword
        } else {
            Self::Enabled
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reason_is_told() {
        let now = UtcTime(1_000);
        let settings = |enabled, expires_at: Option<i64>| FtpAccountSettings {
            enabled,
            expires_at: expires_at.map(UtcTime),
            ..FtpAccountSettings::default()
        };
        for (settings, waits, state) in [
            (settings(true, None), false, FtpAccountState::Enabled),
            (settings(true, Some(1_001)), false, FtpAccountState::Enabled),
            (
                settings(true, None),
                true,
                FtpAccountState::WaitsForPassword,
            ),
            (settings(true, Some(1_000)), true, FtpAccountState::Expired),
            (settings(false, Some(999)), true, FtpAccountState::Disabled),
        ] {
            assert_eq!(FtpAccountState::of(&settings, waits, now), state);
        }
    }
}
