//! The command line: the same use cases as the panel's, for whoever may run `berth` on the
//! server itself. Works beside a running server.

mod audit;
mod backup;
mod backup_error;
mod completions;
mod config;
mod doctor;
mod error;
mod error_output;
mod export;
mod export_notes;
mod ftp_account;
mod import;
mod limits;
mod link_mail;
mod man_pages;
mod output;
mod password;
mod plan;
mod postgres;
mod reload;
mod restore;
mod serve;
mod settings;
mod storage;
mod subscription;
mod token;
mod user;
mod webhook;
mod welcome;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use model::Actor;

use self::error::CommandError;
use self::error_output::print_error;
use crate::config::{Config, LogConfig, SettingsFileConfig};
use crate::listeners::Listeners;
use crate::logging;
use crate::privileges::limit;
use crate::settings::{LoadError, Loaded, load};

/// Who acts in every command.
const ACTOR: Actor = Actor::CommandLine;

/// A self-hosted panel for FTP accounts
#[derive(Parser)]
#[command(name = "berth", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    file: SettingsFileConfig,
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
    User(Box<user::Command>),
    /// API tokens: by what programs act for panel users
    #[command(subcommand)]
    Token(Box<token::Command>),
    /// Subscriptions: the sites
    #[command(subcommand)]
    Subscription(Box<subscription::Command>),
    /// Plans: named sets of limits of subscriptions
    #[command(subcommand)]
    Plan(Box<plan::Command>),
    /// FTP accounts
    #[command(subcommand)]
    FtpAccount(Box<ftp_account::Command>),
    /// Webhooks: addresses that are told what happens
    #[command(subcommand)]
    Webhook(Box<webhook::Command>),
    /// Take in the FTP accounts of another server or panel, with their passwords
    Import(Box<import::Import>),
    /// Who did what, and what was refused
    Audit(Box<audit::Audit>),
    /// Write the FTP accounts of a subscription into a file of another program, or of Berth
    Export(export::Export),
    /// Write the database, certificates and settings into one file, also while Berth serves
    Backup(backup::Backup),
    /// Put a backup in the place of the data; Berth must not be running
    Restore(restore::Restore),
    /// Check the settings and what they need, and say what to do; changes nothing
    Doctor(Box<doctor::Doctor>),
    /// Settings: what holds, and where it is from
    #[command(subcommand)]
    Config(config::Command),
    /// Print the completions of a shell
    Completions(completions::Options),
    /// Write the manual pages into a folder
    #[command(hide = true)]
    ManPages(man_pages::Options),
}

impl Cli {
    /// Whether the command reads the settings file.
    fn needs_settings_file(&self) -> bool {
        match &self.command {
            Command::Config(command) => command.needs_file(),
            Command::Completions(_) | Command::ManPages(_) => false,
            Command::Serve(_)
            | Command::User(_)
            | Command::Token(_)
            | Command::Subscription(_)
            | Command::Plan(_)
            | Command::FtpAccount(_)
            | Command::Webhook(_)
            | Command::Import(_)
            | Command::Audit(_)
            | Command::Export(_)
            | Command::Backup(_)
            | Command::Restore(_)
            | Command::Doctor(_) => true,
        }
    }
}

/// Threads for calls that block. Of a webspace whose storage hangs each may keep a few dozen for
/// ever; idle ones cost little, and end.
const BLOCKING_THREADS: usize = 4096;

/// How long file work that is under way may take once the server has ended. Storage that hangs would
/// keep the program for ever.
const BLOCKING_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// Parses the command line and executes its command.
///
/// The exit code is 0 if it was done, 1 if it was not, with the reason on standard error, and 2
/// for a wrong command line.
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let Loaded {
        cli,
        values,
        warnings,
    } = match load(&arguments, Cli::needs_settings_file) {
        Ok(loaded) => loaded,
        Err(LoadError::Usage(error)) => error.exit(),
        Err(LoadError::Settings(error)) => return print_error(&error.into()),
    };
    let serves = matches!(cli.command, Command::Serve(_));
    // Migrations are logged at `info`; a command should print only what it was asked for. Whose passkey
    // was refused is in the audit trail; the library says it as an error, at each that anybody sends.
    let filter = if serves {
        "info,sea_orm_migration=warn,sqlx=warn,webauthn_rs=off,webauthn_rs_core=off"
    } else {
        "error"
    };
    let log = logging::begin(&cli.log, filter);
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    // Before there are threads: it changes the environment.
    let listeners = match serves {
        true => Listeners::from_environment(),
        false => Ok(Listeners::default()),
    };
    let listeners = match listeners {
        Ok(listeners) => listeners,
        Err(error) => return print_error(&error.into()),
    };
    // Before there is a second thread, too.
    if let Command::Serve(config) = &cli.command
        && let Err(error) = limit(config.privileges.user.as_ref())
    {
        return print_error(&CommandError::Start(error.into()));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING_THREADS)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return print_error(&CommandError::System(error)),
    };
    let start = serve::Start {
        settings_file: cli.file.existing(),
        arguments,
        values,
        log,
        listeners,
    };
    let executed = runtime.block_on(Box::pin(execute(cli.command, start)));
    runtime.shutdown_timeout(BLOCKING_SHUTDOWN_TIMEOUT);
    match executed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => print_error(&error),
    }
}

async fn execute(command: Command, start: serve::Start) -> Result<(), CommandError> {
    match command {
        Command::Serve(config) => serve::execute(*config, start).await,
        Command::User(command) => (*command).execute().await,
        Command::Token(command) => (*command).execute().await,
        Command::Subscription(command) => command.execute().await,
        Command::Plan(command) => command.execute().await,
        Command::FtpAccount(command) => command.execute().await,
        Command::Webhook(command) => command.execute().await,
        Command::Import(import) => import.execute().await,
        Command::Audit(audit) => audit.execute().await,
        Command::Export(export) => export.execute().await,
        Command::Backup(backup) => backup.execute(start.settings_file).await,
        Command::Restore(restore) => restore.execute().await,
        Command::Doctor(doctor) => doctor.execute(start.settings_file).await,
        Command::Config(command) => command.execute(&start.values),
        Command::Completions(options) => options.execute(),
        Command::ManPages(options) => options.execute(),
    }
}
