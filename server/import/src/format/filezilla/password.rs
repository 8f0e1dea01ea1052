//! Passwords of FileZilla Server, which it keeps in a way of its own.

use data_encoding::{BASE64, BASE64_NOPAD};
use model::RecordError;

use super::unreadable;
use crate::source::{SourceAccount, SourcePassword};
use crate::xml::Element;

/// Reads a password: of PBKDF2 as a PHC string, and of what FileZilla Server 0.9 had as LDAP writes
/// it.
///
/// # Errors
/// A part is no base64, or no number.
pub(super) fn read(password: &Element, account: &mut SourceAccount) -> Result<(), RecordError> {
    let index = password.attribute("index").unwrap_or_default();
    let hash = match index {
        // Whoever knows the name may sign in.
        "0" => {
            account.not_kept("password index", index);
            return Ok(());
        }
        "1" => {
            let (hash, salt) = (bytes(password, "hash")?, bytes(password, "salt")?);
            format!(
                "$pbkdf2-sha256$i={},l={}${}${}",
                iterations(password)?,
                hash.len(),
                BASE64_NOPAD.encode(&salt),
                BASE64_NOPAD.encode(&hash)
            )
        }
        "2" => format!("{{MD5}}{}", BASE64.encode(&bytes(password, "hash")?)),
        "3" => {
            let salted = [bytes(password, "hash")?, bytes(password, "salt")?].concat();
            format!("{{SSHA512}}{}", BASE64.encode(&salted))
        }
        _ => return Err(unreadable("password index")),
    };
    account.password = SourcePassword::Hash(hash);
    Ok(())
}

/// What is written in base64, with or without padding.
fn bytes(password: &Element, part: &str) -> Result<Vec<u8>, RecordError> {
    let text = password.child(part).map_or("", Element::trimmed);
    let bytes = BASE64_NOPAD.decode(text.trim_end_matches('=').as_bytes());
    bytes
        .ok()
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| unreadable(part))
}

fn iterations(password: &Element) -> Result<u32, RecordError> {
    let part = "iterations";
    let text = password.child(part).map_or("", Element::trimmed);
    text.parse().map_err(|_| unreadable(part))
}
