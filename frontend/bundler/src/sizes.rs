//! What a browser loads, in bytes.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::bind;
use crate::files::FileError;
use crate::site;
use crate::split;

/// What the main part should need at most, in bytes after Brotli. Where readable code costs more,
/// it may.
const MAIN_BUDGET: u64 = 350_000;

/// What a group of pages should need beside the main part.
const GROUP_BUDGET: u64 = 80_000;

/// Why there are no sizes to tell.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SizesError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("the groups' manifest: {0}")]
    Manifest(#[from] serde_json::Error),
}

/// One line for the main part of the WebAssembly and for each group of pages.
///
/// # Errors
/// If there is no build, or one without compression.
pub(crate) fn report(site: &Path) -> Result<String, SizesError> {
    let folder = site::newest(site)?;
    let manifest = folder.join(split::MANIFEST);
    let manifest = fs::read(&manifest).map_err(FileError::at(&manifest))?;
    let groups: BTreeMap<String, Vec<String>> = serde_json::from_slice(&manifest)?;

    let mut report = String::from("WebAssembly after Brotli, in bytes:\n");
    let main = compressed(&folder, bind::WASM)?;
    line(&mut report, "main part", main, MAIN_BUDGET);
    for (group, files) in &groups {
        let sizes = files
            .iter()
            .map(|file| compressed(&folder, &format!("{file}.wasm")));
        let size = sizes.sum::<Result<u64, _>>()?;
        line(&mut report, group_name(group), size, GROUP_BUDGET);
    }
    Ok(report)
}

fn compressed(folder: &Path, file: &str) -> Result<u64, FileError> {
    let file = folder.join(format!("{file}.br"));
    let size = |metadata: fs::Metadata| metadata.len();
    fs::metadata(&file).map(size).map_err(FileError::at(&file))
}

fn line(report: &mut String, part: &str, size: u64, budget: u64) {
    let over = match size.saturating_sub(budget) {
        0 => String::new(),
        over => format!(", {over} over"),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(report, "  {part:<24} {size:>7} of {budget}{over}");
}

/// A group's name in the code: the macro adds a hash of where it stands.
fn group_name(group: &str) -> &str {
    match group.rsplit_once('_') {
        Some((name, hash)) if hash.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => group,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_group_s_files_are_added_up_and_measured_against_the_budget() {
        let base = tempfile::tempdir().expect("a folder");
        let folder = base.path().join("pkg/abc");
        fs::create_dir_all(&folder).expect("a folder");
        let write = |name: &str, contents: &[u8]| {
            fs::write(folder.join(name), contents).expect("writable");
        };
        fs::write(base.path().join("pkg/current"), "abc").expect("writable");
        write(
            split::MANIFEST,
            br#"{"forms_1234567":["0_forms","1_chunk"],"records":["1_chunk"]}"#,
        );
        write("berth_bg.wasm.br", &[0; 1_000]);
        write("0_forms.wasm.br", &[0; 80_000]);
        write("1_chunk.wasm.br", &[0; 2_000]);
        assert_eq!(
            report(base.path()).expect("a report"),
            "WebAssembly after Brotli, in bytes:\n\
             \x20 main part                   1000 of 350000\n\
             \x20 forms                      82000 of 80000, 2000 over\n\
             \x20 records                     2000 of 80000\n"
        );
    }
}
