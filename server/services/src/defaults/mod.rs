//! What the new FTP accounts of a subscription begin with.

mod change;
mod receipt;
mod view;

use crate::part::part;

part! {
    /// What a subscription's new FTP accounts begin with.
    Defaults
}
