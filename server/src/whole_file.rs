//! Files that are there as a whole or not at all, for their owner alone.

use std::fs::File;
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::{Path, PathBuf};

use services::store::folder_of;
use tempfile::NamedTempFile;

/// A file that is being written. It gets its name when it is [finished](Self::finish); else nothing of
/// it stays.
pub(crate) struct WholeFile {
    path: PathBuf,
    output: BufWriter<NamedTempFile>,
}

impl WholeFile {
    /// Begins a file, in the folder of its name.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub(crate) fn begin(path: &Path) -> io::Result<Self> {
        let unfinished = NamedTempFile::with_prefix_in(".berth-", folder_of(path))?;
        Ok(Self {
            path: path.to_owned(),
            output: BufWriter::new(unfinished),
        })
    }

    /// Gives the file its name, once it is on disk. One that is there is replaced only if `replace`
    /// says so.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`]; and if it cannot be written.
    pub(crate) fn finish(self, replace: bool) -> io::Result<()> {
        let unfinished = self
            .output
            .into_inner()
            .map_err(IntoInnerError::into_error)?;
        unfinished.as_file().sync_all()?;
        let named = match replace {
            true => unfinished.persist(&self.path),
            false => unfinished.persist_noclobber(&self.path),
        };
        named.map_err(|error| error.error)?;
        File::open(folder_of(&self.path))?.sync_all()
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
