//! Old and new values of a row of the audit log, as a page shows them.

use std::collections::BTreeMap;

use model::{
    AuditAction, AuditDetail, AuditEntry, AuditValue, AuditValues, Change, FtpAccountSettings,
    UtcTime,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::changes::{changes, setting_changes};
use super::row::AuditRow;
use super::snapshot::{FtpAccountSnapshot, RefusalSnapshot};

impl From<AuditRow> for AuditEntry {
    fn from(row: AuditRow) -> Self {
        let detail = detail(&row);
        Self {
            key: row.key,
            action: row.action,
            actor: row.actor,
            is_known: row.is_known,
            system_user: row.system_user,
            token: row.token,
            address: row.address,
            subject: row.subject,
            domain: row.domain,
            detail,
            repeats: row.repeats,
        }
    }
}

fn detail(row: &AuditRow) -> AuditDetail {
    let refusal: Option<RefusalSnapshot> = read(row.after.as_ref());
    if let Some(refusal) = refusal {
        return AuditDetail {
            reason: Some(refusal.reason),
            ..AuditDetail::default()
        };
    }
    match changed(row) {
        Some(changes) => AuditDetail {
            changes,
            ..AuditDetail::default()
        },
        None => AuditDetail {
            values: values(row.before.as_ref(), row.after.as_ref()),
            ..AuditDetail::default()
        },
    }
}

/// What was changed of an account, or of the defaults of new ones; none for anything else.
fn changed(row: &AuditRow) -> Option<Vec<Change>> {
    let (before, after) = (row.before.as_ref()?, row.after.as_ref()?);
    if AuditAction::parse(&row.action) == Some(AuditAction::DefaultSettingsChanged) {
        let before: FtpAccountSettings = read(Some(before))?;
        return Some(setting_changes(&before, &read(Some(after))?));
    }
    let before: FtpAccountSnapshot = read(Some(before))?;
    Some(changes(before, read(Some(after))?))
}

fn read<Snapshot: DeserializeOwned>(value: Option<&Value>) -> Option<Snapshot> {
    serde_json::from_value(value?.clone()).ok()
}

/// The values that differ, by their keys.
fn values(before: Option<&Value>, after: Option<&Value>) -> Vec<AuditValues> {
    let mut found: BTreeMap<String, AuditValues> = BTreeMap::new();
    for (value, is_after) in [(before, false), (after, true)] {
        let mut leaves = Vec::new();
        if let Some(value) = value {
            collect(String::new(), value, &mut leaves);
        }
        for (key, value) in leaves {
            let both = found.entry(key.clone()).or_insert(AuditValues {
                key,
                before: None,
                after: None,
            });
            let side = if is_after {
                &mut both.after
            } else {
                &mut both.before
            };
            *side = Some(value);
        }
    }
    let found = found.into_values();
    found.filter(|both| both.before != both.after).collect()
}

/// Every value in a snapshot that is there, with its key, such as `hosting.umask`.
fn collect(key: String, value: &Value, leaves: &mut Vec<(String, AuditValue)>) {
    let text = |text: &str| AuditValue::Text(text.to_owned());
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                let key = if key.is_empty() {
                    name.clone()
                } else {
                    format!("{key}.{name}")
                };
                collect(key, value, leaves);
            }
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            if !items.is_empty() {
                leaves.push((key, text(&items.join(", "))));
            }
        }
        Value::Bool(is_so) => leaves.push((key, AuditValue::Flag(*is_so))),
        Value::Number(number) => match number.as_i64().filter(|_| is_time(&key)) {
            Some(at) => leaves.push((key, AuditValue::Time(UtcTime(at)))),
            None => leaves.push((key, text(&number.to_string()))),
        },
        Value::String(string) => {
            if !string.is_empty() {
                leaves.push((key, text(string)));
            }
        }
    }
}

/// Whether a number of this key is a point in time.
fn is_time(key: &str) -> bool {
    let name = key.rsplit('.').next().unwrap_or(key);
    name.ends_with("_at") || name.ends_with("until") || name == "since"
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_that_differ_stand_side_by_side() {
        let before = json!({"domain": "example.com", "hosting": {"umask": "022", "user": null}});
        let after = json!({
            "domain": "example.com", "hosting": {"umask": "027", "user": "www"},
            "expires_at": 1_795_478_399, "count": 3, "enabled": true, "names": ["a", 2], "note": "",
        });
        let found = values(Some(&before), Some(&after));
        let text = |text: &str| Some(AuditValue::Text(text.to_owned()));
        let expected = [
            ("count", None, text("3")),
            ("enabled", None, Some(AuditValue::Flag(true))),
            (
                "expires_at",
                None,
                Some(AuditValue::Time(UtcTime(1_795_478_399))),
            ),
            ("hosting.umask", text("022"), text("027")),
            ("hosting.user", None, text("www")),
            ("names", None, text("a, 2")),
        ];
        let expected = expected.map(|(key, before, after)| AuditValues {
            key: key.to_owned(),
            before,
            after,
        });
        assert_eq!(found, expected);
        assert_eq!(values(None, None), []);
    }
}
