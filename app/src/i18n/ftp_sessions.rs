//! « Sessions FTP ».

use super::format::domain_name;
use super::{en, fr};
use model::FtpDirection;

/// The texts of this page in one language.
pub struct FtpSessionsTexts {
    pub sections: &'static str,
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub count: fn(usize) -> String,
    pub none_yet: &'static str,
    pub live: &'static str,
    pub not_live: &'static str,
    pub ftp_account: &'static str,
    pub address_and_protocol: &'static str,
    pub since: &'static str,
    pub now: &'static str,
    pub idle: fn(u64) -> String,
    pub direction: fn(FtpDirection) -> &'static str,
    pub progress: &'static str,
    pub moved: fn(u64, Option<u64>, u64) -> String,
    pub disconnect: &'static str,
    pub disconnect_session: fn(&str) -> String,
}

pub(super) const EN: FtpSessionsTexts = FtpSessionsTexts {
    sections: "FTP sections",
    title: "FTP Sessions",
    title_of: |domain| format!("FTP Sessions – {}", domain_name(domain)),
    intro: "The FTP clients that are signed in now, and what each is doing.",
    count: |count| match count {
        0 => "No FTP session is open.".into(),
        1 => "1 FTP session".into(),
        count => format!("{count} FTP sessions"),
    },
    none_yet: "A session shows here as soon as a client signs in.",
    live: "Live",
    not_live: "Not updating by itself",
    ftp_account: "FTP account",
    address_and_protocol: "Address and protocol",
    since: "Since",
    now: "Now",
    idle: |seconds| match seconds {
        0 => "Idle".into(),
        1..60 => format!("Idle for {seconds}\u{a0}s"),
        _ => format!("Idle for {}\u{a0}min", seconds / 60),
    },
    direction: |direction| match direction {
        FtpDirection::Upload => "Upload",
        FtpDirection::Download => "Download",
        FtpDirection::Listing => "Folder listing",
    },
    progress: "Progress",
    moved: |bytes, size, rate| {
        let size = size
            .map(|size| format!(" of {}", en::size(size)))
            .unwrap_or_default();
        format!("{}{size}, {}/s", en::size(bytes), en::size(rate))
    },
    disconnect: "Disconnect",
    disconnect_session: |account| format!("Disconnect the session of {account}"),
};

pub(super) const FR: FtpSessionsTexts = FtpSessionsTexts {
    sections: "Rubriques FTP",
    title: "Sessions FTP",
    title_of: |domain| format!("Sessions FTP – {}", domain_name(domain)),
    intro: "Les clients FTP connectés en ce moment, et ce que fait chacun d'eux.",
    count: |count| match count {
        0 => "Aucune session FTP n'est ouverte.".into(),
        1 => "1 session FTP".into(),
        count => format!("{count} sessions FTP"),
    },
    none_yet: "Une session apparaît ici dès qu'un client se connecte.",
    live: "En direct",
    not_live: "Sans mise à jour automatique",
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
            .map(|size| format!(" sur {}", fr::size(size)))
            .unwrap_or_default();
        format!("{}{size}, {}/s", fr::size(bytes), fr::size(rate))
    },
    disconnect: "Déconnecter",
    disconnect_session: |account| format!("Déconnecter la session de {account}"),
};
