//! The site's files, for programs that serve them.

use std::path::Path;

/// What a build leaves, in small.
pub(crate) fn write_site(site: &Path) {
    let package = site.join("pkg/0123456789abcdef");
    std::fs::create_dir_all(&package).expect("a folder");
    for (path, contents) in [
        ("favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("pkg/current", "0123456789abcdef"),
        ("pkg/0123456789abcdef/berth.css", "body{}"),
        ("pkg/0123456789abcdef/berth.js", "plain"),
        ("pkg/0123456789abcdef/berth.js.br", "brotli"),
        ("pkg/0123456789abcdef/berth.js.gz", "gzip"),
        ("pkg/0123456789abcdef/berth_bg.wasm", "\0asm"),
        (
            "pkg/0123456789abcdef/__wasm_split_manifest.json",
            r#"{"forms":["0_forms"]}"#,
        ),
    ] {
        std::fs::write(site.join(path), contents).expect("a file");
    }
}
