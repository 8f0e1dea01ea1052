//! `berth plan set`.

use clap::Args;
use model::{Field, Plan, PlanName};

use super::Selected;
use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::limits::{LimitsOptions, print_preview};
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
#[command(group = clap::ArgGroup::new("own_limits").multiple(true))]
pub(in crate::cli) struct Set {
    #[command(flatten)]
    plan: Selected,
    /// Another name
    #[arg(long, value_name = "NAME", group = "change")]
    rename: Option<String>,
    #[command(flatten)]
    limits: LimitsOptions,
    /// Only say which subscriptions would be beyond their limits, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Set {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let rename = self.rename.as_deref();
        let rename = rename.map(|name| parsed(Field::PlanName, PlanName::parse(name)));
        let rename = rename.transpose()?;
        let services = self.storage.open().await?;
        let now = self.plan.find(&services).await?;
        let plan = Plan {
            limits: self.limits.applied_to(&now.plan.limits)?,
            name: rename.unwrap_or(now.plan.name),
        };
        let preview = services.plans.preview(&ACTOR, now.id, &plan.limits).await?;
        print_preview(&preview)?;
        if self.dry_run {
            return Ok(());
        }
        let sentence = (panel_texts().limits.plan_changed)(plan.name.as_str());
        let seen = plan.limits.fingerprint();
        services
            .plans
            .change(&ACTOR, now.id, now.version, plan, &seen)
            .await?;
        print_line(&sentence)
    }
}
