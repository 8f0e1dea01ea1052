//! Builds the browser's half of Berth: compile, split, bind, optimise, compress, and put it all
//! into one folder that is named by the hash of its contents.

mod arguments;
mod bind;
mod build;
mod compile;
mod compress;
mod files;
mod optimise;
mod program;
mod site;
mod sizes;
mod speed;
mod split;
mod stylesheet;
mod watch;

use std::process::ExitCode;

use arguments::{Command, USAGE};

fn main() -> ExitCode {
    let command = match Command::parse(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("bundler: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundler: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        Command::Build { speed, site } => {
            let folder = build::build(speed, &site)?;
            println!("{}", folder.display());
        }
        Command::Sizes { site } => print!("{}", sizes::report(&site)?),
        Command::Watch { berth } => watch::watch(&berth)?,
    }
    Ok(())
}
