//! `berth ftp-account`.

use app::i18n::Texts;
use clap::{Args, Subcommand};
use model::{
    AccountName, Actor, AppError, Change, DomainName, Field, FtpAccountChange, FtpAccountRow,
    FtpAccountSettings, HomeDirectory, KeptDays, LinkValidity, NewFtpAccount, PublicUrl,
    PurgedFiles, Receipt, UtcTime,
};
use serde::Serialize;

use super::Place;
use super::error::{CommandError, at};
use super::output::{line, own_texts, table};
use super::password::{self, PasswordSource};
use super::removed::list_removed;
use super::subscription::all_subscriptions;
use crate::config::parse_public_url;

const ACTOR: Actor = Actor::CommandLine;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add an FTP account
    Add(Add),
    /// List the FTP accounts
    List(List),
    /// Change an FTP account; its open FTP sessions end
    Set(Set),
    /// Print a link by which whoever receives an FTP account sets its password, once
    Link(Link),
    /// Remove FTP accounts, all or none; files stay, and for 30 days they can be restored
    Remove {
        /// The accounts' names
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
        /// Remove them for good, also from among those that are removed already
        #[arg(long)]
        purge: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Restore removed FTP accounts, all or none
    Restore {
        /// The accounts' names
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
        #[command(flatten)]
        place: Place,
    },
}

// The options that `set` has too are in a group there, of which one is required.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").multiple(true))]
pub(super) struct Add {
    /// The name to sign in with
    name: String,
    /// The subscription's domain name
    #[arg(long, value_name = "DOMAIN", required_unless_present = "like")]
    subscription: Option<String>,
    /// The folder that the account sees as /, written from the webspace root; made if missing
    #[arg(long, value_name = "/PATH", required_unless_present = "like")]
    home: Option<String>,
    /// Another account of the subscription, whose home and settings this one gets where none are
    /// given
    #[arg(long, value_name = "NAME")]
    like: Option<String>,
    #[command(flatten)]
    password: PasswordSource,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub(super) struct List {
    /// Only those of this subscription
    #[arg(long, value_name = "DOMAIN")]
    subscription: Option<String>,
    /// Those that were removed and can be restored
    #[arg(long)]
    removed: bool,
    /// As a JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub(super) struct Link {
    /// The account's name
    name: String,
    /// For how many hours it works, up to 336
    #[arg(long, default_value_t = LinkValidity::default().hours().to_string())]
    hours: String,
    /// Where people's browsers find the panel
    #[arg(
        long,
        env = "BERTH_PUBLIC_URL",
        value_name = "https://panel.example.com",
        value_parser = parse_public_url
    )]
    public_url: PublicUrl,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
pub(super) struct Set {
    /// The name to sign in with
    name: String,
    /// Another name
    #[arg(long, value_name = "NEW", group = "change")]
    rename: Option<String>,
    /// Let clients sign in with the name before for so many days (up to 90)
    #[arg(long, value_name = "DAYS", requires = "rename")]
    keep_old_name: Option<String>,
    /// Another folder to see as /
    #[arg(long, value_name = "/PATH", group = "change")]
    home: Option<String>,
    /// Another password, from standard input (its first line)
    #[arg(long, group = "change")]
    password_stdin: bool,
    /// Another password, asked for at the terminal
    #[arg(long, group = "change", conflicts_with = "password_stdin")]
    ask_password: bool,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    place: Place,
}

/// What an account may do and until when.
#[derive(Args)]
pub(super) struct Settings {
    /// Whether it may sign in: enabled or disabled
    #[arg(long, group = "change")]
    state: Option<String>,
    /// read-write, read-only or upload-only
    #[arg(long, group = "change")]
    permission: Option<String>,
    /// What its home may hold, with the unit: 5GB, 500 MiB, 1,5 Go; "" for no limit
    #[arg(long, value_name = "SIZE", group = "change")]
    quota: Option<String>,
    /// How many files its home may hold; "" for no limit
    #[arg(long, value_name = "COUNT", group = "change")]
    quota_files: Option<String>,
    /// Until when it may be used: a date, or a date and a time, in UTC; "" for no end
    #[arg(long, value_name = "2026-12-31T18:30", group = "change")]
    expires: Option<String>,
    /// Addresses or blocks that it may be used from, with commas between them; "" for all
    #[arg(long, value_name = "ADDRESSES", group = "change")]
    allowed_addresses: Option<String>,
    /// Sessions at once; "" for as many as the server grants
    #[arg(long, value_name = "COUNT", group = "change")]
    max_sessions: Option<String>,
    /// KiB a second for all uploads together; "" for no limit
    #[arg(long, value_name = "KIB", group = "change")]
    upload_rate: Option<String>,
    /// KiB a second for all downloads together; "" for no limit
    #[arg(long, value_name = "KIB", group = "change")]
    download_rate: Option<String>,
    /// Whether it may only be used over TLS: optional or required
    #[arg(long, group = "change")]
    tls: Option<String>,
    /// A note, which clients never see
    #[arg(long, group = "change")]
    note: Option<String>,
}

impl Settings {
    /// Whether an expiry was given.
    pub(super) fn expire(&self) -> bool {
        self.expires.is_some()
    }

    /// The settings with what was given; none if nothing was.
    pub(super) fn onto(
        &self,
        mut settings: FtpAccountSettings,
    ) -> Result<Option<FtpAccountSettings>, CommandError> {
        let given = [
            (Field::State, &self.state),
            (Field::Permission, &self.permission),
            (Field::QuotaBytes, &self.quota),
            (Field::QuotaFiles, &self.quota_files),
            (Field::Expiry, &self.expires),
            (Field::AllowedAddresses, &self.allowed_addresses),
            (Field::MaxSessions, &self.max_sessions),
            (Field::UploadRate, &self.upload_rate),
            (Field::DownloadRate, &self.download_rate),
            (Field::Tls, &self.tls),
            (Field::Note, &self.note),
        ];
        let mut any = false;
        for (field, text) in given {
            if let Some(text) = text {
                at(field, settings.set(field, text))?;
                any = true;
            }
        }
        Ok(any.then_some(settings))
    }
}

impl Command {
    pub(super) async fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Add(add) => add.run().await,
            Self::List(list) => list.run().await,
            Self::Set(set) => set.run().await,
            Self::Link(link) => link.run().await,
            Self::Remove {
                names,
                purge,
                place,
            } => remove(&names, purge, &place).await,
            Self::Restore { names, place } => restore(&names, &place).await,
        }
    }
}

impl Add {
    async fn run(self) -> Result<(), CommandError> {
        let name = account_name(&self.name)?;
        let given = self.subscription.as_deref().map(DomainName::parse);
        let given = at(Field::Domain, given.transpose())?;
        let home = self.home.as_deref().map(home_directory).transpose()?;
        let like = self.like.as_deref().map(account_name).transpose()?;
        // What is wrong with a setting is told before the password is asked for.
        self.settings.onto(FtpAccountSettings::default())?;
        let password = self.password.read(name.as_str())?;
        let services = self.place.services().await?;
        let domain = match (given, &like) {
            (Some(domain), _) => domain,
            (None, Some(like)) => services.ftp_accounts.find(&ACTOR, like).await?.domain,
            // The command line is not read without one of the two.
            (None, None) => return Err(AppError::Malformed.into()),
        };
        let draft = services
            .ftp_accounts
            .draft(&ACTOR, &domain, like.as_ref())
            .await?;
        let home = home.unwrap_or(draft.home_directory);
        let settings = self.settings.onto(draft.settings.clone())?;
        let new = NewFtpAccount {
            name: name.clone(),
            home_directory: home.clone(),
            settings: settings.unwrap_or(draft.settings),
            password,
        };
        services.ftp_accounts.add(&ACTOR, &domain, new).await?;
        let said = own_texts().receipt.account_was_added;
        line(&said(name.as_str(), home.as_str()))
    }
}

impl Set {
    async fn run(self) -> Result<(), CommandError> {
        let name = account_name(&self.name)?;
        let rename = self.rename.as_deref().map(account_name).transpose()?;
        let keep_old_name = KeptDays::parse(self.keep_old_name.as_deref().unwrap_or_default());
        let keep_old_name = at(Field::KeepOldName, keep_old_name)?;
        let home_directory = self.home.as_deref().map(home_directory).transpose()?;
        let now = rename.clone().unwrap_or_else(|| name.clone());
        let password = if self.password_stdin {
            Some(password::from_stdin(now.as_str())?)
        } else if self.ask_password {
            Some(password::from_prompt(now.as_str())?)
        } else {
            None
        };
        let services = self.place.services().await?;
        let account = services.ftp_accounts.find(&ACTOR, &name).await?;
        let settings = self.settings.onto(account.settings)?;
        let change = FtpAccountChange {
            name: rename,
            keep_old_name,
            home_directory,
            password,
            // What was not given must not go back to what it was a moment ago.
            version: settings.is_some().then_some(account.version),
            settings,
        };
        let operation = services
            .ftp_accounts
            .change(&ACTOR, &account.domain, &name, change)
            .await?;
        let texts = own_texts();
        line(&(texts.receipt.account_was_changed)(now.as_str()))?;
        match services.receipts.view(&ACTOR, &operation).await? {
            Receipt::AccountChanged { changes, .. } => say_kept_name(texts, &changes),
            _ => Ok(()),
        }
    }
}

impl Link {
    /// The link alone goes to standard output, so that it can be handed on to a program.
    async fn run(self) -> Result<(), CommandError> {
        let name = account_name(&self.name)?;
        let validity = at(Field::LinkHours, LinkValidity::parse(&self.hours))?;
        let services = self.place.services().await?;
        let account = services.ftp_accounts.find(&ACTOR, &name).await?;
        let token = services
            .one_time_links
            .make(&ACTOR, &account.domain, &name, validity)
            .await?;
        line(&self.public_url.one_time_link(token.expose()))
    }
}

/// Until when the name before works, if it does.
fn say_kept_name(texts: &Texts, changes: &[Change]) -> Result<(), CommandError> {
    for change in changes {
        if let Change::OldNameKept { until } = change {
            let until = texts.date_time_utc(*until);
            line(&format!("{}.", (texts.account_form.old_name_kept)(&until)))?;
        }
    }
    Ok(())
}

async fn remove(names: &[String], purge: bool, place: &Place) -> Result<(), CommandError> {
    let names = account_names(names)?;
    let services = place.services().await?;
    if purge {
        services.trash.purge_anywhere(&ACTOR, &names).await?;
        for name in &names {
            let said = own_texts().trash.account_was_purged;
            line(&said(name.as_str(), &PurgedFiles::Kept))?;
        }
        return Ok(());
    }
    services
        .ftp_accounts
        .remove_anywhere(&ACTOR, &names)
        .await?;
    let names: Vec<&str> = names.iter().map(AccountName::as_str).collect();
    let said = own_texts().receipt.accounts_were_removed;
    line(&said(&names))
}

async fn restore(names: &[String], place: &Place) -> Result<(), CommandError> {
    let names = account_names(names)?;
    let services = place.services().await?;
    services.trash.restore_anywhere(&ACTOR, &names).await?;
    let names: Vec<&str> = names.iter().map(AccountName::as_str).collect();
    let said = own_texts().trash.accounts_were_restored;
    line(&said(&names))
}

/// Each name once, in their order.
fn account_names(texts: &[String]) -> Result<Vec<AccountName>, CommandError> {
    let mut names = Vec::with_capacity(texts.len());
    for text in texts {
        let name = account_name(text)?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// An account as `--json` shows it.
#[derive(Serialize)]
struct JsonAccount {
    name: AccountName,
    subscription: DomainName,
    home_directory: HomeDirectory,
    main: bool,
    created_at: String,
    state: String,
    permission: String,
    expires: Option<String>,
    allowed_addresses: String,
    max_sessions: Option<u32>,
    upload_rate: Option<u32>,
    download_rate: Option<u32>,
    tls: String,
    note: String,
    quota_bytes: Option<u64>,
    quota_files: Option<u64>,
}

impl JsonAccount {
    fn new(row: FtpAccountRow, subscription: DomainName) -> Self {
        let settings = row.settings;
        Self {
            name: row.name,
            subscription,
            home_directory: row.home_directory,
            main: row.is_main,
            created_at: row.created_at.rfc3339(),
            state: settings.value(Field::State),
            permission: settings.value(Field::Permission),
            expires: settings.expires_at.map(UtcTime::rfc3339),
            allowed_addresses: settings.value(Field::AllowedAddresses),
            max_sessions: settings.max_sessions,
            upload_rate: settings.upload_rate,
            download_rate: settings.download_rate,
            tls: settings.value(Field::Tls),
            note: settings.note,
            quota_bytes: settings.quota_bytes,
            quota_files: settings.quota_files,
        }
    }
}

impl List {
    async fn run(self) -> Result<(), CommandError> {
        let services = self.place.services().await?;
        let domains = match &self.subscription {
            Some(domain) => vec![at(Field::Domain, DomainName::parse(domain))?],
            None => all_subscriptions(&services)
                .await?
                .into_iter()
                .map(|subscription| subscription.domain)
                .collect(),
        };
        if self.removed {
            return list_removed(&services, domains, self.json).await;
        }
        let mut listed = Vec::new();
        for domain in domains {
            let rows = services.ftp_accounts.list_all(&ACTOR, &domain).await?;
            let domain = &domain;
            listed.extend(
                rows.into_iter()
                    .map(|row| JsonAccount::new(row, domain.clone())),
            );
        }
        if self.json {
            let json = serde_json::to_string_pretty(&listed).map_err(std::io::Error::from)?;
            line(&json)
        } else {
            columns(listed)
        }
    }
}

fn columns(listed: Vec<JsonAccount>) -> Result<(), CommandError> {
    let texts = own_texts();
    let rows: Vec<[String; 5]> = listed
        .into_iter()
        .map(|account| {
            let main = if account.main {
                texts.ftp_access.main_account
            } else {
                ""
            };
            [
                account.name.into(),
                account.subscription.into(),
                account.home_directory.into(),
                account.created_at,
                main.to_owned(),
            ]
        })
        .collect();
    let headings = [
        texts.account_form.ftp_account_name,
        texts.subscriptions.domain,
        texts.account_form.home_directory,
        texts.subscriptions.created,
        "",
    ];
    table(headings, &rows)
}

fn account_name(text: &str) -> Result<AccountName, CommandError> {
    at(Field::AccountName, AccountName::parse(text))
}

fn home_directory(text: &str) -> Result<HomeDirectory, CommandError> {
    at(Field::HomeDirectory, HomeDirectory::parse(text))
}
