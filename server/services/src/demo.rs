//! Something to do at the first start: one subscription with a few files.

use std::path::Path;

use model::{
    AccountName, Actor, AppError, DomainName, HostingSettings, NewSubscription, Password,
    WebspaceRoot,
};

use crate::blocking::blocking;
use crate::error::InternalError;
use crate::password;
use crate::services::Services;
use crate::store::{TrashOf, Visible};

/// The subscription that was made for trying things out.
#[derive(Debug)]
pub struct Demo {
    /// Its domain name.
    pub domain: DomainName,
    /// Its main FTP account.
    pub main_account: AccountName,
    /// That account's password: shown this once, stored only as a hash.
    pub password: Password,
}

/// The subscription's domain name.
const DOMAIN: &str = "example.com";
/// The name of its main account.
const MAIN_ACCOUNT: &str = "example";

/// The files in its webspace.
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
    /// Makes the subscription `example.com`, with a webspace in the first folder where webspaces may be,
    /// for the first administrator; unless there is any subscription already, or no administrator.
    ///
    /// # Errors
    /// [`AppError::Internal`] or [`AppError::Busy`] if database or disk fail.
    pub async fn demo(&self) -> Result<Option<Demo>, AppError> {
        let store = self.context.store();
        let removed = store.count_removed_subscriptions(&TrashOf::all()).await?;
        if removed + store.count_subscriptions(Visible::All).await? > 0 {
            return Ok(None);
        }
        let Some(owner) = store.first_administrator().await? else {
            return Ok(None);
        };
        let domain = DomainName::parse(DOMAIN).map_err(|_| refused(DOMAIN))?;
        let main_account = AccountName::parse(MAIN_ACCOUNT).map_err(|_| refused(MAIN_ACCOUNT))?;
        let password = password::generate(main_account.as_str())?;
        let base = self.context.webspace_policy.bases().next();
        let folder = base.unwrap_or(&self.context.data_dir).join(domain.as_str());
        let path = folder.to_string_lossy();
        let new = NewSubscription {
            domain: domain.clone(),
            webspace_root: Some(WebspaceRoot::parse(&path).map_err(|_| refused(&path))?),
            owner: owner.login,
            main_account: main_account.clone(),
            password: password.clone(),
            hosting: HostingSettings::default(),
        };
        if let Err(error) = self.subscriptions.add(&Actor::CommandLine, new).await {
            // Another process has made it concurrently.
            let is_made = store.count_subscriptions(Visible::All).await? > 0;
            return if is_made { Ok(None) } else { Err(error) };
        }
        blocking(move || write_files(&folder)).await??;
        Ok(Some(Demo {
            domain,
            main_account,
            password,
        }))
    }
}

fn refused(value: &str) -> InternalError {
    InternalError::Value(value.to_owned())
}

fn write_files(folder: &Path) -> Result<(), InternalError> {
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
