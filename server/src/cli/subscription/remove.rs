//! `berth subscription remove`.

use std::time::Duration;

use clap::Args;
use model::{AppError, DomainName, ExpectedVersion, Field, Operation, Purge, PurgedFiles, Receipt};
use services::Services;

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

/// How often it is looked whether the files are gone.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

#[derive(Args)]
pub(in crate::cli) struct Remove {
    /// The site's domain name
    domain: String,
    /// Remove it for good, also if it is removed already; its files stay
    #[arg(long)]
    purge: bool,
    /// Remove it for good with everything in its webspace root, also if it is removed already
    #[arg(long, requires = "confirm", conflicts_with = "purge")]
    files: bool,
    /// The domain name once more, to confirm that the files are removed
    #[arg(long, value_name = "DOMAIN", requires = "files")]
    confirm: Option<String>,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Remove {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let domain = parsed(Field::Domain, DomainName::parse(&self.domain))?;
        let how = match &self.confirm {
            Some(confirmation) => Some(Purge::WithFiles(confirmation)),
            None => self.purge.then_some(Purge::KeepFiles),
        };
        if let Some(how) = how {
            // Before anything is removed.
            how.check_confirmation(&domain)?;
        }
        let services = self.storage.open().await?;
        let (subscriptions, any) = (&services.subscriptions, ExpectedVersion::Any);
        let removed = subscriptions.remove(&ACTOR, &domain, &any).await;
        let Some(how) = how else {
            removed?;
            let sentence = panel_texts().receipt.subscription_was_removed;
            return print_line(&sentence(domain.as_str()));
        };
        match removed {
            // It may be removed already.
            Ok(_) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        let operation = services.subscriptions.purge(&ACTOR, &domain, how).await?;
        let files = wait_for_files(&services, &operation).await?;
        let sentence = panel_texts().receipt.subscription_was_purged;
        print_line(&sentence(domain.as_str(), &files))?;
        print_left(&files)
    }
}

/// Waits until the files are gone: if the command ended before, the server would have to go on.
async fn wait_for_files(
    services: &Services,
    operation: &Operation,
) -> Result<PurgedFiles, CommandError> {
    loop {
        match services.receipts.view(&ACTOR, operation).await? {
            Receipt::SubscriptionPurged {
                files: PurgedFiles::Underway,
                ..
            } => tokio::time::sleep(POLL_INTERVAL).await,
            Receipt::SubscriptionPurged { files, .. } => return Ok(files),
            _ => return Err(AppError::NotFound.into()),
        }
    }
}

/// Prints what could not be removed.
fn print_left(files: &PurgedFiles) -> Result<(), CommandError> {
    let PurgedFiles::Removed(removed) = files else {
        return Ok(());
    };
    if removed.failures == 0 {
        return Ok(());
    }
    print_line(&(panel_texts().trash.files_were_left)(removed.failures))?;
    for path in &removed.left {
        print_line(&model::visible(path))?;
    }
    Err(CommandError::ProblemFound)
}
