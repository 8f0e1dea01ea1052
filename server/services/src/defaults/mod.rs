//! What the new FTP accounts of a subscription begin with.

mod change;
mod receipt;
mod view;

crate::part! {
    /// What a subscription's new FTP accounts begin with.
    Defaults
}
