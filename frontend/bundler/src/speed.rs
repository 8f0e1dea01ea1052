//! How much time a build may take.

use std::path::PathBuf;

/// How much time a build may take, for how small a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speed {
    /// As quick as can be: nothing is optimised or compressed.
    Dev,
    /// Small, and built in a minute or two.
    Release,
    /// As small as can be.
    Dist,
}

impl Speed {
    /// Cargo's profile for the WebAssembly.
    pub(crate) fn profile(self) -> &'static str {
        match self {
            Self::Dev => "wasm-dev",
            Self::Release => "wasm-release",
            Self::Dist => "wasm-dist",
        }
    }

    /// Whether files are made small: by `wasm-opt`, `esbuild`, Brotli and gzip.
    pub(crate) fn is_small(self) -> bool {
        self != Self::Dev
    }

    /// The folder of what is kept between two builds.
    pub(crate) fn work_folder(self) -> PathBuf {
        PathBuf::from("target/bundler").join(self.profile())
    }
}
