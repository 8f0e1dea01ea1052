//! What is sent of an event: JSON as Standard Webhooks has it, which `docs/webhooks.md` describes.

use model::{DomainName, FtpActivityGroup, FtpEventKind, FtpProtocol, FtpTransferred, UtcTime};
use serde_json::{Map, Value, json};

use super::new_event::EventData;

/// The longest path that is told, in bytes: longer ones end there.
const MAX_PATH: usize = 4096;

/// What is sent of an event.
pub(super) fn body(at: UtcTime, domain: Option<&DomainName>, data: &EventData) -> String {
    let mut told = Map::new();
    if let Some(domain) = domain {
        told.insert("subscription".to_owned(), domain.as_str().into());
    }
    for (key, value) in fields(data) {
        told.insert(key.to_owned(), value);
    }
    let body = json!({
        "type": data.kind().as_str(),
        "timestamp": at.rfc3339(),
        "data": told,
    });
    body.to_string()
}

fn fields(data: &EventData) -> Vec<(&'static str, Value)> {
    match data {
        EventData::FtpAccountAdded {
            account,
            home_directory,
        } => vec![
            ("account", account.as_str().into()),
            ("home_directory", home_directory.as_str().into()),
        ],
        EventData::FtpAccountChanged {
            account,
            former_name,
            changed,
        } => {
            let mut fields = vec![
                ("account", account.as_str().into()),
                ("changed", changed.as_slice().into()),
            ];
            if let Some(former) = former_name {
                fields.push(("former_name", former.as_str().into()));
            }
            fields
        }
        EventData::FtpAccountRemoved { account } | EventData::FtpAccountRestored { account } => {
            vec![("account", account.as_str().into())]
        }
        EventData::FtpAccountExpiring {
            account,
            expires_at,
            days,
        } => vec![
            ("account", account.as_str().into()),
            ("expires_at", expires_at.rfc3339().into()),
            ("within_days", (*days).into()),
        ],
        EventData::FtpAccountExpired {
            account,
            expires_at,
        } => vec![
            ("account", account.as_str().into()),
            ("expires_at", expires_at.rfc3339().into()),
        ],
        EventData::FtpAccountNearlyFull { account, per_cent } => vec![
            ("account", account.as_str().into()),
            ("used_percent", (*per_cent).into()),
        ],
        EventData::CertificateExpiring { usage, expires_at } => vec![
            ("used_for", usage.key().into()),
            ("expires_at", expires_at.rfc3339().into()),
        ],
        EventData::Ftp {
            account,
            address,
            protocol,
            event,
        } => {
            let mut fields = vec![
                ("account", account.as_str().into()),
                ("address", address.as_str().into()),
            ];
            if let Some(protocol) = protocol {
                fields.push(("protocol", protocol_key(*protocol).into()));
            }
            fields.extend(ftp_fields(event));
            fields
        }
        EventData::SubscriptionAdded { main_account } => {
            vec![("main_account", main_account.as_str().into())]
        }
        EventData::SubscriptionChanged {
            former_domain: Some(former),
        } => vec![("former_subscription", former.as_str().into())],
        EventData::SubscriptionChanged {
            former_domain: None,
        }
        | EventData::SubscriptionSuspended
        | EventData::SubscriptionResumed
        | EventData::SubscriptionRemoved
        | EventData::SubscriptionRestored
        | EventData::Test => Vec::new(),
    }
}

fn ftp_fields(event: &FtpEventKind) -> Vec<(&'static str, Value)> {
    match event {
        FtpEventKind::SignedIn => Vec::new(),
        FtpEventKind::SignInRefused(refusal) => vec![("reason", refusal.as_str().into())],
        FtpEventKind::Uploaded(transferred) | FtpEventKind::Downloaded(transferred) => {
            transfer_fields(transferred)
        }
        FtpEventKind::FileRemoved(path)
        | FtpEventKind::FolderMade(path)
        | FtpEventKind::FolderRemoved(path) => vec![("path", path_value(path))],
        FtpEventKind::Renamed { from, to } => {
            vec![("from", path_value(from)), ("to", path_value(to))]
        }
        FtpEventKind::NotRecorded { group, events } => vec![
            ("group", group_key(*group).into()),
            ("events", (*events).into()),
        ],
    }
}

fn transfer_fields(transferred: &FtpTransferred) -> Vec<(&'static str, Value)> {
    vec![
        ("path", path_value(&transferred.path)),
        ("bytes", transferred.bytes.into()),
        ("duration_ms", transferred.took_ms.into()),
        ("complete", transferred.complete.into()),
    ]
}

fn path_value(path: &str) -> Value {
    path[..path.floor_char_boundary(MAX_PATH)].into()
}

fn protocol_key(protocol: FtpProtocol) -> &'static str {
    match protocol {
        FtpProtocol::Ftp => "ftp",
        FtpProtocol::FtpsTls12 => "ftps_tls_1_2",
        FtpProtocol::FtpsTls13 => "ftps_tls_1_3",
    }
}

fn group_key(group: FtpActivityGroup) -> &'static str {
    match group {
        FtpActivityGroup::SignIns => "sign_ins",
        FtpActivityGroup::Refusals => "refusals",
        FtpActivityGroup::Uploads => "uploads",
        FtpActivityGroup::Downloads => "downloads",
        FtpActivityGroup::Changes => "changes",
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use model::AccountName;

    use super::*;

    #[test]
    fn an_event_says_what_happened_to_whom_and_where() {
        let data = EventData::Ftp {
            account: AccountName::parse("paul").unwrap(),
            address: "192.0.2.1".to_owned(),
            protocol: Some(FtpProtocol::FtpsTls13),
            event: FtpEventKind::Uploaded(FtpTransferred {
                path: "/a/é.txt".to_owned(),
                bytes: 3,
                took_ms: 12,
                complete: true,
            }),
        };
        let domain = DomainName::parse("example.com").unwrap();
        let body = body(UtcTime(0), Some(&domain), &data);
        let read: Value = serde_json::from_str(&body).unwrap();
        let expected = json!({
            "type": "ftp.uploaded",
            "timestamp": "1970-01-01T00:00:00Z",
            "data": {
                "subscription": "example.com", "account": "paul", "address": "192.0.2.1",
                "protocol": "ftps_tls_1_3", "path": "/a/é.txt", "bytes": 3, "duration_ms": 12,
                "complete": true,
            },
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn a_long_path_ends_at_a_whole_character() {
        let long = "é".repeat(MAX_PATH);
        let told = path_value(&long);
        assert_eq!(told.as_str().map(str::len), Some(MAX_PATH));
        let odd = path_value(&format!("/{long}"));
        assert_eq!(odd.as_str().map(str::len), Some(MAX_PATH - 1));
    }
}
