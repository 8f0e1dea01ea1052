//! `berth audit`.

use clap::Args;
use clap::builder::PossibleValuesParser;
use model::{AuditAction, AuditListing, AuditPerson, CivilDate, DomainName, Field, Utc};
use services::{AuditExport, AuditRow};

use super::ACTOR;
use super::error::{CommandError, parsed};
use super::output::{json_for_terminal, panel_texts, print_table, print_text};
use super::storage::StorageOptions;
use crate::audit_file::{action_text, csv_header, csv_rows, domain_text, json_lines};

/// Rows of a table, where no number is given.
const TABLE_ROWS: usize = 50;

#[derive(Args)]
pub(super) struct Audit {
    /// Only what this person did: a login, or "(command line)"
    #[arg(long, value_name = "LOGIN")]
    person: Option<String>,
    /// Only this action
    #[arg(long, value_parser = actions(), hide_possible_values = true)]
    action: Option<String>,
    /// Only what has to do with this subscription
    #[arg(long, value_name = "DOMAIN")]
    subscription: Option<String>,
    /// Only from this date on (UTC)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    since: Option<CivilDate>,
    /// Only up to this date (UTC)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    until: Option<CivilDate>,
    /// Only what was refused
    #[arg(long)]
    refusals: bool,
    /// At most so many entries; else the latest 50 as a table, and all as JSON or CSV
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// As JSON, each entry on a line of its own
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// As CSV
    #[arg(long)]
    csv: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

fn actions() -> PossibleValuesParser {
    PossibleValuesParser::new(AuditAction::ALL.iter().map(|action| action.as_str()))
}

fn date(text: &str) -> Result<CivilDate, &'static str> {
    CivilDate::parse(text).ok_or("not a date such as 2026-11-30")
}

impl Audit {
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let subscription = self.subscription.as_deref();
        let subscription = subscription
            .map(|domain| parsed(Field::Domain, DomainName::parse(domain)))
            .transpose()?;
        let listing = AuditListing {
            person: AuditPerson::parse(self.person.as_deref().unwrap_or_default()),
            action: self.action.as_deref().and_then(AuditAction::parse),
            subscription,
            from: self.since,
            to: self.until,
            refusals: self.refusals,
            ..AuditListing::default()
        };
        let services = self.storage.open().await?;
        let export = services.audit.export(&ACTOR, None, &listing, &Utc).await?;
        if self.json {
            let limit = self.limit.unwrap_or(usize::MAX);
            return print_rows(export, limit, |rows| {
                Ok(json_for_terminal(&json_lines(rows)?))
            })
            .await;
        }
        if self.csv {
            let (texts, limit) = (panel_texts(), self.limit.unwrap_or(usize::MAX));
            if !print_text(&csv_header(texts)?)? {
                return Ok(());
            }
            return print_rows(export, limit, |rows| Ok(csv_rows(texts, rows)?)).await;
        }
        print_as_table(export, self.limit.unwrap_or(TABLE_ROWS)).await
    }
}

/// Prints rows as they are read, for as long as somebody reads them.
async fn print_rows(
    mut export: AuditExport,
    mut limit: usize,
    text: impl Fn(&[AuditRow]) -> Result<String, CommandError>,
) -> Result<(), CommandError> {
    while limit > 0
        && let Some(mut rows) = export.next().await?
    {
        rows.truncate(limit);
        limit -= rows.len();
        if !print_text(&text(&rows)?)? {
            break;
        }
    }
    Ok(())
}

async fn print_as_table(mut export: AuditExport, limit: usize) -> Result<(), CommandError> {
    let texts = panel_texts();
    let mut table = Vec::new();
    while table.len() < limit
        && let Some(rows) = export.next().await?
    {
        let row = |row: &AuditRow| {
            [
                row.key.at.rfc3339(),
                texts.actor_as(&row.actor, row.system_user.as_deref(), row.token.as_deref()),
                action_text(texts, &row.action),
                row.subject.clone().unwrap_or_default(),
                domain_text(row),
                row.address.clone().unwrap_or_default(),
                row.repeats.to_string(),
            ]
        };
        let missing = limit - table.len();
        table.extend(rows.iter().take(missing).map(row));
    }
    let headings = [
        texts.audit.date,
        texts.audit.person,
        texts.audit.action_label,
        texts.audit.subject,
        texts.audit.subscription,
        texts.audit.address,
        texts.audit.times,
    ];
    print_table(headings, table)
}
