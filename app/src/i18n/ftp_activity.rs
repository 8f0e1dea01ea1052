//! « Activité FTP ».

use super::format::{domain_name, duration};
use super::{en, fr};
use model::{FtpActivityGroup, FtpActivityList, FtpEventKind, FtpRefusal, FtpTransferred};

/// The texts of this page in one language.
pub struct FtpActivityTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub count: fn(u64) -> String,
    pub none: &'static str,
    pub show_all: &'static str,
    pub kind: &'static str,
    pub every_kind: &'static str,
    pub group: fn(FtpActivityGroup) -> &'static str,
    pub filter: &'static str,
    pub date: &'static str,
    pub event: fn(&FtpEventKind) -> &'static str,
    pub refusal: fn(FtpRefusal) -> &'static str,
    pub transferred: fn(&FtpTransferred) -> String,
    pub not_recorded: fn(u64) -> String,
}

pub(super) const EN: FtpActivityTexts = FtpActivityTexts {
    title: "FTP Activity",
    title_of: |domain| format!("FTP Activity – {}", domain_name(domain)),
    intro: "What was done over FTP, the latest first.",
    count: |count| match count {
        1 => "1 entry".into(),
        FtpActivityList::MAX_ROWS => format!("The latest {} entries", en::number(count)),
        count => format!("{} entries", en::number(count)),
    },
    none: "There is nothing here yet. What is done over FTP shows a second later.",
    show_all: "Show all activity",
    kind: "Kind of activity",
    every_kind: "Every kind",
    group: |group| match group {
        FtpActivityGroup::SignIns => "Sign-ins",
        FtpActivityGroup::Refusals => "Refused sign-ins",
        FtpActivityGroup::Uploads => "Uploads",
        FtpActivityGroup::Downloads => "Downloads",
        FtpActivityGroup::Changes => "Removals, renames, folders",
    },
    filter: "Filter",
    date: "Date",
    event: |event| match event {
        FtpEventKind::SignedIn => "Sign-in",
        FtpEventKind::SignInRefused(_) => "Refused sign-in",
        FtpEventKind::Uploaded(_) => "Upload",
        FtpEventKind::Downloaded(_) => "Download",
        FtpEventKind::FileRemoved(_) => "File removed",
        FtpEventKind::FolderMade(_) => "Folder made",
        FtpEventKind::FolderRemoved(_) => "Folder removed",
        FtpEventKind::Renamed { .. } => "Rename",
        FtpEventKind::NotRecorded { group, .. } => match group {
            FtpActivityGroup::SignIns => "Sign-ins",
            FtpActivityGroup::Refusals => "Refused sign-ins",
            FtpActivityGroup::Uploads => "Uploads",
            FtpActivityGroup::Downloads => "Downloads",
            FtpActivityGroup::Changes => "Removals, renames, folders",
        },
    },
    refusal: |refusal| match refusal {
        FtpRefusal::WrongPassword => "Wrong password",
        FtpRefusal::Throttled => "Too many failed attempts shortly before",
        FtpRefusal::HomeUnavailable => "Home directory not found",
        FtpRefusal::Disabled => "Account disabled",
        FtpRefusal::Expired => "Account expired",
        FtpRefusal::AddressNotAllowed => "Address not allowed",
        FtpRefusal::TlsRequired => "Not encrypted (TLS)",
        FtpRefusal::Suspended => "Subscription suspended",
        FtpRefusal::WaitsForPassword => "Password not chosen by the recipient yet",
    },
    transferred: |transfer| {
        let end = if transfer.complete {
            ""
        } else {
            ", broken off"
        };
        format!(
            "{} in {}{end}",
            en::size(transfer.bytes),
            duration(transfer.took_ms, '.')
        )
    },
    not_recorded: |events| match events {
        1 => "1 more event was not recorded".into(),
        events => format!("{} more events were not recorded", en::number(events)),
    },
};

pub(super) const FR: FtpActivityTexts = FtpActivityTexts {
    title: "Activité FTP",
    title_of: |domain| format!("Activité FTP – {}", domain_name(domain)),
    intro: "Ce qui s'est passé en FTP, le plus récent d'abord.",
    count: |count| match count {
        0 | 1 => format!("{count} entrée"),
        FtpActivityList::MAX_ROWS => format!("Les {} dernières entrées", fr::number(count)),
        count => format!("{} entrées", fr::number(count)),
    },
    none: "Il n'y a rien ici pour le moment. Une activité FTP apparaît une seconde plus tard.",
    show_all: "Afficher toute l'activité",
    kind: "Type d'activité",
    every_kind: "Tous",
    group: |group| match group {
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
        FtpEventKind::NotRecorded { group, .. } => match group {
            FtpActivityGroup::SignIns => "Connexions",
            FtpActivityGroup::Refusals => "Connexions refusées",
            FtpActivityGroup::Uploads => "Téléversements",
            FtpActivityGroup::Downloads => "Téléchargements",
            FtpActivityGroup::Changes => "Suppressions, renommages, dossiers",
        },
    },
    refusal: |refusal| match refusal {
        FtpRefusal::WrongPassword => "Mot de passe erroné",
        FtpRefusal::Throttled => "Trop de tentatives échouées peu avant",
        FtpRefusal::HomeUnavailable => "Répertoire principal introuvable",
        FtpRefusal::Disabled => "Compte désactivé",
        FtpRefusal::Expired => "Compte expiré",
        FtpRefusal::AddressNotAllowed => "Adresse non autorisée",
        FtpRefusal::TlsRequired => "Sans chiffrement (TLS)",
        FtpRefusal::Suspended => "Abonnement suspendu",
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
            fr::size(transfer.bytes),
            duration(transfer.took_ms, ',')
        )
    },
    not_recorded: |events| match events {
        0 | 1 => format!("{events} autre événement n'a pas été enregistré"),
        events => format!(
            "{} autres événements n'ont pas été enregistrés",
            fr::number(events)
        ),
    },
};
