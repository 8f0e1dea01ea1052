//! French. The labels of the guide that Berth follows are kept to the letter.

use super::{Texts, grouped, sized, wait};
use model::{
    AccountName, AccountNameError, AddressList, AddressListError, AppError, BulkAction,
    DomainNameError, Field, FieldError, FolderTrouble, FtpAccountList, FtpAccountSelection,
    FtpAccountSettings, FtpDirection, HomeDirectory, HomeDirectoryError, Locale, Login, LoginError,
    Password, PasswordError, Role, SettingError, UtcTime, WebspaceRootError,
};

/// All that is said in French.
pub(super) static TEXTS: Texts = Texts {
    locale: Locale::Fr,

    tagline: "Les comptes FTP de vos sites",
    skip_to_content: "Aller au contenu",
    language: "Langue",
    main_navigation: "Navigation principale",
    breadcrumb: "Vous êtes ici",
    cancel: "Annuler",
    ok: "OK",
    try_again: "Réessayer",
    loading: "Chargement…",

    sign_in: "Se connecter",
    sign_in_title: "Connexion à Berth",
    sign_out: "Se déconnecter",
    login: "Identifiant",
    panel_password: "Mot de passe",
    my_account: "Mon compte",
    role_label: "Rôle",
    role: |role| match role {
        Role::Administrator => "Administrateur",
        Role::Customer => "Client",
    },
    change_password: "Changer le mot de passe",
    current_password: "Mot de passe actuel",
    new_password: "Nouveau mot de passe",
    other_sessions_end: "Vous restez connecté ici et serez déconnecté partout ailleurs.",
    password_was_changed: "Votre mot de passe a été changé. Toutes vos autres sessions ont pris fin.",

    websites_and_domains: "Site et Domaines",
    subscriptions_caption: "Abonnements",
    domain: "Nom de domaine",
    domain_hint: "Par exemple example.com.",
    owner: "Propriétaire",
    owner_hint: "L'utilisateur du panneau qui voit et gère cet abonnement.",
    webspace_root: "Racine de l'espace web",
    webspace_root_hint: "Un dossier absolu du serveur, comme /var/www/example.com. Il est créé s'il n'existe pas.",
    ftp_accounts: "Comptes FTP",
    created: "Créé le",
    actions: "Actions",
    add_subscription: "Ajouter un abonnement",
    main_account_of_subscription: "Compte FTP principal",
    main_account_hint: "Il voit tout l'espace web et vit aussi longtemps que l'abonnement.",
    no_subscription_for_administrator: "Il n'y a pas encore d'abonnement. Ajoutez le premier\u{a0}: le nom de domaine d'un site, son dossier sur ce serveur et son compte FTP principal.",
    no_subscription_for_customer: "Vous n'avez pas encore d'abonnement. Demandez à votre administrateur d'en ajouter un pour vous.",
    subscriptions_count: |count| {
        format!(
            "{} {}",
            number(count),
            if count < 2 {
                "abonnement"
            } else {
                "abonnements"
            }
        )
    },

    ftp_access: "Accès FTP",
    ftp_access_of: |domain| format!("Accès FTP – {domain}"),
    ftp_access_intro: "Chaque compte se connecte avec un client FTP et ne voit que son répertoire principal.",
    ftp_accounts_caption: |domain| format!("Comptes FTP de {domain}"),
    ftp_accounts_count: |count| {
        format!(
            "{} {}",
            number(count),
            if count < 2 {
                "compte FTP"
            } else {
                "comptes FTP"
            }
        )
    },
    add_ftp_account: "Ajouter un compte FTP",
    edit_ftp_account: |name| format!("Compte FTP {name}"),
    ftp_account_name: "Nom du compte FTP",
    ftp_account_name_hint: "Lettres sans accent, chiffres et . _ - @, en commençant par une lettre ou un chiffre. La personne le saisit dans son client FTP.",
    home_directory: "Répertoire principal",
    home_directory_hint: "Un chemin depuis la racine de l'espace web, comme /httpdocs. Le compte ne voit rien au-dessus. Un dossier manquant est créé.",
    home_of_main_account_hint: "Le compte principal voit toujours tout l'espace web.",
    ftp_password: "Mot de passe FTP",
    password_hint: "Au moins 10 caractères, difficile à deviner, sans le nom du compte.",
    password_unchanged_hint: "Laissez vide pour conserver le mot de passe actuel.",
    sessions_end_hint: "Une modification met fin aux sessions FTP ouvertes du compte\u{202f}; celle de la note seule, non.",
    advanced_options: "Options avancées",
    setting_label: |field| match field {
        Field::State => "État",
        Field::Permission => "Permission",
        Field::Expiry => "Expire le (UTC)",
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
            "Nombre de fichiers que le répertoire principal peut contenir en tout. Vide\u{a0}: aucune limite."
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
    kib_per_second: |rate| format!("{}\u{a0}Kio/s", number(rate.into())),
    expiry_shortcuts: [
        "Dans 1 jour",
        "Dans 1 semaine",
        "Dans 1 mois",
        "Dans 3 mois",
    ],
    space_used: "Espace utilisé",
    not_counted: "pas encore calculé",
    used_of: |used, quota| format!("{used} sur {quota}"),
    files: |count| if count < 2 { "fichier" } else { "fichiers" },
    count_again: "Recalculer",
    expires: |time| format!("Expire le {time}"),
    expired: |time| format!("Expiré le {time}"),
    main_account: "Compte principal",
    waits_for_password: "Attend son mot de passe",
    last_changed: "Modifié le",
    select: "Sélection",
    select_account: |name| format!("Sélectionner {name}"),
    select_page: "Sélectionner tous les comptes de cette page",
    main_account_cannot_be_selected: "Le compte FTP principal d'un abonnement ne peut pas être supprimé.",
    show_password: "Afficher",
    hide_password: "Masquer",
    generate_password: "Générer",
    browse: "Parcourir",
    duplicate: "Dupliquer",
    default_settings: "Réglages par défaut",

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
    ftp_accounts_found: |found, total| {
        let total = number(total);
        match found {
            0 | 1 => format!("{found} compte FTP trouvé sur {total}"),
            found if found > FtpAccountList::MAX_FOUND => format!(
                "Plus de {} comptes FTP trouvés sur {total}",
                number(FtpAccountList::MAX_FOUND)
            ),
            _ => format!("{} comptes FTP trouvés sur {total}", number(found)),
        }
    },
    no_ftp_account_found: "Aucun compte FTP ne correspond. La recherche compare le début des mots.",
    export_csv: "Exporter (CSV)",
    usage: "Quota utilisé",
    no_quota: "Sans quota",
    bulk_action: |action| match action {
        BulkAction::Enable => "Activer",
        BulkAction::Disable => "Désactiver",
        BulkAction::Expire => "Fixer l'expiration",
        BulkAction::Remove => TEXTS.remove,
    },
    bulk_action_title: |action| match action {
        BulkAction::Enable => "Activer ces comptes FTP\u{202f}?",
        BulkAction::Disable => "Désactiver ces comptes FTP\u{202f}?",
        BulkAction::Expire => "Fixer l'expiration de ces comptes FTP\u{202f}?",
        BulkAction::Remove => "Supprimer ces comptes FTP\u{202f}?",
    },
    choose_all_found: "Tous les comptes trouvés, sur toutes les pages",
    all_found: |count| {
        let most = number(FtpAccountSelection::MAX_ACCOUNTS);
        if count > FtpAccountSelection::MAX_ACCOUNTS {
            format!(
                "Les {most} premiers des comptes trouvés, jamais le compte principal. Recommencez pour les suivants."
            )
        } else {
            format!(
                "Tous les comptes trouvés ({}), sauf le compte principal.",
                number(count)
            )
        }
    },
    list_keys: "Au clavier\u{a0}: / recherche, ↑ ↓ et Espace sélectionnent, Entrée ouvre, n ajoute.",
    character_keys: "Utiliser les touches / et n",
    first_page: "Première page",
    last_page: "Dernière page",
    accounts_were_changed: |count, now| {
        format!(
            "{} comptes FTP ont été modifiés. {now}.{}",
            number(count),
            again(count)
        )
    },
    many_accounts_were_removed: |count| {
        format!(
            "{} comptes FTP ont été supprimés. Ils restent 30 jours dans la Corbeille\u{202f}; leurs fichiers sont toujours là.{}",
            number(count),
            again(count)
        )
    },
    copy: "Copier",
    copied: "Copié",
    connect: "Connexion",
    password_choice: "Qui choisit le mot de passe",
    password_choice_hint: "Avec un lien à usage unique, son destinataire choisit le mot de passe seul. D'ici là, personne ne se connecte avec ce compte.",
    password_choices: [
        "Moi, maintenant",
        "Le destinataire, par un lien valable 1 jour",
        "Le destinataire, par un lien valable 3 jours",
        "Le destinataire, par un lien valable 14 jours",
    ],
    shown_this_once: "Notez-le ou transmettez-le maintenant\u{a0}: il n'est affiché que cette fois.",
    one_time_link: "Lien à usage unique",
    link_until: |end, by| format!("Valable jusqu'au {end}, créé par {by}"),

    ftp_sections: "Rubriques FTP",
    ftp_sessions: "Sessions FTP",
    ftp_sessions_of: |domain| format!("Sessions FTP – {domain}"),
    ftp_sessions_intro: "Les clients FTP connectés en ce moment, et ce que fait chacun d'eux.",
    ftp_sessions_count: |count| match count {
        0 => "Aucune session FTP n'est ouverte.".into(),
        1 => "1 session FTP".into(),
        count => format!("{count} sessions FTP"),
    },
    live: "En direct",
    not_live: "Sans mise à jour automatique",
    refresh: "Actualiser",
    ftp_account: "Compte FTP",
    address_and_protocol: "Adresse et protocole",
    since: "Depuis",
    now: "En ce moment",
    idle: |seconds| match seconds {
        0 => "Inactive".into(),
        1..60 => format!("Inactive depuis {seconds}\u{a0}s"),
        _ => format!("Inactive depuis {}\u{a0}min", seconds / 60),
    },
    direction: |direction| match direction {
        FtpDirection::Upload => "Téléversement",
        FtpDirection::Download => "Téléchargement",
        FtpDirection::Listing => "Liste d'un dossier",
    },
    progress: "Progression",
    moved: |bytes, size, rate| {
        let size = size
            .map(|size| format!(" sur {}", self::size(size)))
            .unwrap_or_default();
        format!("{}{size}, {}/s", self::size(bytes), self::size(rate))
    },
    disconnect: "Déconnecter",
    disconnect_session: |account| format!("Déconnecter la session de {account}"),

    ftp_activity: "Activité FTP",
    last_sign_in: "Dernière connexion",
    never: "Jamais",

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

    trash: "Corbeille",
    history: "Historique",
    former_names: "Anciens noms",
    stop_accepting: |name| format!("Ne plus accepter {name}"),
    old_name_kept: |time| format!("L'ancien nom fonctionne jusqu'au {time}"),

    note_the_changes: "Prenez bien note des modifications effectuées",
    nothing_was_changed: |name| format!("Rien n'a été modifié pour le compte FTP {name}."),
    account_was_added: |name, home| {
        format!(
            "Le compte FTP {name} a été ajouté, avec le répertoire principal {home}. Il peut se connecter dès maintenant."
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
        format!("L'abonnement {domain} a été ajouté, avec le compte FTP principal {account}.")
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

    value_now: "Valeur actuelle",
    your_value: "Votre valeur",
    overwrite_hint: "Cliquez sur OK pour enregistrer tout de même vos valeurs, ou",
    discard_mine: "repartez des valeurs actuelles",
    back_to_list: "Retour à la liste",

    pages: "Pages",
    page_of: |page, last| {
        format!(
            "Page {} sur {}",
            number(page.get().into()),
            number(last.into())
        )
    },
    previous_page: "Page précédente",
    next_page: "Page suivante",

    not_found_title: "Introuvable",
    not_found_text: "Il n'y a rien à cette adresse, ou vous n'y avez pas accès. Vérifiez l'adresse ou repartez de la page d'accueil.",
    error_title: "Cela n'a pas fonctionné",
    to_start: "Vers la page d'accueil",

    problem,
    field_error,
    date_time,
    number,
    size,
};

fn problem(problem: &AppError) -> String {
    match problem {
        AppError::NotSignedIn => {
            "Vous n'êtes pas connecté, ou votre session a pris fin. Connectez-vous à nouveau."
        }
        AppError::WrongCredentials => {
            "L'identifiant et le mot de passe ne correspondent pas. Vérifiez-les et réessayez."
        }
        AppError::Throttled { seconds } => {
            let (count, minutes) = wait(*seconds);
            let unit = if minutes { "minute" } else { "seconde" };
            let plural = if count < 2 { "" } else { "s" };
            return format!("Trop de tentatives échouées. Réessayez dans {count} {unit}{plural}.");
        }
        AppError::NotFound => TEXTS.not_found_text,
        AppError::AdministratorsOnly => {
            "Seul un administrateur peut faire cela. Adressez-vous au vôtre."
        }
        AppError::MainAccountStays => {
            "Rien n'a été supprimé\u{a0}: il est impossible de supprimer le compte FTP principal d'un abonnement. Décochez-le et réessayez."
        }
        AppError::NothingChosen => {
            "Aucun compte FTP n'est coché. Cochez-en au moins un et réessayez."
        }
        AppError::NothingToChange => {
            "Rien n'a été modifié\u{a0}: tous les comptes FTP choisis sont déjà ainsi."
        }
        AppError::Invalid(_) => {
            "Certains champs demandent votre attention. Corrigez-les et cliquez à nouveau sur OK."
        }
        AppError::EditConflict(_) => {
            "Quelqu'un d'autre a modifié ce compte FTP entre-temps. Comparez avant d'enregistrer."
        }
        AppError::RemovedDuringEdit => {
            "Quelqu'un d'autre a supprimé ce compte FTP entre-temps. S'il est nécessaire, restaurez-le depuis la Corbeille."
        }
        AppError::DefaultsEditConflict => {
            "Quelqu'un d'autre a modifié ces réglages entre-temps. Comparez avant d'enregistrer."
        }
        AppError::SessionOver => "Cette session FTP est déjà terminée\u{a0}: il n'y a plus rien à déconnecter.",
        AppError::Malformed => "La requête n'a pas pu être lue. Rechargez la page et réessayez.",
        AppError::Busy => "Le serveur est très occupé en ce moment. Réessayez dans quelques secondes.",
        AppError::Unreachable => {
            "Le serveur n'a pas pu être joint. Vérifiez votre connexion et réessayez."
        }
        AppError::Internal => {
            "Le serveur a rencontré une erreur. Réessayez\u{202f}; si cela se reproduit, prévenez votre administrateur, dont le journal contient la cause."
        }
    }
    .into()
}

fn field_error(error: FieldError) -> String {
    match error {
        FieldError::AccountName(error) => return account_name_error(error),
        FieldError::HomeDirectory(error) => return home_directory_error(error),
        FieldError::Password(error) => return password_error(error),
        FieldError::Login(error) => return login_error(error),
        FieldError::Domain(error) => return domain_error(error),
        FieldError::WebspaceRoot(error) => webspace_root_error(error),
        FieldError::Setting(error) => return setting_error(error),
        FieldError::AllowedAddresses(AddressListError::NotAnAddress) => {
            "Ce n'est pas une liste d'adresses. Écrivez-les comme 192.0.2.7 ou 2001:db8::/32, séparées par des virgules."
        }
        FieldError::AllowedAddresses(AddressListError::TooMany) => {
            return format!("Utilisez au plus {} adresses ou blocs.", AddressList::MAX_BLOCKS);
        }
        FieldError::Taken => "Ce nom est déjà pris. Choisissez-en un autre.",
        FieldError::TakenInTrash => {
            "Un compte qui a ce nom est dans la Corbeille. Restaurez-le, supprimez-le définitivement ou choisissez un autre nom."
        }
        FieldError::TakenByFormerName => {
            "C'est l'ancien nom d'un compte, qui fonctionne encore. N'acceptez plus ce nom sur la page du compte, ou choisissez-en un autre."
        }
        FieldError::NotConfirmed => "Ce n'est pas ce qui est demandé. Saisissez-le exactement.",
        FieldError::FilesStay => {
            "Rien n'a été supprimé\u{a0}: ces fichiers ne peuvent pas l'être. La raison est indiquée ci-dessous."
        }
        FieldError::LeavesWebspace => {
            "Ce dossier se trouve hors de l'espace web, par un lien. Choisissez un dossier à l'intérieur."
        }
        FieldError::Folder(trouble) => folder_trouble(trouble),
        FieldError::PasswordsDiffer => {
            "Les deux mots de passe diffèrent. Saisissez-les à nouveau."
        }
        FieldError::WrongPassword => {
            "Ce n'est pas votre mot de passe actuel. Saisissez-le à nouveau."
        }
        FieldError::NoSuchPanelUser => {
            "Aucun utilisateur du panneau n'a cet identifiant. Choisissez-en un qui existe."
        }
        FieldError::OverlapsWebspace => {
            "Ce dossier se trouve dans l'espace web d'un autre abonnement, ou le contient. Choisissez un dossier séparé."
        }
        FieldError::HoldsPanelData => {
            "Ce dossier ouvrirait au FTP les données du panneau. Choisissez-en un autre."
        }
        FieldError::MainAccountHome => {
            "Le répertoire principal du compte FTP principal est / et ne peut pas être modifié."
        }
    }
    .into()
}

fn setting_error(error: SettingError) -> String {
    match error {
        SettingError::NotAChoice => "Ce n'est aucun des choix. Choisissez-en un.".into(),
        SettingError::NotATime => "Ce n'est pas une date avec une heure. Choisissez-en une, ou laissez vide.".into(),
        SettingError::NotANumber { most } => format!("Saisissez un nombre entier de 1 à {}, ou laissez vide.", number(most.into())),
        SettingError::NotASize => {
            "Saisissez une taille avec son unité, comme 500\u{a0}Mo, 2\u{a0}Gio ou 1,5\u{a0}Go, ou laissez vide.".into()
        }
        SettingError::NoteTooLong => format!("Utilisez au plus {} caractères.", FtpAccountSettings::MAX_NOTE_LENGTH),
        SettingError::ControlCharacter => {
            "Les retours à la ligne et caractères de contrôle ne peuvent pas être utilisés ici. Supprimez-les.".into()
        }
    }
}

fn account_name_error(error: AccountNameError) -> String {
    match error {
        AccountNameError::Empty => "Saisissez un nom pour le compte FTP.".into(),
        AccountNameError::TooLong => {
            format!("Utilisez au plus {} caractères.", AccountName::MAX_LENGTH)
        }
        AccountNameError::Character(character) => format!(
            "{} ne peut pas être utilisé ici. Utilisez des lettres sans accent, des chiffres et . _ - @",
            shown(character)
        ),
        AccountNameError::Start => "Commencez par une lettre ou un chiffre.".into(),
        AccountNameError::EndsWithDot => {
            "Le dernier caractère ne peut pas être un point. Supprimez-le.".into()
        }
        AccountNameError::TwoAts => "N'utilisez @ qu'une seule fois.".into(),
        AccountNameError::Reserved => "Ce nom est réservé. Choisissez-en un autre.".into(),
    }
}

fn home_directory_error(error: HomeDirectoryError) -> String {
    match error {
        HomeDirectoryError::Empty => {
            "Saisissez un dossier, comme /httpdocs, ou / pour tout l'espace web.".into()
        }
        HomeDirectoryError::NotFromRoot => "Commencez le chemin par /.".into(),
        HomeDirectoryError::DotComponent => {
            "Les dossiers . et .. ne peuvent pas être utilisés\u{a0}: écrivez le chemin en entier, depuis /.".into()
        }
        HomeDirectoryError::ControlCharacter => {
            "Supprimez les caractères de contrôle invisibles.".into()
        }
        HomeDirectoryError::TooLong => {
            format!("Utilisez au plus {} octets en tout.", number(HomeDirectory::MAX_BYTES as u64))
        }
        HomeDirectoryError::ComponentTooLong => format!(
            "Utilisez au plus {} octets pour chaque dossier.",
            HomeDirectory::MAX_COMPONENT_BYTES
        ),
    }
}

fn password_error(error: PasswordError) -> String {
    match error {
        PasswordError::Empty => "Saisissez un mot de passe.".into(),
        PasswordError::TooShort => {
            format!("Utilisez au moins {} caractères.", Password::MIN_LENGTH)
        }
        PasswordError::TooLong => format!("Utilisez au plus {} caractères.", Password::MAX_LENGTH),
        PasswordError::ControlCharacter => {
            "Supprimez les caractères de contrôle invisibles.".into()
        }
        PasswordError::ContainsName => {
            "Le nom ne peut pas faire partie du mot de passe. Retirez-le.".into()
        }
        PasswordError::Guessable => {
            "Ce mot de passe est trop facile à deviner. Allongez-le ou rendez-le moins prévisible."
                .into()
        }
    }
}

fn login_error(error: LoginError) -> String {
    match error {
        LoginError::Empty => "Saisissez un identifiant.".into(),
        LoginError::TooLong => format!("Utilisez au plus {} caractères.", Login::MAX_LENGTH),
        LoginError::Character(character) => format!(
            "{} ne peut pas être utilisé ici. Utilisez des lettres sans accent, des chiffres et . _ - @ +",
            shown(character)
        ),
        LoginError::Start => "Commencez par une lettre ou un chiffre.".into(),
    }
}

fn domain_error(error: DomainNameError) -> String {
    match error {
        DomainNameError::Empty => "Saisissez un nom de domaine, comme example.com.".into(),
        DomainNameError::TooLong => "Ce nom de domaine est trop long. Raccourcissez-le.".into(),
        DomainNameError::Character(character) => format!(
            "{} ne peut pas être utilisé ici. Utilisez des lettres sans accent, des chiffres, - et .",
            shown(character)
        ),
        DomainNameError::Shape => "Écrivez le nom de domaine comme example.com.".into(),
    }
}

fn webspace_root_error(error: WebspaceRootError) -> &'static str {
    match error {
        WebspaceRootError::Empty => "Saisissez un dossier, comme /var/www/example.com.",
        WebspaceRootError::NotAbsolute => "Commencez le chemin par /.",
        WebspaceRootError::WholeServer => {
            "Le serveur entier ne peut pas être un espace web. Choisissez un dossier."
        }
        WebspaceRootError::DotComponent => {
            "Les dossiers . et .. ne peuvent pas être utilisés\u{a0}: écrivez le chemin en entier, depuis /."
        }
        WebspaceRootError::ControlCharacter => "Supprimez les caractères de contrôle invisibles.",
        WebspaceRootError::TooLong => "Ce chemin est trop long. Choisissez-en un plus court.",
    }
}

fn folder_trouble(trouble: FolderTrouble) -> &'static str {
    match trouble {
        FolderTrouble::NotAFolder => {
            "Ce nom existe déjà et n'est pas un dossier. Choisissez un autre chemin."
        }
        FolderTrouble::PermissionDenied => {
            "Le serveur n'a pas le droit de créer ou d'ouvrir ce dossier. Choisissez-en un autre ou demandez ce droit à votre administrateur."
        }
        FolderTrouble::NoSpace => "Le disque est plein. Libérez de la place et réessayez.",
        FolderTrouble::ReadOnly => {
            "Le disque est en lecture seule. Adressez-vous à votre administrateur."
        }
        FolderTrouble::NameRefused => {
            "Le disque n'accepte pas de dossier de ce nom. Choisissez-en un autre."
        }
        FolderTrouble::WebspaceMissing => {
            "La racine de l'espace web manque sur le serveur. Adressez-vous à votre administrateur."
        }
        FolderTrouble::Other => {
            "Ce dossier ne peut être ni créé ni ouvert. Choisissez-en un autre ou adressez-vous à votre administrateur, dont le journal contient la cause."
        }
    }
}

/// What is said when no more accounts could be taken at once.
fn again(count: u64) -> &'static str {
    if count < FtpAccountSelection::MAX_ACCOUNTS {
        ""
    } else {
        " S'il en reste, recommencez\u{a0}: ce n'en sont jamais plus à la fois."
    }
}

/// A character as a sentence shows it.
fn shown(character: char) -> String {
    if character == ' ' {
        "L'espace".into()
    } else {
        format!("«\u{a0}{}\u{a0}»", character.escape_debug())
    }
}

fn date_time(time: UtcTime) -> String {
    let civil = time.civil();
    format!(
        "{:02}/{:02}/{} {:02}:{:02} UTC",
        civil.day, civil.month, civil.year, civil.hour, civil.minute
    )
}

pub(super) fn number(number: u64) -> String {
    grouped(number, "\u{202f}")
}

pub(super) fn size(bytes: u64) -> String {
    sized(bytes, ["o", "ko", "Mo", "Go", "To"], ',')
}
