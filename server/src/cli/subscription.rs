//! `berth subscription`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use model::{
    AccountName, Actor, DefaultSettings, DomainName, Field, Login, NewSubscription, PageNumber,
    SubscriptionRow, WebspaceRoot,
};

use super::Place;
use super::error::{CommandError, at};
use super::ftp_account::Settings;
use super::output::{either, line, own_texts, table};
use super::password::PasswordSource;
use services::Services;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add a subscription with its main FTP account
    Add {
        /// The site's domain name
        domain: String,
        /// The folder on the server that it may use; made if it is missing
        #[arg(long, value_name = "DIR")]
        webspace_root: PathBuf,
        /// The login of the panel user who owns it
        #[arg(long, value_name = "LOGIN")]
        owner: String,
        /// The name of its main FTP account
        #[arg(long, value_name = "NAME")]
        main_account: String,
        #[command(flatten)]
        password: PasswordSource,
        #[command(flatten)]
        place: Place,
    },
    /// Show what new FTP accounts of a subscription begin with, or change it
    Defaults(Defaults),
    /// List the subscriptions
    List {
        #[command(flatten)]
        place: Place,
    },
}

// The options that `ftp-account set` has too are in a group there, of which one is required.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").multiple(true))]
pub(super) struct Defaults {
    /// The site's domain name
    domain: String,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    place: Place,
}

impl Defaults {
    async fn run(self) -> Result<(), CommandError> {
        let domain = at(Field::Domain, DomainName::parse(&self.domain))?;
        if self.settings.expire() {
            return Err(CommandError::NoDefaultExpiry);
        }
        let services = self.place.services().await?;
        let actor = Actor::CommandLine;
        let now = services.defaults.view(&actor, &domain).await?;
        let Some(settings) = self.settings.onto(now.settings.clone())? else {
            return show_defaults(&now);
        };
        services
            .defaults
            .change(&actor, &domain, now.version, settings)
            .await?;
        line(&either(
            &format!("The default settings of {domain} have been changed."),
            &format!("Les réglages par défaut de {domain} ont été modifiés."),
        ))
    }
}

fn show_defaults(defaults: &DefaultSettings) -> Result<(), CommandError> {
    let texts = own_texts();
    let rows: Vec<[String; 2]> = DefaultSettings::fields()
        .map(|field| {
            let value = texts.setting(field, &defaults.settings);
            [texts.field(field).to_owned(), value]
        })
        .collect();
    table([texts.receipt.what, texts.conflict.value_now], &rows)
}

impl Command {
    pub(super) async fn run(self) -> Result<(), CommandError> {
        match self {
            Self::Add {
                domain,
                webspace_root,
                owner,
                main_account,
                password,
                place,
            } => {
                let domain = at(Field::Domain, DomainName::parse(&domain))?;
                let webspace_root = std::path::absolute(webspace_root)?;
                let webspace_root = at(
                    Field::WebspaceRoot,
                    WebspaceRoot::parse(&webspace_root.to_string_lossy()),
                )?;
                let owner = at(Field::Owner, Login::parse(&owner))?;
                let main_account = at(Field::AccountName, AccountName::parse(&main_account))?;
                let new = NewSubscription {
                    domain: domain.clone(),
                    webspace_root,
                    owner,
                    password: password.read(main_account.as_str())?,
                    main_account: main_account.clone(),
                };
                let services = place.services().await?;
                services.subscriptions.add(&Actor::CommandLine, new).await?;
                let said = own_texts().receipt.subscription_was_added;
                line(&said(domain.as_str(), main_account.as_str()))
            }
            Self::Defaults(defaults) => defaults.run().await,
            Self::List { place } => list(&place.services().await?).await,
        }
    }
}

async fn list(services: &Services) -> Result<(), CommandError> {
    let texts = own_texts();
    let rows: Vec<[String; 4]> = all_subscriptions(services)
        .await?
        .into_iter()
        .map(|row| {
            [
                row.domain.into(),
                row.owner.into(),
                row.ftp_accounts.to_string(),
                row.webspace_root.into(),
            ]
        })
        .collect();
    let headings = [
        texts.subscriptions.domain,
        texts.subscriptions.owner,
        texts.subscriptions.ftp_accounts,
        texts.subscriptions.webspace_root,
    ];
    table(headings, &rows)
}

/// Every subscription, page after page.
pub(super) async fn all_subscriptions(
    services: &Services,
) -> Result<Vec<SubscriptionRow>, CommandError> {
    let mut rows = Vec::new();
    let mut number = PageNumber::FIRST;
    loop {
        let page = services
            .subscriptions
            .list(&Actor::CommandLine, number)
            .await?;
        let last = page.last();
        rows.extend(page.rows);
        if number.get() >= last {
            return Ok(rows);
        }
        number = PageNumber::from(number.get() + 1);
    }
}
