//! `berth plan list`.

use clap::Args;
use model::{Field, Login, PageNumber, PlanName, PlanView};
use serde::Serialize;
use services::Services;

use crate::cli::ACTOR;
use crate::cli::error::CommandError;
use crate::cli::limits::JsonLimits;
use crate::cli::output::{panel_texts, print_json, print_table};
use crate::cli::storage::StorageOptions;

#[derive(Args)]
pub(in crate::cli) struct List {
    /// As a JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

impl List {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let services = self.storage.open().await?;
        let plans = all_plans(&services).await?;
        if self.json {
            let rows = plans.into_iter().map(JsonPlan::from);
            return print_json(&rows.collect::<Vec<_>>());
        }
        let texts = panel_texts();
        let limited = [Field::MaxFtpAccounts, Field::MaxDiskSpace, Field::MaxFiles];
        let row = |plan: PlanView| {
            let [accounts, space, files] =
                limited.map(|field| texts.limit(field, &plan.plan.limits));
            let maker = plan.maker.map(String::from);
            [
                plan.plan.name.into(),
                maker.unwrap_or_else(|| texts.limits.of_server.to_owned()),
                plan.subscriptions.to_string(),
                accounts,
                space,
                files,
            ]
        };
        let [accounts, space, files] = limited.map(|field| texts.field(field));
        let headings = [
            texts.field(Field::Plan),
            texts.limits.maker,
            texts.subscriptions.caption,
            accounts,
            space,
            files,
        ];
        print_table(headings, plans.into_iter().map(row).collect())
    }
}

/// A plan as `--json` shows it.
#[derive(Serialize)]
struct JsonPlan {
    name: PlanName,
    reseller: Option<Login>,
    subscriptions: u64,
    #[serde(flatten)]
    limits: JsonLimits,
}

impl From<PlanView> for JsonPlan {
    fn from(plan: PlanView) -> Self {
        Self {
            name: plan.plan.name,
            reseller: plan.maker,
            subscriptions: plan.subscriptions,
            limits: plan.plan.limits.into(),
        }
    }
}

/// Every plan, page after page.
async fn all_plans(services: &Services) -> Result<Vec<PlanView>, CommandError> {
    let mut rows = Vec::new();
    let mut number = PageNumber::FIRST;
    loop {
        let page = services.plans.list(&ACTOR, number).await?;
        let last = page.last();
        rows.extend(page.rows);
        if number.get() >= last {
            return Ok(rows);
        }
        number = PageNumber::from(number.get() + 1);
    }
}
