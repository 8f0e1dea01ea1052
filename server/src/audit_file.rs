//! Rows of the audit log as other programs read them: JSON lines, and CSV.

use app::i18n::Texts;
use model::{AppError, AuditAction, DomainName};
use serde::Serialize;
use serde_json::Value;
use services::AuditRow;

use crate::csv_lines::{BYTE_ORDER_MARK, csv_lines};

/// A row as a line of JSON has it.
#[derive(Serialize)]
struct JsonRow<'a> {
    id: i64,
    at: String,
    action: &'a str,
    actor: &'a str,
    system_user: Option<&'a str>,
    token: Option<&'a str>,
    address: Option<&'a str>,
    subject: Option<&'a str>,
    subscription: Option<&'a str>,
    before: Option<&'a Value>,
    after: Option<&'a Value>,
    repeats: u64,
    operation: &'a str,
}

impl<'a> From<&'a AuditRow> for JsonRow<'a> {
    fn from(row: &'a AuditRow) -> Self {
        Self {
            id: row.key.id,
            at: row.key.at.rfc3339(),
            action: &row.action,
            actor: &row.actor,
            system_user: row.system_user.as_deref(),
            token: row.token.as_deref(),
            address: row.address.as_deref(),
            subject: row.subject.as_deref(),
            subscription: row.domain.as_ref().map(DomainName::as_str),
            before: row.before.as_ref(),
            after: row.after.as_ref(),
            repeats: row.repeats,
            operation: &row.operation,
        }
    }
}

/// Rows as JSON, each on a line of its own.
///
/// # Errors
/// [`AppError::Internal`] for what is no JSON, which no row is.
pub(crate) fn json_lines(rows: &[AuditRow]) -> Result<String, AppError> {
    let mut lines = String::new();
    for row in rows {
        let line = serde_json::to_string(&JsonRow::from(row)).map_err(|error| {
            tracing::error!(%error, "an audit row could not be written as JSON");
            AppError::Internal
        })?;
        lines.push_str(&line);
        lines.push('\n');
    }
    Ok(lines)
}

/// The line that stands above [`csv_rows`].
///
/// # Errors
/// As for [`csv_lines`].
pub(crate) fn csv_header(texts: &Texts) -> Result<String, AppError> {
    let headings = [
        texts.audit.date,
        texts.audit.person,
        texts.audit.system_user,
        texts.audit.token,
        texts.audit.address,
        texts.audit.action_label,
        texts.audit.subject,
        texts.audit.subscription,
        texts.receipt.old_value,
        texts.receipt.new_value,
        texts.audit.times,
    ];
    let line = csv_lines([headings.map(str::to_owned)])?;
    Ok(format!("{BYTE_ORDER_MARK}{line}"))
}

/// Rows as lines of CSV.
///
/// # Errors
/// As for [`csv_lines`].
pub(crate) fn csv_rows(texts: &Texts, rows: &[AuditRow]) -> Result<String, AppError> {
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string);
    let cells = |row: &AuditRow| {
        [
            row.key.at.rfc3339(),
            texts.actor(&row.actor).to_owned(),
            row.system_user.clone().unwrap_or_default(),
            row.token.clone().unwrap_or_default(),
            row.address.clone().unwrap_or_default(),
            action_text(texts, &row.action),
            row.subject.clone().unwrap_or_default(),
            domain_text(row),
            json(&row.before).unwrap_or_default(),
            json(&row.after).unwrap_or_default(),
            row.repeats.to_string(),
        ]
    };
    csv_lines(rows.iter().map(cells))
}

/// What was done, in words; by its key if this program does not know it.
pub(crate) fn action_text(texts: &Texts, key: &str) -> String {
    match AuditAction::parse(key) {
        Some(action) => (texts.audit.action)(action).to_owned(),
        None => key.to_owned(),
    }
}

/// The domain name of a row, as people read it.
pub(crate) fn domain_text(row: &AuditRow) -> String {
    let domain = row.domain.as_ref();
    domain
        .map(|domain| domain.text().into_owned())
        .unwrap_or_default()
}
