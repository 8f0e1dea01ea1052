//! One-time links.

/// The texts of this page in one language.
pub struct OneTimeLinkTexts {
    pub title: &'static str,
    pub works_until: fn(&str, &str) -> String,
    pub intro: &'static str,
    pub waits_for_password: &'static str,
    pub no_link: &'static str,
    pub validity: &'static str,
    pub validities: [(&'static str, &'static str); 5],
    pub make_link: &'static str,
    pub make_another_link: &'static str,
    pub revoke_link: &'static str,
    pub title_of: fn(&str) -> String,
    pub is_ready: fn(&str) -> String,
    pub rules: &'static str,
    pub was_shown: &'static str,
}

pub(super) const EN: OneTimeLinkTexts = OneTimeLinkTexts {
    title: "One-time link",
    works_until: |end, by| format!("Works until {end}, made by {by}"),

    intro: "By a one-time link its recipient chooses the account's password alone, so that nobody has to send one. The link works once and can be revoked.",
    waits_for_password: "This account waits for its recipient to choose a password. Until then nobody can sign in with it.",
    no_link: "This account has no link at the moment.",
    validity: "Works for",
    validities: [
        ("1", "1 hour"),
        ("24", "1 day"),
        ("72", "3 days"),
        ("168", "7 days"),
        ("336", "14 days"),
    ],
    make_link: "Make a one-time link",
    make_another_link: "Make another link, which replaces this one",
    revoke_link: "Revoke the link",
    title_of: |name| format!("One-time link – {name}"),
    is_ready: |name| {
        format!(
            "Send this link to the person who will use the FTP account {name}. They choose the password there."
        )
    },
    rules: "Copy it now: it is shown this once. Whoever has it can use it, a single time.",
    was_shown: "A link is shown once, when it is made. If you do not have it any more, make another.",
};

pub(super) const FR: OneTimeLinkTexts = OneTimeLinkTexts {
    title: "Lien à usage unique",
    works_until: |end, by| format!("Valable jusqu'au {end}, créé par {by}"),

    intro: "Par un lien à usage unique, son destinataire choisit lui-même le mot de passe du compte, que personne n'a donc à envoyer. Le lien ne fonctionne qu'une fois et peut être révoqué.",
    waits_for_password: "Ce compte attend que son destinataire choisisse un mot de passe. D'ici là, personne ne peut se connecter avec lui.",
    no_link: "Ce compte n'a pas de lien en ce moment.",
    validity: "Valable pendant",
    validities: [
        ("1", "1 heure"),
        ("24", "1 jour"),
        ("72", "3 jours"),
        ("168", "7 jours"),
        ("336", "14 jours"),
    ],
    make_link: "Créer un lien à usage unique",
    make_another_link: "Créer un autre lien, qui remplace celui-ci",
    revoke_link: "Révoquer le lien",
    title_of: |name| format!("Lien à usage unique – {name}"),
    is_ready: |name| {
        format!(
            "Envoyez ce lien à la personne qui utilisera le compte FTP {name}. Elle y choisira le mot de passe."
        )
    },
    rules: "Copiez-le maintenant\u{a0}: il n'est affiché que cette fois. Quiconque l'a peut l'utiliser, une seule fois.",
    was_shown: "Un lien n'est affiché qu'une fois, au moment où il est créé. Si vous ne l'avez plus, créez-en un autre.",
};
