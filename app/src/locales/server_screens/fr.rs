//! French.

use super::super::duration;
use super::super::fr::{number, size};
use super::ServerTexts;
use crate::model::{FtpActivityGroup, FtpActivityList, FtpDeed, FtpRefusal};

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
    deed: |deed| match deed {
        FtpDeed::SignedIn => "Connexion",
        FtpDeed::SignInRefused(_) => "Connexion refusée",
        FtpDeed::Uploaded(_) => "Téléversement",
        FtpDeed::Downloaded(_) => "Téléchargement",
        FtpDeed::FileRemoved(_) => "Fichier supprimé",
        FtpDeed::FolderMade(_) => "Dossier créé",
        FtpDeed::FolderRemoved(_) => "Dossier supprimé",
        FtpDeed::Renamed { .. } => "Renommage",
    },
    refusal: |refusal| match refusal {
        FtpRefusal::WrongPassword => "Mot de passe erroné",
        FtpRefusal::Throttled => "Trop de tentatives échouées peu avant",
        FtpRefusal::HomeUnavailable => "Répertoire principal introuvable",
        FtpRefusal::Disabled => "Compte désactivé",
        FtpRefusal::Expired => "Compte expiré",
        FtpRefusal::AddressNotAllowed => "Adresse non autorisée",
        FtpRefusal::TlsRequired => "Sans chiffrement (TLS)",
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
};
