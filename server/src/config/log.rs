//! The log.

use clap::{Args, ValueEnum};

/// What is logged, and how. Always to standard error.
#[derive(Clone, Debug, Args)]
pub struct LogConfig {
    /// What to log, such as `warn` or `info,ftp=debug`
    #[arg(long = "log", env = "BERTH_LOG", global = true, value_name = "FILTER", value_parser = parse_filter)]
    pub filter: Option<String>,
    /// How to write it
    #[arg(
        long = "log-format",
        env = "BERTH_LOG_FORMAT",
        global = true,
        value_enum,
        default_value_t
    )]
    pub format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object for each line.
    Json,
}

fn parse_filter(text: &str) -> Result<String, String> {
    tracing_subscriber::EnvFilter::try_new(text)
        .map(|_| text.to_owned())
        .map_err(|error| error.to_string())
}
