//! When there is nothing to show.

/// The texts of this page in one language.
pub struct ErrorPageTexts {
    pub not_found_title: &'static str,
    pub not_found_text: &'static str,
    pub title: &'static str,
    pub to_start: &'static str,
    pub group_not_loaded: &'static str,
}

pub(super) const EN: ErrorPageTexts = ErrorPageTexts {
    not_found_title: "Not found",
    not_found_text: "There is nothing at this address, or it is not yours to see. Check the address, or begin again at the start page.",
    title: "That did not work",
    to_start: "To the start page",
    group_not_loaded: "This page could not be loaded. Check your connection, then try again.",
};

pub(super) const FR: ErrorPageTexts = ErrorPageTexts {
    not_found_title: "Introuvable",
    not_found_text: "Il n'y a rien à cette adresse, ou vous n'y avez pas accès. Vérifiez l'adresse ou repartez de la page d'accueil.",
    title: "Cela n'a pas fonctionné",
    to_start: "Vers la page d'accueil",
    group_not_loaded: "Cette page n'a pas pu être chargée. Vérifiez votre connexion, puis réessayez.",
};
