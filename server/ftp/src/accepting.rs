//! Whether a listener accepts connections, for whoever watches the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a listener accepts connections: it is served, and the last attempt did not fail for want
/// of something, such as file descriptors. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Accepting(Arc<AtomicBool>);

impl Accepting {
    /// Whether it does.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Says whether it does.
    pub fn set(&self, accepts: bool) {
        self.0.store(accepts, Ordering::Relaxed);
    }
}
