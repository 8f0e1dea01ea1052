//! Where somebody's mail goes, and which mails they get; links that are sent by mail.

use model::{LinkDelivery, MailKind};

/// The texts of this page in one language.
pub struct MailSettingsTexts {
    pub title: &'static str,
    pub lead: &'static str,
    pub manage: &'static str,
    pub not_available: &'static str,
    pub address: &'static str,
    pub address_hint: &'static str,
    pub users_address_hint: &'static str,
    pub kinds: &'static str,
    pub kinds_hint: &'static str,
    pub kind: fn(MailKind) -> &'static str,
    pub were_changed: &'static str,
    pub send_link_to: &'static str,
    pub send_link_to_hint: &'static str,
    pub locale: &'static str,
    pub locale_hint: &'static str,
    /// To whom, by their address.
    pub send_link: fn(&str) -> String,
    pub send_first_link: &'static str,
    pub delivery: fn(&LinkDelivery) -> String,
}

pub(super) const EN: MailSettingsTexts = MailSettingsTexts {
    title: "E-mail",
    lead: "Berth reminds you by e-mail of what concerns the FTP accounts of your subscriptions, in the language that you use the panel in.",
    manage: "Choose what you are reminded of",
    not_available: "This server sends no e-mail yet: its administrator has to name a mail server first (BERTH_SMTP_HOST). What you choose here holds from then on.",
    address: "E-mail address",
    address_hint: "Leave it empty for no e-mail at all.",
    users_address_hint: "For reminders and for links; leave it empty for no e-mail at all.",
    kinds: "You are told when",
    kinds_hint: "None of these e-mails holds a password.",
    kind: |kind| match kind {
        MailKind::Expiry => {
            "an FTP account expires: 30 days, 7 days and a day before, and when it has"
        }
        MailKind::Quota => "an FTP account uses 90 % of its quota",
        MailKind::Locked => {
            "an FTP account is locked for a time, after too many refused sign-ins; once a day at most"
        }
        MailKind::Certificate => {
            "a certificate of this server's expires: 14 days, 7 days and a day before, and when it has"
        }
    },
    were_changed: "What you are reminded of, and where, has been changed.",
    send_link_to: "Send it by e-mail to",
    send_link_to_hint: "Leave it empty to pass the link on yourself.",
    locale: "Language of the e-mail",
    locale_hint: "The one that its recipient reads best.",
    send_link: |address| format!("Send it by e-mail to {address}"),
    send_first_link: "Send the link by e-mail to the address above, if there is one",
    delivery: |delivery| match delivery {
        LinkDelivery::Sent(address) => format!("The link has been sent to {address}."),
        LinkDelivery::Failed(address) => format!(
            "The link could not be sent to {address}: the mail server did not take it. The log of this server says why. Pass it on yourself, or make another one later."
        ),
        LinkDelivery::TooMany => {
            "The link was not sent: you have sent many in a short time. Pass it on yourself.".into()
        }
    },
};

pub(super) const FR: MailSettingsTexts = MailSettingsTexts {
    title: "E-mail",
    lead: "Berth vous rappelle par e-mail ce qui concerne les comptes FTP de vos abonnements, dans la langue que vous avez choisie pour le panneau.",
    manage: "Choisir les rappels",
    not_available: "Ce serveur n'envoie pas encore d'e-mails\u{a0}: son administrateur doit d'abord indiquer un serveur de messagerie (BERTH_SMTP_HOST). Votre choix vaudra dès ce moment-là.",
    address: "Adresse e-mail",
    address_hint: "Laissez-la vide pour ne recevoir aucun e-mail.",
    users_address_hint: "Pour les rappels et les liens\u{a0}; laissez-la vide pour n'envoyer aucun e-mail.",
    kinds: "Vous êtes prévenu quand",
    kinds_hint: "Aucun de ces e-mails ne contient de mot de passe.",
    kind: |kind| match kind {
        MailKind::Expiry => {
            "un compte FTP expire\u{a0}: 30 jours, 7 jours et un jour avant, puis à l'expiration"
        }
        MailKind::Quota => "un compte FTP utilise 90\u{a0}% de son quota",
        MailKind::Locked => {
            "un compte FTP est bloqué pour un temps, après trop de connexions refusées\u{a0}; une fois par jour au plus"
        }
        MailKind::Certificate => {
            "un certificat de ce serveur expire\u{a0}: 14 jours, 7 jours et un jour avant, puis à l'expiration"
        }
    },
    were_changed: "Vos rappels et leur adresse ont été modifiés.",
    send_link_to: "L'envoyer par e-mail à",
    send_link_to_hint: "Laissez vide pour transmettre le lien vous-même.",
    locale: "Langue de l'e-mail",
    locale_hint: "Celle que son destinataire lit le mieux.",
    send_link: |address| format!("L'envoyer par e-mail à {address}"),
    send_first_link: "Envoyer le lien par e-mail à l'adresse ci-dessus, s'il y en a une",
    delivery: |delivery| {
        match delivery {
        LinkDelivery::Sent(address) => format!("Le lien a été envoyé à {address}."),
        LinkDelivery::Failed(address) => format!(
            "Le lien n'a pas pu être envoyé à {address}\u{a0}: le serveur de messagerie ne l'a pas accepté. Le journal de ce serveur dit pourquoi. Transmettez-le vous-même, ou créez-en un autre plus tard."
        ),
        LinkDelivery::TooMany => {
            "Le lien n'a pas été envoyé\u{a0}: vous en avez envoyé beaucoup en peu de temps. Transmettez-le vous-même.".into()
        }
    }
    },
};
