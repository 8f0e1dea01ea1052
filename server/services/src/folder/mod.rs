//! Folders of webspaces on disk.
//!
//! A folder is opened below its webspace root by a directory handle: what a symlink leads out of
//! there cannot be opened, whenever it is put there. Everything here blocks: run it off the async
//! threads.

mod access;
mod error;
mod exclusive;
mod home;
mod list;
#[cfg(test)]
mod listing_tests;
mod path;
mod policy;
mod preview;
mod spelling;
#[cfg(test)]
pub(crate) mod test_webspace;
mod webspace_root;

pub(crate) use exclusive::exclusive_folder;
pub(crate) use home::{CreatedHome, create_home, home_opener, open_home, try_open_home};
pub(crate) use list::list;
pub(crate) use policy::{RefusedRoot, WebspacePolicy};
pub(crate) use preview::preview;
pub(crate) use spelling::spelt_root;
pub(crate) use webspace_root::{
    Webspace, create_webspace_root, overlap, remove_leftovers, remove_webspace_root,
};
