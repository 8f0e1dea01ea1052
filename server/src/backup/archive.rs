//! The archive of a backup: a tar in gzip, the manifest first.
//!
//! `tar xzf` reads it. Restoring is stricter: nothing may be in it but what the manifest describes, to
//! the byte, and nothing behind it.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use digest_io::IoWrapper;
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use model::UtcTime;
use sha2::{Digest, Sha256};
use tar::{Archive, Builder, EntryType, Header};
use zeroize::Zeroizing;

use super::error::BackupError;
use super::manifest::{MANIFEST, Manifest, ManifestFile};
use super::part::Part;

/// How each archive begins (RFC 1952, 2.3): gzip, deflate, no name, no time, level and system not told.
/// What stands in these bytes no checksum covers.
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// The largest manifest, in bytes.
const MAX_MANIFEST: u64 = 64 * 1024;

/// Zeros at the end of an archive: two blocks at least (POSIX, "ustar Interchange Format").
const MAX_PADDING: u64 = 64 * 1024;

/// The bytes of a file of a backup.
pub(super) enum Content {
    /// As they were read.
    Bytes(Zeroizing<Vec<u8>>),
    /// In a file that does not change any more.
    File(PathBuf),
}

impl Content {
    /// A file's line in the manifest.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn describe(&self, part: Part, from: &Path) -> io::Result<ManifestFile> {
        let mut hash = IoWrapper(Sha256::new());
        let bytes = match self {
            Self::Bytes(bytes) => io::copy(&mut bytes.as_slice(), &mut hash)?,
            Self::File(path) => io::copy(&mut File::open(path)?, &mut hash)?,
        };
        Ok(ManifestFile {
            name: part.name().to_owned(),
            bytes,
            sha256: HEXLOWER.encode(&hash.0.finalize()),
            from: from.display().to_string(),
        })
    }
}

/// Writes an archive; gives back what it was written to. `contents` are those of the manifest's files,
/// in its order.
///
/// # Errors
/// If something cannot be read or written.
pub(super) fn write<Output: Write>(
    output: Output,
    manifest: &Manifest,
    contents: &[Content],
) -> io::Result<Output> {
    // At the default level, and so with the header above.
    let mut archive = Builder::new(GzEncoder::new(output, Compression::default()));
    let json = serde_json::to_vec_pretty(manifest)?;
    let bytes = u64::try_from(json.len()).unwrap_or(u64::MAX);
    archive.append(&header(MANIFEST, bytes)?, json.as_slice())?;
    for (file, content) in manifest.files.iter().zip(contents) {
        let header = header(&file.name, file.bytes)?;
        match content {
            Content::Bytes(bytes) => archive.append(&header, bytes.as_slice())?,
            Content::File(path) => archive.append(&header, File::open(path)?)?,
        }
    }
    archive.into_inner()?.finish()
}

fn header(name: &str, bytes: u64) -> io::Result<Header> {
    let mut header = Header::new_ustar();
    header.set_path(name)?;
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(u64::try_from(UtcTime::now().0).unwrap_or(0));
    header.set_entry_type(EntryType::Regular);
    header.set_cksum();
    Ok(header)
}

/// Extracts an archive's files into a folder that is empty, for their owner alone, and has them on the
/// disk. `admit` may refuse by the manifest before anything is written.
///
/// # Errors
/// [`BackupError::NotABackup`], [`BackupError::Damaged`] for whatever differs from what was written
/// then, and those of [`Manifest::parse`] and `admit`; the folder may have some of the files then.
pub(super) fn extract(
    path: &Path,
    mut input: impl BufRead + Seek,
    folder: &Path,
    admit: impl FnOnce(&Manifest) -> Result<(), BackupError>,
) -> Result<Manifest, BackupError> {
    let failed = |error| read_error(path, error);
    let mut begin = [0; GZIP_HEADER.len()];
    let read = read_up_to(&mut input, &mut begin).map_err(failed)?;
    if begin[..read] != GZIP_HEADER {
        let is_gzip = begin.starts_with(&GZIP_HEADER[..2]);
        return Err(if is_gzip {
            BackupError::Damaged
        } else {
            BackupError::NotABackup
        });
    }
    // To its end, where the checksum of all stands, before anything in it is believed.
    input.rewind().map_err(failed)?;
    let mut whole = GzDecoder::new(&mut input);
    io::copy(&mut whole, &mut io::sink()).map_err(failed)?;
    if !whole.into_inner().fill_buf().map_err(failed)?.is_empty() {
        return Err(BackupError::Damaged);
    }
    input.rewind().map_err(failed)?;
    let mut archive = Archive::new(GzDecoder::new(input));
    // Raw: what would give the next file another name or size is refused as what it is.
    let mut entries = archive.entries().map_err(failed)?.raw(true);
    let mut next = || entries.next().transpose().map_err(failed);
    let Some(mut first) = next()? else {
        return Err(BackupError::NotABackup);
    };
    if *first.path_bytes() != *MANIFEST.as_bytes() {
        return Err(BackupError::NotABackup);
    }
    if first.size() > MAX_MANIFEST || !is_regular(first.header()) {
        return Err(BackupError::Damaged);
    }
    let mut json = Vec::new();
    first.read_to_end(&mut json).map_err(failed)?;
    let manifest = Manifest::parse(&json)?;
    admit(&manifest)?;
    for file in &manifest.files {
        let entry = next()?.ok_or(BackupError::Damaged)?;
        let is_described = *entry.path_bytes() == *file.name.as_bytes()
            && entry.size() == file.bytes
            && is_regular(entry.header());
        if !is_described {
            return Err(BackupError::Damaged);
        }
        extract_file(path, entry, file, &folder.join(&file.name))?;
    }
    if next()?.is_some() {
        return Err(BackupError::Damaged);
    }
    let is_padding = ends_in_zeros(archive.into_inner()).map_err(failed)?;
    is_padding.then_some(manifest).ok_or(BackupError::Damaged)
}

fn is_regular(header: &Header) -> bool {
    header.entry_type() == EntryType::Regular
}

fn extract_file(
    archive: &Path,
    mut content: impl Read,
    file: &ManifestFile,
    to: &Path,
) -> Result<(), BackupError> {
    let mut output = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .map_err(BackupError::unwritable(to))?;
    let mut hash = Sha256::new();
    let mut left = file.bytes;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = content.read(&mut buffer);
        let read = read.map_err(|error| read_error(archive, error))?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        left = left.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
        let written = output.write_all(&buffer[..read]);
        written.map_err(BackupError::unwritable(to))?;
    }
    if left > 0 || HEXLOWER.encode(&hash.finalize()) != file.sha256 {
        return Err(BackupError::Damaged);
    }
    output.sync_all().map_err(BackupError::unwritable(to))
}

/// Whether nothing but the end of the archive follows.
fn ends_in_zeros(rest: impl Read) -> io::Result<bool> {
    let mut bytes = Vec::new();
    rest.take(MAX_PADDING + 1).read_to_end(&mut bytes)?;
    let is_short = u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_PADDING);
    Ok(is_short && bytes.iter().all(|byte| *byte == 0))
}

fn read_up_to(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// What the system refuses is its own error; all others are about what was read.
fn read_error(path: &Path, error: io::Error) -> BackupError {
    if error.raw_os_error().is_some() {
        return BackupError::unreadable(path)(error);
    }
    BackupError::Damaged
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::fs;
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    /// A backup without a database, as bytes, and what it holds.
    fn backup() -> (Vec<u8>, Vec<(Part, Vec<u8>)>) {
        let settings = b"[ftp]\naddr = \"[::]:21\"\n".repeat(40);
        let noise: Vec<u8> = (0..3000_u32).map(|n| (n * n % 251) as u8).collect();
        let files = vec![(Part::Settings, settings), (Part::OwnKey, noise)];
        let contents: Vec<Content> = (files.iter())
            .map(|(_, bytes)| Content::Bytes(Zeroizing::new(bytes.clone())))
            .collect();
        let described = files.iter().zip(&contents);
        let described = described
            .map(|((part, _), content)| content.describe(*part, Path::new("/etc")).unwrap());
        let manifest = Manifest::new(None, described.collect());
        (write(Vec::new(), &manifest, &contents).unwrap(), files)
    }

    /// Extracts an archive and gives its files.
    fn extracted(archive: &[u8]) -> Result<Vec<(Part, Vec<u8>)>, BackupError> {
        let folder = tempfile::tempdir().unwrap();
        let manifest = extract(
            Path::new("a backup"),
            Cursor::new(archive),
            folder.path(),
            |_| Ok(()),
        )?;
        let files = manifest.files.iter().map(|file| {
            let part = Part::of(file.name.as_bytes()).unwrap();
            (part, fs::read(folder.path().join(&file.name)).unwrap())
        });
        Ok(files.collect())
    }

    /// An archive of these entries, whatever they are.
    fn archive_of(entries: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
        let mut archive = Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
        for (name, kind, bytes) in entries {
            let mut header = Header::new_ustar();
            // As no library writes it.
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_size(bytes.len() as u64);
            header.set_entry_type(*kind);
            header.set_cksum();
            archive.append(&header, *bytes).unwrap();
        }
        archive.into_inner().unwrap().finish().unwrap()
    }

    fn manifest_of(name: &str, bytes: &[u8]) -> Vec<u8> {
        let content = Content::Bytes(Zeroizing::new(bytes.to_vec()));
        let file = content.describe(Part::Settings, Path::new("/etc")).unwrap();
        let name = name.to_owned();
        let manifest = Manifest::new(None, vec![ManifestFile { name, ..file }]);
        serde_json::to_vec(&manifest).unwrap()
    }

    #[test]
    fn what_was_written_is_read_and_for_the_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let (archive, files) = backup();
        assert_eq!(extracted(&archive).unwrap(), files);
        let folder = tempfile::tempdir().unwrap();
        extract(
            Path::new("a backup"),
            Cursor::new(archive),
            folder.path(),
            |_| Ok(()),
        )
        .unwrap();
        let key = folder.path().join(Part::OwnKey.name());
        assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_backup_that_is_cut_anywhere_is_refused() {
        let (archive, _) = backup();
        for end in 0..archive.len() {
            let cut = extracted(&archive[..end]).unwrap_err();
            let is_said = matches!(cut, BackupError::Damaged | BackupError::NotABackup);
            assert!(is_said, "{end}: {cut}");
        }
        for more in [&b"\0"[..], b"more", &archive] {
            let longer = [&archive, more].concat();
            let longer = extracted(&longer).unwrap_err();
            assert!(matches!(longer, BackupError::Damaged), "{longer}");
        }
    }

    #[test]
    fn only_what_the_manifest_describes_may_be_in_it() {
        let regular = EntryType::Regular;
        let (manifest, bytes) = (manifest_of("berth.toml", b"x = 1"), b"x = 1");
        let first = (MANIFEST, regular, manifest.as_slice());
        let is_taken = |entries: &[(&str, EntryType, &[u8])]| extracted(&archive_of(entries));
        let good = ("berth.toml", regular, &bytes[..]);
        assert!(is_taken(&[first, good]).is_ok());
        for (case, entries) in [
            ("a file is missing", vec![first]),
            ("one twice", vec![first, good, good]),
            (
                "one more",
                vec![first, good, ("ftp-key.pem", regular, b"key")],
            ),
            (
                "another name",
                vec![first, ("../berth.toml", regular, bytes)],
            ),
            (
                "an absolute name",
                vec![first, ("/berth.toml", regular, bytes)],
            ),
            (
                "another size",
                vec![first, ("berth.toml", regular, b"x = 10")],
            ),
            (
                "another content",
                vec![first, ("berth.toml", regular, b"x = 2")],
            ),
            (
                "a symlink",
                vec![first, ("berth.toml", EntryType::Symlink, bytes)],
            ),
            (
                "a long name",
                vec![first, ("././@LongLink", EntryType::GNULongName, b"a"), good],
            ),
            (
                "attributes",
                vec![first, ("pax", EntryType::XHeader, b"9 size=1\n"), good],
            ),
            ("the manifest twice", vec![first, first, good]),
        ] {
            let refused = is_taken(&entries);
            assert!(matches!(refused, Err(BackupError::Damaged)), "{case}");
        }
        for name in ["../berth.toml", "/etc/passwd", "other", MANIFEST] {
            let manifest = manifest_of(name, bytes);
            let entries = [(MANIFEST, regular, &*manifest), (name, regular, bytes)];
            let refused = is_taken(&entries);
            assert!(matches!(refused, Err(BackupError::Damaged)), "{name}");
        }
        let refused = is_taken(&[good]);
        assert!(matches!(refused, Err(BackupError::NotABackup)));
    }

    #[test]
    fn what_a_newer_program_made_is_told_apart() {
        let json = |format: u32, migration: &str| {
            format!(
                r#"{{"format":{format},"berth":"9.9.9","migration":{migration},
                "made_at":"2026-01-01T00:00:00Z","files":[{{"name":"berth.sqlite","bytes":1,
                "sha256":"","from":""}}]}}"#
            )
        };
        let parse = |json: String| Manifest::parse(json.as_bytes());
        assert!(parse(json(1, "\"m0001_first_tables\"")).is_ok());
        let newer = parse(json(2, "null").replace("files", "parts"));
        assert!(matches!(newer, Err(BackupError::NewerFormat { berth }) if berth == "9.9.9"));
        let newer = parse(json(1, "\"m9999_from_the_future\""));
        assert!(matches!(newer, Err(BackupError::NewerDatabase { berth }) if berth == "9.9.9"));
        assert!(matches!(parse(json(1, "null")), Err(BackupError::Damaged)));
    }

    proptest! {
        /// A few bits of gzip's say nothing: what remains the same without them may be taken.
        #[test]
        fn a_changed_byte_is_refused_or_changes_nothing(at in any::<prop::sample::Index>(), to in any::<u8>()) {
            let (mut archive, files) = backup();
            let at = at.index(archive.len());
            prop_assume!(archive[at] != to);
            archive[at] = to;
            match extracted(&archive) {
                Ok(read) => prop_assert_eq!(read, files),
                Err(BackupError::Damaged | BackupError::NotABackup) => {}
                Err(error) => prop_assert!(false, "{}", error),
            }
        }
    }
}
