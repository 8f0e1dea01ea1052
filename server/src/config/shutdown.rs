//! The end of the program.

use std::time::Duration;

use clap::Args;

/// The end of the program.
#[derive(Clone, Debug, Args)]
pub struct ShutdownConfig {
    /// Seconds that transfers and requests may still take once the program is asked to end
    #[arg(
        long,
        env = "BERTH_SHUTDOWN_TIMEOUT",
        default_value_t = 30,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u16).range(0..=3600)
    )]
    pub shutdown_timeout: u16,
}

impl ShutdownConfig {
    /// How long what is under way may still take.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.shutdown_timeout.into())
    }
}
