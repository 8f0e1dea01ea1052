//! What a home directory holds.

use super::{en, fr};

/// The texts of this page in one language.
pub struct FtpUsageTexts {
    pub title: &'static str,
    pub not_counted: &'static str,
    pub used_of: fn(&str, &str) -> String,
    pub files: fn(u64) -> &'static str,
    pub count_again: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub counted_at: &'static str,
    pub is_incomplete: &'static str,
    pub counted_so_far: fn(u64) -> String,
    pub back_to_account: &'static str,
}

pub(super) const EN: FtpUsageTexts = FtpUsageTexts {
    title: "Space used",
    not_counted: "not counted yet",
    used_of: |used, quota| format!("{used} of {quota}"),
    files: |count| if count == 1 { "file" } else { "files" },
    count_again: "Count again",
    title_of: |name| format!("Space Used by {name}"),
    intro: "All files in the account's home directory, whoever put them there; each folder counts as one file. What is done over FTP is followed to the byte; what changes in other ways is seen by the next count.",
    counted_at: "Last counted",
    is_incomplete: "Some folders or files could not be read: the home directory may hold more than this. The server's log names the first of them.",
    counted_so_far: |files| match files {
        0 => "The count is about to begin…".into(),
        1 => "Counting: 1 file so far.".into(),
        files => format!("Counting: {} files so far.", en::number(files)),
    },
    back_to_account: "Back to the account",
};

pub(super) const FR: FtpUsageTexts = FtpUsageTexts {
    title: "Espace utilisé",
    not_counted: "pas encore calculé",
    used_of: |used, quota| format!("{used} sur {quota}"),
    files: |count| if count < 2 { "fichier" } else { "fichiers" },
    count_again: "Recalculer",
    title_of: |name| format!("Espace utilisé par {name}"),
    intro: "Tous les fichiers du répertoire principal du compte, quel que soit leur auteur\u{202f}; chaque dossier compte pour un fichier. Ce qui se fait en FTP est suivi à l'octet près\u{202f}; ce qui change autrement est vu au prochain calcul.",
    counted_at: "Dernier calcul",
    is_incomplete: "Certains dossiers ou fichiers n'ont pas pu être lus\u{a0}: le répertoire principal peut en contenir davantage. Le journal du serveur indique le premier.",
    counted_so_far: |files| match files {
        0 => "Le calcul commence…".into(),
        1 => "Calcul en cours\u{a0}: 1 fichier compté.".into(),
        files => format!(
            "Calcul en cours\u{a0}: {} fichiers comptés.",
            fr::number(files)
        ),
    },
    back_to_account: "Retour au compte",
};
