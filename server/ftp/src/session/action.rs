//! The actions that the state machine requests of its driver, and their results.

use std::net::{Ipv4Addr, SocketAddr};

use crate::command::Password;
use crate::facts::FactSet;
use crate::file_request::FileRequest;
use crate::path::VirtualPath;
use crate::pattern::Pattern;

/// An action for the driver. No further command is read until its result is reported, except
/// during a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// Ask the authenticator; then `signed_in` or `sign_in_refused`.
    SignIn { name: String, password: Password },
    /// Drop the account and what was prepared for it; then `signed_out`.
    SignOut,
    /// Send pending replies, perform the handshake; then `tls_started`.
    StartTls,
    /// Open a listener, replacing the previous one; then `passive_opened`.
    OpenPassive,
    /// Close the listener, if any: the next data connection is made to this address.
    /// Then `active_ready`.
    UseActive(SocketAddr),
    /// Perform a file operation; then `file_done`.
    File(FileRequest),
    /// Open the file; then `transfer_opened`, transfer the bytes, `transfer_finished`.
    Transfer(TransferRequest),
    /// Hash the file; then `hash_finished`. Meanwhile commands are read, as during a transfer.
    Hash(VirtualPath),
    /// Report the progress of the transfer; then `progress_reported`. Only during a transfer.
    ReportProgress,
    /// Drop the transfer; then `transfer_finished` with `Aborted`. Or drop the hash; then
    /// `hash_finished` with none.
    Abort,
    /// Send pending replies and close the connection.
    Close,
}

/// The result of `HASH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileHash {
    /// Lower-case hexadecimal.
    pub(crate) hex: String,
    /// How many bytes were hashed.
    pub(crate) size: u64,
}

/// The progress of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct TransferProgress {
    /// Bytes transferred so far.
    pub(crate) bytes: u64,
    /// Bytes to be transferred in all, if known.
    pub(crate) size: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TransferRequest {
    pub(crate) operation: TransferOperation,
    /// Translate line ends (`TYPE A`).
    pub(crate) ascii: bool,
    /// Encrypt the data connection (`PROT P`).
    pub(crate) protect: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TransferOperation {
    Retrieve {
        path: VirtualPath,
        offset: u64,
    },
    /// For [`StoreMode::Unique`] the path is the folder.
    Store {
        path: VirtualPath,
        mode: StoreMode,
    },
    List {
        path: VirtualPath,
        /// The path's last component as a pattern, for when nothing has that name.
        pattern: Option<Pattern>,
        style: ListStyle,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoreMode {
    /// Fails if the file exists.
    CreateNew,
    /// Replaces the target when the upload is complete, not before.
    Replace,
    Append,
    /// In place, from an offset that is not beyond the end. What follows is truncated.
    At(u64),
    /// Under a new name.
    Unique,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ListStyle {
    Long,
    /// `LIST -R`: the same for all folders below. Their headings begin with the command's `name`.
    Recursive {
        name: Vec<u8>,
    },
    /// Names only, each prefixed by the directory part of the command's `name`, so that each is a
    /// valid argument of `RETR` (RFC 1123, section 4.1.2.7).
    Names {
        name: Vec<u8>,
    },
    Facts(FactSet),
}

/// A transfer whose file is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TransferStart {
    /// Bytes to be transferred, if known.
    pub(crate) size: Option<u64>,
    /// The name that `STOU` chose.
    pub(crate) unique_name: Option<Vec<u8>>,
}

/// The address of a passive listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PassiveAddress {
    /// None if the control connection is IPv6.
    pub(crate) ipv4: Option<Ipv4Addr>,
    pub(crate) port: u16,
}
