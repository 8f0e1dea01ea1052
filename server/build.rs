//! Tells the program which site to take in: the folder in `BERTH_EMBED_SITE`, as `.ci/build` sets
//! it, or none. What is compiled for tests, or while one works on Berth, has none.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=BERTH_EMBED_SITE");
    let site = match env::var_os("BERTH_EMBED_SITE") {
        Some(site) => {
            let site = fs::canonicalize(site)?;
            // What has not changed in it keeps its time: the bundler sees to that.
            println!("cargo::rerun-if-changed={}", site.display());
            site
        }
        None => {
            println!("cargo::rerun-if-changed=build.rs");
            let none = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("no-site");
            fs::create_dir_all(&none)?;
            none
        }
    };
    println!("cargo::rustc-env=EMBEDDED_SITE={}", site.display());
    Ok(())
}
