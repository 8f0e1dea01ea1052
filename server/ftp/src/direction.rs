//! Which way the bytes of a transfer go.

/// The direction of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client to a file.
    Upload,
    /// From a file to the client.
    Download,
    /// A folder's listing, to the client.
    Listing,
}
