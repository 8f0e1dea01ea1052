//! A row of the audit log, as somebody may see it.

use model::{Actor, AuditKey, DomainName};
use serde_json::{Map, Value};

use super::people::KnownPeople;
use crate::store::AuditRecord;

/// What in a snapshot is the login of whoever did something, or is responsible.
const AUTHORS: [&str; 3] = ["made_by", "removed_by", "reseller"];
/// What in a snapshot is the login of whoever owns something.
const OWNERS: [&str; 3] = ["owner", "former_owner", "new_owner"];

/// A row of the audit log, as somebody may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRow {
    /// Its key, with the time.
    pub key: AuditKey,
    /// The run of the use case that it belongs to.
    pub operation: String,
    /// Who, by the name under which the audit log keeps them, or what is shown instead.
    pub actor: String,
    /// Whether that is who it was.
    pub is_known: bool,
    /// The system user who ran the command line.
    pub system_user: Option<String>,
    /// The API token by which a program acted for them, by its name then.
    pub token: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// What, by the key that it is stored under.
    pub action: String,
    /// To what, by its name then.
    pub subject: Option<String>,
    /// The subscription's domain name then.
    pub domain: Option<DomainName>,
    /// What it was before.
    pub before: Option<Value>,
    /// What it was after.
    pub after: Option<Value>,
    /// How many times.
    pub repeats: u64,
}

impl AuditRow {
    /// A stored row, as somebody sees it who knows these people.
    pub(super) fn of(record: AuditRecord, people: &KnownPeople) -> Self {
        let is_known = people.knows(&record.actor, record.panel_user_id);
        let snapshot = |json: Option<String>| {
            let value = json.map(|json| serde_json::from_str(&json).unwrap_or(Value::String(json)));
            value.map(|value| without_strangers(value, people))
        };
        let role = record.actor_role.as_deref();
        Self {
            key: record.key,
            operation: record.operation,
            actor: people.author(record.actor, record.panel_user_id, role),
            is_known,
            system_user: record.system_user.filter(|_| is_known),
            token: record.token.filter(|_| is_known),
            address: record.address.filter(|_| is_known),
            action: record.action,
            subject: record.subject,
            domain: record.domain,
            before: snapshot(record.before),
            after: snapshot(record.after),
            repeats: record.repeats,
        }
    }
}

/// The value without the logins of those who are not known.
fn without_strangers(value: Value, people: &KnownPeople) -> Value {
    let Value::Object(fields) = value else {
        return value;
    };
    let shown = |(key, value): (String, Value)| {
        let value = match value {
            Value::String(login) if AUTHORS.contains(&key.as_str()) => {
                Value::String(people.named(login))
            }
            Value::String(login)
                if OWNERS.contains(&key.as_str()) && !people.knows_name(&login) =>
            {
                Value::String(Actor::SOMEBODY.to_owned())
            }
            value => without_strangers(value, people),
        };
        (key, value)
    };
    Value::Object(fields.into_iter().map(shown).collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::collections::HashMap;

    use model::{Login, PanelUserId, UtcTime};
    use serde_json::json;

    use super::*;

    fn record() -> AuditRecord {
        AuditRecord {
            key: AuditKey {
                at: UtcTime(7),
                id: 1,
            },
            operation: "00000000000000aa".to_owned(),
            actor: Actor::COMMAND_LINE.to_owned(),
            panel_user_id: None,
            actor_role: None,
            system_user: Some("alice".to_owned()),
            token: Some("deploy".to_owned()),
            address: Some("192.0.2.7".to_owned()),
            action: "one_time_link.revoke".to_owned(),
            subject: Some("paul".to_owned()),
            domain: None,
            before: Some(
                r#"{"made_by":"boss","inner":{"owner":"marie","former_owner":"paul"}}"#.to_owned(),
            ),
            after: Some("not JSON".to_owned()),
            repeats: 1,
        }
    }

    #[test]
    fn strangers_have_no_name_in_a_row_and_no_address() {
        let marie = (PanelUserId(1), Login::parse("marie").unwrap());
        let row = AuditRow::of(record(), &KnownPeople::These(HashMap::from([marie])));
        assert_eq!(row.actor, Actor::ADMINISTRATOR);
        assert_eq!(
            (row.system_user, row.token, row.address),
            (None, None, None)
        );
        let owners = json!({"owner": "marie", "former_owner": Actor::SOMEBODY});
        let before = json!({"made_by": Actor::ADMINISTRATOR, "inner": owners});
        assert_eq!(row.before, Some(before));
        assert_eq!(row.after, Some(json!("not JSON")));
        let row = AuditRow::of(record(), &KnownPeople::Everybody);
        assert_eq!(row.system_user.as_deref(), Some("alice"));
        assert_eq!(row.token.as_deref(), Some("deploy"));
        assert_eq!(row.before.unwrap()["made_by"], json!("boss"));
    }
}
