//! The audit trail.

use clap::Args;

/// The audit trail.
#[derive(Clone, Debug, Args)]
pub struct AuditConfig {
    /// For how many days it is kept who did what in the panel; 0 for ever
    #[arg(
        long,
        env = "BERTH_AUDIT_DAYS",
        default_value_t = 365,
        value_name = "DAYS",
        value_parser = clap::value_parser!(u16).range(0..=3650)
    )]
    pub audit_days: u16,
}
