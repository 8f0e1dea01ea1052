//! What commands do with one file or folder: what each needs, and how it is answered.
//!
//! A new command of this kind is a variant here, its words in `command/parse.rs`, and what it does
//! in `storage.rs`.

use std::time::SystemTime;

use crate::events::{EventKind, FilePath};
use crate::facts::{FactChange, FactSet, FileMode};
use crate::path::VirtualPath;
use crate::policy::Access;
use crate::reply::Reply;
use crate::time::format_timestamp;

/// What to do with a file or folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileAction {
    ChangeDir,
    MakeDir,
    RemoveDir,
    Delete,
    /// Check that there is something to rename.
    RenameFrom,
    Rename {
        from: VirtualPath,
    },
    Size,
    Modified,
    /// The time of `whole` if there is such a file; else sets that of the path.
    ModifiedOrSet {
        whole: VirtualPath,
        time: SystemTime,
    },
    SetModified(SystemTime),
    SetFacts(FactChange),
    SetMode(FileMode),
    /// The number of bytes available.
    Available,
    /// The same, for `ALLO`.
    Allocate,
    Facts(FactSet),
    Status,
}

/// Something to do with the file or folder of this path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileRequest {
    pub(crate) action: FileAction,
    pub(crate) path: VirtualPath,
}

/// What came of a [`FileRequest`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileResponse {
    Done,
    /// A file was removed that had this size.
    Removed {
        size: u64,
    },
    /// The size of a file, or of the available space.
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

impl FileAction {
    pub(crate) fn on(self, path: VirtualPath) -> FileRequest {
        FileRequest { action: self, path }
    }

    /// What it needs.
    pub(crate) fn access(&self) -> Access {
        match self {
            Self::ChangeDir
            | Self::Size
            | Self::Modified
            | Self::Available
            | Self::Allocate
            | Self::Facts(_)
            | Self::Status => Access::SignedIn,
            Self::MakeDir => Access::Create,
            Self::RemoveDir
            | Self::Delete
            | Self::RenameFrom
            | Self::Rename { .. }
            | Self::ModifiedOrSet { .. }
            | Self::SetModified(_)
            | Self::SetFacts(_)
            | Self::SetMode(_) => Access::Modify,
        }
    }
}

impl FileRequest {
    /// The reply when it was done; none if the response is that to another request.
    pub(crate) fn reply(&self, response: FileResponse) -> Option<Reply> {
        let Self { action, path } = self;
        let with_path = |text: &str| [text.as_bytes(), path.as_bytes()].concat();
        let quoted_with = |text: &[u8]| [&path.quoted()[..], text].concat();
        let time_was_set = |time: &SystemTime| {
            let stamp = format!("Modify={}; ", format_timestamp(*time));
            Reply::new(213, with_path(&stamp))
        };
        Some(match (action, response) {
            (FileAction::ChangeDir, _) => Reply::new(250, quoted_with(b" is the current folder.")),
            (FileAction::MakeDir, _) => Reply::new(257, quoted_with(b" was made.")),
            (FileAction::RemoveDir, _) => Reply::new(250, "The folder was removed."),
            (FileAction::Delete, _) => Reply::new(250, "The file was removed."),
            (FileAction::RenameFrom, _) => Reply::new(350, "RNTO, please."),
            (FileAction::Rename { .. }, _) => Reply::new(250, "Renamed."),
            // Not 202 (not needed): there are cameras that give up then.
            (FileAction::Allocate, FileResponse::Size(left)) => Reply::new(
                200,
                format!("Space is taken as it is needed; {left} bytes are left."),
            ),
            (FileAction::Size | FileAction::Available, FileResponse::Size(size)) => {
                Reply::new(213, size.to_string())
            }
            (
                FileAction::Modified | FileAction::ModifiedOrSet { .. },
                FileResponse::Modified(time),
            ) => Reply::new(213, format_timestamp(time)),
            (FileAction::SetModified(time) | FileAction::ModifiedOrSet { time, .. }, _) => {
                time_was_set(time)
            }
            (FileAction::SetFacts(change), _) => {
                Reply::new(213, with_path(&format!("{} ", change.render())))
            }
            (FileAction::SetMode(_), _) => Reply::new(200, "The permissions were set."),
            (FileAction::Facts(_), FileResponse::Facts(facts)) => {
                let line = [&facts[..], path.as_bytes()].concat();
                Reply::multi(250, "Facts:", [line], "End")
            }
            (FileAction::Status, FileResponse::Listing { lines, complete }) => {
                let more = (!complete).then(|| b"There is more: use LIST.".to_vec());
                let first = [b"Status of ", path.as_bytes(), b":"].concat();
                Reply::multi(213, first, lines.into_iter().chain(more), "End")
            }
            (
                FileAction::Allocate
                | FileAction::Size
                | FileAction::Available
                | FileAction::Modified
                | FileAction::Facts(_)
                | FileAction::Status,
                _,
            ) => return None,
        })
    }

    /// What the host is told when it was done.
    pub(crate) fn event(&self, response: &FileResponse) -> Option<EventKind> {
        let path = self.path.text();
        match &self.action {
            FileAction::MakeDir => Some(EventKind::FolderCreated { path }),
            FileAction::RemoveDir => Some(EventKind::FolderRemoved { path }),
            FileAction::Delete => Some(EventKind::FileRemoved {
                path: FilePath(self.path.clone()),
                size: match response {
                    FileResponse::Removed { size } => *size,
                    _ => 0,
                },
            }),
            FileAction::Rename { from } => Some(EventKind::Renamed {
                from: from.text(),
                to: path,
            }),
            FileAction::ChangeDir
            | FileAction::RenameFrom
            | FileAction::Size
            | FileAction::Modified
            | FileAction::ModifiedOrSet { .. }
            | FileAction::SetModified(_)
            | FileAction::SetFacts(_)
            | FileAction::SetMode(_)
            | FileAction::Available
            | FileAction::Allocate
            | FileAction::Facts(_)
            | FileAction::Status => None,
        }
    }
}
