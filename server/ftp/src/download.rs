//! The source of the bytes of downloads and listings. Its calls block.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use cap_std::fs::{Dir, OpenOptions};

use crate::ascii::ToNetwork;
use crate::error::FileError;
use crate::file::open;
use crate::listing::Listing;
use crate::path::VirtualPath;

/// A file or a listing that is sent. Its calls block.
pub(crate) enum Source {
    File {
        file: File,
        left: u64,
        ascii: Option<ToNetwork>,
    },
    Listing(Listing),
}

impl Source {
    /// Opens a file to send from `offset` on; also gives the number of bytes, unless they are
    /// translated.
    pub(crate) fn open_file(
        home: &Dir,
        path: &VirtualPath,
        offset: u64,
        ascii: bool,
    ) -> Result<(Self, Option<u64>), FileError> {
        let mut file = open(home, path, OpenOptions::new().read(true))?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(FileError::IsADirectory);
        }
        if !metadata.is_file() {
            return Err(FileError::NotAFile);
        }
        let left = metadata
            .len()
            .checked_sub(offset)
            .ok_or(FileError::BeyondEnd)?;
        if offset > 0 {
            file.seek(SeekFrom::Start(offset))?;
        }
        let ascii = ascii.then(ToNetwork::default);
        let size = ascii.is_none().then_some(left);
        Ok((Self::File { file, left, ascii }, size))
    }

    /// Reads the next bytes into `chunk`, about `size` of them. False at the end.
    pub(crate) fn fill(&mut self, chunk: &mut Vec<u8>, size: usize) -> Result<bool, FileError> {
        let result = match self {
            Self::Listing(listing) => {
                chunk.clear();
                listing.fill(chunk)
            }
            Self::File { file, left, ascii } => {
                // A small file gets a small buffer; one byte more detects its end. A file that
                // grows during the download is sent with what was added.
                let room = usize::try_from(*left).unwrap_or(size).saturating_add(1);
                let room = room.clamp(4096, size);
                let more = read_chunk(file, chunk, room);
                *left = left.saturating_sub(chunk.len() as u64);
                if let Some(ascii) = ascii {
                    *chunk = ascii.translate(chunk);
                }
                more
            }
        };
        result.map_err(FileError::from)
    }
}

fn read_chunk(file: &mut File, chunk: &mut Vec<u8>, size: usize) -> io::Result<bool> {
    chunk.resize(size, 0);
    let mut filled = 0;
    while let Some(room) = chunk.get_mut(filled..).filter(|room| !room.is_empty()) {
        match file.read(room) {
            Ok(0) => {
                chunk.truncate(filled);
                return Ok(false);
            }
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}
