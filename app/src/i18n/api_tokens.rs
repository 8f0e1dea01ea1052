//! « Jetons d'API »: by what programs act for a panel user.

use model::{ApiAccess, ApiTokenName, ApiTokenNameError, ApiTokenSubscriptions, Field};

/// The texts of these pages in one language.
pub struct ApiTokensTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    /// The link on « Mon compte ».
    pub link: &'static str,
    pub intro: &'static str,
    pub intro_of: fn(&str) -> String,
    pub none: &'static str,
    pub count: fn(usize) -> String,
    pub add: &'static str,
    pub field: fn(Field) -> &'static str,
    pub access: fn(ApiAccess) -> &'static str,
    pub name_hint: &'static str,
    pub access_hint: &'static str,
    pub reach_hint: &'static str,
    pub every_subscription: &'static str,
    pub all_subscriptions: &'static str,
    pub only_some: &'static str,
    pub none_left: &'static str,
    pub subscriptions_hint: &'static str,
    pub expiry_hint: &'static str,
    pub addresses_hint: &'static str,
    pub never: &'static str,
    pub every_address: &'static str,
    pub expired: &'static str,
    pub created: &'static str,
    pub last_used: &'static str,
    pub never_used: &'static str,
    pub used_from: fn(&str) -> String,
    pub secret: &'static str,
    pub is_ready: fn(&str) -> String,
    pub secret_rules: &'static str,
    pub was_shown: &'static str,
    pub back: &'static str,
    pub revoke: &'static str,
    pub revoke_token: fn(&str) -> String,
    pub was_revoked: &'static str,
    pub none_named: &'static str,
    pub time_is_past: &'static str,
    pub no_such_subscription: &'static str,
    pub reads_only: &'static str,
    pub is_limited: &'static str,
    pub not_for_tokens: &'static str,
    pub name_error: fn(ApiTokenNameError) -> String,
}

impl ApiTokensTexts {
    /// The subscriptions that a token is for.
    pub fn reach(&self, subscriptions: &ApiTokenSubscriptions) -> String {
        match subscriptions {
            ApiTokenSubscriptions::All => self.every_subscription.to_owned(),
            ApiTokenSubscriptions::Only(domains) if domains.is_empty() => self.none_left.to_owned(),
            ApiTokenSubscriptions::Only(domains) => {
                let domains = domains.iter().map(|domain| domain.text().into_owned());
                domains.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

pub(super) const EN: ApiTokensTexts = ApiTokensTexts {
    title: "API tokens",
    title_of: |login| format!("API tokens of {login}"),
    link: "API tokens",
    intro: "By an API token a program works with Berth in your place, at /api/v1: it may never do more than you. Give each program a token of its own, which you revoke when it is not needed any more.",
    intro_of: |login| {
        format!(
            "By an API token a program works with Berth in the place of {login}. Revoke what is not needed any more."
        )
    },
    none: "There is no API token.",
    count: |count| match count {
        1 => "1 token".to_owned(),
        count => format!("{count} tokens"),
    },
    add: "Add an API token",
    field: |field| match field {
        Field::ApiTokenName => "Token name",
        Field::ApiTokenAccess => "Scope",
        Field::ApiTokenReach => "Subscriptions of the token",
        Field::ApiTokenSubscriptions => "Domain names",
        Field::ApiTokenExpiry => "Expires on",
        Field::ApiTokenAddresses => "Allowed addresses",
        _ => "",
    },
    access: |access| match access {
        ApiAccess::Read => "Read",
        ApiAccess::Write => "Read and write",
    },
    name_hint: "What the token is for, such as the program's name. The audit log tells by it what the program did.",
    access_hint: "With “Read” the program sees what you see and changes nothing. With “Read and write” it changes what you may change, too.",
    reach_hint: "A token for some subscriptions does nothing that concerns others, or the server.",
    every_subscription: "All",
    all_subscriptions: "All subscriptions, and whatever else you may do",
    only_some: "These subscriptions only",
    none_left: "None any more",
    subscriptions_hint: "Only for a token for some: their domain names, with commas between them.",
    expiry_hint: "The token stops working then. Empty: never.",
    addresses_hint: "Addresses and networks from which the token may be used, such as 192.0.2.7 or 2001:db8::/32. Empty: all.",
    never: "Never",
    every_address: "All",
    expired: "Expired",
    created: "Added",
    last_used: "Last used",
    never_used: "Never",
    used_from: |address| format!("from {address}"),
    secret: "API token",
    is_ready: |name| format!("The token {name} is ready. Copy it now: it is shown this once."),
    secret_rules: "Whoever has it may do what it is for. Berth keeps only its fingerprint; if it is lost, revoke it and add another.",
    was_shown: "The token was shown already, and is not shown again. If it is lost, revoke it and add another.",
    back: "Back to the API tokens",
    revoke: "Revoke",
    revoke_token: |name| format!("Revoke the token {name}"),
    was_revoked: "The token has been revoked: it does not work any more.",
    none_named: "Name at least one.",
    time_is_past: "This time is past. Choose a later one, or leave it empty.",
    no_such_subscription: "One of these is no subscription of the token's owner. Type the domain names as they stand in the list of subscriptions.",
    reads_only: "This API token is for reading only. Use one with the scope “write”.",
    is_limited: "This API token is for some subscriptions only, and this concerns more than those. Use a token for all subscriptions.",
    not_for_tokens: "This is done by a person who is signed in to the panel, and never by an API token.",
    name_error: |error| match error {
        ApiTokenNameError::Empty => "Type a name.".to_owned(),
        ApiTokenNameError::TooLong => {
            format!("Use {} characters at most.", ApiTokenName::MAX_LENGTH)
        }
        ApiTokenNameError::ControlCharacter => super::en::CONTROL_CHARACTERS.to_owned(),
    },
};

pub(super) const FR: ApiTokensTexts = ApiTokensTexts {
    title: "Jetons d'API",
    title_of: |login| format!("Jetons d'API de {login}"),
    link: "Jetons d'API",
    intro: "Avec un jeton d'API, un programme travaille avec Berth à votre place, sous /api/v1\u{a0}: il ne peut jamais faire plus que vous. Donnez à chaque programme son propre jeton, et révoquez-le dès qu'il ne sert plus.",
    intro_of: |login| {
        format!(
            "Avec un jeton d'API, un programme travaille avec Berth à la place de {login}. Révoquez ce qui ne sert plus."
        )
    },
    none: "Il n'y a aucun jeton d'API.",
    count: |count| match count {
        0 | 1 => format!("{count} jeton"),
        count => format!("{count} jetons"),
    },
    add: "Ajouter un jeton d'API",
    field: |field| match field {
        Field::ApiTokenName => "Nom du jeton",
        Field::ApiTokenAccess => "Portée",
        Field::ApiTokenReach => "Abonnements du jeton",
        Field::ApiTokenSubscriptions => "Noms de domaine",
        Field::ApiTokenExpiry => "Expire le",
        Field::ApiTokenAddresses => "Adresses autorisées",
        _ => "",
    },
    access: |access| match access {
        ApiAccess::Read => "Lecture",
        ApiAccess::Write => "Lecture et écriture",
    },
    name_hint: "À quoi sert le jeton, par exemple le nom du programme. Le journal d'audit dit par lui ce que le programme a fait.",
    access_hint: "Avec «\u{a0}Lecture\u{a0}», le programme voit ce que vous voyez et ne modifie rien. Avec «\u{a0}Lecture et écriture\u{a0}», il modifie aussi ce que vous pouvez modifier.",
    reach_hint: "Un jeton pour certains abonnements ne fait rien qui concerne les autres, ou le serveur.",
    every_subscription: "Tous",
    all_subscriptions: "Tous les abonnements, et tout ce que vous pouvez faire d'autre",
    only_some: "Seulement ces abonnements",
    none_left: "Plus aucun",
    subscriptions_hint: "Seulement pour un jeton pour certains\u{a0}: leurs noms de domaine, séparés par des virgules.",
    expiry_hint: "Le jeton cesse alors de fonctionner. Vide\u{a0}: jamais.",
    addresses_hint: "Adresses et réseaux depuis lesquels le jeton peut être utilisé, comme 192.0.2.7 ou 2001:db8::/32. Vide\u{a0}: toutes.",
    never: "Jamais",
    every_address: "Toutes",
    expired: "Expiré",
    created: "Ajouté",
    last_used: "Dernière utilisation",
    never_used: "Jamais",
    used_from: |address| format!("depuis {address}"),
    secret: "Jeton d'API",
    is_ready: |name| {
        format!(
            "Le jeton {name} est prêt. Copiez-le maintenant\u{a0}: il n'est affiché que cette fois."
        )
    },
    secret_rules: "Quiconque l'a peut faire ce qu'il permet. Berth n'en garde que l'empreinte\u{a0}; s'il est perdu, révoquez-le et ajoutez-en un autre.",
    was_shown: "Le jeton a déjà été affiché, et ne l'est plus. S'il est perdu, révoquez-le et ajoutez-en un autre.",
    back: "Retour aux jetons d'API",
    revoke: "Révoquer",
    revoke_token: |name| format!("Révoquer le jeton {name}"),
    was_revoked: "Le jeton a été révoqué\u{a0}: il ne fonctionne plus.",
    none_named: "Nommez-en au moins un.",
    time_is_past: "Ce moment est passé. Choisissez-en un plus tardif, ou laissez vide.",
    no_such_subscription: "L'un d'eux n'est pas un abonnement du propriétaire du jeton. Saisissez les noms de domaine comme dans la liste des abonnements.",
    reads_only: "Ce jeton d'API ne permet que la lecture. Utilisez-en un qui permet l'écriture.",
    is_limited: "Ce jeton d'API n'est que pour certains abonnements, et ceci en concerne plus. Utilisez un jeton pour tous les abonnements.",
    not_for_tokens: "Ceci est fait par une personne connectée au panneau, et jamais par un jeton d'API.",
    name_error: |error| match error {
        ApiTokenNameError::Empty => "Saisissez un nom.".to_owned(),
        ApiTokenNameError::TooLong => {
            format!("Utilisez {} caractères au plus.", ApiTokenName::MAX_LENGTH)
        }
        ApiTokenNameError::ControlCharacter => super::fr::CONTROL_CHARACTERS.to_owned(),
    },
};
