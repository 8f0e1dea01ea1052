//! How much time a build may take.

use std::path::PathBuf;

/// How much time a build may take, for how small a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speed {
    /// As quick as can be: nothing is optimised or compressed.
    Dev,
    /// As small as can be.
    Release,
}

impl Speed {
    /// Cargo's profile for the WebAssembly.
    pub(crate) fn profile(self) -> &'static str {
        match self {
            Self::Dev => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }

    /// Whether files are made small: by `wasm-opt`, `esbuild`, Brotli and gzip.
    pub(crate) fn is_small(self) -> bool {
        self == Self::Release
    }

    /// The folder of what is kept between two builds.
    pub(crate) fn work_folder(self) -> PathBuf {
        PathBuf::from("target/bundler").join(self.profile())
    }
}
