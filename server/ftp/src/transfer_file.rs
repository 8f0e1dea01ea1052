//! The local side of a transfer: a file or listing, opened before the data connection is.

use std::sync::Arc;

use cap_std::fs::Dir;

use crate::blocking::CHUNK_SIZE;
use crate::download::Source;
use crate::error::FileError;
use crate::ledger::Ledger;
use crate::listing::Listing;
use crate::page_cache;
use crate::session::{TransferOperation, TransferRequest, TransferStart};
use crate::upload::Upload;

/// Bytes read when a file is opened: a small file needs no second blocking task.
const FIRST_CHUNK: usize = 32 * 1024;

/// The open local side of a transfer.
pub(crate) enum TransferFile {
    /// With the first chunk, and whether there is more.
    Source(Source, Vec<u8>, bool),
    Upload(Upload),
}

/// Opens a file without blocking if it is in the [page cache](page_cache).
pub(crate) fn open_cached(
    home: &Dir,
    request: &TransferRequest,
) -> Option<(TransferFile, TransferStart)> {
    let TransferOperation::Retrieve { path, offset: 0 } = &request.operation else {
        return None;
    };
    if request.ascii {
        return None;
    }
    let (source, first, size) = page_cache::open(home, path, FIRST_CHUNK)?;
    let more = (first.len() as u64) < size;
    let start = TransferStart {
        size: Some(size),
        unique_name: None,
    };
    Some((TransferFile::Source(source, first, more), start))
}

/// Opens the file or folder of a transfer. `is_durable`: an upload is complete once it is on the
/// disk. Blocks.
pub(crate) fn open(
    home: &Dir,
    ledger: Option<&Arc<Ledger>>,
    request: &TransferRequest,
    is_durable: bool,
) -> Result<(TransferFile, TransferStart), FileError> {
    match &request.operation {
        TransferOperation::Retrieve { path, offset } => {
            let (source, size) = Source::open_file(home, path, *offset, request.ascii)?;
            Ok((
                open_source(source, FIRST_CHUNK)?,
                TransferStart {
                    size,
                    unique_name: None,
                },
            ))
        }
        TransferOperation::Store { path, mode } => {
            let (upload, unique_name) =
                Upload::open(home, ledger, path, *mode, request.ascii, is_durable)?;
            Ok((
                TransferFile::Upload(upload),
                TransferStart {
                    size: None,
                    unique_name,
                },
            ))
        }
        TransferOperation::List {
            path,
            pattern,
            style,
        } => {
            let listing = Listing::open(home, path, pattern.as_ref(), style.clone())?;
            Ok((
                open_source(Source::Listing(listing), CHUNK_SIZE)?,
                TransferStart::default(),
            ))
        }
    }
}

fn open_source(mut source: Source, size: usize) -> Result<TransferFile, FileError> {
    let mut chunk = Vec::new();
    let more = source.fill(&mut chunk, size)?;
    Ok(TransferFile::Source(source, chunk, more))
}
