//! The FTP server, and what its clients may use.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args, ValueEnum};
use ftp::TlsResumption;

use super::trusted_addresses::TrustedAddresses;

/// The longest greeting: clients have buffers for their lines.
const MAX_BANNER_BYTES: usize = 200;

/// The FTP server.
#[derive(Clone, Debug, Args)]
pub struct FtpConfig {
    /// Address of the FTP server
    #[arg(
        long,
        env = "BERTH_FTP_ADDR",
        default_value = "127.0.0.1:2121",
        value_name = "ADDRESS:PORT"
    )]
    pub ftp_addr: SocketAddr,
    /// Address for clients that begin with TLS (implicit FTPS), such as [::]:990; none by default
    #[arg(long, env = "BERTH_FTPS_ADDR", value_name = "ADDRESS:PORT")]
    pub ftps_addr: Option<SocketAddr>,
    /// Ports for FTP's data connections, which the firewall must let through
    #[arg(
        long,
        env = "BERTH_FTP_PASSIVE_PORTS",
        default_value = "50000-50999",
        value_name = "FIRST-LAST",
        value_parser = parse_ports
    )]
    pub ftp_passive_ports: RangeInclusive<u16>,
    /// Name or IPv4 address that FTP clients reach this server by, if it is behind NAT
    #[arg(long, env = "BERTH_PUBLIC_HOST", value_name = "HOST")]
    pub public_host: Option<String>,
    /// Load balancers that begin each FTP connection with a PROXY protocol header, which they then have to, with commas between
    #[arg(
        long,
        env = "BERTH_FTP_PROXY_PROTOCOL",
        default_value = "",
        hide_default_value = true,
        value_name = "ADDRESSES"
    )]
    pub ftp_proxy_protocol: TrustedAddresses,
    /// Refuse FTP sign-ins without TLS
    #[arg(long, env = "BERTH_FTP_REQUIRE_TLS")]
    pub ftp_require_tls: bool,
    /// Which FTPS data connections have to resume their control connection's TLS session, which
    /// proves that they are the same client's: always; adaptive, from the first one of a session
    /// that did; never
    #[arg(
        long,
        env = "BERTH_FTP_REQUIRE_TLS_RESUMPTION",
        default_value = "adaptive",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "always",
        value_name = "always|adaptive|never",
        value_parser = parse_tls_resumption
    )]
    pub ftp_require_tls_resumption: TlsResumption,
    /// Which FTPS uploads have to end with TLS close_notify, without which they may have been cut off
    #[arg(
        long,
        env = "BERTH_FTP_REQUIRE_CLOSE_NOTIFY",
        value_enum,
        default_value_t,
        value_name = "WHICH"
    )]
    pub ftp_require_close_notify: RequireCloseNotify,
    /// Have uploads on the disk (fsync) before their clients read that they are complete
    #[arg(long, env = "BERTH_FTP_SYNC_UPLOADS")]
    pub ftp_sync_uploads: bool,
    /// Also make data connections to clients (PORT, EPRT), to their own address and no other
    #[arg(
        long,
        env = "BERTH_FTP_ACTIVE_MODE",
        action = ArgAction::Set,
        default_value_t = true,
        num_args = 0..=1,
        default_missing_value = "true",
        value_parser = BoolishValueParser::new(),
        value_name = "true|false"
    )]
    pub ftp_active_mode: bool,
    /// Text of the greeting that FTP clients get, one line
    #[arg(
        long,
        env = "BERTH_FTP_BANNER",
        default_value = ftp::Config::DEFAULT_BANNER,
        value_name = "TEXT",
        value_parser = parse_banner
    )]
    pub ftp_banner: String,
    /// For how many days what was done over FTP is kept
    #[arg(
        long,
        env = "BERTH_FTP_ACTIVITY_DAYS",
        default_value_t = 90,
        value_name = "DAYS",
        value_parser = clap::value_parser!(u16).range(1..=3650)
    )]
    pub ftp_activity_days: u16,
    /// Minutes after which a home directory with a quota is counted again when its account signs
    /// in, to see what changed without FTP; 0 for each time
    #[arg(
        long,
        env = "BERTH_FTP_RECOUNT_MINUTES",
        default_value_t = 5,
        value_name = "MINUTES"
    )]
    pub ftp_recount_minutes: u16,
    /// Limits of FTP clients.
    #[command(flatten)]
    pub limits: FtpLimits,
}

impl FtpConfig {
    /// After how long a home directory is counted again.
    pub fn recount_after(&self) -> Duration {
        Duration::from_secs(u64::from(self.ftp_recount_minutes) * 60)
    }
}

/// Which uploads over TLS have to end with `close_notify`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RequireCloseNotify {
    /// All of them.
    Always,
    /// Those that would replace a file.
    #[default]
    Replacing,
    /// None, as in vsftpd.
    Never,
}

impl From<RequireCloseNotify> for ftp::CloseNotify {
    fn from(setting: RequireCloseNotify) -> Self {
        match setting {
            RequireCloseNotify::Always => Self::Always,
            RequireCloseNotify::Replacing => Self::Replacing,
            RequireCloseNotify::Never => Self::Never,
        }
    }
}

/// Limits of FTP clients, of one of them and of all together.
#[derive(Clone, Debug, Args)]
pub struct FtpLimits {
    /// FTP sessions at once, of those that are signed in
    #[arg(
        long,
        env = "BERTH_FTP_MAX_SESSIONS",
        default_value_t = 2000,
        value_name = "NUMBER"
    )]
    pub ftp_max_sessions: usize,
    /// FTP sessions at once from one address, or one IPv6 network of 64 bits
    #[arg(
        long,
        env = "BERTH_FTP_MAX_SESSIONS_PER_ADDRESS",
        default_value_t = 50,
        value_name = "NUMBER"
    )]
    pub ftp_max_sessions_per_address: usize,
    /// FTP sessions at once of one account
    #[arg(
        long,
        env = "BERTH_FTP_MAX_SESSIONS_PER_ACCOUNT",
        default_value_t = 50,
        value_name = "NUMBER"
    )]
    pub ftp_max_sessions_per_account: usize,
    /// Seconds after which a silent FTP session is closed
    #[arg(
        long,
        env = "BERTH_FTP_IDLE_TIMEOUT",
        default_value_t = 300,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub ftp_idle_timeout: u64,
    /// Seconds after which a transfer that moves no byte is aborted
    #[arg(
        long,
        env = "BERTH_FTP_STALL_TIMEOUT",
        default_value_t = 60,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub ftp_stall_timeout: u64,
}

impl FtpLimits {
    /// The limits as the FTP engine takes them; those without a setting keep its defaults.
    pub fn for_engine(&self) -> ftp::Limits {
        ftp::Limits {
            idle_timeout: Duration::from_secs(self.ftp_idle_timeout),
            stall_timeout: Duration::from_secs(self.ftp_stall_timeout),
            max_sessions: self.ftp_max_sessions,
            max_sessions_per_address: self.ftp_max_sessions_per_address,
            max_sessions_per_account: self.ftp_max_sessions_per_account,
            ..ftp::Limits::default()
        }
    }
}

/// Also reads what a switch was set to: it was one until version 0.1.
fn parse_tls_resumption(text: &str) -> Result<TlsResumption, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "always" | "true" | "t" | "yes" | "y" | "on" | "1" => Ok(TlsResumption::Always),
        "adaptive" => Ok(TlsResumption::Adaptive),
        "never" | "false" | "f" | "no" | "n" | "off" | "0" => Ok(TlsResumption::Never),
        _ => Err("write always, adaptive or never".to_owned()),
    }
}

fn parse_ports(text: &str) -> Result<RangeInclusive<u16>, String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let port = |text: &str| {
        text.trim()
            .parse::<u16>()
            .map_err(|_| "write it as 50000-50999".to_owned())
    };
    let (first, last) = (port(first)?, port(last)?);
    if first > last {
        return Err("the first port is above the last".to_owned());
    }
    if first == 0 && last > 0 {
        return Err("0-0 lets the system choose; a range begins at 1".to_owned());
    }
    Ok(first..=last)
}

fn parse_banner(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("write a line of text, or leave it out".to_owned());
    }
    if text.contains(model::is_control) {
        return Err("write one line, without control characters".to_owned());
    }
    if text.len() > MAX_BANNER_BYTES {
        return Err(format!("write {MAX_BANNER_BYTES} bytes at most"));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use clap::Parser;

    use super::*;

    #[derive(clap::Parser)]
    struct Program {
        #[command(flatten)]
        ftp: FtpConfig,
    }

    #[test]
    fn active_mode_is_on_unless_it_is_switched_off() {
        for (arguments, active) in [
            (&[][..], true),
            (&["--ftp-active-mode"], true),
            (&["--ftp-active-mode", "--ftp-require-tls"], true),
            (&["--ftp-active-mode", "true"], true),
            (&["--ftp-active-mode", "false"], false),
            (&["--ftp-active-mode=no"], false),
        ] {
            let arguments = [&["berth"], arguments].concat();
            let config = Program::try_parse_from(&arguments).unwrap().ftp;
            assert_eq!(config.ftp_active_mode, active, "{arguments:?}");
        }
        assert!(Program::try_parse_from(["berth", "--ftp-active-mode=maybe"]).is_err());
    }

    #[test]
    fn a_banner_is_one_printable_line() {
        let longest = "x".repeat(MAX_BANNER_BYTES);
        for text in ["Files of example.com", "Déposez ici", &longest] {
            assert_eq!(parse_banner(text).as_deref(), Ok(text));
        }
        let too_long = "é".repeat(MAX_BANNER_BYTES / 2 + 1);
        for text in [
            "",
            "  ",
            "two\nlines",
            "a\tb",
            "\u{1b}[1m",
            "\u{9b}1m",
            &too_long,
        ] {
            assert!(parse_banner(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn tls_resumption_has_three_values_and_those_of_a_switch() {
        use TlsResumption::{Adaptive, Always, Never};
        let all = [
            ("always", Always),
            ("Adaptive", Adaptive),
            ("never", Never),
            ("true", Always),
            ("1", Always),
            ("false", Never),
            ("0", Never),
        ];
        for (text, expected) in all {
            assert_eq!(parse_tls_resumption(text), Ok(expected), "{text}");
        }
        assert!(parse_tls_resumption("sometimes").is_err());
        let parse = |arguments: &[&str]| {
            let all = [&["berth"], arguments].concat();
            let parsed = <Program as clap::Parser>::try_parse_from(all);
            parsed.map(|program| program.ftp.ftp_require_tls_resumption)
        };
        assert_eq!(parse(&[]).ok(), Some(Adaptive));
        let switch = "--ftp-require-tls-resumption";
        assert_eq!(parse(&[switch]).ok(), Some(Always));
        assert_eq!(parse(&[&format!("{switch}=never")]).ok(), Some(Never));
    }

    #[test]
    fn ports_are_a_range_or_one() {
        assert_eq!(parse_ports("50000-50999"), Ok(50000..=50999));
        assert_eq!(parse_ports("50000"), Ok(50000..=50000));
        for text in ["", "-", "9-8", "0-70000", "0-5", "a-b"] {
            assert!(parse_ports(text).is_err(), "{text}");
        }
    }
}
