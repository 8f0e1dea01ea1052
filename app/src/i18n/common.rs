//! Words that stand on every page.

/// The texts of this page in one language.
pub struct CommonTexts {
    pub tagline: &'static str,
    pub skip_to_content: &'static str,
    pub language: &'static str,
    pub main_navigation: &'static str,
    pub breadcrumb: &'static str,
    pub cancel: &'static str,
    pub ok: &'static str,
    pub try_again: &'static str,
    pub loading: &'static str,
    pub actions: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub refresh: &'static str,
    pub never: &'static str,
    pub times_are_in: fn(&str) -> String,
}

pub(super) const EN: CommonTexts = CommonTexts {
    tagline: "FTP accounts for your sites",
    skip_to_content: "Skip to content",
    language: "Language",
    main_navigation: "Main navigation",
    breadcrumb: "You are here",
    cancel: "Cancel",
    ok: "OK",
    try_again: "Try again",
    loading: "Loading…",

    actions: "Actions",
    copy: "Copy",
    copied: "Copied",
    refresh: "Refresh",
    never: "Never",
    times_are_in: |zone| format!("Times are shown in the time zone {zone}."),
};

pub(super) const FR: CommonTexts = CommonTexts {
    tagline: "Les comptes FTP de vos sites",
    skip_to_content: "Aller au contenu",
    language: "Langue",
    main_navigation: "Navigation principale",
    breadcrumb: "Vous êtes ici",
    cancel: "Annuler",
    ok: "OK",
    try_again: "Réessayer",
    loading: "Chargement…",

    actions: "Actions",
    copy: "Copier",
    copied: "Copié",
    refresh: "Actualiser",
    never: "Jamais",
    times_are_in: |zone| format!("Les heures sont celles du fuseau horaire {zone}."),
};
