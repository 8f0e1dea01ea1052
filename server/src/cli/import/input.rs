//! Reading the files of an import.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use model::{AppError, ImportFileError, MAX_IMPORT_FILE_SIZE};
use zeroize::Zeroizing;

use crate::cli::error::CommandError;

/// Reads a file, or standard input for `-`, and no more of it than an import takes.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, CommandError> {
    let opened: io::Result<Box<dyn Read>> = match path == Path::new("-") {
        true => Ok(Box::new(io::stdin())),
        false => File::open(path).map(|file| -> Box<dyn Read> { Box::new(file) }),
    };
    let mut bytes = Zeroizing::new(Vec::new());
    let read =
        opened.and_then(|input| input.take(MAX_IMPORT_FILE_SIZE + 1).read_to_end(&mut bytes));
    read.map_err(|error| CommandError::Unreadable(path.to_owned(), error))?;
    match bytes.len() as u64 > MAX_IMPORT_FILE_SIZE {
        true => Err(AppError::ImportFile(ImportFileError::TooLarge).into()),
        false => Ok(bytes),
    }
}
