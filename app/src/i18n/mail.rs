//! The mails that Berth sends: plain text, in the language of who gets them. None holds a password.

use model::Locale;

use super::{en, fr};

/// The texts of mails in one language.
#[expect(
    missing_docs,
    reason = "each text is shown by its own value, in each language"
)]
pub struct MailTexts {
    /// The recipient's name.
    pub greeting: fn(&str) -> String,
    pub greeting_to_anybody: &'static str,
    /// Within how many days.
    pub expiring_subject: fn(u16) -> String,
    pub expiring: fn(u16) -> String,
    pub expiring_advice: &'static str,
    pub expired_subject: &'static str,
    pub expired: &'static str,
    pub expired_advice: &'static str,
    pub nearly_full_subject: &'static str,
    pub nearly_full: &'static str,
    pub nearly_full_advice: &'static str,
    pub locked_subject: &'static str,
    pub locked: &'static str,
    pub locked_advice: &'static str,
    pub certificate_subject: &'static str,
    pub certificate_expired_subject: &'static str,
    /// An account, its subscription, and what there is to say of it.
    pub account: fn(&str, &str, Option<&str>) -> String,
    /// How much of a quota is used, in per cent.
    pub used: fn(u64) -> String,
    pub and_more: fn(u64) -> String,
    /// The account, and its subscription.
    pub account_link_subject: fn(&str) -> String,
    pub account_link: fn(&str, &str) -> String,
    /// The login.
    pub user_link_subject: &'static str,
    pub user_link: fn(&str) -> String,
    /// Until when.
    pub link_rules: fn(&str) -> String,
    /// Where the panel is.
    pub panel: fn(&str) -> String,
    /// Where one switches such mails off, if that is known.
    pub why: fn(Option<&str>) -> String,
    pub not_expected: &'static str,
}

/// What mails say in a language.
pub fn mail_texts(locale: Locale) -> &'static MailTexts {
    match locale {
        Locale::En => &EN,
        Locale::Fr => &FR,
    }
}

static EN: MailTexts = MailTexts {
    greeting: |name| format!("Hello {name},"),
    greeting_to_anybody: "Hello,",
    expiring_subject: |days| match days {
        1 => "FTP accounts expire within a day".to_owned(),
        days => format!("FTP accounts expire within {days} days"),
    },
    expiring: |days| match days {
        1 => "These FTP accounts expire within a day. After that nobody can sign in with them:"
            .to_owned(),
        days => format!(
            "These FTP accounts expire within {days} days. After that nobody can sign in with them:"
        ),
    },
    expiring_advice: "Whoever still needs one needs a later date, which you set on the account's page.",
    expired_subject: "FTP accounts have expired",
    expired: "These FTP accounts have expired. Nobody can sign in with them any more:",
    expired_advice: "Give an account a later date if it is still needed, or remove it. Its files stay where they are.",
    nearly_full_subject: "FTP accounts are nearly full",
    nearly_full: "These FTP accounts use nine tenths of their quotas or more:",
    nearly_full_advice: "Uploads are refused once a quota is used up. Remove files, or give the account a larger quota on its page.",
    locked_subject: "Too many refused sign-ins of FTP accounts",
    locked: "Too many sign-ins with these FTP accounts were refused, so that further ones are refused for a time, in part without a look at the password:",
    locked_advice: "Often it is a program that still has an old password. If it is not yours, somebody is guessing: a long password withstands that, and the activity says from which addresses it came.",
    certificate_subject: "A certificate of the FTP server or the panel expires soon",
    certificate_expired_subject: "A certificate of the FTP server or the panel has expired",
    account: |name, domain, detail| match detail {
        Some(detail) => format!("{name} ({domain}): {detail}"),
        None => format!("{name} ({domain})"),
    },
    used: |per_cent| format!("{per_cent} %"),
    and_more: |more| format!("and {} more", en::number(more)),
    account_link_subject: |name| format!("Choose the password of the FTP account {name}"),
    account_link: |name, domain| {
        format!(
            "You have been given the FTP account {name} of {domain}. You choose its password yourself, here:"
        )
    },
    user_link_subject: "Choose your password for the panel",
    user_link: |login| {
        format!(
            "You sign in to the panel of your FTP accounts as {login}. You choose your password yourself, here:"
        )
    },
    link_rules: |end| {
        format!("The link works once, until {end}. Do not pass it on: whoever has it can use it.")
    },
    panel: |url| format!("The panel: {url}"),
    why: |settings| match settings {
        Some(settings) => {
            format!("You choose at {settings} which of these e-mails you get.")
        }
        None => "You choose in the panel, under “My account”, which of these e-mails you get."
            .to_owned(),
    },
    not_expected: "If you did not expect this, nothing happens if you do nothing.",
};

static FR: MailTexts = MailTexts {
    greeting: |name| format!("Bonjour {name},"),
    greeting_to_anybody: "Bonjour,",
    expiring_subject: |days| match days {
        1 => "Des comptes FTP expirent d'ici un jour".to_owned(),
        days => format!("Des comptes FTP expirent d'ici {days} jours"),
    },
    expiring: |days| {
        match days {
        1 => "Ces comptes FTP expirent d'ici un jour. Ensuite, plus personne ne pourra se connecter avec eux\u{a0}:".to_owned(),
        days => format!("Ces comptes FTP expirent d'ici {days} jours. Ensuite, plus personne ne pourra se connecter avec eux\u{a0}:"),
    }
    },
    expiring_advice: "Si un compte doit encore servir, donnez-lui une date plus lointaine, sur sa page.",
    expired_subject: "Des comptes FTP ont expiré",
    expired: "Ces comptes FTP ont expiré. Plus personne ne peut se connecter avec eux\u{a0}:",
    expired_advice: "Donnez une date plus lointaine au compte s'il doit encore servir, ou supprimez-le. Ses fichiers restent où ils sont.",
    nearly_full_subject: "Des comptes FTP sont presque pleins",
    nearly_full: "Ces comptes FTP utilisent au moins les neuf dixièmes de leur quota\u{a0}:",
    nearly_full_advice: "Les envois sont refusés dès qu'un quota est épuisé. Supprimez des fichiers, ou donnez au compte un quota plus grand, sur sa page.",
    locked_subject: "Trop de connexions refusées pour des comptes FTP",
    locked: "Trop de connexions avec ces comptes FTP ont été refusées\u{a0}: les suivantes le sont pour un temps, en partie sans examen du mot de passe\u{a0}:",
    locked_advice: "C'est souvent un programme qui a encore un ancien mot de passe. Sinon, quelqu'un essaie de le deviner\u{a0}: un long mot de passe y résiste, et l'activité dit de quelles adresses viennent les essais.",
    certificate_subject: "Un certificat du serveur FTP ou du panneau expire bientôt",
    certificate_expired_subject: "Un certificat du serveur FTP ou du panneau a expiré",
    account: |name, domain, detail| match detail {
        Some(detail) => format!("{name} ({domain})\u{a0}: {detail}"),
        None => format!("{name} ({domain})"),
    },
    used: |per_cent| format!("{per_cent}\u{a0}%"),
    and_more: |more| format!("et {} de plus", fr::number(more)),
    account_link_subject: |name| format!("Choisissez le mot de passe du compte FTP {name}"),
    account_link: |name, domain| {
        format!(
            "Le compte FTP {name} de {domain} vous a été confié. Vous choisissez vous-même son mot de passe, ici\u{a0}:"
        )
    },
    user_link_subject: "Choisissez votre mot de passe pour le panneau",
    user_link: |login| {
        format!(
            "Vous vous connectez au panneau de vos comptes FTP avec l'identifiant {login}. Vous choisissez vous-même votre mot de passe, ici\u{a0}:"
        )
    },
    link_rules: |end| {
        format!(
            "Le lien ne fonctionne qu'une fois, jusqu'au {end}. Ne le transmettez pas\u{a0}: quiconque l'a peut l'utiliser."
        )
    },
    panel: |url| format!("Le panneau\u{a0}: {url}"),
    why: |settings| {
        match settings {
        Some(settings) => format!("Vous choisissez sur {settings} lesquels de ces e-mails vous recevez."),
        None => "Vous choisissez dans le panneau, sous «\u{a0}Mon compte\u{a0}», lesquels de ces e-mails vous recevez.".to_owned(),
    }
    },
    not_expected: "Si vous n'attendiez pas ce message, il ne se passe rien tant que vous ne faites rien.",
};
