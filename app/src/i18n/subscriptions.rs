//! « Site et Domaines ».

use super::{alternatives, en, fr};

/// The texts of this page in one language.
pub struct SubscriptionsTexts {
    pub title: &'static str,
    pub caption: &'static str,
    pub domain: &'static str,
    pub domain_hint: &'static str,
    pub owner: &'static str,
    pub owner_hint: &'static str,
    pub webspace_root: &'static str,
    pub webspace_root_hint: fn(&[String]) -> String,
    pub ftp_accounts: &'static str,
    pub created: &'static str,
    pub add: &'static str,
    pub main_account: &'static str,
    pub main_account_hint: &'static str,
    pub none_for_administrator: &'static str,
    pub none_for_customer: &'static str,
    pub read_only: &'static str,
    pub count: fn(u64) -> String,
}

pub(super) const EN: SubscriptionsTexts = SubscriptionsTexts {
    title: "Websites & Domains",
    caption: "Subscriptions",
    domain: "Domain name",
    domain_hint: "For example example.com.",
    owner: "Owner",
    owner_hint: "The panel user who sees and manages this subscription.",
    webspace_root: "Webspace root",
    webspace_root_hint: |bases| {
        format!(
            "An absolute folder on the server, below {}. It is made if it is missing. Left empty, it is the domain name's folder below {}.",
            alternatives(bases, "or"),
            bases.first().map_or("", String::as_str)
        )
    },
    ftp_accounts: "FTP accounts",
    created: "Created",
    add: "Add a Subscription",
    main_account: "Main FTP account",
    main_account_hint: "It sees the whole webspace and lives as long as the subscription.",
    none_for_administrator: "There is no subscription yet. Add the first one: a site's domain name, its folder on this server and its main FTP account.",
    none_for_customer: "You have no subscription yet. Ask your administrator to add one for you.",
    read_only: "You may look at this, but not change it.",
    count: |count| {
        if count == 1 {
            "1 subscription".into()
        } else {
            format!("{} subscriptions", en::number(count))
        }
    },
};

pub(super) const FR: SubscriptionsTexts = SubscriptionsTexts {
    title: "Site et Domaines",
    caption: "Abonnements",
    domain: "Nom de domaine",
    domain_hint: "Par exemple example.com.",
    owner: "Propriétaire",
    owner_hint: "L'utilisateur du panneau qui voit et gère cet abonnement.",
    webspace_root: "Racine de l'espace web",
    webspace_root_hint: |bases| {
        format!(
            "Un dossier absolu du serveur, dans {}. Il est créé s'il n'existe pas. Laissé vide, c'est le dossier au nom du domaine dans {}.",
            alternatives(bases, "ou"),
            bases.first().map_or("", String::as_str)
        )
    },
    ftp_accounts: "Comptes FTP",
    created: "Créé le",
    add: "Ajouter un abonnement",
    main_account: "Compte FTP principal",
    main_account_hint: "Il voit tout l'espace web et vit aussi longtemps que l'abonnement.",
    none_for_administrator: "Il n'y a pas encore d'abonnement. Ajoutez le premier\u{a0}: le nom de domaine d'un site, son dossier sur ce serveur et son compte FTP principal.",
    none_for_customer: "Vous n'avez pas encore d'abonnement. Demandez à votre administrateur d'en ajouter un pour vous.",
    read_only: "Vous pouvez voir ceci, mais pas le modifier.",
    count: |count| {
        format!(
            "{} {}",
            fr::number(count),
            if count < 2 {
                "abonnement"
            } else {
                "abonnements"
            }
        )
    },
};
