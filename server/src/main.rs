//! The program `berth`: reads the command line and starts.

use std::process::ExitCode;

/// Drawing pages is mostly small allocations, which this allocator is made for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
