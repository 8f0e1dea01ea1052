//! The command line: the same use cases as the panel's, for whoever may run `berth` on the
//! server itself. Works beside a running server.

mod error;
mod ftp_account;
mod output;
mod password;
mod removed;
mod serve;
mod subscription;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::error::CommandError;
use crate::application::open_services;
use crate::config::{Config, LogConfig, StorageConfig};
use crate::logging;
use services::Services;

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
}

/// What a command that changes or lists something needs besides its own options.
#[derive(clap::Args)]
struct Place {
    #[command(flatten)]
    storage: StorageConfig,
}

impl Place {
    async fn services(&self) -> Result<Services, CommandError> {
        Ok(open_services(&self.storage).await?)
    }
}

/// Reads the command line and does what it says.
///
/// Answers 0 if it was done, 1 if it was refused, with the reason on standard error, and 2 for a
/// wrong command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let serves = matches!(cli.command, Command::Serve(_));
    // Migrations tell of themselves at `info`; a command should say only what it was asked for.
    let filter = if serves {
        "info,sea_orm_migration=warn,sqlx=warn"
    } else {
        "error"
    };
    logging::begin(&cli.log, filter);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return output::refused(&CommandError::System(error)),
    };
    match runtime.block_on(Box::pin(execute(cli.command))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => output::refused(&refusal),
    }
}

async fn execute(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Serve(config) => serve::serve(*config).await,
        Command::User(command) => command.run().await,
        Command::Subscription(command) => command.run().await,
        Command::FtpAccount(command) => command.run().await,
    }
}
