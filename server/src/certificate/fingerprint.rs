//! By what a certificate is compared.

/// A digest as clients show it: `10:DB:…`.
pub(super) fn fingerprint(digest: &[u8]) -> String {
    let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}
