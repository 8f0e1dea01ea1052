//! `berth plan remove`.

use clap::Args;
use model::ExpectedVersion;

use super::Selected;
use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct Remove {
    #[command(flatten)]
    plan: Selected,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Remove {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let services = self.storage.open().await?;
        let plan = self.plan.find(&services).await?;
        let any = ExpectedVersion::Any;
        services.plans.remove(&ACTOR, plan.id, &any).await?;
        print_line(&(panel_texts().limits.plan_removed)(
            plan.plan.name.as_str(),
        ))
    }
}
