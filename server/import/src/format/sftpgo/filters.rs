//! What restricts an account further: SFTPGo's `filters`.

use model::{Field, RecordError};

use super::object::{Object, shown};
use crate::source::SourceAccount;

/// Fields of which there is more to say than that they are not kept.
const READ: [&str; 8] = [
    "allowed_ip",
    "denied_protocols",
    "denied_login_methods",
    "ftp_security",
    "tls_username",
    "totp_config",
    "recovery_codes",
    "tls_certs",
];

/// What of the filters concerns the account as a whole.
#[derive(Default)]
pub(super) struct Filters {
    /// Whether it may sign in over FTP with a password.
    pub(super) keep_out: bool,
    /// Whether every password is right.
    pub(super) anonymous: bool,
}

/// Sets what Berth has, and names the rest.
///
/// # Errors
/// If a field cannot be read.
pub(super) fn read(
    filters: &Object<'_>,
    account: &mut SourceAccount,
) -> Result<Filters, RecordError> {
    account.set(
        Field::AllowedAddresses,
        filters.texts("allowed_ip")?.join(", "),
    );
    if filters.number("ftp_security")? == 1 {
        account.set(Field::Tls, "required");
    }
    let keeps_out = |account: &mut SourceAccount, field: &str, what: &str| {
        let denied = filters.texts(field)?;
        if !denied.is_empty() {
            account.not_kept(&name(field), denied.join(", "));
        }
        Ok(denied.contains(&what))
    };
    let no_ftp = keeps_out(account, "denied_protocols", "FTP")?;
    let no_password = keeps_out(account, "denied_login_methods", "password")?;
    match filters.text("tls_username")? {
        "" | "None" => {}
        attribute => account.not_kept(&name("tls_username"), attribute),
    }
    second_factors(filters, account)?;
    for (field, value) in filters.set_fields() {
        if !READ.contains(&field) {
            account.not_kept(&name(field), shown(value));
        }
    }
    Ok(Filters {
        keep_out: no_ftp || no_password,
        anonymous: filters.0.get("is_anonymous") == Some(&true.into()),
    })
}

/// Names second factors and certificates without what is secret or long in them.
fn second_factors(filters: &Object<'_>, account: &mut SourceAccount) -> Result<(), RecordError> {
    let totp = filters.object("totp_config")?;
    if totp.is_some_and(|totp| totp.0.get("enabled") == Some(&true.into())) {
        account.not_kept(&name("totp_config"), "enabled");
    }
    for field in ["recovery_codes", "tls_certs"] {
        let list = filters.0.get(field).and_then(|list| list.as_array());
        if let Some(list) = list.filter(|list| !list.is_empty()) {
            account.not_kept(&name(field), list.len().to_string());
        }
    }
    Ok(())
}

fn name(field: &str) -> String {
    format!("filters.{field}")
}
