//! A warning for who runs the server as root.

use rustix::process::geteuid;

/// Says in the log that the server is root, if it is: then whoever is an administrator of the panel
/// has all the files below the folders of webspaces, whosever they are, and a fault of Berth's costs
/// the whole machine.
pub(crate) fn warn_if_root() {
    if geteuid().is_root() {
        tracing::warn!(
            "the server runs as root, and need not: make a user for it, give that user the data \
             folder and the webspaces, and let it use ports below 1024 (AmbientCapabilities= of \
             systemd, CAP_NET_BIND_SERVICE)"
        );
    }
}
