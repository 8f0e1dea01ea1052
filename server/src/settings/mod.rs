//! Where settings come from: a file, the environment, the command line, the latter ones first.
//!
//! What a setting is stands in [`crate::config`], and nowhere else: keys of the file, their types and
//! the example are made from the descriptions there.

mod describe;
mod error;
mod example;
mod file;
mod load;
mod pairs;
mod secret;
mod values;

pub(crate) use describe::is_live;
pub use describe::{Kind, Setting, all_settings};
pub use error::{Problem, ProblemKind, SettingsError};
pub use example::example;
pub(crate) use load::{LoadError, Loaded, check, load};
pub(crate) use values::{Source, Value, Values};
