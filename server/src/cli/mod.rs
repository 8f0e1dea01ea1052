//! The command line: the same use cases as the panel's, for whoever may run `berth` on the
//! server itself. Works beside a running server.

mod completions;
mod error;
mod ftp_account;
mod man_pages;
mod output;
mod password;
mod serve;
mod settings;
mod storage;
mod subscription;
mod user;
mod welcome;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use model::Actor;

use self::error::CommandError;
use crate::config::{Config, LogConfig};
use crate::listeners::Listeners;
use crate::logging;

/// Who acts in every command.
const ACTOR: Actor = Actor::CommandLine;

/// A self-hosted panel for FTP accounts
#[derive(Parser)]
#[command(name = "berth", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    log: LogConfig,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the panel and the FTP server
    Serve(Box<Config>),
    /// Panel users: the people who sign in to the panel
    #[command(subcommand)]
    User(user::Command),
    /// Subscriptions: the sites
    #[command(subcommand)]
    Subscription(Box<subscription::Command>),
    /// FTP accounts
    #[command(subcommand)]
    FtpAccount(Box<ftp_account::Command>),
    /// Print the completions of a shell
    Completions(completions::Options),
    /// Write the manual pages into a folder
    #[command(hide = true)]
    ManPages(man_pages::Options),
}

/// Threads for calls that block. Of a webspace whose storage hangs each may keep a few dozen for
/// ever; idle ones cost little, and end.
const BLOCKING_THREADS: usize = 4096;

/// Parses the command line and executes its command.
///
/// The exit code is 0 if it was done, 1 if it was not, with the reason on standard error, and 2
/// for a wrong command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let serves = matches!(cli.command, Command::Serve(_));
    // Migrations are logged at `info`; a command should print only what it was asked for.
    let filter = if serves {
        "info,sea_orm_migration=warn,sqlx=warn"
    } else {
        "error"
    };
    logging::begin(&cli.log, filter);
    // Before there are threads: it changes the environment.
    let listeners = match serves {
        true => Listeners::from_environment(),
        false => Ok(Listeners::default()),
    };
    let listeners = match listeners {
        Ok(listeners) => listeners,
        Err(error) => return output::print_error(&error.into()),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING_THREADS)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return output::print_error(&CommandError::System(error)),
    };
    match runtime.block_on(Box::pin(execute(cli.command, listeners))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => output::print_error(&error),
    }
}

async fn execute(command: Command, listeners: Listeners) -> Result<(), CommandError> {
    match command {
        Command::Serve(config) => serve::execute(*config, listeners).await,
        Command::User(command) => command.execute().await,
        Command::Subscription(command) => command.execute().await,
        Command::FtpAccount(command) => command.execute().await,
        Command::Completions(options) => options.execute(),
        Command::ManPages(options) => options.execute(),
    }
}
