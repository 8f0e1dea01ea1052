//! The folders of webspaces, for the picker of home directories.

mod folder_reader;
mod list_folders;
mod make_folder;
mod preview_home;

use crate::part::part;

pub(crate) use folder_reader::FolderReader;

part! {
    /// The folders of webspaces.
    Webspaces
}
