//! What the state machine asks of the world around it, and what it is answered.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::SystemTime;

use crate::command::Password;
use crate::facts::{FactChange, FactSet, FileMode};
use crate::path::VirtualPath;
use crate::pattern::Pattern;

/// One thing to do. Until its outcome is reported no further command is read, except during
/// a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// Ask the authenticator; then `signed_in` or `sign_in_refused`.
    SignIn { name: String, password: Password },
    /// Forget the account and whatever was prepared for it; then `signed_out`.
    SignOut,
    /// Send what is written, make the handshake; then `tls_started`.
    StartTls,
    /// Open a listener in place of the one before; then `passive_opened`.
    OpenPassive,
    /// Close the listener, if there is one: the next data connection is to be made to this
    /// address. Then `active_ready`.
    UseActive(SocketAddr),
    /// Work on the file system; then `file_done`.
    File(FileRequest),
    /// Open the file; then `transfer_opened`, move the bytes, `transfer_finished`.
    Transfer(TransferRequest),
    /// Hash the file; then `hashed`. Meanwhile commands are read, as during a transfer.
    Hash(VirtualPath),
    /// Say how far the transfer is; then `progressed`. Asked during a transfer only.
    TellProgress,
    /// Drop the transfer; then `transfer_finished` with `Aborted`. Or drop what hashes; then
    /// `hashed` with none.
    Abort,
    /// Send what is written and close the connection.
    Close,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileRequest {
    ChangeDir(VirtualPath),
    MakeDir(VirtualPath),
    RemoveDir(VirtualPath),
    Delete(VirtualPath),
    /// Whether there is something to rename.
    RenameFrom(VirtualPath),
    Rename {
        from: VirtualPath,
        to: VirtualPath,
    },
    Size(VirtualPath),
    Modified(VirtualPath),
    SetModified(VirtualPath, SystemTime),
    SetFacts(VirtualPath, FactChange),
    SetMode(VirtualPath, FileMode),
    /// How many bytes there is room for.
    Available(VirtualPath),
    /// The same, asked by `ALLO`.
    Allocate(VirtualPath),
    Facts(VirtualPath, FactSet),
    Status(VirtualPath),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileAnswer {
    Done,
    /// Of a file, or of the room that there is.
    Size(u64),
    Modified(SystemTime),
    /// The facts of one entry, without a name: `type=file;size=3; `.
    Facts(Vec<u8>),
    /// Lines as `LIST` has them; `complete` is false if there are more.
    Listing {
        lines: Vec<Vec<u8>>,
        complete: bool,
    },
}

/// What `HASH` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileHash {
    /// In small letters.
    pub(crate) hex: String,
    /// How many bytes were hashed.
    pub(crate) size: u64,
}

/// How far a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct TransferProgress {
    /// Bytes moved so far.
    pub(crate) bytes: u64,
    /// Bytes to be moved in all, where that is known.
    pub(crate) size: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TransferRequest {
    pub(crate) what: What,
    /// Translate line ends (`TYPE A`).
    pub(crate) ascii: bool,
    /// Encrypt the data connection (`PROT P`).
    pub(crate) protect: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
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
        /// The path's last component, read as a pattern: for when nothing has that name.
        pattern: Option<Pattern>,
        style: ListStyle,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoreMode {
    /// A file that must not be there yet.
    New,
    /// Takes the place of the target when it is complete, not before.
    Replace,
    Append,
    /// In place, from an offset that is not beyond the end. What followed is cut off.
    At(u64),
    /// Under a new name.
    Unique,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ListStyle {
    Long,
    /// Names alone, each after what led to it in the command's `name`, so that each can be
    /// fetched as it is written (RFC 1123, section 4.1.2.7).
    Names {
        name: Vec<u8>,
    },
    Facts(FactSet),
}

/// A transfer whose file is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TransferStart {
    /// Bytes to come, where that is known.
    pub(crate) size: Option<u64>,
    /// The name that `STOU` chose.
    pub(crate) unique_name: Option<Vec<u8>>,
}

/// Where a client is to connect for data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PassiveAddress {
    /// None if the control connection is IPv6.
    pub(crate) ipv4: Option<Ipv4Addr>,
    pub(crate) port: u16,
}
