//! Webhooks: which networks are called that are not public.

use clap::Args;

use super::trusted_addresses::TrustedAddresses;

/// Webhooks.
#[derive(Clone, Debug, Default, Args)]
pub struct WebhooksConfig {
    /// Networks that webhooks may call although they are private or the server's own, also unencrypted, with commas between
    #[arg(
        long,
        env = "BERTH_WEBHOOK_NETWORKS",
        default_value = "",
        hide_default_value = true,
        value_name = "ADDRESSES"
    )]
    pub webhook_networks: TrustedAddresses,
}
