//! The form of an FTP account, with its password and its settings.

use super::{en, fr};
use model::{Field, PasswordWeakness};

/// The texts of this page in one language.
pub struct AccountFormTexts {
    pub edit: fn(&str) -> String,
    pub ftp_account_name: &'static str,
    pub ftp_account_name_hint: &'static str,
    pub home_directory: &'static str,
    pub home_directory_hint: &'static str,
    pub home_of_main_account_hint: &'static str,
    pub ftp_password: &'static str,
    pub password_hint: &'static str,
    pub password_unchanged_hint: &'static str,
    pub old_hash_hint: &'static str,
    pub sessions_end_hint: &'static str,
    pub advanced_options: &'static str,
    pub option_groups: [&'static str; 3],
    pub setting_label: fn(Field) -> &'static str,
    pub setting_hint: fn(Field) -> &'static str,
    pub setting_choice: fn(Field, &str) -> &'static str,
    pub no_limit: &'static str,
    pub kib_per_second: fn(u32) -> String,
    pub expiry_shortcuts: [&'static str; 4],
    pub expires: fn(&str) -> String,
    pub expired: fn(&str) -> String,
    pub show_password: &'static str,
    pub hide_password: &'static str,
    pub generate_password: &'static str,
    pub browse: &'static str,
    pub duplicate: &'static str,
    pub password_choice: &'static str,
    pub password_choice_hint: &'static str,
    pub password_choices: [&'static str; 4],
    pub former_names: &'static str,
    pub stop_accepting: fn(&str) -> String,
    pub old_name_kept: fn(&str) -> String,
    pub strength: fn(u8) -> &'static str,
    pub weakness: fn(PasswordWeakness) -> &'static str,
}

pub(super) const EN: AccountFormTexts = AccountFormTexts {
    edit: |name| format!("FTP account {name}"),
    ftp_account_name: "FTP account name",
    ftp_account_name_hint: "Unaccented letters, digits and . _ - @, beginning with a letter or digit. The person types it into the FTP client.",
    home_directory: "Home directory",
    home_directory_hint: "A path from the webspace root, such as /httpdocs. The account sees nothing above it. A missing folder is made.",
    home_of_main_account_hint: "The main account always sees the whole webspace.",
    ftp_password: "FTP password",
    password_hint: "At least 10 characters; hard to guess; without the account's name.",
    password_unchanged_hint: "Leave it empty to keep the current password.",
    old_hash_hint: "The password of this account still has the hash of the server it came from. It is replaced at the first sign-in.",
    sessions_end_hint: "A change ends the account's open FTP sessions; a change of the note alone does not.",
    advanced_options: "Advanced options",
    option_groups: ["Access", "Limits", "Remarks"],
    setting_label: |field| match field {
        Field::State => "State",
        Field::Permission => "Permission",
        Field::Expiry => "Expires on",
        Field::AllowedAddresses => "Allowed addresses",
        Field::MaxSessions => "Sessions at once",
        Field::UploadRate => "Upload rate (KiB/s)",
        Field::DownloadRate => "Download rate (KiB/s)",
        Field::Tls => "Encryption (TLS)",
        Field::KeepOldName => "Keep the old name (days)",
        Field::Confirmation => "Confirmation",
        Field::QuotaBytes => "Space quota",
        Field::QuotaFiles => "File quota",
        _ => "Note",
    },
    setting_hint: |field| match field {
        Field::State => "A disabled account cannot sign in; its files stay.",
        Field::Permission => {
            "Upload only: new files can be added, but nothing that is there can be read, replaced or removed."
        }
        Field::Expiry => {
            "From then on nobody signs in with this account, and its sessions end. Empty: never."
        }
        Field::AllowedAddresses => {
            "IPv4 or IPv6 addresses or blocks, such as 192.0.2.7 or 2001:db8::/32, with commas between them. Empty: from everywhere."
        }
        Field::MaxSessions => {
            "Many clients open two to ten at once. Empty: as many as the server grants."
        }
        Field::UploadRate | Field::DownloadRate => {
            "For all of the account's transfers together. Empty: no limit."
        }
        Field::QuotaBytes => {
            "What the home directory may hold in all, with the unit, such as 500\u{a0}MB or 2\u{a0}GiB. What others put there counts too. Empty: no limit."
        }
        Field::QuotaFiles => {
            "How many files the home directory may hold in all; each folder in it counts as one. Empty: no limit."
        }
        Field::KeepOldName => {
            "If you change the name, the old one still works for this time. Empty or 0: not at all."
        }
        Field::Tls => "Where it is required, neither sign-ins nor files travel unencrypted.",
        _ => "For you alone: clients never see it.",
    },
    setting_choice: |field, choice| match (field, choice) {
        (Field::State, "enabled") => "Enabled",
        (Field::State, _) => "Disabled",
        (Field::Permission, "read-write") => "Read and write",
        (Field::Permission, "read-only") => "Read only",
        (Field::Permission, _) => "Upload only",
        (_, "required") => "Required",
        _ => "Optional",
    },
    no_limit: "None",
    kib_per_second: |rate| format!("{}\u{a0}KiB/s", en::number(rate.into())),
    expiry_shortcuts: ["In 1 day", "In 1 week", "In 1 month", "In 3 months"],
    expires: |time| format!("Expires {time}"),
    expired: |time| format!("Expired {time}"),
    show_password: "Show",
    hide_password: "Hide",
    generate_password: "Generate",
    browse: "Browse",
    duplicate: "Duplicate",
    password_choice: "Who chooses the password",
    password_choice_hint: "With a one-time link its recipient chooses the password alone. Until then nobody signs in with this account.",
    password_choices: [
        "I do, now",
        "The recipient, by a link that works for 1 day",
        "The recipient, by a link that works for 3 days",
        "The recipient, by a link that works for 14 days",
    ],
    former_names: "Former names",
    stop_accepting: |name| format!("Stop accepting {name}"),
    old_name_kept: |time| format!("The old name works until {time}"),

    strength: |score| match score {
        0 => "Too easy: guessed at once",
        1 => "Too easy: guessed in no time",
        2 => "Fair",
        3 => "Good",
        _ => "Very good",
    },
    weakness: |weakness| match weakness {
        PasswordWeakness::Common => "It is one of the passwords that are used most.",
        PasswordWeakness::SimilarToCommon => {
            "It is much like a password that many use; @ instead of a does not help."
        }
        PasswordWeakness::OneWord => "A word by itself is soon guessed. Add others.",
        PasswordWeakness::OneName => "A person's name by itself is soon guessed. Add words.",
        PasswordWeakness::Name => "It has a common name of a person in it.",
        PasswordWeakness::KeyboardRow => "It has a row of keys of the keyboard in it.",
        PasswordWeakness::KeyboardPattern => "It has a short keyboard pattern in it.",
        PasswordWeakness::RepeatedCharacter => "A character is repeated, as in “aaa”.",
        PasswordWeakness::RepeatedPart => "A part is repeated, as in “abcabc”.",
        PasswordWeakness::Sequence => "It has a sequence such as “abc” or “6543” in it.",
        PasswordWeakness::RecentYear => "It has a recent year in it.",
        PasswordWeakness::Date => "It has a date in it.",
        PasswordWeakness::TooShort => "Add a word or two; uncommon ones are better.",
    },
};

pub(super) const FR: AccountFormTexts = AccountFormTexts {
    edit: |name| format!("Compte FTP {name}"),
    ftp_account_name: "Nom du compte FTP",
    ftp_account_name_hint: "Lettres sans accent, chiffres et . _ - @, en commençant par une lettre ou un chiffre. La personne le saisit dans son client FTP.",
    home_directory: "Répertoire principal",
    home_directory_hint: "Un chemin depuis la racine de l'espace web, comme /httpdocs. Le compte ne voit rien au-dessus. Un dossier manquant est créé.",
    home_of_main_account_hint: "Le compte principal voit toujours tout l'espace web.",
    ftp_password: "Mot de passe FTP",
    password_hint: "Au moins 10 caractères, difficile à deviner, sans le nom du compte.",
    password_unchanged_hint: "Laissez vide pour conserver le mot de passe actuel.",
    old_hash_hint: "Le mot de passe de ce compte a encore l'empreinte du serveur d'où vient le compte. Elle est remplacée à la première connexion.",
    sessions_end_hint: "Une modification met fin aux sessions FTP ouvertes du compte\u{202f}; celle de la note seule, non.",
    advanced_options: "Options avancées",
    option_groups: ["Accès", "Limites", "Remarques"],
    setting_label: |field| match field {
        Field::State => "État",
        Field::Permission => "Permission",
        Field::Expiry => "Expire le",
        Field::AllowedAddresses => "Adresses autorisées",
        Field::MaxSessions => "Sessions simultanées",
        Field::UploadRate => "Débit d'envoi (Kio/s)",
        Field::DownloadRate => "Débit de téléchargement (Kio/s)",
        Field::Tls => "Chiffrement (TLS)",
        Field::KeepOldName => "Garder l'ancien nom (jours)",
        Field::Confirmation => "Confirmation",
        Field::QuotaBytes => "Quota d'espace",
        Field::QuotaFiles => "Quota de fichiers",
        _ => "Note",
    },
    setting_hint: |field| match field {
        Field::State => {
            "Un compte désactivé ne peut pas se connecter\u{202f}; ses fichiers restent."
        }
        Field::Permission => {
            "Envoi seul\u{a0}: de nouveaux fichiers peuvent être ajoutés, mais rien de ce qui s'y trouve ne peut être lu, remplacé ou supprimé."
        }
        Field::Expiry => {
            "À partir de ce moment, personne ne se connecte avec ce compte et ses sessions prennent fin. Vide\u{a0}: jamais."
        }
        Field::AllowedAddresses => {
            "Adresses ou blocs IPv4 ou IPv6, comme 192.0.2.7 ou 2001:db8::/32, séparés par des virgules. Vide\u{a0}: de partout."
        }
        Field::MaxSessions => {
            "Beaucoup de clients en ouvrent de deux à dix à la fois. Vide\u{a0}: autant que le serveur en accorde."
        }
        Field::UploadRate | Field::DownloadRate => {
            "Pour tous les transferts du compte ensemble. Vide\u{a0}: aucune limite."
        }
        Field::QuotaBytes => {
            "Ce que le répertoire principal peut contenir en tout, avec l'unité, comme 500\u{a0}Mo ou 2\u{a0}Gio. Les fichiers déposés par d'autres comptent aussi. Vide\u{a0}: aucune limite."
        }
        Field::QuotaFiles => {
            "Nombre de fichiers que le répertoire principal peut contenir en tout\u{202f}; chaque dossier compte pour un. Vide\u{a0}: aucune limite."
        }
        Field::KeepOldName => {
            "Si vous changez le nom, l'ancien fonctionne encore pendant ce temps. Vide ou 0\u{a0}: plus du tout."
        }
        Field::Tls => "S'il est exigé, ni les connexions ni les fichiers ne passent en clair.",
        _ => "Pour vous seul\u{a0}: les clients ne la voient jamais.",
    },
    setting_choice: |field, choice| match (field, choice) {
        (Field::State, "enabled") => "Activé",
        (Field::State, _) => "Désactivé",
        (Field::Permission, "read-write") => "Lecture et écriture",
        (Field::Permission, "read-only") => "Lecture seule",
        (Field::Permission, _) => "Envoi seul",
        (_, "required") => "Exigé",
        _ => "Facultatif",
    },
    no_limit: "Aucune",
    kib_per_second: |rate| format!("{}\u{a0}Kio/s", fr::number(rate.into())),
    expiry_shortcuts: [
        "Dans 1 jour",
        "Dans 1 semaine",
        "Dans 1 mois",
        "Dans 3 mois",
    ],
    expires: |time| format!("Expire le {time}"),
    expired: |time| format!("Expiré le {time}"),
    show_password: "Afficher",
    hide_password: "Masquer",
    generate_password: "Générer",
    browse: "Parcourir",
    duplicate: "Dupliquer",
    password_choice: "Qui choisit le mot de passe",
    password_choice_hint: "Avec un lien à usage unique, son destinataire choisit le mot de passe seul. D'ici là, personne ne se connecte avec ce compte.",
    password_choices: [
        "Moi, maintenant",
        "Le destinataire, par un lien valable 1 jour",
        "Le destinataire, par un lien valable 3 jours",
        "Le destinataire, par un lien valable 14 jours",
    ],
    former_names: "Anciens noms",
    stop_accepting: |name| format!("Ne plus accepter {name}"),
    old_name_kept: |time| format!("L'ancien nom fonctionne jusqu'au {time}"),

    strength: |score| match score {
        0 => "Trop facile\u{a0}: deviné aussitôt",
        1 => "Trop facile\u{a0}: vite deviné",
        2 => "Correct",
        3 => "Bon",
        _ => "Très bon",
    },
    weakness: |weakness| match weakness {
        PasswordWeakness::Common => "C'est l'un des mots de passe les plus utilisés.",
        PasswordWeakness::SimilarToCommon => {
            "Il ressemble à un mot de passe très utilisé\u{202f}; remplacer a par @ n'y change rien."
        }
        PasswordWeakness::OneWord => {
            "Un seul mot du dictionnaire se devine vite. Ajoutez-en d'autres."
        }
        PasswordWeakness::OneName => "Un seul nom de personne se devine vite. Ajoutez des mots.",
        PasswordWeakness::Name => "Il contient un nom de personne courant.",
        PasswordWeakness::KeyboardRow => "Il contient une rangée de touches du clavier.",
        PasswordWeakness::KeyboardPattern => "Il contient un motif court du clavier.",
        PasswordWeakness::RepeatedCharacter => {
            "Un caractère s'y répète, comme dans «\u{a0}aaa\u{a0}»."
        }
        PasswordWeakness::RepeatedPart => "Une partie s'y répète, comme dans «\u{a0}abcabc\u{a0}».",
        PasswordWeakness::Sequence => {
            "Il contient une suite, comme «\u{a0}abc\u{a0}» ou «\u{a0}6543\u{a0}»."
        }
        PasswordWeakness::RecentYear => "Il contient une année récente.",
        PasswordWeakness::Date => "Il contient une date.",
        PasswordWeakness::TooShort => "Ajoutez un mot ou deux, peu courants de préférence.",
    },
};
