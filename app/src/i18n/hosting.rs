//! « Paramètres de l'hébergement ».

use super::format::domain_name;

/// The texts of this page in one language.
pub struct HostingTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub system_user: &'static str,
    pub system_user_hint: fn(&str) -> String,
    pub umask: &'static str,
    pub umask_hint: &'static str,
    pub impossible: &'static str,
    pub sessions_end: &'static str,
    pub saved: &'static str,
    pub unchanged: &'static str,
    pub own_user: &'static str,
    pub files_stay: &'static str,
}

pub(super) const EN: HostingTexts = HostingTexts {
    title: "Hosting settings",

    title_of: |domain| format!("Hosting settings – {}", domain_name(domain)),
    intro: "Whom the files of this subscription belong to on the server. All that is done to them, over FTP and in the panel, is done as that user, so that the system itself decides what is allowed.",
    system_user: "System user",
    system_user_hint: |allowed| {
        format!(
            "A user, or a user and a group with a colon between, by name or number, such as anne or anne:www-data. Empty for the user that Berth runs as. The server allows: {}.",
            if allowed.is_empty() {
                "nobody"
            } else {
                allowed
            }
        )
    },
    umask: "Umask",
    umask_hint: "Three octal digits: what new files and folders do not permit. With 022 others may read and not write, with 027 only the group may read. It holds for those that belong to a system user.",
    impossible: "Berth may not act as other users on this server: it lacks CAP_SETUID and CAP_SETGID. Give it both (AmbientCapabilities= of systemd), or start it as root with BERTH_USER. Until then no subscription can have a system user.",
    sessions_end: "Saving another user or umask ends the open FTP sessions of this subscription. Files that are there stay whose they are.",
    saved: "The hosting settings have been changed. Open FTP sessions have ended.",
    unchanged: "Nothing was changed.",
    own_user: "Berth's own",
    files_stay: "Files that are there stay whose they are. To give them to the system user, run this on the server as root:",
};

pub(super) const FR: HostingTexts = HostingTexts {
    title: "Paramètres de l'hébergement",

    title_of: |domain| format!("Paramètres de l'hébergement – {}", domain_name(domain)),
    intro: "À qui sont les fichiers de cet abonnement sur le serveur. Tout ce qui leur est fait, par FTP et dans le panneau, l'est en tant que cet utilisateur\u{a0}: c'est le système lui-même qui décide de ce qui est permis.",
    system_user: "Utilisateur système",
    system_user_hint: |allowed| {
        format!(
            "Un utilisateur, ou un utilisateur et un groupe séparés par deux-points, par leur nom ou leur numéro, comme anne ou anne:www-data. Vide pour l'utilisateur sous lequel tourne Berth. Le serveur autorise\u{a0}: {}.",
            if allowed.is_empty() {
                "personne"
            } else {
                allowed
            }
        )
    },
    umask: "Umask",
    umask_hint: "Trois chiffres octaux\u{a0}: ce que les nouveaux fichiers et dossiers ne permettent pas. Avec 022 les autres peuvent lire et non écrire, avec 027 seul le groupe peut lire. Il vaut pour ceux qui sont à un utilisateur système.",
    impossible: "Berth ne peut pas agir en tant qu'autre utilisateur sur ce serveur\u{a0}: il lui manque CAP_SETUID et CAP_SETGID. Donnez-lui les deux (AmbientCapabilities= de systemd), ou démarrez-le en tant que root avec BERTH_USER. D'ici là aucun abonnement ne peut avoir d'utilisateur système.",
    sessions_end: "Enregistrer un autre utilisateur ou un autre umask met fin aux sessions FTP ouvertes de cet abonnement. Les fichiers existants restent à qui ils sont.",
    saved: "Les paramètres de l'hébergement ont été modifiés. Les sessions FTP ouvertes ont pris fin.",
    unchanged: "Rien n'a été modifié.",
    own_user: "Celui de Berth",
    files_stay: "Les fichiers existants restent à qui ils sont. Pour les donner à l'utilisateur système, lancez ceci sur le serveur en tant que root\u{a0}:",
};
