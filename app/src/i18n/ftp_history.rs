//! The history of an FTP account.

use model::HistoryEvent;

/// The texts of this page in one language.
pub struct FtpHistoryTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub none: &'static str,
    pub event: fn(&HistoryEvent) -> &'static str,
    pub older_entries: &'static str,
    pub latest_entries: &'static str,
}

pub(super) const EN: FtpHistoryTexts = FtpHistoryTexts {
    title: "History",
    title_of: |name| format!("History of {name}"),
    intro: "What was changed and by whom, with the sign-ins between, the latest first.",
    none: "There is nothing older.",
    event: |event| match event {
        HistoryEvent::Added(..) => "Account added",
        HistoryEvent::Changed(_) => "Account changed",
        HistoryEvent::Removed => "Put into the trash",
        HistoryEvent::Restored => "Restored",
        HistoryEvent::FormerNameEnded(_) => "Former name ended",
        HistoryEvent::SessionEnded => "Session disconnected",
        HistoryEvent::LinkMade => "One-time link made",
        HistoryEvent::LinkRevoked => "One-time link revoked",
        HistoryEvent::LinkMailed => "One-time link sent by e-mail",
        HistoryEvent::LinkUsed => "Password set by a one-time link",
        HistoryEvent::OwnPageSignedIn => "Signed in to its own page",
        HistoryEvent::OwnPageSignedOut => "Signed out of its own page",
        HistoryEvent::OwnPagePasswordRefused => "Refused change of its password",
        HistoryEvent::Other(_) => "Something else",
        HistoryEvent::SignedIn(_) => "Sign-in",
        HistoryEvent::SignInRefused(_) => "Refused sign-in",
    },
    older_entries: "Older ones",
    latest_entries: "The latest ones",
};

pub(super) const FR: FtpHistoryTexts = FtpHistoryTexts {
    title: "Historique",
    title_of: |name| format!("Historique de {name}"),
    intro: "Ce qui a été modifié et par qui, avec les connexions, le plus récent d'abord.",
    none: "Il n'y a rien de plus ancien.",
    event: |event| match event {
        HistoryEvent::Added(..) => "Compte ajouté",
        HistoryEvent::Changed(_) => "Compte modifié",
        HistoryEvent::Removed => "Mis à la Corbeille",
        HistoryEvent::Restored => "Restauré",
        HistoryEvent::FormerNameEnded(_) => "Ancien nom supprimé",
        HistoryEvent::SessionEnded => "Session déconnectée",
        HistoryEvent::LinkMade => "Lien à usage unique créé",
        HistoryEvent::LinkRevoked => "Lien à usage unique révoqué",
        HistoryEvent::LinkMailed => "Lien à usage unique envoyé par e-mail",
        HistoryEvent::LinkUsed => "Mot de passe choisi par un lien à usage unique",
        HistoryEvent::OwnPageSignedIn => "Connexion à sa page",
        HistoryEvent::OwnPageSignedOut => "Déconnexion de sa page",
        HistoryEvent::OwnPagePasswordRefused => "Changement de son mot de passe refusé",
        HistoryEvent::Other(_) => "Autre action",
        HistoryEvent::SignedIn(_) => "Connexion",
        HistoryEvent::SignInRefused(_) => "Connexion refusée",
    },
    older_entries: "Plus anciens",
    latest_entries: "Les plus récents",
};
