//! « Réglages par défaut ».

use super::format::domain_name;

/// The texts of this page in one language.
pub struct DefaultSettingsTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub saved: &'static str,
    pub unchanged: &'static str,
}

pub(super) const EN: DefaultSettingsTexts = DefaultSettingsTexts {
    title: "Default settings",

    title_of: |domain| format!("Default settings – {}", domain_name(domain)),
    intro: "What each new FTP account of this subscription gets, unless something else is chosen in its form. Accounts that exist stay as they are.",
    saved: "The default settings have been changed.",
    unchanged: "Nothing was changed.",
};

pub(super) const FR: DefaultSettingsTexts = DefaultSettingsTexts {
    title: "Réglages par défaut",

    title_of: |domain| format!("Réglages par défaut – {}", domain_name(domain)),
    intro: "Ce que reçoit chaque nouveau compte FTP de cet abonnement, sauf autre choix dans son formulaire. Les comptes existants restent tels quels.",
    saved: "Les réglages par défaut ont été modifiés.",
    unchanged: "Rien n'a été modifié.",
};
