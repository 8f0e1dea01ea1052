//! The folders of webspaces, for the picker of home directories; what a crash left in them.

mod examine;
mod list_folders;
mod make_folder;
mod preview_home;
mod remember_existing;
mod remove_leftovers;

pub use examine::{WebspaceExaminer, WebspaceState};

use crate::part::part;

part! {
    /// The folders of webspaces.
    Webspaces
}
