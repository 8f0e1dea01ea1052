//! Pieces of pages that the server draws when the browser asks for them.
//!
//! The browser puts their HTML in place as it comes, so that neither their views nor their texts
//! are in the WebAssembly. All that is not ours in them, such as a folder's name, is escaped by
//! the views that draw it.

mod folder_tree;
mod home_preview;
mod strength_meter;

pub(crate) use folder_tree::{folder_children, folder_tree};
pub(crate) use home_preview::home_preview;
pub(crate) use strength_meter::strength_meter;

use crate::components::current_locale;
use crate::i18n::{Texts, texts};

/// What is said in the language of who asks.
fn own_texts() -> &'static Texts {
    texts(current_locale())
}
