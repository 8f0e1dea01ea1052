//! The file, or listing, that a transfer reads or writes: opened before the data connection is.

use std::net::TcpStream;
use std::sync::Arc;

use cap_std::fs::Dir;

use crate::blocking::CHUNK_SIZE;
use crate::cached;
use crate::download::Source;
use crate::error::FileError;
use crate::ledger::Ledger;
use crate::listing::Listing;
use crate::session::{TransferRequest, TransferStart, What};
use crate::upload::Upload;

/// Bytes read along with the opening: a small file needs no second hop.
const FIRST_CHUNK: usize = 32 * 1024;

/// The local end of a transfer, open.
pub(crate) enum Local {
    /// With what was read at once, and whether there is more.
    Source(Source, Vec<u8>, bool),
    /// With a second handle to the control connection, see [`is_gone`](crate::stream::is_gone).
    Upload(Upload, TcpStream),
}

/// Opens what `request` is about if that takes no waiting: see [`cached`].
pub(crate) fn open_at_once(
    home: &Dir,
    request: &TransferRequest,
) -> Option<(Local, TransferStart)> {
    let What::Retrieve { path, offset: 0 } = &request.what else {
        return None;
    };
    if request.ascii {
        return None;
    }
    let (source, first, size) = cached::open(home, path, FIRST_CHUNK)?;
    let more = (first.len() as u64) < size;
    let start = TransferStart {
        size: Some(size),
        unique_name: None,
    };
    Some((Local::Source(source, first, more), start))
}

/// Opens the file or folder that `request` is about. Blocks.
pub(crate) fn open(
    home: &Dir,
    ledger: Option<&Arc<Ledger>>,
    request: &TransferRequest,
    control: TcpStream,
) -> Result<(Local, TransferStart), FileError> {
    match &request.what {
        What::Retrieve { path, offset } => {
            let (source, size) = Source::open_file(home, path, *offset, request.ascii)?;
            Ok((
                begun(source, FIRST_CHUNK)?,
                TransferStart {
                    size,
                    unique_name: None,
                },
            ))
        }
        What::Store { path, mode } => {
            let (upload, unique_name) = Upload::open(home, ledger, path, *mode, request.ascii)?;
            Ok((
                Local::Upload(upload, control),
                TransferStart {
                    size: None,
                    unique_name,
                },
            ))
        }
        What::List {
            path,
            pattern,
            style,
        } => {
            let listing = Listing::open(home, path, pattern.as_ref(), style.clone())?;
            Ok((
                begun(Source::Listing(listing), CHUNK_SIZE)?,
                TransferStart::default(),
            ))
        }
    }
}

fn begun(mut source: Source, size: usize) -> Result<Local, FileError> {
    let mut chunk = Vec::new();
    let more = source.fill(&mut chunk, size)?;
    Ok(Local::Source(source, chunk, more))
}
