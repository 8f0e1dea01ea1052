//! The options that say what a subscription may have and use.

use clap::Args;
use model::{DomainName, Field, LimitsSource, PlanName};
use services::Services;

use crate::cli::ACTOR;
use crate::cli::error::{CommandError, parsed};
use crate::cli::limits::{LimitsOptions, print_preview};
use crate::cli::output::{panel_texts, print_line};

#[derive(Args)]
pub(super) struct SubscriptionLimitsOptions {
    /// The plan that its limits are from; "" to leave it, and keep its limits as its own
    #[arg(
        long,
        value_name = "NAME",
        group = "change",
        conflicts_with = "own_limits"
    )]
    plan: Option<String>,
    #[command(flatten)]
    limits: LimitsOptions,
    /// Only say which limits it would be beyond, and change no limits
    #[arg(long)]
    dry_run: bool,
}

impl SubscriptionLimitsOptions {
    /// Changes the limits, if any of the options was given.
    pub(super) async fn apply(
        &self,
        services: &Services,
        domain: &DomainName,
    ) -> Result<(), CommandError> {
        if self.plan.is_none() && self.limits.is_empty() {
            return Ok(());
        }
        let now = services.limits.view(&ACTOR, domain).await?;
        let source = match self.plan.as_deref().map(str::trim) {
            Some("") => LimitsSource::Own(now.limits),
            Some(name) => {
                let name = parsed(Field::Plan, PlanName::parse(name))?;
                let plan = services.limits.plan_named(&ACTOR, domain, &name).await?;
                LimitsSource::Plan(plan)
            }
            None => LimitsSource::Own(self.limits.applied_to(&now.limits)?),
        };
        let preview = services.limits.preview(&ACTOR, domain, &source).await?;
        print_preview(&preview)?;
        if self.dry_run {
            return Ok(());
        }
        services
            .limits
            .change(&ACTOR, domain, now.version, source, &preview.limits)
            .await?;
        print_line(panel_texts().limits.saved)
    }
}
