//! The list of FTP accounts as CSV.

/// The texts of this page in one language.
pub struct CsvTexts {
    pub used_bytes: &'static str,
    pub quota_bytes: &'static str,
    pub used_files: &'static str,
    pub quota_files: &'static str,
}

pub(super) const EN: CsvTexts = CsvTexts {
    used_bytes: "Used (bytes)",
    quota_bytes: "Quota (bytes)",
    used_files: "Used (files)",
    quota_files: "Quota (files)",
};

pub(super) const FR: CsvTexts = CsvTexts {
    used_bytes: "Utilisé (octets)",
    quota_bytes: "Quota (octets)",
    used_files: "Utilisé (fichiers)",
    quota_files: "Quota (fichiers)",
};
