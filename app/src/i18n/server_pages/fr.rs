//! French.

use super::super::duration;
use super::super::fr::{number, size};
use super::ServerTexts;
use crate::client_files::ClientFile;
use model::{
    FieldError, FilesStay, FolderTrouble, FtpActivityGroup, FtpActivityList, FtpEventKind,
    FtpRefusal, HistoryEvent, PasswordWeakness, PurgedFiles,
};

/// All that the screens that only the server draws say in French.
pub(super) static TEXTS: ServerTexts = ServerTexts {
    ftp_activity_of: |domain| format!("Activité FTP – {domain}"),
    ftp_activity_intro: "Ce qui s'est passé en FTP, le plus récent d'abord.",
    ftp_activity_count: |count| match count {
        0 | 1 => format!("{count} entrée"),
        FtpActivityList::MAX_ROWS => format!("Les {} dernières entrées", number(count)),
        count => format!("{} entrées", number(count)),
    },
    no_ftp_activity: "Il n'y a rien ici pour le moment. Une activité FTP apparaît une seconde plus tard.",
    kind_of_activity: "Type d'activité",
    every_kind: "Tous",
    activity_group: |group| match group {
        FtpActivityGroup::SignIns => "Connexions",
        FtpActivityGroup::Refusals => "Connexions refusées",
        FtpActivityGroup::Uploads => "Téléversements",
        FtpActivityGroup::Downloads => "Téléchargements",
        FtpActivityGroup::Changes => "Suppressions, renommages, dossiers",
    },
    filter: "Filtrer",
    date: "Date",
    event: |event| match event {
        FtpEventKind::SignedIn => "Connexion",
        FtpEventKind::SignInRefused(_) => "Connexion refusée",
        FtpEventKind::Uploaded(_) => "Téléversement",
        FtpEventKind::Downloaded(_) => "Téléchargement",
        FtpEventKind::FileRemoved(_) => "Fichier supprimé",
        FtpEventKind::FolderMade(_) => "Dossier créé",
        FtpEventKind::FolderRemoved(_) => "Dossier supprimé",
        FtpEventKind::Renamed { .. } => "Renommage",
    },
    refusal: |refusal| match refusal {
        FtpRefusal::WrongPassword => "Mot de passe erroné",
        FtpRefusal::Throttled => "Trop de tentatives échouées peu avant",
        FtpRefusal::HomeUnavailable => "Répertoire principal introuvable",
        FtpRefusal::Disabled => "Compte désactivé",
        FtpRefusal::Expired => "Compte expiré",
        FtpRefusal::AddressNotAllowed => "Adresse non autorisée",
        FtpRefusal::TlsRequired => "Sans chiffrement (TLS)",
        FtpRefusal::WaitsForPassword => "Mot de passe pas encore choisi par le destinataire",
    },
    transferred: |transfer| {
        let end = if transfer.complete {
            ""
        } else {
            ", interrompu"
        };
        format!(
            "{} en {}{end}",
            size(transfer.bytes),
            duration(transfer.took_ms, ',')
        )
    },

    used_bytes: "Utilisé (octets)",
    quota_bytes: "Quota (octets)",
    used_files: "Utilisé (fichiers)",
    quota_files: "Quota (fichiers)",
    connection_of: |name| format!("Connexion – {name}"),
    connection_intro: "Ce qu'il faut saisir dans un client FTP pour utiliser ce compte. Le mot de passe n'est jamais affiché ici.",
    host: "Serveur",
    port: "Port",
    protocol: "Protocole",
    protocol_too: "Ou bien",
    explicit_tls: "FTP avec TLS explicite (FTPES)",
    implicit_tls: |port| format!("FTP avec TLS implicite (FTPS), sur le port {port}"),
    in_clear: "FTP sans chiffrement, mais alors le mot de passe et les fichiers passent en clair",
    fingerprint: "Certificat (SHA-256)",
    compare_fingerprint: "Aucune autorité n'a signé le certificat du serveur\u{a0}: un client demande donc s'il faut lui faire confiance. Comparez l'empreinte qu'il affiche à celle-ci et n'acceptez que si elles sont identiques.",
    rclone_compares_nothing: "curl et lftp n'acceptent que ce certificat. rclone ne sait pas le faire\u{a0}: il les accepte tous.",
    print: "Imprimer",
    for_clients: "Pour un client FTP",
    for_clients_intro: "Ces fichiers contiennent tout sauf le mot de passe, que le client demande lui-même.",
    download_for: |client| format!("Télécharger pour {client}"),
    import_hint: |file| match file {
        ClientFile::FileZilla => "Dans FileZilla\u{a0}: Fichier, Importer.",
        ClientFile::Cyberduck => "Double-cliquez sur le fichier pour l'ouvrir dans Cyberduck.",
        ClientFile::WinScp => {
            "Dans WinSCP, à l'écran de connexion\u{a0}: Outils, Importer des sites, fichier INI. N'utilisez pas «\u{a0}Importer/Restaurer la configuration\u{a0}», qui supprime vos autres sites."
        }
    },
    open_in_winscp: "Ouvrir dans WinSCP",
    command_line: "En ligne de commande",
    command_line_intro: "Chaque commande demande le mot de passe.",

    link_intro: "Par un lien à usage unique, son destinataire choisit lui-même le mot de passe du compte, que personne n'a donc à envoyer. Le lien ne fonctionne qu'une fois et peut être révoqué.",
    waits_for_password: "Ce compte attend que son destinataire choisisse un mot de passe. D'ici là, personne ne peut se connecter avec lui.",
    no_link: "Ce compte n'a pas de lien en ce moment.",
    link_validity: "Valable pendant",
    link_validities: [
        ("1", "1 heure"),
        ("24", "1 jour"),
        ("72", "3 jours"),
        ("168", "7 jours"),
        ("336", "14 jours"),
    ],
    make_link: "Créer un lien à usage unique",
    make_another_link: "Créer un autre lien, qui remplace celui-ci",
    revoke_link: "Révoquer le lien",
    link_of: |name| format!("Lien à usage unique – {name}"),
    link_is_ready: |name| {
        format!(
            "Envoyez ce lien à la personne qui utilisera le compte FTP {name}. Elle y choisira le mot de passe."
        )
    },
    link_rules: "Copiez-le maintenant\u{a0}: il n'est affiché que cette fois. Quiconque l'a peut l'utiliser, une seule fois.",
    link_was_shown: "Un lien n'est affiché qu'une fois, au moment où il est créé. Si vous ne l'avez plus, créez-en un autre.",

    set_password: "Choisir le mot de passe",
    set_password_intro: |name| {
        format!("Choisissez le mot de passe du compte FTP {name}. Vous seul le connaîtrez.")
    },
    password_again: "Encore une fois",
    passwords_differ: "Les deux mots de passe diffèrent. Saisissez-les à nouveau.",
    link_does_not_work: "Ce lien ne fonctionne pas",
    link_does_not_work_why: "Il a déjà servi, il a expiré, il a été révoqué ou il est incomplet. Demandez-en un autre à la personne qui vous l'a envoyé.",
    password_was_set: "Le mot de passe est choisi",
    password_was_set_of: |name| {
        format!(
            "Le compte FTP {name} peut se connecter dès maintenant, avec le mot de passe que vous venez de choisir."
        )
    },
    trash_of: |domain| format!("Corbeille – {domain}"),
    trash_intro: "Les comptes FTP supprimés depuis moins de 30 jours. Aucun ne peut se connecter\u{202f}; leurs noms restent pris. Un compte restauré retrouve tout, son mot de passe aussi.",
    trash_is_empty: "La Corbeille est vide.",
    removed_on: "Supprimé le",
    gone_on: "Disparaît le",
    by: |who| format!("par {who}"),
    by_command_line: "la ligne de commande",
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
            "Le compte et le dossier {home}, avec tout ce qui s'y trouve, seront supprimés pour toujours. Rien ne pourra être restauré."
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
        PurgedFiles::Removed(removed) => format!(
            "Le compte FTP {name} a été supprimé définitivement, et avec lui\u{a0}: {} ({}), {}.",
            counted(removed.files, "fichier"),
            size(removed.bytes),
            counted(removed.folders, "dossier")
        ),
    },
    files_were_left: |count| match count {
        1 => "Un élément n'a pas pu être supprimé\u{a0}:".into(),
        count => format!(
            "{} éléments n'ont pas pu être supprimés, dont\u{a0}:",
            number(count)
        ),
    },

    history_of: |name| format!("Historique de {name}"),
    history_intro: "Ce qui a été modifié et par qui, avec les connexions, le plus récent d'abord.",
    no_history: "Il n'y a rien de plus ancien.",
    history_deed: |event| match event {
        HistoryEvent::Added(..) => "Compte ajouté",
        HistoryEvent::Changed(_) => "Compte modifié",
        HistoryEvent::Removed => "Mis à la Corbeille",
        HistoryEvent::Restored => "Restauré",
        HistoryEvent::FormerNameEnded(_) => "Ancien nom supprimé",
        HistoryEvent::SessionEnded => "Session déconnectée",
        HistoryEvent::LinkMade => "Lien à usage unique créé",
        HistoryEvent::LinkRevoked => "Lien à usage unique révoqué",
        HistoryEvent::LinkUsed => "Mot de passe choisi par un lien à usage unique",
        HistoryEvent::Other(_) => "Autre action",
        HistoryEvent::SignedIn(_) => "Connexion",
        HistoryEvent::SignInRefused(_) => "Connexion refusée",
    },
    older_entries: "Plus anciens",
    latest_entries: "Les plus récents",
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
    choose_home: "Choisir le répertoire principal",
    choose_home_hint: "Les flèches parcourent les dossiers\u{202f}; Entrée choisit celui qui est sélectionné.",
    folder_barred: |error| match error {
        FieldError::LeavesWebspace => "mène hors de l'espace web",
        FieldError::Folder(FolderTrouble::NotAFolder) => "lien qui ne mène à aucun dossier",
        FieldError::Folder(FolderTrouble::PermissionDenied) => {
            "le serveur n'a pas le droit de l'ouvrir"
        }
        FieldError::Folder(FolderTrouble::NameRefused) | FieldError::HomeDirectory(_) => {
            "son nom ne peut pas être saisi"
        }
        _ => "ne peut pas être ouvert",
    },
    more_folders: "Il y en a d'autres\u{a0}: saisissez leur chemin.",
    no_folders: "Aucun dossier",
    new_folder: "Nouveau dossier dans celui qui est sélectionné",
    make_folder: "Créer",
    home_seen: |first, count, more| match (first, count) {
        ([], _) => "Le compte y trouvera un dossier vide.".into(),
        ([one], 1) => format!("Le compte y verra 1 élément\u{a0}: {one}."),
        (first, count) => {
            let over = if more { "plus de " } else { "" };
            let rest = if count > first.len() { "…" } else { "." };
            format!(
                "Le compte y verra {over}{} éléments\u{a0}: {}{rest}",
                number(count as u64),
                first.join(", ")
            )
        }
    },
    home_can_be_written: "Le serveur peut y écrire.",
    home_cannot_be_written: |error| {
        let why = match error {
            FieldError::Folder(FolderTrouble::PermissionDenied) => {
                "il n'en a pas le droit. Demandez ce droit à votre administrateur."
            }
            FieldError::Folder(FolderTrouble::ReadOnly) => {
                "le disque est en lecture seule. Adressez-vous à votre administrateur."
            }
            _ => "son journal en contient la cause. Adressez-vous à votre administrateur.",
        };
        format!("Le serveur ne peut pas y écrire\u{a0}: {why}")
    },
    home_will_be_made: "Ce dossier n'existe pas encore. Il sera créé, vide, à l'enregistrement, et le serveur pourra y écrire.",

    default_settings_of: |domain| format!("Réglages par défaut – {domain}"),
    default_settings_intro: "Ce que reçoit chaque nouveau compte FTP de cet abonnement, sauf autre choix dans son formulaire. Les comptes existants restent tels quels.",
    default_settings_saved: "Les réglages par défaut ont été modifiés.",
    default_settings_unchanged: "Rien n'a été modifié.",
    space_used_by: |name| format!("Espace utilisé par {name}"),
    usage_intro: "Tous les fichiers du répertoire principal du compte, quel que soit leur auteur. Ce qui se fait en FTP est suivi à l'octet près\u{202f}; ce qui change autrement est vu au prochain calcul.",
    counted_at: "Dernier calcul",
    counted_so_far: |files| match files {
        0 => "Le calcul commence…".into(),
        1 => "Calcul en cours\u{a0}: 1 fichier compté.".into(),
        files => format!("Calcul en cours\u{a0}: {} fichiers comptés.", number(files)),
    },
    back_to_account: "Retour au compte",
};

/// So many of something, with the plural of its name.
fn counted(count: u64, what: &str) -> String {
    let plural = if count < 2 { "" } else { "s" };
    format!("{} {what}{plural}", number(count))
}
