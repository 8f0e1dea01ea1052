//! Numbers, dates and what is wrong, in French. The labels of the guide that Berth follows are kept to the letter.

use super::format::{grouped, sized, wait};
use model::{
    AccountName, AccountNameError, AddressList, AddressListError, AppError, CivilTime, DisplayName,
    DisplayNameError, DomainNameError, EditedSettings, EmailAddress, EmailAddressError, EventKinds,
    FieldError, FolderTrouble, FtpAccountSelection, FtpAccountSettings, HomeDirectory,
    HomeDirectoryError, LockedSettings, Login, LoginError, Password, PasswordError, PasswordPolicy,
    PendingStep, PlanName, PlanNameError, PublicUrl, SettingError, SubscriptionPeople,
    SystemUserError, UmaskError, UnknownSetting, WebspaceRootError,
};

/// What to do about what is not seen, but changes how the rest is shown.
pub(super) const CONTROL_CHARACTERS: &str = "Supprimez les caractères invisibles\u{a0}: ceux de contrôle et ceux qui changent le sens du texte.";

pub(super) fn problem(problem: &AppError) -> String {
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
        AppError::NotFound => super::error_page::FR.not_found_text,
        AppError::NotPermitted => {
            "Vous pouvez voir ceci, mais pas le modifier. Adressez-vous à la personne qui vous a \
             invité, ou à votre hébergeur."
        }
        AppError::AdministratorsOnly => {
            "Seul un administrateur peut faire cela. Adressez-vous au vôtre."
        }
        AppError::TokenReadsOnly => super::api_tokens::FR.reads_only,
        AppError::TokenIsLimited => super::api_tokens::FR.is_limited,
        AppError::NotForTokens => super::api_tokens::FR.not_for_tokens,
        AppError::StepPending(PendingStep::ChangePassword) => {
            "Choisissez d'abord votre propre mot de passe\u{a0}: le vôtre vous a été donné par quelqu'un d'autre."
        }
        AppError::ProofRequired => {
            "Confirmez que c'est bien vous\u{a0}: tapez votre mot de passe ci-dessous, ou utilisez une clé d'accès si vous en avez une, et appuyez encore une fois sur le bouton. Rien n'a encore été fait."
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
        AppError::SettingsEditConflict(EditedSettings::General) => {
            "Quelqu'un d'autre a modifié ces réglages entre-temps. Comparez avant d'enregistrer."
        }
        AppError::SettingsEditConflict(EditedSettings::PanelUser) => {
            "Quelqu'un d'autre a modifié cet utilisateur entre-temps. Comparez avant d'enregistrer."
        }
        AppError::SettingsEditConflict(EditedSettings::Limits) => {
            super::limits::FR.edit_conflict
        }
        AppError::LastAdministrator => {
            "Rien n'a été fait\u{a0}: c'est le dernier administrateur qui puisse se connecter. Nommez d'abord un autre administrateur."
        }
        AppError::OwnAccount => {
            "Rien n'a été fait\u{a0}: personne ne se supprime ni ne se désactive, ne change son propre rôle ni ne crée de lien pour soi-même. Adressez-vous à un autre administrateur\u{a0}; un mot de passe se change dans «\u{a0}Mon compte\u{a0}»."
        }
        AppError::ResellerLimitReached { limit, most } => {
            let most = number(*most);
            let used = (super::panel_users::FR.used_of)(*limit, &most, Some(&most));
            return format!(
                "Rien n'a été ajouté\u{a0}: le revendeur a déjà {used}, ou en aurait davantage. Supprimez-en, ou faites relever la limite par un administrateur."
            );
        }
        AppError::TooManyCollaborators => {
            return format!(
                "Personne n'a été invité\u{a0}: un abonnement a au plus {} personnes en plus de son propriétaire. Retirez d'abord quelqu'un.",
                SubscriptionPeople::MAX_COLLABORATORS
            );
        }
        AppError::AlreadySuspended => "Cet abonnement est déjà suspendu.",
        AppError::NotSuspended => {
            "Cet abonnement n'est pas suspendu\u{a0}: ses comptes FTP peuvent se connecter."
        }
        AppError::TooManyFtpAccounts { has, most } => {
            return (super::limits::FR.at_limit)(*has, (*most).into());
        }
        AppError::ImportFile(error) => return (super::import::FR.file_error)(error),
        AppError::BeyondLimits(preview) => {
            return (super::limits::FR.would_be_over)(preview.over, preview.subscriptions);
        }
        AppError::PlanInUse { subscriptions } => {
            return (super::limits::FR.plan_in_use)(*subscriptions);
        }
        AppError::SessionOver => "Cette session FTP est déjà terminée\u{a0}: il n'y a plus rien à déconnecter.",
        AppError::Malformed => "La requête n'a pas pu être lue. Rechargez la page et réessayez.",
        AppError::OtherOrigin { seen, expected } => {
            return other_origin(seen.as_ref(), expected.as_ref());
        }
        AppError::SignInOver => {
            "Cette connexion a duré trop longtemps, ou trop de codes étaient erronés. Recommencez avec le mot de passe."
        }
        AppError::StepPending(PendingStep::SetUpSecondFactor) => {
            "Votre administrateur exige un deuxième facteur. Configurez-en d'abord un, sous «\u{a0}Mon compte\u{a0}»."
        }
        AppError::PasskeyRefused => {
            "Cette clé d'accès n'a pas été acceptée. Réessayez, ou choisissez un autre moyen."
        }
        AppError::PasskeysUnavailable => {
            "Il n'y a pas de clés d'accès à cette adresse. Ouvrez le panneau en HTTPS par son nom d'hôte, là où la clé d'accès a été ajoutée\u{a0}; un administrateur doit peut-être régler BERTH_PUBLIC_URL."
        }
        AppError::OwnSecondFactor => {
            "Personne ne réinitialise son propre deuxième facteur. Demandez à un autre administrateur, ou lancez «\u{a0}berth user reset-second-factor\u{a0}» sur le serveur."
        }
        AppError::SystemUserUnavailable => {
            "Rien n'a été fait\u{a0}: Berth ne peut pas agir en tant que l'utilisateur système à qui sont les fichiers de cet abonnement. Prévenez votre administrateur, dont le journal contient la raison\u{a0}; une commande sur le serveur doit être lancée par root."
        }
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

fn other_origin(seen: Option<&PublicUrl>, expected: Option<&PublicUrl>) -> String {
    let seen = seen.map_or("d'une page qu'elle ne nomme pas".to_owned(), |seen| {
        format!("de {}", seen.as_str())
    });
    let expected = expected.map_or("une adresse inconnue", PublicUrl::as_str);
    format!(
        "Rien n'a été fait\u{a0}: la requête vient {seen}, mais le panneau a été appelé par {expected}. Si les deux désignent ce panneau, le proxy placé devant lui change l'hôte, le port ou le protocole\u{a0}: faites-lui transmettre ce que le navigateur a demandé, comme le montre le README."
    )
}

pub(super) fn field_error(error: FieldError) -> String {
    match error {
        FieldError::AccountName(error) => return account_name_error(error),
        FieldError::HomeDirectory(error) => return home_directory_error(error),
        FieldError::Password(error) => return password_error(error),
        FieldError::Login(error) => return login_error(error),
        FieldError::DisplayName(error) => return display_name_error(error),
        FieldError::EmailAddress(error) => return email_error(error),
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
        FieldError::NoSuchReseller => {
            "Aucun revendeur n'a cet identifiant. Saisissez celui d'un revendeur."
        }
        FieldError::ForCustomers => {
            "Seul un client a un revendeur. Laissez vide, ou choisissez le rôle de client."
        }
        FieldError::ForResellers => {
            "Seul un revendeur a cette limite. Laissez vide, ou choisissez le rôle de revendeur."
        }
        FieldError::NewOwnerNeeded => {
            "Des abonnements appartiennent à cette personne. Saisissez l'identifiant de qui les reçoit."
        }
        FieldError::GivenToThemselves => {
            "C'est la personne qui est supprimée. Saisissez l'identifiant de quelqu'un d'autre."
        }
        FieldError::HasCustomers => {
            "Ce revendeur a des clients. Donnez-les d'abord à un autre revendeur, ou aux administrateurs."
        }
        FieldError::OwnsSubscription => {
            "L'abonnement appartient à cette personne, qui peut déjà davantage. Invitez quelqu'un d'autre."
        }
        FieldError::IsCollaborator => {
            "Cette personne a déjà accès. Changez plutôt son rôle dans la liste."
        }
        FieldError::NotACode => {
            "Ce n'est pas un code. Tapez-le comme il est affiché\u{a0}: six chiffres de l'application, ou 16 lettres et chiffres d'un code de secours."
        }
        FieldError::WrongCode => {
            "Ce code n'est pas le bon, ou a déjà servi. Attendez le suivant de votre application, ou prenez un autre code de secours."
        }
        FieldError::TooMany { most } => {
            return format!("Il y en a déjà {most}, et il ne peut y en avoir plus. Retirez-en d'abord un.");
        }
        FieldError::LeavesWebspace => {
            "Ce dossier se trouve hors de l'espace web, par un lien. Choisissez un dossier à l'intérieur."
        }
        FieldError::SystemUser(error) => return system_user_error(error),
        FieldError::Umask(UmaskError) => {
            "Ce n'est pas un umask. Saisissez trois chiffres octaux, comme 022 ou 027."
        }
        FieldError::SystemUserDenied => {
            "L'utilisateur système ne peut ni créer ni ouvrir ce dossier. Créez-le sur le serveur en tant que root et donnez-le-lui (chown), et laissez-le traverser les dossiers au-dessus."
        }
        FieldError::Folder(trouble) => folder_trouble(trouble),
        FieldError::PasswordsDiffer => {
            "Les deux mots de passe diffèrent. Saisissez-les à nouveau."
        }
        FieldError::SamePassword => "C'est le mot de passe que vous avez déjà. Choisissez-en un autre.",
        FieldError::WrongPassword => {
            "Ce n'est pas votre mot de passe actuel. Saisissez-le à nouveau."
        }
        FieldError::NoSuchPanelUser => {
            "Aucun utilisateur du panneau n'a cet identifiant. Choisissez-en un qui existe."
        }
        FieldError::OverlapsWebspace => {
            "Ce dossier se trouve dans l'espace web d'un autre abonnement, ou le contient. Choisissez un dossier séparé."
        }
        FieldError::OverlapsWebspaceInTrash => {
            "Ce dossier se trouve dans l'espace web d'un abonnement supprimé, ou autour de lui, qui le garde tant qu'il est dans la Corbeille. Choisissez un dossier séparé, ou supprimez cet abonnement définitivement."
        }
        FieldError::TakenBySubscriptionInTrash => {
            "Un abonnement de ce nom de domaine est dans la Corbeille. Restaurez-le, supprimez-le définitivement, ou choisissez un autre nom."
        }
        FieldError::FolderInUse => {
            "Il y a des fichiers dans le dossier qu'aurait le nouvel abonnement, ou il est illisible. Adressez-vous à votre administrateur, qui peut choisir un autre dossier."
        }
        FieldError::HoldsPanelData => {
            "Ce dossier ouvrirait au FTP les fichiers de Berth lui-même\u{a0}: données, programme, pages ou clés. Choisissez-en un autre."
        }
        FieldError::OutsideBases => {
            "Aucun espace web ne peut être ici. Choisissez un dossier dans l'un de ceux que nomme BERTH_WEBSPACE_BASES, ou faites-l'y ajouter."
        }
        FieldError::PlanName(error) => return plan_name_error(error),
        FieldError::WebhookName(error) => return (super::webhooks::FR.name_error)(error),
        FieldError::WebhookUrl(error) => return (super::webhooks::FR.url_error)(error),
        FieldError::NoEventKinds => super::webhooks::FR.no_event_kinds,
        FieldError::NoSuchEventKind => {
            let all = EventKinds::all(true).keys().replace(',', ", ");
            return (super::webhooks::FR.no_such_event_kind)(&all);
        }
        FieldError::TooManyWebhooks => super::webhooks::FR.too_many,
        FieldError::NoSuchPlan => super::limits::FR.no_such_plan,
        FieldError::TooManyPlans => super::limits::FR.too_many_plans,
        FieldError::Locked => {
            "Seul celui qui gère cet abonnement peut modifier ce réglage. Demandez à votre fournisseur."
        }
        FieldError::LockedSettings(UnknownSetting) => {
            let all = LockedSettings::of(|_| true);
            return (super::limits::FR.no_such_setting)(&all.keys());
        }
        FieldError::ApiTokenName(error) => return (super::api_tokens::FR.name_error)(error),
        FieldError::NoneNamed => super::api_tokens::FR.none_named,
        FieldError::TimeIsPast => super::api_tokens::FR.time_is_past,
        FieldError::NoSuchSubscription => super::api_tokens::FR.no_such_subscription,
        FieldError::ImportRule { number, error } => {
            return (super::import::FR.rule_error)(number, error);
        }
        FieldError::MainAccountHome => {
            "Le répertoire principal du compte FTP principal est / et ne peut pas être modifié."
        }
    }
    .into()
}

fn system_user_error(error: SystemUserError) -> String {
    match error {
        SystemUserError::Shape => {
            "Ce n'est pas un utilisateur système. Saisissez un utilisateur, ou un utilisateur et un groupe séparés par deux-points, comme anne, anne:www-data ou 1001:33."
        }
        SystemUserError::Root => {
            "Ici les fichiers ne sont jamais à root ni à son groupe. Choisissez-en un autre."
        }
        SystemUserError::NoSuchUser => {
            "Le serveur n'a pas cet utilisateur système. Créez-le d'abord là-bas, ou choisissez-en un autre."
        }
        SystemUserError::NoSuchGroup => {
            "Le serveur n'a pas ce groupe. Créez-le d'abord là-bas, ou choisissez-en un autre."
        }
        SystemUserError::OwnUser => {
            "C'est l'utilisateur sous lequel tourne Berth, dont aucun site ne doit atteindre les fichiers. Choisissez-en un autre."
        }
        SystemUserError::NotAllowed => {
            "Le réglage BERTH_SYSTEM_USERS du serveur n'autorise pas cet utilisateur. Choisissez-en un autre, ou faites-le ajouter."
        }
        SystemUserError::GroupNotAllowed => {
            "Ce groupe n'est pas de ceux de l'utilisateur, et le réglage BERTH_SYSTEM_USERS du serveur ne l'autorise pas. Choisissez-en un autre, ou faites-le ajouter."
        }
        SystemUserError::NoPermission => {
            "Berth ne peut pas agir en tant qu'autre utilisateur\u{a0}: il lui manque CAP_SETUID et CAP_SETGID. Donnez-lui les deux (AmbientCapabilities= de systemd), ou démarrez-le en tant que root avec BERTH_USER\u{a0}; lancez une commande en tant que root. Sans cela, laissez ce champ vide."
        }
    }
    .into()
}

pub(super) fn setting_error(error: SettingError) -> String {
    match error {
        SettingError::NotAChoice => "Ce n'est aucun des choix. Choisissez-en un.".into(),
        SettingError::NotATime => "Ce n'est pas une date avec une heure. Choisissez-en une, ou laissez vide.".into(),
        SettingError::NotANumber { most } => format!("Saisissez un nombre entier de 1 à {}, ou laissez vide.", number(most.into())),
        SettingError::NotASize => {
            "Saisissez une taille avec son unité, comme 500\u{a0}Mo, 2\u{a0}Gio ou 1,5\u{a0}Go, ou laissez vide.".into()
        }
        SettingError::NoteTooLong => format!("Utilisez au plus {} caractères.", FtpAccountSettings::MAX_NOTE_LENGTH),
        SettingError::ControlCharacter => {
            "Les retours à la ligne, les caractères de contrôle et ceux qui changent le sens du texte ne peuvent pas être utilisés ici. Supprimez-les.".into()
        }
    }
}

pub(super) fn account_name_error(error: AccountNameError) -> String {
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

pub(super) fn home_directory_error(error: HomeDirectoryError) -> String {
    match error {
        HomeDirectoryError::Empty => {
            "Saisissez un dossier, comme /httpdocs, ou / pour tout l'espace web.".into()
        }
        HomeDirectoryError::NotFromRoot => "Commencez le chemin par /.".into(),
        HomeDirectoryError::DotComponent => {
            "Les dossiers . et .. ne peuvent pas être utilisés\u{a0}: écrivez le chemin en entier, depuis /.".into()
        }
        HomeDirectoryError::ControlCharacter => {
            CONTROL_CHARACTERS.into()
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

pub(super) fn password_error(error: PasswordError) -> String {
    match error {
        PasswordError::Empty => "Saisissez un mot de passe.".into(),
        PasswordError::TooShort => {
            format!("Utilisez au moins {} caractères.", Password::MIN_LENGTH)
        }
        PasswordError::TooShortForRole => format!(
            "Utilisez au moins {} caractères\u{a0}: qui peut modifier les données des autres a besoin d'un mot de passe plus long.",
            PasswordPolicy::STRICT.min_length
        ),
        PasswordError::TooLong => format!("Utilisez au plus {} caractères.", Password::MAX_LENGTH),
        PasswordError::ControlCharacter => CONTROL_CHARACTERS.into(),
        PasswordError::ContainsName => {
            "Le nom ne peut pas faire partie du mot de passe. Retirez-le.".into()
        }
        PasswordError::Guessable => {
            "Ce mot de passe est trop facile à deviner. Allongez-le ou rendez-le moins prévisible."
                .into()
        }
    }
}

pub(super) fn login_error(error: LoginError) -> String {
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

pub(super) fn display_name_error(error: DisplayNameError) -> String {
    match error {
        DisplayNameError::Empty => "Saisissez un nom.".into(),
        DisplayNameError::TooLong => format!(
            "Utilisez {} caractères au maximum.",
            DisplayName::MAX_LENGTH
        ),
        DisplayNameError::ControlCharacter => CONTROL_CHARACTERS.into(),
    }
}

fn email_error(error: EmailAddressError) -> String {
    match error {
        EmailAddressError::Empty => "Saisissez une adresse e-mail.".into(),
        EmailAddressError::TooLong => format!(
            "Utilisez {} caractères au plus, dont 64 avant le @.",
            EmailAddress::MAX_LENGTH
        ),
        EmailAddressError::Character(character) => format!(
            "{} ne peut pas être utilisé ici. Écrivez l'adresse comme marie@example.com, et un nom de domaine accentué sous sa forme xn--.",
            shown(character)
        ),
        EmailAddressError::Shape => "Écrivez l'adresse comme marie@example.com.".into(),
    }
}

fn plan_name_error(error: PlanNameError) -> String {
    match error {
        PlanNameError::Empty => "Saisissez un nom.".into(),
        PlanNameError::TooLong => {
            format!("Utilisez {} caractères au maximum.", PlanName::MAX_LENGTH)
        }
        PlanNameError::ControlCharacter => CONTROL_CHARACTERS.into(),
    }
}

pub(super) fn domain_error(error: DomainNameError) -> String {
    match error {
        DomainNameError::Empty => "Saisissez un nom de domaine, comme example.com.".into(),
        DomainNameError::TooLong => "Ce nom de domaine est trop long. Raccourcissez-le.".into(),
        DomainNameError::Character(character) => format!(
            "{} ne peut pas être utilisé ici. Utilisez des lettres, des chiffres, - et .",
            shown(character)
        ),
        DomainNameError::Letters => {
            "Un nom de domaine ne peut pas avoir ces lettres, ou pas ensemble. Vérifiez comment il s'écrit."
                .into()
        }
        DomainNameError::Shape => "Écrivez le nom de domaine comme example.com.".into(),
    }
}

pub(super) fn webspace_root_error(error: WebspaceRootError) -> &'static str {
    match error {
        WebspaceRootError::Empty => "Saisissez un dossier, comme /var/www/example.com.",
        WebspaceRootError::NotAbsolute => "Commencez le chemin par /.",
        WebspaceRootError::WholeServer => {
            "Le serveur entier ne peut pas être un espace web. Choisissez un dossier."
        }
        WebspaceRootError::DotComponent => {
            "Les dossiers . et .. ne peuvent pas être utilisés\u{a0}: écrivez le chemin en entier, depuis /."
        }
        WebspaceRootError::ControlCharacter => CONTROL_CHARACTERS,
        WebspaceRootError::TooLong => "Ce chemin est trop long. Choisissez-en un plus court.",
    }
}

pub(super) fn folder_trouble(trouble: FolderTrouble) -> &'static str {
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
pub(super) fn again(count: u64) -> &'static str {
    if count < FtpAccountSelection::MAX_ACCOUNTS {
        ""
    } else {
        " S'il en reste, recommencez\u{a0}: ce n'en sont jamais plus à la fois."
    }
}

/// A character as a sentence shows it.
pub(super) fn shown(character: char) -> String {
    if character == ' ' {
        "L'espace".into()
    } else {
        format!("«\u{a0}{}\u{a0}»", character.escape_debug())
    }
}

pub(super) fn date_time(time: CivilTime) -> String {
    format!(
        "{:02}/{:02}/{} {:02}:{:02}",
        time.day, time.month, time.year, time.hour, time.minute
    )
}

pub(super) fn date_time_seconds(time: CivilTime) -> String {
    format!("{}:{:02}", date_time(time), time.second)
}

pub(super) fn number(number: u64) -> String {
    grouped(number, "\u{202f}")
}

pub(super) fn size(bytes: u64) -> String {
    sized(bytes, ["o", "ko", "Mo", "Go", "To"], ',')
}

/// So many of something, with the plural of its name.
pub(super) fn counted(count: u64, what: &str) -> String {
    let plural = if count < 2 { "" } else { "s" };
    format!("{} {what}{plural}", number(count))
}
