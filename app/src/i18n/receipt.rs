//! What was done.

use super::format::domain_name;
use super::{en, fr};
use model::{PurgedFiles, isolated};

/// The texts of this page in one language.
pub struct ReceiptTexts {
    pub accounts_were_changed: fn(u64, &str) -> String,
    pub many_accounts_were_removed: fn(u64) -> String,
    pub many_accounts_were_restored: fn(u64) -> String,
    pub shown_this_once: &'static str,
    pub note_the_changes: &'static str,
    pub nothing_was_changed: fn(&str) -> String,
    pub account_was_added: fn(&str, &str) -> String,
    pub account_was_changed: fn(&str) -> String,
    pub accounts_were_removed: fn(&[&str]) -> String,
    pub subscription_was_added: fn(&str, &str) -> String,
    pub subscription_was_changed: fn(&str) -> String,
    pub subscription_was_unchanged: fn(&str) -> String,
    pub subscription_was_suspended: fn(&str) -> String,
    pub subscription_was_resumed: fn(&str) -> String,
    pub subscription_was_removed: fn(&str) -> String,
    pub subscription_was_restored: fn(&str) -> String,
    pub subscription_was_purged: fn(&str, &PurgedFiles) -> String,
    pub session_was_ended: fn(&str) -> String,
    pub what: &'static str,
    pub old_value: &'static str,
    pub new_value: &'static str,
    pub secret_was_changed: &'static str,
}

pub(super) const EN: ReceiptTexts = ReceiptTexts {
    accounts_were_changed: |count, now| {
        format!(
            "{} FTP accounts have been changed. {now}.{}",
            en::number(count),
            en::again(count)
        )
    },
    many_accounts_were_removed: |count| {
        format!(
            "{} FTP accounts have been removed. They stay in the trash for 30 days; their files are still there.{}",
            en::number(count),
            en::again(count)
        )
    },
    many_accounts_were_restored: |count| {
        format!(
            "{} FTP accounts have been restored. They sign in again, with the same passwords.",
            en::number(count)
        )
    },
    shown_this_once: "Note it or hand it on now: it is shown this once.",
    note_the_changes: "Please note what was changed",
    nothing_was_changed: |name| format!("Nothing was changed for the FTP account {name}."),
    account_was_added: |name, home| {
        format!(
            "The FTP account {name} has been added, with the home directory {}. It can sign in now.",
            isolated(home)
        )
    },
    account_was_changed: |name| format!("The FTP account {name} has been changed."),
    accounts_were_removed: |names| match names {
        [name] => format!(
            "The FTP account {name} has been removed. It stays in the trash for 30 days; its files are still there."
        ),
        names => format!(
            "{} FTP accounts have been removed: {}. They stay in the trash for 30 days; their files are still there.",
            names.len(),
            names.join(", ")
        ),
    },
    subscription_was_added: |domain, account| {
        format!(
            "The subscription {} has been added, with the main FTP account {account}.",
            domain_name(domain)
        )
    },
    subscription_was_changed: |domain| {
        format!(
            "The subscription {} has been changed. Its pages are at this name from now on.",
            domain_name(domain)
        )
    },
    subscription_was_unchanged: |domain| {
        format!(
            "Nothing was changed for the subscription {}.",
            domain_name(domain)
        )
    },
    subscription_was_suspended: |domain| {
        format!(
            "The subscription {} has been suspended. None of its FTP accounts can sign in until it is resumed; nothing is lost.",
            domain_name(domain)
        )
    },
    subscription_was_resumed: |domain| {
        format!(
            "The subscription {} has been resumed. Its FTP accounts can sign in again.",
            domain_name(domain)
        )
    },
    subscription_was_removed: |domain| {
        format!(
            "The subscription {} has been removed with all of its FTP accounts. It stays in the trash for 30 days; its files are still there.",
            domain_name(domain)
        )
    },
    subscription_was_restored: |domain| {
        format!(
            "The subscription {} has been restored. Its FTP accounts sign in again, with the same passwords.",
            domain_name(domain)
        )
    },
    subscription_was_purged: |domain, files| {
        let domain = domain_name(domain);
        match files {
            PurgedFiles::Kept => format!(
                "The subscription {domain} has been removed for good. Its files are still there."
            ),
            PurgedFiles::Underway => format!(
                "The files of the subscription {domain} are being removed, and then the subscription: reload this page to see the end of it."
            ),
            PurgedFiles::Removed(removed) if removed.was_cut_off => format!(
                "The subscription {domain} has been removed for good. A restart of the server interrupted the removal of its files; since then there went: {} ({}), {}.",
                en::counted(removed.files, "file"),
                en::size(removed.bytes),
                en::counted(removed.folders, "folder")
            ),
            PurgedFiles::Removed(removed) => format!(
                "The subscription {domain} has been removed for good, and with it: {} ({}), {}.",
                en::counted(removed.files, "file"),
                en::size(removed.bytes),
                en::counted(removed.folders, "folder")
            ),
        }
    },
    session_was_ended: |account| {
        format!(
            "The FTP session of the account {account} has been disconnected. The account may sign in again."
        )
    },
    what: "What",

    old_value: "Old value",
    new_value: "New value",
    secret_was_changed: "changed",
};

pub(super) const FR: ReceiptTexts = ReceiptTexts {
    accounts_were_changed: |count, now| {
        format!(
            "{} comptes FTP ont été modifiés. {now}.{}",
            fr::number(count),
            fr::again(count)
        )
    },
    many_accounts_were_removed: |count| {
        format!(
            "{} comptes FTP ont été supprimés. Ils restent 30 jours dans la Corbeille\u{202f}; leurs fichiers sont toujours là.{}",
            fr::number(count),
            fr::again(count)
        )
    },
    many_accounts_were_restored: |count| {
        format!(
            "{} comptes FTP ont été restaurés. Ils se connectent à nouveau, avec les mêmes mots de passe.",
            fr::number(count)
        )
    },
    shown_this_once: "Notez-le ou transmettez-le maintenant\u{a0}: il n'est affiché que cette fois.",
    note_the_changes: "Prenez bien note des modifications effectuées",
    nothing_was_changed: |name| format!("Rien n'a été modifié pour le compte FTP {name}."),
    account_was_added: |name, home| {
        format!(
            "Le compte FTP {name} a été ajouté, avec le répertoire principal {}. Il peut se connecter dès maintenant.",
            isolated(home)
        )
    },
    account_was_changed: |name| format!("Le compte FTP {name} a été modifié."),
    accounts_were_removed: |names| match names {
        [name] => format!(
            "Le compte FTP {name} a été supprimé. Il reste 30 jours dans la Corbeille\u{202f}; ses fichiers sont toujours là."
        ),
        names => format!(
            "{} comptes FTP ont été supprimés\u{a0}: {}. Ils restent 30 jours dans la Corbeille\u{202f}; leurs fichiers sont toujours là.",
            names.len(),
            names.join(", ")
        ),
    },
    subscription_was_added: |domain, account| {
        format!(
            "L'abonnement {} a été ajouté, avec le compte FTP principal {account}.",
            domain_name(domain)
        )
    },
    subscription_was_changed: |domain| {
        format!(
            "L'abonnement {} a été modifié. Ses pages se trouvent désormais sous ce nom.",
            domain_name(domain)
        )
    },
    subscription_was_unchanged: |domain| {
        format!(
            "Rien n'a été modifié pour l'abonnement {}.",
            domain_name(domain)
        )
    },
    subscription_was_suspended: |domain| {
        format!(
            "L'abonnement {} a été suspendu. Aucun de ses comptes FTP ne peut se connecter avant sa reprise\u{202f}; rien n'est perdu.",
            domain_name(domain)
        )
    },
    subscription_was_resumed: |domain| {
        format!(
            "L'abonnement {} a été repris. Ses comptes FTP peuvent se connecter à nouveau.",
            domain_name(domain)
        )
    },
    subscription_was_removed: |domain| {
        format!(
            "L'abonnement {} a été supprimé avec tous ses comptes FTP. Il reste 30 jours dans la Corbeille\u{202f}; ses fichiers sont toujours là.",
            domain_name(domain)
        )
    },
    subscription_was_restored: |domain| {
        format!(
            "L'abonnement {} a été restauré. Ses comptes FTP se connectent à nouveau, avec les mêmes mots de passe.",
            domain_name(domain)
        )
    },
    subscription_was_purged: |domain, files| {
        let domain = domain_name(domain);
        match files {
            PurgedFiles::Kept => format!(
                "L'abonnement {domain} a été supprimé définitivement. Ses fichiers sont toujours là."
            ),
            PurgedFiles::Underway => format!(
                "Les fichiers de l'abonnement {domain} sont en cours de suppression, puis l'abonnement le sera\u{a0}: rechargez cette page pour en voir la fin."
            ),
            PurgedFiles::Removed(removed) if removed.was_cut_off => format!(
                "L'abonnement {domain} a été supprimé définitivement. Un redémarrage du serveur a interrompu la suppression de ses fichiers\u{202f}; depuis, ont disparu\u{a0}: {} ({}), {}.",
                fr::counted(removed.files, "fichier"),
                fr::size(removed.bytes),
                fr::counted(removed.folders, "dossier")
            ),
            PurgedFiles::Removed(removed) => format!(
                "L'abonnement {domain} a été supprimé définitivement, et avec lui\u{a0}: {} ({}), {}.",
                fr::counted(removed.files, "fichier"),
                fr::size(removed.bytes),
                fr::counted(removed.folders, "dossier")
            ),
        }
    },
    session_was_ended: |account| {
        format!(
            "La session FTP du compte {account} a été déconnectée. Le compte peut se reconnecter."
        )
    },
    what: "Élément",

    old_value: "Ancienne valeur",
    new_value: "Nouvelle valeur",
    secret_was_changed: "modifié",
};
