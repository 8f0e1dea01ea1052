//! `berth subscription`.

use std::path::PathBuf;

use app::model::{
    AccountName, Actor, DefaultSettings, DomainName, Field, Login, NewSubscription, PageNumber,
    SubscriptionRow, WebspaceRoot,
};
use clap::{Args, Subcommand};

use super::Place;
use super::ftp_account::Settings;
use super::outcome::{Refusal, at};
use super::password::PasswordSource;
use super::say::{either, line, own_texts, table};
use crate::accounts::Accounts;

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
    async fn run(self) -> Result<(), Refusal> {
        let domain = at(Field::Domain, DomainName::parse(&self.domain))?;
        if self.settings.expire() {
            return Err(Refusal::NoDefaultExpiry);
        }
        let accounts = self.place.accounts().await?;
        let actor = Actor::CommandLine;
        let now = accounts.view_default_settings(&actor, &domain).await?;
        let Some(settings) = self.settings.onto(now.settings.clone())? else {
            return show_defaults(&now);
        };
        accounts
            .change_default_settings(&actor, &domain, now.version, settings)
            .await?;
        line(&either(
            &format!("The default settings of {domain} have been changed."),
            &format!("Les réglages par défaut de {domain} ont été modifiés."),
        ))
    }
}

fn show_defaults(defaults: &DefaultSettings) -> Result<(), Refusal> {
    let texts = own_texts();
    let rows: Vec<[String; 2]> = DefaultSettings::fields()
        .map(|field| {
            let value = texts.setting(field, &defaults.settings);
            [texts.field(field).to_owned(), value]
        })
        .collect();
    table([texts.what, texts.value_now], &rows)
}

impl Command {
    pub(super) async fn run(self) -> Result<(), Refusal> {
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
                let accounts = place.accounts().await?;
                accounts.add_subscription(&Actor::CommandLine, new).await?;
                let said = own_texts().subscription_was_added;
                line(&said(domain.as_str(), main_account.as_str()))
            }
            Self::Defaults(defaults) => defaults.run().await,
            Self::List { place } => list(&place.accounts().await?).await,
        }
    }
}

async fn list(accounts: &Accounts) -> Result<(), Refusal> {
    let texts = own_texts();
    let rows: Vec<[String; 4]> = all_subscriptions(accounts)
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
        texts.domain,
        texts.owner,
        texts.ftp_accounts,
        texts.webspace_root,
    ];
    table(headings, &rows)
}

/// Every subscription, page after page.
pub(super) async fn all_subscriptions(
    accounts: &Accounts,
) -> Result<Vec<SubscriptionRow>, Refusal> {
    let mut rows = Vec::new();
    let mut number = PageNumber::FIRST;
    loop {
        let page = accounts
            .list_subscriptions(&Actor::CommandLine, number)
            .await?;
        let last = page.last();
        rows.extend(page.rows);
        if number.get() >= last {
            return Ok(rows);
        }
        number = PageNumber::from(number.get() + 1);
    }
}
