//! Sessions of the panel.

use clap::Args;
use services::SessionLimits;

/// Sessions of the panel.
#[derive(Clone, Debug, Args)]
pub struct SessionsConfig {
    /// After how many days one has to sign in to the panel again, in any case
    #[arg(
        long,
        env = "BERTH_SESSION_DAYS",
        default_value_t = 7,
        value_name = "DAYS",
        value_parser = clap::value_parser!(u16).range(1..=30)
    )]
    pub session_days: u16,
    /// After how many minutes without a request a session of the panel ends; 0 for not before the other limit
    #[arg(
        long,
        env = "BERTH_SESSION_IDLE_MINUTES",
        default_value_t = 1440,
        value_name = "MINUTES",
        value_parser = clap::value_parser!(u16).range(0..=43200)
    )]
    pub session_idle_minutes: u16,
}

impl SessionsConfig {
    /// For how long sessions go on.
    pub fn limits(&self) -> SessionLimits {
        let idle = i64::from(self.session_idle_minutes) * 60;
        SessionLimits {
            lifetime: i64::from(self.session_days) * 24 * 60 * 60,
            idle: (idle > 0).then_some(idle),
        }
    }
}
