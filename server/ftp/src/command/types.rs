//! The commands, with their parameters.

use std::fmt;
use std::net::SocketAddr;
use std::time::SystemTime;

use crate::file_request::FileAction;

/// A password. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Password(pub(crate) String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The protection level of data connections, set by `PROT` (RFC 2228).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protection {
    Clear,
    Private,
}

/// The argument of `EPSV` (RFC 2428, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExtendedPassive {
    Any,
    Ipv4,
    Ipv6,
    /// `EPSV ALL`: only `EPSV` from now on.
    Only,
}

/// The arguments of `LIST -la name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListArguments {
    /// Empty for the current folder.
    pub(crate) name: Vec<u8>,
    /// `-R` was among the options: all folders below as well.
    pub(crate) recursive: bool,
}

/// A parsed command. Names are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    User(String),
    Pass(Password),
    AuthTls,
    Pbsz,
    Prot(Protection),
    Ccc,
    Quit,
    System,
    Features,
    OptsUtf8,
    OptsMlst(Vec<u8>),
    Help,
    Noop,
    /// `CLNT`: the name of the client, which is ignored.
    ClientName,
    /// `CSID`: the same, and the reply identifies the server.
    Identify,
    Host,
    Language,
    Reinitialize,
    /// `STAT` without a name.
    Status,
    TypeAscii,
    TypeImage,
    ModeStream,
    StructureFile,
    Allocate,
    Account,
    PrintDir,
    /// What to do with the file or folder of a name; empty for the current folder.
    File(FileAction, Vec<u8>),
    RenameTo(Vec<u8>),
    /// `MDTM 20240229000000 a`: sets the time of `a`, or tells that of a file whose name is all of
    /// this.
    ModifiedOrSet {
        whole: Vec<u8>,
        time: SystemTime,
        name: Vec<u8>,
    },
    SiteHelp,
    Hash(Vec<u8>),
    OptsHash,
    List(ListArguments),
    NameList(Vec<u8>),
    MachineList(Vec<u8>),
    MachineFacts(Vec<u8>),
    Retrieve(Vec<u8>),
    Store(Vec<u8>),
    Append(Vec<u8>),
    StoreUnique,
    Restart(u64),
    Abort,
    Passive,
    ExtendedPassive(ExtendedPassive),
    Port(SocketAddr),
    ExtendedPort(SocketAddr),
}
