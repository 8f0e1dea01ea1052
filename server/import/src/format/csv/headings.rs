//! What columns of Berth's own are called, in files by hand and in exports.

use model::{Field, FtpAccountSettings};

/// What is in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The account's name.
    Name,
    /// Its home.
    Home,
    /// Its password as plain text.
    Password,
    /// The hash of its password.
    PasswordHash,
    /// A setting, as one types it.
    Setting(Field),
    /// A setting as a number of bytes.
    Bytes(Field),
    /// How the account was used so far.
    Use,
    /// Something else.
    Unknown,
}

impl Content {
    /// Whether two columns say the same thing of an account.
    pub(super) fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Use | Self::Unknown, _) => false,
            (Self::Setting(one) | Self::Bytes(one), Self::Setting(other) | Self::Bytes(other)) => {
                one == other
            }
            (one, other) => one == other,
        }
    }
}

/// The headings of exports, in English and in French, other than those that are keys too.
const EXPORTED: [(&str, Content); 19] = [
    ("ftp account name", Content::Name),
    ("nom du compte ftp", Content::Name),
    ("home directory", Content::Home),
    ("répertoire principal", Content::Home),
    ("état", Content::Setting(Field::State)),
    ("used (bytes)", Content::Use),
    ("utilisé (octets)", Content::Use),
    ("quota (bytes)", Content::Bytes(Field::QuotaBytes)),
    ("quota (octets)", Content::Bytes(Field::QuotaBytes)),
    ("used (files)", Content::Use),
    ("utilisé (fichiers)", Content::Use),
    ("quota (files)", Content::Setting(Field::QuotaFiles)),
    ("quota (fichiers)", Content::Setting(Field::QuotaFiles)),
    ("last sign-in", Content::Use),
    ("dernière connexion", Content::Use),
    ("expires on", Content::Setting(Field::Expiry)),
    ("expire le", Content::Setting(Field::Expiry)),
    ("last changed", Content::Use),
    ("modifié le", Content::Use),
];

/// The choices of exports, in English and in French, with what they are here.
const CHOICES: [(Field, &str, &str); 10] = [
    (Field::State, "Enabled", "enabled"),
    (Field::State, "Activé", "enabled"),
    (Field::State, "Disabled", "disabled"),
    (Field::State, "Désactivé", "disabled"),
    (Field::Permission, "Read and write", "read-write"),
    (Field::Permission, "Lecture et écriture", "read-write"),
    (Field::Permission, "Read only", "read-only"),
    (Field::Permission, "Lecture seule", "read-only"),
    (Field::Permission, "Upload only", "upload-only"),
    (Field::Permission, "Envoi seul", "upload-only"),
];

/// What is in a column with this heading. Letter case does not matter, nor does whether a hyphen or
/// an underscore stands between the words of a setting's key.
pub(super) fn content(heading: &str) -> Content {
    let heading = heading.trim().to_lowercase();
    let key = heading.replace('-', "_");
    match key.as_str() {
        "name" => return Content::Name,
        "home" => return Content::Home,
        "password" => return Content::Password,
        "password_hash" => return Content::PasswordHash,
        _ => {}
    }
    let mut settings = FtpAccountSettings::FIELDS.into_iter();
    if let Some(field) = settings.find(|field| FtpAccountSettings::key(*field) == key) {
        return Content::Setting(field);
    }
    let mut exported = EXPORTED.iter();
    let known = exported.find(|(name, _)| *name == heading);
    known.map_or(Content::Unknown, |(_, content)| *content)
}

/// A choice for a setting by its key, also if it is written as in an export.
pub(super) fn choice(field: Field, text: &str) -> &str {
    let mut choices = CHOICES.iter();
    let known = choices.find(|(of, shown, _)| *of == field && *shown == text);
    known.map_or(text, |(_, _, key)| key)
}
