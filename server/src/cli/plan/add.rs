//! `berth plan add`.

use clap::Args;
use model::{Field, Plan, PlanName, SubscriptionLimits};

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::limits::LimitsOptions;
use crate::cli::output::{panel_texts, print_line};
use crate::cli::storage::StorageOptions;

// The options that `set` has too are in groups there, of which one is required.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").multiple(true))]
#[command(group = clap::ArgGroup::new("own_limits").multiple(true))]
pub(in crate::cli) struct Add {
    /// The plan's name
    name: String,
    #[command(flatten)]
    limits: LimitsOptions,
    #[command(flatten)]
    storage: StorageOptions,
}

impl Add {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let name = parsed(Field::PlanName, PlanName::parse(&self.name))?;
        let limits = self.limits.applied_to(&SubscriptionLimits::default())?;
        let services = self.storage.open().await?;
        let sentence = (panel_texts().limits.plan_added)(name.as_str());
        services.plans.add(&ACTOR, Plan { name, limits }).await?;
        print_line(&sentence)
    }
}
