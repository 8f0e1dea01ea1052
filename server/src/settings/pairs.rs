//! Settings that mean nothing without each other.

use super::error::SettingsError;
use super::values::Values;

/// Each with the one that it needs; both ways.
const PAIRS: [(&str, &str); 3] = [
    ("tls_certificate", "tls_key"),
    ("https_certificate", "https_key"),
    ("smtp_host", "mail_from"),
];

/// Checks that no setting is set without the one that it needs.
///
/// Clap's `requires` would not do: for it, what the file says is not set.
///
/// # Errors
/// [`SettingsError::Alone`].
pub(super) fn check_pairs(values: &Values) -> Result<(), SettingsError> {
    let both_ways = PAIRS
        .into_iter()
        .flat_map(|(one, other)| [(one, other), (other, one)]);
    for (key, other) in both_ways {
        if let Some(place) = values.place(key)
            && values.place(other).is_none()
        {
            return Err(SettingsError::Alone {
                place: place.to_string(),
                key: key.to_owned(),
                other: other.to_owned(),
            });
        }
    }
    Ok(())
}
