//! As whom the server runs.

use clap::Args;
use model::SystemUser;

/// As whom the server runs.
#[derive(Clone, Debug, Default, Args)]
pub struct PrivilegesConfig {
    /// System user that the server drops to when it is started as root, USER or USER:GROUP, keeping the capabilities to act as the users of subscriptions and to use ports below 1024
    #[arg(long, env = "BERTH_USER", value_name = "USER", value_parser = parse_user)]
    pub user: Option<SystemUser>,
}

fn parse_user(text: &str) -> Result<SystemUser, &'static str> {
    SystemUser::parse(text)
        .map_err(|_| "name a user other than root, as USER or USER:GROUP, by name or number")
}
