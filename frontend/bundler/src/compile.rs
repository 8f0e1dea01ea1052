//! Compiling the crate `frontend` to WebAssembly.

use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program::{self, ProgramError};
use crate::speed::Speed;

/// Why there is no WebAssembly.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CompileError {
    #[error(transparent)]
    Cargo(#[from] ProgramError),
    #[error("cannot read what Cargo says: {0}")]
    Messages(#[from] io::Error),
    #[error("Cargo has not said where it put the WebAssembly")]
    NoWasm,
}

/// Compiles the browser's half, and tells where the WebAssembly is.
///
/// # Errors
/// If it does not compile; the compiler has said why.
pub(crate) fn frontend(speed: Speed) -> Result<PathBuf, CompileError> {
    let mut cargo = program::start(
        Command::new("cargo")
            .args(["rustc", "--locked", "-p", "frontend", "--lib"])
            .args(["--features", "hydrate"])
            .args(["--target", "wasm32-unknown-unknown"])
            .args(["--profile", speed.profile()])
            .args(["--message-format", "json-render-diagnostics"])
            // The splitter follows the relocations to see which function needs which.
            .args(["--", "-Clink-args=--emit-relocs"])
            .stdout(Stdio::piped()),
    )?;
    let mut wasm = None;
    if let Some(messages) = cargo.child.stdout.take() {
        for line in BufReader::new(messages).lines() {
            wasm = wasm_of_message(&line?).or(wasm);
        }
    }
    cargo.wait()?;
    wasm.ok_or(CompileError::NoWasm)
}

/// The WebAssembly that one of Cargo's messages tells of.
fn wasm_of_message(line: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" || message["target"]["name"] != "frontend" {
        return None;
    }
    let mut files = message["filenames"].as_array()?.iter();
    files
        .find_map(|file| file.as_str().filter(|file| file.ends_with(".wasm")))
        .map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frontend_s_message_names_the_wasm() {
        let message = |name: &str, files: &str| {
            wasm_of_message(&format!(
                r#"{{"reason":"compiler-artifact","target":{{"name":"{name}"}},"filenames":[{files}]}}"#
            ))
        };
        assert_eq!(
            message("frontend", r#""/t/frontend.d","/t/frontend.wasm""#),
            Some("/t/frontend.wasm".into())
        );
        assert_eq!(message("app", r#""/t/app.wasm""#), None);
        assert_eq!(message("frontend", r#""/t/frontend.d""#), None);
        assert_eq!(wasm_of_message("   Compiling frontend"), None);
    }
}
