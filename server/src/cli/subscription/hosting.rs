//! The options that say whom the files of a subscription belong to.

use clap::Args;

// The options are in a group, of which commands that change something require one.
#[derive(Args)]
pub(super) struct HostingOptions {
    /// System user that its files belong to, by name or number, as whom all is done to them; "" for Berth's own
    #[arg(long, value_name = "USER[:GROUP]", group = "change")]
    pub(super) system_user: Option<String>,
    /// What new files and folders of that user do not permit: three octal digits
    #[arg(long, value_name = "022", group = "change")]
    pub(super) umask: Option<String>,
}
