//! The page that imports FTP accounts, beside what the command says too.

use super::format::domain_name;
use super::{en, fr};

/// The texts of this page in one language.
pub struct ImportPageTexts {
    /// What leads to the page.
    pub link: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub format_hint: &'static str,
    pub file_hint: &'static str,
    /// The name of the file that is kept.
    pub kept_file: fn(&str) -> String,
    pub shadow_hint: &'static str,
    pub mappings_hint: &'static str,
    pub renames_hint: &'static str,
    pub skip_refused: &'static str,
    pub preview: &'static str,
    pub preview_title: &'static str,
    pub done_title: &'static str,
    pub import: fn(u64) -> String,
    pub gone: &'static str,
    pub no_file: &'static str,
    pub too_large: &'static str,
    pub underway: &'static str,
    pub look_again: &'static str,
    pub nothing_to_do: &'static str,
    pub refused_stop_it: &'static str,
    pub too_many_links: fn(u64) -> String,
    pub links_were_shown: fn(u64) -> String,
    pub link_of: fn(&str) -> String,
    pub left_out: fn(u64) -> String,
    pub line: &'static str,
    pub source_name: &'static str,
    pub outcome: &'static str,
    pub notes: &'static str,
}

pub(super) const EN: ImportPageTexts = ImportPageTexts {
    link: "Import accounts",
    title_of: |domain| format!("Import FTP accounts – {}", domain_name(domain)),
    intro: "Accounts of another server move in here with their homes, their settings and, where Berth can verify the hash, their passwords. First it is shown what would happen; nothing is changed before you say so.",
    format_hint: "The server or panel that wrote the file.",
    file_hint: "At most 16 MiB. For greater files run berth import on the server.",
    kept_file: |name| {
        format!("{name} is kept for a quarter of an hour. Choose a file only to take another one.")
    },
    shadow_hint: "Only beside the passwd of a system: it has the hashes.",
    mappings_hint: "One rule in each line, such as /home/anne/web=/ or C:\\Sites=/sites: a folder of the other server, and the folder of the webspace that it becomes.",
    renames_hint: "One rule in each line, such as root=site-root: a name in the file, and the name here.",
    skip_refused: "Import the others where some are refused",
    preview: "Preview",
    preview_title: "What would happen",
    done_title: "What was done",
    import: |accounts| format!("Import {}", en::counted(accounts, "account")),
    gone: "The file is not kept any more. Choose it again.",
    no_file: "No file was chosen. Choose the file of the accounts.",
    too_large: "The file has more than 16 MiB: nothing was kept of it. Split it, or run berth import on the server.",
    underway: "The accounts are being imported.",
    look_again: "Look again",
    nothing_to_do: "There is nothing to import: every account is there just so.",
    refused_stop_it: "Some are refused, and then none is imported. Correct that by rules or in the file, or tick the box that imports the others.",
    too_many_links: |links| {
        format!(
            "{} would get a one-time link, more than this page can show. Run berth import on the server, which prints them.",
            en::counted(links, "account")
        )
    },
    links_were_shown: |links| {
        format!(
            "{} got a one-time link, which was shown once. Make another one where it was lost.",
            en::counted(links, "account")
        )
    },
    link_of: |account| format!("Link of {account}"),
    left_out: |records| {
        format!(
            "And {} of which there is less to say.",
            en::counted(records, "record")
        )
    },
    line: "Line",
    source_name: "Name in the file",
    outcome: "Outcome",
    notes: "Remarks",
};

pub(super) const FR: ImportPageTexts = ImportPageTexts {
    link: "Importer des comptes",
    title_of: |domain| format!("Importer des comptes FTP – {}", domain_name(domain)),
    intro: "Les comptes d'un autre serveur sont repris ici avec leurs répertoires, leurs réglages et, quand Berth sait vérifier l'empreinte, leurs mots de passe. Ce qui se passerait est d'abord affiché\u{a0}; rien n'est modifié avant votre accord.",
    format_hint: "Le serveur ou le panneau qui a écrit le fichier.",
    file_hint: "16\u{a0}Mio au plus. Pour un fichier plus grand, lancez berth import sur le serveur.",
    kept_file: |name| {
        format!(
            "{name} est gardé un quart d'heure. Choisissez un fichier seulement pour en prendre un autre."
        )
    },
    shadow_hint: "Seulement avec le passwd d'un système\u{a0}: il a les empreintes.",
    mappings_hint: "Une règle par ligne, comme /home/anne/web=/ ou C:\\Sites=/sites\u{a0}: un dossier de l'autre serveur, et le dossier de l'espace web qu'il devient.",
    renames_hint: "Une règle par ligne, comme root=site-root\u{a0}: un nom dans le fichier, et le nom ici.",
    skip_refused: "Importer les autres quand certains sont refusés",
    preview: "Aperçu",
    preview_title: "Ce qui se passerait",
    done_title: "Ce qui a été fait",
    import: |accounts| format!("Importer {}", fr::counted(accounts, "compte")),
    gone: "Le fichier n'est plus gardé. Choisissez-le à nouveau.",
    no_file: "Aucun fichier n'a été choisi. Choisissez le fichier des comptes.",
    too_large: "Le fichier dépasse 16\u{a0}Mio\u{a0}: rien n'en a été gardé. Divisez-le, ou lancez berth import sur le serveur.",
    underway: "Les comptes sont en cours d'importation.",
    look_again: "Regarder à nouveau",
    nothing_to_do: "Il n'y a rien à importer\u{a0}: chaque compte est déjà là, tel quel.",
    refused_stop_it: "Certains sont refusés, et aucun n'est alors importé. Corrigez cela par des règles ou dans le fichier, ou cochez la case qui importe les autres.",
    too_many_links: |links| {
        format!(
            "{} auraient un lien à usage unique, plus que cette page ne peut en afficher. Lancez berth import sur le serveur, qui les affiche.",
            fr::counted(links, "compte")
        )
    },
    links_were_shown: |links| {
        format!(
            "Pour {}, un lien à usage unique a été créé et affiché une fois. Créez-en un autre là où il est perdu.",
            fr::counted(links, "compte")
        )
    },
    link_of: |account| format!("Lien de {account}"),
    left_out: |records| {
        format!(
            "Et {} dont il y a moins à dire.",
            fr::counted(records, "enregistrement")
        )
    },
    line: "Ligne",
    source_name: "Nom dans le fichier",
    outcome: "Résultat",
    notes: "Remarques",
};
