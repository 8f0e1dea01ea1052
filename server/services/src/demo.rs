//! Something to do at the first start: one subscription with a few files.

use std::io;
use std::path::Path;

use model::{AccountName, Actor, AppError, DomainName, NewSubscription, Password, WebspaceRoot};

use crate::context::{blocking, internal};
use crate::store::Visible;
use crate::{Services, password};

/// The subscription that was made for trying things out.
#[derive(Debug)]
pub struct Demo {
    /// Its domain name.
    pub domain: DomainName,
    /// Its main FTP account.
    pub main_account: AccountName,
    /// That account's password: told this once, stored only as a hash.
    pub password: Password,
}

/// What lies in the webspace.
const FILES: [(&str, &str); 5] = [
    (
        "httpdocs/index.html",
        "<!doctype html>\n<html lang=\"en\">\n<title>example.com</title>\n<h1>It works</h1>\n<p>This page was uploaded over FTP.</p>\n",
    ),
    ("httpdocs/style.css", "body { font-family: sans-serif; }\n"),
    ("logs/access.log", ""),
    ("photos/read-me.txt", "Photos for the site go here.\n"),
    ("private/notes.txt", "Not for the public.\n"),
];

impl Services {
    /// Makes the subscription `example.com`, with a webspace below the data folder, for the first
    /// administrator; unless there is any subscription already, or no administrator.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if database or disk cannot.
    pub async fn demo(&self) -> Result<Option<Demo>, AppError> {
        if self
            .context
            .store()
            .count_subscriptions(Visible::All)
            .await?
            > 0
        {
            return Ok(None);
        }
        let Some(owner) = self.context.store().first_administrator().await? else {
            return Ok(None);
        };
        let domain = DomainName::parse("example.com").map_err(|error| internal(&error))?;
        let main_account = AccountName::parse("example").map_err(|error| internal(&error))?;
        let password = password::generate(main_account.as_str())?;
        let folder = std::path::absolute(&self.context.data_dir)
            .map_err(|error| internal(&error))?
            .join("webspaces")
            .join(domain.as_str());
        let new = NewSubscription {
            domain: domain.clone(),
            webspace_root: WebspaceRoot::parse(&folder.to_string_lossy())
                .map_err(|error| internal(&error))?,
            owner: owner.login,
            main_account: main_account.clone(),
            password: password.clone(),
        };
        self.subscriptions.add(&Actor::CommandLine, new).await?;
        blocking(move || write_files(&folder))
            .await?
            .map_err(|error| internal(&error))?;
        Ok(Some(Demo {
            domain,
            main_account,
            password,
        }))
    }
}

fn write_files(folder: &Path) -> io::Result<()> {
    for (name, text) in FILES {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        if !path.exists() {
            std::fs::write(path, text)?;
        }
    }
    Ok(())
}
