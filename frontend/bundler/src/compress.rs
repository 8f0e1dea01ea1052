//! Compressing files once, at their best, so that the server need not.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

use brotli::CompressorWriter;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::files::{self, FileError};

/// Kinds of files that become smaller.
const KINDS: [&str; 5] = ["css", "js", "json", "svg", "wasm"];

/// Puts `x.br` and `x.gz` beside every file `x` in a folder and below it.
///
/// # Errors
/// If a file cannot be read or written.
pub(crate) fn folder(folder: &Path) -> Result<(), FileError> {
    let mut files = files::list_below(folder)?;
    files.retain(|file| gets_smaller(file));
    thread::scope(|scope| {
        let tasks: Vec<_> = files
            .iter()
            .map(|path| scope.spawn(move || file(path).map_err(FileError::at(path))))
            .collect();
        tasks.into_iter().try_for_each(|task| {
            task.join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    })
}

fn gets_smaller(file: &Path) -> bool {
    let kind = file.extension().unwrap_or_default();
    KINDS.iter().any(|known| kind == *known)
}

fn file(file: &Path) -> io::Result<()> {
    let contents = fs::read(file)?;
    fs::write(with_suffix(file, ".br"), brotli(&contents)?)?;
    fs::write(with_suffix(file, ".gz"), gzip(&contents)?)
}

fn brotli(contents: &[u8]) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: 11,
        size_hint: contents.len(),
        ..BrotliEncoderParams::default()
    };
    let mut encoder = CompressorWriter::with_params(Vec::new(), 4096, &params);
    encoder.write_all(contents)?;
    Ok(encoder.into_inner())
}

fn gzip(contents: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(contents)?;
    encoder.finish()
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_file_gets_both_forms_and_no_form_gets_another() {
        let temporary = tempfile::tempdir().expect("a folder");
        let path = temporary.path().join("a.css");
        let contents = "a { color: red }\n".repeat(100);
        fs::write(&path, &contents).expect("writable");
        // Twice, as when a build is repeated.
        folder(temporary.path()).expect("compressed");
        folder(temporary.path()).expect("compressed");

        let mut names: Vec<_> = temporary
            .path()
            .read_dir()
            .expect("readable")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["a.css", "a.css.br", "a.css.gz"]);

        let mut text = String::new();
        let br = fs::File::open(with_suffix(&path, ".br")).expect("there");
        brotli::Decompressor::new(br, 4096)
            .read_to_string(&mut text)
            .expect("Brotli");
        assert_eq!(text, contents);
        text.clear();
        let gz = fs::File::open(with_suffix(&path, ".gz")).expect("there");
        flate2::read::GzDecoder::new(gz)
            .read_to_string(&mut text)
            .expect("gzip");
        assert_eq!(text, contents);
    }
}
