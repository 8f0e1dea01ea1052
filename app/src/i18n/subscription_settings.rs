//! « Paramètres de l'abonnement », and « Abonnements supprimés ».

use model::isolated;

use super::format::domain_name;

/// The texts of these pages in one language.
pub struct SubscriptionSettingsTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub domain_hint: &'static str,
    pub suspended_since: &'static str,
    pub suspended_text: &'static str,
    pub suspended: &'static str,
    pub suspend: &'static str,
    pub suspend_text: &'static str,
    pub resume: &'static str,
    pub resume_text: &'static str,
    pub remove: &'static str,
    pub remove_text: fn(&str, &str) -> String,
    pub removed_title: &'static str,
    pub removed_intro: &'static str,
    pub none_removed: &'static str,
    pub restore_of: fn(&str) -> String,
    pub is_being_purged: &'static str,
    pub purge_of: fn(&str) -> String,
    pub purge_keeping_files: &'static str,
    pub purge_keeping_files_text: &'static str,
    pub purge_with_files_text: fn(&str) -> String,
    pub confirmation: &'static str,
    pub confirmation_hint: &'static str,
    pub undo_removal: &'static str,
}

pub(super) const EN: SubscriptionSettingsTexts = SubscriptionSettingsTexts {
    title: "Subscription settings",
    title_of: |domain| format!("Subscription settings – {}", domain_name(domain)),
    domain_hint: "As people write it, such as exämple.com, or in ASCII. With another name the pages of this subscription are at that name: addresses with the old one lead nowhere. Its files, its webspace root and its FTP accounts stay as they are.",
    suspended_since: "This subscription is suspended since",
    suspended_text: "None of its FTP accounts can sign in, and its one-time links do not work. Nothing is lost.",
    suspended: "Suspended",
    suspend: "Suspend",
    suspend_text: "None of its FTP accounts can sign in any more, its one-time links do not work, and its open FTP sessions end at once. Nothing else changes, and nothing is lost.",
    resume: "Resume",
    resume_text: "Its FTP accounts sign in again, with the same passwords.",
    remove: "Remove the subscription",
    remove_text: |accounts, root| {
        format!(
            "It goes into the trash with all of its FTP accounts ({accounts}), the main one too, and can be restored for 30 days. Open FTP sessions end at once. Its files stay in {}; its domain name and this folder stay taken.",
            isolated(root)
        )
    },
    removed_title: "Removed subscriptions",
    removed_intro: "The subscriptions that were removed less than 30 days ago, with all of their FTP accounts. Their domain names and webspace roots stay taken. A subscription that is restored is what it was, and so are its FTP accounts.",
    none_removed: "No subscription is in the trash.",
    restore_of: |domain| format!("Restore {}", domain_name(domain)),
    is_being_purged: "Its files are being removed.",
    purge_of: |domain| format!("Remove {} for good", domain_name(domain)),
    purge_keeping_files: "Remove the subscription alone",
    purge_keeping_files_text: "The subscription and its FTP accounts can be restored no more, and their names become free. The files stay where they are.",
    purge_with_files_text: |root| {
        format!(
            "The subscription, its FTP accounts and everything in the folder {} are removed for ever. Nothing can be restored. The folder itself stays, empty.",
            isolated(root)
        )
    },
    confirmation: "Domain name, to confirm",
    confirmation_hint: "Type the subscription's domain name.",
    undo_removal: "Undo: restore the subscription",
};

pub(super) const FR: SubscriptionSettingsTexts = SubscriptionSettingsTexts {
    title: "Paramètres de l'abonnement",
    title_of: |domain| format!("Paramètres de l'abonnement – {}", domain_name(domain)),
    domain_hint: "Tel qu'on l'écrit, comme exämple.com, ou en ASCII. Avec un autre nom, les pages de cet abonnement se trouvent sous ce nom\u{a0}: les adresses qui portent l'ancien ne mènent plus nulle part. Ses fichiers, sa racine de l'espace web et ses comptes FTP restent tels quels.",
    suspended_since: "Cet abonnement est suspendu depuis le",
    suspended_text: "Aucun de ses comptes FTP ne peut se connecter, et ses liens à usage unique ne fonctionnent pas. Rien n'est perdu.",
    suspended: "Suspendu",
    suspend: "Suspendre",
    suspend_text: "Aucun de ses comptes FTP ne peut plus se connecter, ses liens à usage unique ne fonctionnent plus, et ses sessions FTP ouvertes prennent fin aussitôt. Rien d'autre ne change, et rien n'est perdu.",
    resume: "Reprendre",
    resume_text: "Ses comptes FTP se connectent à nouveau, avec les mêmes mots de passe.",
    remove: "Supprimer l'abonnement",
    remove_text: |accounts, root| {
        format!(
            "Il va dans la Corbeille avec tous ses comptes FTP ({accounts}), le principal aussi, et peut être restauré pendant 30 jours. Les sessions FTP ouvertes prennent fin aussitôt. Ses fichiers restent dans {}\u{202f}; son nom de domaine et ce dossier restent pris.",
            isolated(root)
        )
    },
    removed_title: "Abonnements supprimés",
    removed_intro: "Les abonnements supprimés depuis moins de 30 jours, avec tous leurs comptes FTP. Leurs noms de domaine et leurs racines de l'espace web restent pris. Un abonnement restauré redevient ce qu'il était, ses comptes FTP aussi.",
    none_removed: "Aucun abonnement n'est dans la Corbeille.",
    restore_of: |domain| format!("Restaurer {}", domain_name(domain)),
    is_being_purged: "Ses fichiers sont en cours de suppression.",
    purge_of: |domain| format!("Supprimer définitivement {}", domain_name(domain)),
    purge_keeping_files: "Supprimer l'abonnement seul",
    purge_keeping_files_text: "L'abonnement et ses comptes FTP ne pourront plus être restaurés, et leurs noms redeviennent libres. Les fichiers restent où ils sont.",
    purge_with_files_text: |root| {
        format!(
            "L'abonnement, ses comptes FTP et tout ce qui se trouve dans le dossier {} sont supprimés pour toujours. Rien ne pourra être restauré. Le dossier lui-même reste, vide.",
            isolated(root)
        )
    },
    confirmation: "Nom de domaine, pour confirmer",
    confirmation_hint: "Tapez le nom de domaine de l'abonnement.",
    undo_removal: "Annuler\u{a0}: restaurer l'abonnement",
};
