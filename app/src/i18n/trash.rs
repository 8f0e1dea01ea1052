//! « Corbeille ».

use super::format::domain_name;
use super::{en, fr};
use model::{FilesStay, PurgedFiles, isolated};

/// The texts of this page in one language.
pub struct TrashTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub is_empty: &'static str,
    pub removed_on: &'static str,
    pub gone_on: &'static str,
    pub by: fn(&str) -> String,
    pub by_command_line: &'static str,
    pub by_recipient: &'static str,
    pub by_administrator: &'static str,
    pub by_nobody: &'static str,
    pub by_somebody: &'static str,
    pub by_several: &'static str,
    pub restore: &'static str,
    pub accounts_were_restored: fn(&[&str]) -> String,
    pub purge: &'static str,
    pub purge_account: fn(&str) -> String,
    pub purge_keeping_files: &'static str,
    pub purge_keeping_files_text: &'static str,
    pub purge_with_files: &'static str,
    pub purge_with_files_text: fn(&str) -> String,
    pub confirmation: &'static str,
    pub confirmation_hint: &'static str,
    pub files_stay: fn(&FilesStay) -> String,
    pub account_was_purged: fn(&str, &PurgedFiles) -> String,
    pub files_were_left: fn(u64) -> String,
}

pub(super) const EN: TrashTexts = TrashTexts {
    title: "Trash",
    title_of: |domain| format!("Trash – {}", domain_name(domain)),
    intro: "The FTP accounts that were removed less than 30 days ago. None of them can sign in; their names stay taken. An account that is restored has everything again, its password too.",
    is_empty: "The trash is empty.",
    removed_on: "Removed on",
    gone_on: "Gone on",
    by: |who| format!("by {who}"),
    by_command_line: "the command line",
    by_recipient: "a one-time link",
    by_administrator: "an administrator",
    by_nobody: "somebody who is not signed in",
    by_somebody: "another person",
    by_several: "several people",
    restore: "Restore",
    accounts_were_restored: |names| match names {
        [name] => format!(
            "The FTP account {name} has been restored. It signs in again, with the same password."
        ),
        names => format!(
            "{} FTP accounts have been restored: {}. They sign in again, with the same passwords.",
            names.len(),
            names.join(", ")
        ),
    },
    purge: "Remove for good",
    purge_account: |name| format!("Remove {name} for good"),
    purge_keeping_files: "Remove the account alone",
    purge_keeping_files_text: "The account can be restored no more, and its name becomes free. Its files stay where they are.",
    purge_with_files: "Remove its files too",
    purge_with_files_text: |home| {
        format!(
            "The account and the folder {}, with everything in it, are removed for ever. Nothing can be restored.",
            isolated(home)
        )
    },
    confirmation: "Account name, to confirm",
    confirmation_hint: "Type the FTP account's name, or the path of its home directory.",
    files_stay: |reason| match reason {
        FilesStay::WebspaceRoot => {
            "Not possible: the account's home directory is the webspace root.".into()
        }
        FilesStay::SharedWith(name) => format!(
            "Not possible: the FTP account {name} uses this folder, one inside it or one around it."
        ),
        FilesStay::Missing => {
            "The folder is not there any more: there is nothing to remove.".into()
        }
        FilesStay::Unreachable => {
            "Not possible: the folder cannot be opened, or lies outside the webspace.".into()
        }
        FilesStay::Unclear(name) => format!(
            "Not possible: the folder of the FTP account {name} cannot be opened, and could be the same."
        ),
    },
    account_was_purged: |name, files| match files {
        PurgedFiles::Kept => {
            format!("The FTP account {name} has been removed for good. Its files are still there.")
        }
        PurgedFiles::Underway => format!(
            "The FTP account {name} has been removed for good. Its files are being removed: reload this page to see the end of it."
        ),
        PurgedFiles::Removed(removed) if removed.was_cut_off => format!(
            "The FTP account {name} has been removed for good. A restart of the server interrupted the removal of its files; since then there went: {} ({}), {}.",
            en::counted(removed.files, "file"),
            en::size(removed.bytes),
            en::counted(removed.folders, "folder")
        ),
        PurgedFiles::Removed(removed) => format!(
            "The FTP account {name} has been removed for good, and with it: {} ({}), {}.",
            en::counted(removed.files, "file"),
            en::size(removed.bytes),
            en::counted(removed.folders, "folder")
        ),
    },
    files_were_left: |count| match count {
        1 => "One thing could not be removed:".into(),
        count => format!(
            "{} things could not be removed, among them:",
            en::number(count)
        ),
    },
};

pub(super) const FR: TrashTexts = TrashTexts {
    title: "Corbeille",
    title_of: |domain| format!("Corbeille – {}", domain_name(domain)),
    intro: "Les comptes FTP supprimés depuis moins de 30 jours. Aucun ne peut se connecter\u{202f}; leurs noms restent pris. Un compte restauré retrouve tout, son mot de passe aussi.",
    is_empty: "La Corbeille est vide.",
    removed_on: "Supprimé le",
    gone_on: "Disparaît le",
    by: |who| format!("par {who}"),
    by_command_line: "la ligne de commande",
    by_recipient: "un lien à usage unique",
    by_administrator: "un administrateur",
    by_nobody: "une personne non connectée",
    by_somebody: "une autre personne",
    by_several: "plusieurs personnes",
    restore: "Restaurer",
    accounts_were_restored: |names| match names {
        [name] => format!(
            "Le compte FTP {name} a été restauré. Il se connecte à nouveau, avec le même mot de passe."
        ),
        names => format!(
            "{} comptes FTP ont été restaurés\u{a0}: {}. Ils se connectent à nouveau, avec les mêmes mots de passe.",
            names.len(),
            names.join(", ")
        ),
    },
    purge: "Supprimer définitivement",
    purge_account: |name| format!("Supprimer définitivement {name}"),
    purge_keeping_files: "Supprimer le compte seul",
    purge_keeping_files_text: "Le compte ne pourra plus être restauré et son nom sera libre. Ses fichiers restent en place.",
    purge_with_files: "Supprimer aussi ses fichiers",
    purge_with_files_text: |home| {
        format!(
            "Le compte et le dossier {}, avec tout ce qui s'y trouve, seront supprimés pour toujours. Rien ne pourra être restauré.",
            isolated(home)
        )
    },
    confirmation: "Nom du compte, pour confirmer",
    confirmation_hint: "Saisissez le nom du compte FTP, ou le chemin de son répertoire principal.",
    files_stay: |reason| {
        match reason {
        FilesStay::WebspaceRoot => {
            "Impossible\u{a0}: le répertoire principal du compte est la racine de l'espace web.".into()
        }
        FilesStay::SharedWith(name) => format!(
            "Impossible\u{a0}: le compte FTP {name} utilise ce dossier, un dossier qui s'y trouve ou un dossier qui le contient."
        ),
        FilesStay::Missing => "Le dossier n'existe plus\u{a0}: il n'y a rien à supprimer.".into(),
        FilesStay::Unreachable => {
            "Impossible\u{a0}: le dossier ne peut pas être ouvert, ou se trouve hors de l'espace web.".into()
        }
        FilesStay::Unclear(name) => format!(
            "Impossible\u{a0}: le dossier du compte FTP {name} ne peut pas être ouvert, et pourrait être le même."
        ),
    }
    },
    account_was_purged: |name, files| match files {
        PurgedFiles::Kept => format!(
            "Le compte FTP {name} a été supprimé définitivement. Ses fichiers sont toujours là."
        ),
        PurgedFiles::Underway => format!(
            "Le compte FTP {name} a été supprimé définitivement. La suppression de ses fichiers est en cours\u{a0}: rechargez cette page pour en voir la fin."
        ),
        PurgedFiles::Removed(removed) if removed.was_cut_off => format!(
            "Le compte FTP {name} a été supprimé définitivement. Un redémarrage du serveur a interrompu la suppression de ses fichiers\u{a0}; depuis, ont été supprimés\u{a0}: {} ({}), {}.",
            fr::counted(removed.files, "fichier"),
            fr::size(removed.bytes),
            fr::counted(removed.folders, "dossier")
        ),
        PurgedFiles::Removed(removed) => format!(
            "Le compte FTP {name} a été supprimé définitivement, et avec lui\u{a0}: {} ({}), {}.",
            fr::counted(removed.files, "fichier"),
            fr::size(removed.bytes),
            fr::counted(removed.folders, "dossier")
        ),
    },
    files_were_left: |count| match count {
        1 => "Un élément n'a pas pu être supprimé\u{a0}:".into(),
        count => format!(
            "{} éléments n'ont pas pu être supprimés, dont\u{a0}:",
            fr::number(count)
        ),
    },
};
