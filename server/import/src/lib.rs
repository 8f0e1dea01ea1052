//! Reads the accounts that other FTP servers and panels keep in files.
//!
//! Each format is a file in `format/`: it turns bytes into [`SourceAccount`]s, one for each record, and
//! says of each record that is none why. Nothing is looked up and nothing is hashed here.

mod format;
mod lines;
mod panel_table;
mod passwd_line;
mod password;
mod source;
mod table;
#[cfg(test)]
mod testing;
mod text;
mod units;
mod xml;

pub use format::read;
pub use source::{Source, SourceAccount, SourceFiles, SourcePassword, SourceRecord};
