//! What administrators are told about certificates.

use model::CertificateProblem::{Expired, ExpiresSoon, NotYetValid};
use model::{CertificateProblem, CertificateUse, CertificateWarning};

/// The texts about certificates in one language.
pub struct CertificateTexts {
    /// Which certificate it is, and what is the matter; the time follows.
    pub matter: fn(CertificateUse, CertificateProblem) -> &'static str,
    /// What it leads to, and what to do.
    pub advice: fn(&CertificateWarning) -> &'static str,
}

pub(super) const EN: CertificateTexts = CertificateTexts {
    matter: |usage, problem| match (usage, problem) {
        (CertificateUse::Ftps, NotYetValid) => {
            "The FTP server's certificate (FTPS) is not valid before"
        }
        (CertificateUse::Ftps, ExpiresSoon) => "The FTP server's certificate (FTPS) expires on",
        (CertificateUse::Ftps, Expired) => "The FTP server's certificate (FTPS) expired on",
        (CertificateUse::Panel, NotYetValid) => {
            "The panel's certificate (HTTPS) is not valid before"
        }
        (CertificateUse::Panel, ExpiresSoon) => "The panel's certificate (HTTPS) expires on",
        (CertificateUse::Panel, Expired) => "The panel's certificate (HTTPS) expired on",
        (CertificateUse::FtpsAndPanel, NotYetValid) => {
            "The certificate of the panel (HTTPS) and of the FTP server (FTPS) is not valid before"
        }
        (CertificateUse::FtpsAndPanel, ExpiresSoon) => {
            "The certificate of the panel (HTTPS) and of the FTP server (FTPS) expires on"
        }
        (CertificateUse::FtpsAndPanel, Expired) => {
            "The certificate of the panel (HTTPS) and of the FTP server (FTPS) expired on"
        }
    },
    advice: |warning| match (warning.problem, warning.is_own) {
        (NotYetValid, false) => {
            "Clients refuse it until then, or warn of it. Check the clock of the server, or install a certificate that is valid now; its files are read again when they change."
        }
        (NotYetValid, true) => {
            "Clients refuse it until then, or warn of it. Check the clock of the server. If it is right, remove the certificate that Berth made from its data folder and start Berth again: it makes a new one, with another fingerprint."
        }
        (ExpiresSoon, false) => {
            "Clients refuse it then, or warn of it. Renew it before; its files are read again when they change, without a restart."
        }
        (Expired, false) => {
            "Clients refuse it, or warn of it. Renew it; its files are read again when they change, without a restart."
        }
        (ExpiresSoon | Expired, true) => {
            "Berth made this certificate and tries once a day to renew it, which has failed: the server's log says why. Usually its data folder cannot be written, or is full."
        }
    },
};

pub(super) const FR: CertificateTexts = CertificateTexts {
    matter: |usage, problem| match (usage, problem) {
        (CertificateUse::Ftps, NotYetValid) => {
            "Le certificat du serveur FTP (FTPS) n'est pas valide avant le"
        }
        (CertificateUse::Ftps, ExpiresSoon) => "Le certificat du serveur FTP (FTPS) expire le",
        (CertificateUse::Ftps, Expired) => "Le certificat du serveur FTP (FTPS) a expiré le",
        (CertificateUse::Panel, NotYetValid) => {
            "Le certificat du panneau (HTTPS) n'est pas valide avant le"
        }
        (CertificateUse::Panel, ExpiresSoon) => "Le certificat du panneau (HTTPS) expire le",
        (CertificateUse::Panel, Expired) => "Le certificat du panneau (HTTPS) a expiré le",
        (CertificateUse::FtpsAndPanel, NotYetValid) => {
            "Le certificat du panneau (HTTPS) et du serveur FTP (FTPS) n'est pas valide avant le"
        }
        (CertificateUse::FtpsAndPanel, ExpiresSoon) => {
            "Le certificat du panneau (HTTPS) et du serveur FTP (FTPS) expire le"
        }
        (CertificateUse::FtpsAndPanel, Expired) => {
            "Le certificat du panneau (HTTPS) et du serveur FTP (FTPS) a expiré le"
        }
    },
    advice: |warning| match (warning.problem, warning.is_own) {
        (NotYetValid, false) => {
            "D'ici là, les clients le refusent ou affichent un avertissement. Vérifiez l'horloge du serveur, ou installez un certificat déjà valide\u{202f}; ses fichiers sont relus dès qu'ils changent."
        }
        (NotYetValid, true) => {
            "D'ici là, les clients le refusent ou affichent un avertissement. Vérifiez l'horloge du serveur. Si elle est juste, supprimez du dossier de données le certificat que Berth a créé et redémarrez Berth\u{a0}: il en crée un nouveau, avec une autre empreinte."
        }
        (ExpiresSoon, false) => {
            "Les clients le refuseront alors ou afficheront un avertissement. Renouvelez-le avant\u{202f}; ses fichiers sont relus dès qu'ils changent, sans redémarrage."
        }
        (Expired, false) => {
            "Les clients le refusent ou affichent un avertissement. Renouvelez-le\u{202f}; ses fichiers sont relus dès qu'ils changent, sans redémarrage."
        }
        (ExpiresSoon | Expired, true) => {
            "Berth a créé ce certificat et essaie une fois par jour de le renouveler, sans succès\u{a0}: le journal du serveur dit pourquoi. Le plus souvent, son dossier de données n'est pas accessible en écriture, ou le disque est plein."
        }
    },
};
