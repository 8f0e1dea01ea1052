//! « Accès FTP »: the list of FTP accounts, its filters and its bulk actions.

use super::format::domain_name;
use super::{en, fr};
use model::{BulkAction, FtpAccountList, FtpAccountSelection};

/// The texts of this page in one language.
pub struct FtpAccessTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub caption: fn(&str) -> String,
    pub count: fn(u64) -> String,
    pub add_ftp_account: &'static str,
    pub main_account: &'static str,
    pub waits_for_password: &'static str,
    pub old_hash: &'static str,
    pub last_changed: &'static str,
    pub select: &'static str,
    pub select_account: fn(&str) -> String,
    pub select_page: &'static str,
    pub main_account_cannot_be_selected: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub list_options: &'static str,
    pub every_value: &'static str,
    pub only_expiring: &'static str,
    pub only_unused: &'static str,
    pub only_nearly_full: &'static str,
    pub shown_columns: &'static str,
    pub rows_on_a_page: &'static str,
    pub apply: &'static str,
    pub show_all: &'static str,
    pub found: fn(u64, u64) -> String,
    pub none_found: &'static str,
    pub only_main_account: &'static str,
    pub add_first_account: &'static str,
    pub connected: &'static str,
    pub has_expired: &'static str,
    pub export_csv: &'static str,
    pub usage: &'static str,
    pub no_quota: &'static str,
    pub bulk_action: fn(BulkAction) -> &'static str,
    pub bulk_action_title: fn(BulkAction) -> &'static str,
    pub choose_all_found: &'static str,
    pub selected: fn(usize) -> String,
    pub all_are_selected: &'static str,
    pub select_none: &'static str,
    pub undo: &'static str,
    pub undo_removal: &'static str,
    pub all_found: fn(u64) -> String,
    pub keyboard: &'static str,
    pub character_keys: &'static str,
    pub first_page: &'static str,
    pub last_page: &'static str,
    pub last_sign_in: &'static str,
    pub remove: &'static str,
    pub remove_title: fn(usize) -> String,
    pub remove_consequence: fn(usize) -> &'static str,
}

pub(super) const EN: FtpAccessTexts = FtpAccessTexts {
    title: "FTP Access",
    title_of: |domain| format!("FTP Access – {}", domain_name(domain)),
    intro: "Each account signs in with an FTP client and sees its home directory only.",
    caption: |domain| format!("FTP accounts of {}", domain_name(domain)),
    count: |count| {
        if count == 1 {
            "1 FTP account".into()
        } else {
            format!("{} FTP accounts", en::number(count))
        }
    },
    add_ftp_account: "Add an FTP Account",
    main_account: "Main account",
    waits_for_password: "Waits for its password",
    old_hash: "Old hash",
    last_changed: "Last changed",
    select: "Select",
    select_account: |name| format!("Select {name}"),
    select_page: "Select every account on this page",
    main_account_cannot_be_selected: "A subscription's main FTP account cannot be removed.",
    search: "Search",
    search_hint: "Name, directory or note",
    list_options: "Filters and columns",
    every_value: "All",
    only_expiring: "Expires within 7 days",
    only_unused: "Never used",
    only_nearly_full: "90% of the quota used or more",
    shown_columns: "Columns",
    rows_on_a_page: "Rows on a page",
    apply: "Apply",
    show_all: "Show all",
    found: |found, total| {
        let total = en::number(total);
        match found {
            1 => format!("1 FTP account found of {total}"),
            found if found > FtpAccountList::MAX_FOUND => format!(
                "More than {} FTP accounts found of {total}",
                en::number(FtpAccountList::MAX_FOUND)
            ),
            _ => format!("{} FTP accounts found of {total}", en::number(found)),
        }
    },
    none_found: "No FTP account matches. The search compares the beginnings of words.",
    only_main_account: "There is only the main account so far. Give each person and each machine an account of its own, for the one folder that it needs.",
    add_first_account: "Add the first one",
    connected: "Connected",
    has_expired: "Expired",
    export_csv: "Export (CSV)",
    usage: "Quota used",
    no_quota: "No quota",
    bulk_action: |action| match action {
        BulkAction::Enable => "Enable",
        BulkAction::Disable => "Disable",
        BulkAction::Expire => "Set the expiry",
        BulkAction::Remove => EN.remove,
    },
    bulk_action_title: |action| match action {
        BulkAction::Enable => "Enable these FTP accounts?",
        BulkAction::Disable => "Disable these FTP accounts?",
        BulkAction::Expire => "Set the expiry of these FTP accounts?",
        BulkAction::Remove => "Remove these FTP accounts?",
    },
    choose_all_found: "All that are found, on every page",
    selected: |count| {
        if count == 1 {
            "1 account selected".into()
        } else {
            format!("{} accounts selected", en::number(count as u64))
        }
    },
    all_are_selected: "All that are found are selected",
    select_none: "Select none",
    undo: "Undo",
    undo_removal: "Undo the removal",
    all_found: |count| {
        let most = en::number(FtpAccountSelection::MAX_ACCOUNTS);
        if count > FtpAccountSelection::MAX_ACCOUNTS {
            format!(
                "The first {most} of those found, never the main account. Do it again for the next ones."
            )
        } else {
            format!(
                "All that are found ({}), except for the main account.",
                en::number(count)
            )
        }
    },
    keyboard: "Keys: / searches, ↑ ↓ and Space select, Enter opens, n adds.",
    character_keys: "Use the keys / and n",
    first_page: "First page",
    last_page: "Last page",
    last_sign_in: "Last sign-in",
    remove: "Remove",
    remove_title: |count| {
        if count == 1 {
            "Remove this FTP account?".into()
        } else {
            format!("Remove these {count} FTP accounts?")
        }
    },
    remove_consequence: |count| {
        if count == 1 {
            "It can no longer sign in and its open FTP sessions end. For 30 days you can restore it from the trash. Its files stay where they are."
        } else {
            "They can no longer sign in and their open FTP sessions end. For 30 days you can restore them from the trash. Their files stay where they are."
        }
    },
};

pub(super) const FR: FtpAccessTexts = FtpAccessTexts {
    title: "Accès FTP",
    title_of: |domain| format!("Accès FTP – {}", domain_name(domain)),
    intro: "Chaque compte se connecte avec un client FTP et ne voit que son répertoire principal.",
    caption: |domain| format!("Comptes FTP de {}", domain_name(domain)),
    count: |count| {
        format!(
            "{} {}",
            fr::number(count),
            if count < 2 {
                "compte FTP"
            } else {
                "comptes FTP"
            }
        )
    },
    add_ftp_account: "Ajouter un compte FTP",
    main_account: "Compte principal",
    waits_for_password: "Attend son mot de passe",
    old_hash: "Ancienne empreinte",
    last_changed: "Modifié le",
    select: "Sélection",
    select_account: |name| format!("Sélectionner {name}"),
    select_page: "Sélectionner tous les comptes de cette page",
    main_account_cannot_be_selected: "Le compte FTP principal d'un abonnement ne peut pas être supprimé.",
    search: "Rechercher",
    search_hint: "Nom, répertoire ou note",
    list_options: "Filtres et colonnes",
    every_value: "Tous",
    only_expiring: "Expire sous 7 jours",
    only_unused: "Jamais utilisé",
    only_nearly_full: "Quota utilisé à 90\u{a0}% ou plus",
    shown_columns: "Colonnes",
    rows_on_a_page: "Lignes par page",
    apply: "Appliquer",
    show_all: "Tout afficher",
    found: |found, total| {
        let total = fr::number(total);
        match found {
            0 | 1 => format!("{found} compte FTP trouvé sur {total}"),
            found if found > FtpAccountList::MAX_FOUND => format!(
                "Plus de {} comptes FTP trouvés sur {total}",
                fr::number(FtpAccountList::MAX_FOUND)
            ),
            _ => format!("{} comptes FTP trouvés sur {total}", fr::number(found)),
        }
    },
    none_found: "Aucun compte FTP ne correspond. La recherche compare le début des mots.",
    only_main_account: "Il n'y a que le compte principal pour le moment. Donnez à chaque personne et à chaque machine son propre compte, pour le seul dossier qu'il lui faut.",
    add_first_account: "Ajouter le premier",
    connected: "Connecté",
    has_expired: "Expiré",
    export_csv: "Exporter (CSV)",
    usage: "Quota utilisé",
    no_quota: "Sans quota",
    bulk_action: |action| match action {
        BulkAction::Enable => "Activer",
        BulkAction::Disable => "Désactiver",
        BulkAction::Expire => "Fixer l'expiration",
        BulkAction::Remove => FR.remove,
    },
    bulk_action_title: |action| match action {
        BulkAction::Enable => "Activer ces comptes FTP\u{202f}?",
        BulkAction::Disable => "Désactiver ces comptes FTP\u{202f}?",
        BulkAction::Expire => "Fixer l'expiration de ces comptes FTP\u{202f}?",
        BulkAction::Remove => "Supprimer ces comptes FTP\u{202f}?",
    },
    choose_all_found: "Tous les comptes trouvés, sur toutes les pages",
    selected: |count| {
        let noun = if count < 2 {
            "compte sélectionné"
        } else {
            "comptes sélectionnés"
        };
        format!("{} {noun}", fr::number(count as u64))
    },
    all_are_selected: "Tous les comptes trouvés sont sélectionnés",
    select_none: "Tout désélectionner",
    undo: "Annuler",
    undo_removal: "Annuler la suppression",
    all_found: |count| {
        let most = fr::number(FtpAccountSelection::MAX_ACCOUNTS);
        if count > FtpAccountSelection::MAX_ACCOUNTS {
            format!(
                "Les {most} premiers des comptes trouvés, jamais le compte principal. Recommencez pour les suivants."
            )
        } else {
            format!(
                "Tous les comptes trouvés ({}), sauf le compte principal.",
                fr::number(count)
            )
        }
    },
    keyboard: "Au clavier\u{a0}: / recherche, ↑ ↓ et Espace sélectionnent, Entrée ouvre, n ajoute.",
    character_keys: "Utiliser les touches / et n",
    first_page: "Première page",
    last_page: "Dernière page",
    last_sign_in: "Dernière connexion",
    remove: "Supprimer",
    remove_title: |count| {
        if count < 2 {
            "Supprimer ce compte FTP\u{202f}?".into()
        } else {
            format!("Supprimer ces {count} comptes FTP\u{202f}?")
        }
    },
    remove_consequence: |count| {
        if count < 2 {
            "Il ne pourra plus se connecter et ses sessions FTP ouvertes prennent fin. Pendant 30 jours, vous pouvez le restaurer depuis la Corbeille. Ses fichiers restent en place."
        } else {
            "Ils ne pourront plus se connecter et leurs sessions FTP ouvertes prennent fin. Pendant 30 jours, vous pouvez les restaurer depuis la Corbeille. Leurs fichiers restent en place."
        }
    },
};
