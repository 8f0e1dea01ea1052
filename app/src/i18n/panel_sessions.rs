//! « Mes sessions »: in which browsers one is signed in to the panel.

use model::BrowserName;

/// The texts of this page in one language.
pub struct PanelSessionsTexts {
    pub title: &'static str,
    /// The link on « Mon compte ».
    pub link: &'static str,
    pub intro: &'static str,
    pub count: fn(usize) -> String,
    pub browser: &'static str,
    pub address: &'static str,
    pub since: &'static str,
    pub last_seen: &'static str,
    pub this_one: &'static str,
    pub end: &'static str,
    pub end_session: fn(&str) -> String,
    pub end_others: &'static str,
    pub one_was_ended: &'static str,
    pub others_were_ended: &'static str,
    unknown_browser: &'static str,
}

impl PanelSessionsTexts {
    /// A browser, as far as it tells what it is.
    pub fn browser_name(&self, name: BrowserName) -> String {
        let browser = name.browser.unwrap_or(self.unknown_browser);
        match name.system {
            Some(system) => format!("{browser}, {system}"),
            None => browser.to_owned(),
        }
    }
}

pub(super) const EN: PanelSessionsTexts = PanelSessionsTexts {
    title: "My sessions",
    link: "See where you are signed in",
    intro: "The browsers in which you are signed in to this panel. If you do not know one of them, end it and change your password.",
    count: |count| match count {
        1 => "1 session".to_owned(),
        count => format!("{count} sessions"),
    },
    browser: "Browser",
    address: "Address",
    since: "Since",
    last_seen: "Last seen",
    this_one: "This session",
    end: "End",
    end_session: |browser| format!("End the session in {browser}"),
    end_others: "End all other sessions",
    one_was_ended: "The session has been ended.",
    others_were_ended: "All your other sessions have been ended.",
    unknown_browser: "Unknown browser",
};

pub(super) const FR: PanelSessionsTexts = PanelSessionsTexts {
    title: "Mes sessions",
    link: "Voir où vous êtes connecté",
    intro: "Les navigateurs dans lesquels vous êtes connecté à ce panneau. Si vous n'en reconnaissez pas un, mettez fin à sa session et changez votre mot de passe.",
    count: |count| match count {
        1 => "1 session".to_owned(),
        count => format!("{count} sessions"),
    },
    browser: "Navigateur",
    address: "Adresse",
    since: "Depuis",
    last_seen: "Dernière activité",
    this_one: "Cette session",
    end: "Mettre fin",
    end_session: |browser| format!("Mettre fin à la session dans {browser}"),
    end_others: "Mettre fin à toutes les autres sessions",
    one_was_ended: "La session a pris fin.",
    others_were_ended: "Toutes vos autres sessions ont pris fin.",
    unknown_browser: "Navigateur inconnu",
};
