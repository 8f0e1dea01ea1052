//! What the REST API says of requests that reach no use case, and of errors whose sentences for the
//! panel speak of its pages.

use model::Locale;

/// The texts of the REST API in one language.
#[expect(
    missing_docs,
    reason = "each text is shown by its own value, in each language"
)]
pub struct RestTexts {
    pub token_missing: &'static str,
    pub token_invalid: &'static str,
    pub token_unusable: &'static str,
    pub https_required: &'static str,
    pub no_such_path: &'static str,
    pub not_found: &'static str,
    pub method_not_allowed: &'static str,
    pub unsupported_media_type: &'static str,
    pub not_multipart: &'static str,
    /// The longest body, in bytes.
    pub body_too_large: fn(usize) -> String,
    pub malformed_json: &'static str,
    pub malformed_form: &'static str,
    pub invalid_body: &'static str,
    pub invalid_value: &'static str,
    pub invalid_query: &'static str,
    pub invalid_cursor: &'static str,
    pub precondition_required: &'static str,
    pub invalid_precondition: &'static str,
    pub changed: &'static str,
    pub invalid_fields: &'static str,
    pub malformed: &'static str,
    pub main_account_stays: &'static str,
    pub nothing_named: &'static str,
    /// By the program that the accounts are for.
    pub file_owner_missing: fn(&str) -> String,
    /// By an account's name and its home directory.
    pub home_not_writable: fn(&str, &str) -> String,
    pub invalid_idempotency_key: &'static str,
    pub idempotency_key_reused: &'static str,
    pub idempotency_key_in_use: &'static str,
    pub answer_not_kept: &'static str,
    /// For how many seconds to wait.
    pub too_many_requests: fn(u64) -> String,
    pub timed_out: &'static str,
}

/// What the REST API says in a language.
pub fn rest_texts(locale: Locale) -> &'static RestTexts {
    match locale {
        Locale::En => &EN,
        Locale::Fr => &FR,
    }
}

static EN: RestTexts = RestTexts {
    token_missing: "This needs an API token. Send it in the header “Authorization: Bearer …”.",
    token_invalid: "This API token is unknown, has ended, or may not be used from this address. Use another one.",
    token_unusable: "An API token cannot do this. Sign in to the panel.",
    https_required: "This request was not encrypted, so that others may have read its token. Revoke the token, make another one, and use https://.",
    no_such_path: "The API has no such address. Its description has them all: /api/v1/openapi.json.",
    not_found: "There is no such thing, or this token may not see it.",
    method_not_allowed: "This address has no such method. The header “Allow” has those that it has.",
    unsupported_media_type: "Send JSON, with the header “Content-Type: application/json”.",
    not_multipart: "Send a form with the file in it, “multipart/form-data”, as curl does with -F.",
    body_too_large: |most| format!("The body is too long. Send no more than {most} bytes."),
    malformed_json: "The body is not JSON. “reason” says where it ends to be.",
    malformed_form: "The body is not a form that can be read, or it is cut off. “reason” says why.",
    invalid_body: "The body is not what this operation takes. “errors” says where, and “reason” why.",
    invalid_value: "This operation does not take this.",
    invalid_query: "A parameter of the address is unknown, or has a value that it cannot have. “reason” says which.",
    invalid_cursor: "This cursor does not belong to this list. Begin again without one.",
    precondition_required: "Say which version you change: send the ETag that you have read in the header “If-Match”, or “*” to change whatever is there.",
    invalid_precondition: "The header “If-Match” holds no ETag. Send the one that you have read, with its quotation marks, or “*”.",
    changed: "Someone else changed this since you have read it. “current” is what it is now: compare, and send your change again with the new ETag.",
    invalid_fields: "Some fields cannot be taken as they are. “errors” says which ones, and why.",
    malformed: "This cannot be done with the values that were sent.",
    main_account_stays: "Nothing was removed: a subscription's main FTP account is never removed on its own.",
    nothing_named: "Nothing was done, since nothing was named. Name at least one.",
    file_owner_missing: |program| {
        format!(
            "{program} needs to know whom the files belong to, and the subscription has no system user that this server knows. Send “uid” and “gid”."
        )
    },
    home_not_writable: |name, home| {
        format!(
            "Nothing was written: the home of {name} has a colon, which the format cannot write ({home}). Rename the folder, or choose another format."
        )
    },
    invalid_idempotency_key: "The header “Idempotency-Key” must hold 1 to 255 visible characters, best a random UUID.",
    idempotency_key_reused: "Another request had this Idempotency-Key. Use a new one for each thing that is to be done.",
    idempotency_key_in_use: "The request with this Idempotency-Key is still being carried out. Ask again in a moment.",
    answer_not_kept: "This was done already. Its answer was not kept: it held a secret, which is shown once only, or was too long.",
    too_many_requests: |seconds| match seconds {
        0 | 1 => "Too many requests with this token. Try again in a second.".to_owned(),
        seconds => format!("Too many requests with this token. Try again in {seconds} seconds."),
    },
    timed_out: "This took too long. It may have been done all the same: look before you try again.",
};

static FR: RestTexts = RestTexts {
    token_missing: "Il faut un jeton d'API. Envoyez-le dans l'en-tête «\u{a0}Authorization: Bearer …\u{a0}».",
    token_invalid: "Ce jeton d'API est inconnu, a pris fin ou ne peut pas être utilisé depuis cette adresse. Utilisez-en un autre.",
    token_unusable: "Un jeton d'API ne permet pas de faire cela. Connectez-vous au panneau.",
    https_required: "Cette requête n'était pas chiffrée\u{a0}: d'autres ont pu lire son jeton. Révoquez ce jeton, créez-en un autre et utilisez https://.",
    no_such_path: "L'API n'a pas cette adresse. Sa description les contient toutes\u{a0}: /api/v1/openapi.json.",
    not_found: "Cela n'existe pas, ou ce jeton ne permet pas de le voir.",
    method_not_allowed: "Cette adresse n'a pas cette méthode. L'en-tête «\u{a0}Allow\u{a0}» contient celles qu'elle a.",
    unsupported_media_type: "Envoyez du JSON, avec l'en-tête «\u{a0}Content-Type: application/json\u{a0}».",
    not_multipart: "Envoyez un formulaire qui contient le fichier, «\u{a0}multipart/form-data\u{a0}», comme curl avec -F.",
    body_too_large: |most| format!("Le corps est trop long. N'envoyez pas plus de {most} octets."),
    malformed_json: "Le corps n'est pas du JSON. «\u{a0}reason\u{a0}» dit où il cesse de l'être.",
    malformed_form: "Le corps n'est pas un formulaire lisible, ou il est coupé. «\u{a0}reason\u{a0}» dit pourquoi.",
    invalid_body: "Le corps n'est pas ce que cette opération accepte. «\u{a0}errors\u{a0}» dit où, et «\u{a0}reason\u{a0}» pourquoi.",
    invalid_value: "Cette opération n'accepte pas cela.",
    invalid_query: "Un paramètre de l'adresse est inconnu, ou a une valeur qu'il ne peut pas avoir. «\u{a0}reason\u{a0}» dit lequel.",
    invalid_cursor: "Ce curseur n'est pas de cette liste. Recommencez sans curseur.",
    precondition_required: "Indiquez quelle version vous modifiez\u{a0}: envoyez l'ETag que vous avez lu dans l'en-tête «\u{a0}If-Match\u{a0}», ou «\u{a0}*\u{a0}» pour modifier ce qui s'y trouve.",
    invalid_precondition: "L'en-tête «\u{a0}If-Match\u{a0}» ne contient pas d'ETag. Envoyez celui que vous avez lu, avec ses guillemets droits, ou «\u{a0}*\u{a0}».",
    changed: "Quelqu'un d'autre a modifié ceci depuis que vous l'avez lu. «\u{a0}current\u{a0}» est ce qu'il en est maintenant\u{a0}: comparez, puis renvoyez votre modification avec le nouvel ETag.",
    invalid_fields: "Certains champs ne peuvent pas être acceptés ainsi. «\u{a0}errors\u{a0}» dit lesquels, et pourquoi.",
    malformed: "Cela ne peut pas être fait avec les valeurs envoyées.",
    main_account_stays: "Rien n'a été supprimé\u{a0}: le compte FTP principal d'un abonnement n'est jamais supprimé seul.",
    nothing_named: "Rien n'a été fait, car rien n'a été nommé. Nommez au moins un élément.",
    file_owner_missing: |program| {
        format!(
            "{program} doit savoir à qui les fichiers appartiennent, et l'abonnement n'a pas d'utilisateur système que ce serveur connaît. Envoyez «\u{a0}uid\u{a0}» et «\u{a0}gid\u{a0}»."
        )
    },
    home_not_writable: |name, home| {
        format!(
            "Rien n'a été écrit\u{a0}: le répertoire principal de {name} a un deux-points, que le format ne peut pas écrire ({home}). Renommez le dossier, ou choisissez un autre format."
        )
    },
    invalid_idempotency_key: "L'en-tête «\u{a0}Idempotency-Key\u{a0}» doit contenir de 1 à 255 caractères visibles, de préférence un UUID aléatoire.",
    idempotency_key_reused: "Une autre requête avait cette Idempotency-Key. Utilisez-en une nouvelle pour chaque chose à faire.",
    idempotency_key_in_use: "La requête qui a cette Idempotency-Key est encore en cours. Redemandez dans un instant.",
    answer_not_kept: "C'est déjà fait. La réponse n'a pas été conservée\u{a0}: elle contenait un secret, qui n'est affiché qu'une fois, ou était trop longue.",
    too_many_requests: |seconds| match seconds {
        0 | 1 => "Trop de requêtes avec ce jeton. Réessayez dans une seconde.".to_owned(),
        seconds => {
            format!("Trop de requêtes avec ce jeton. Réessayez dans {seconds} secondes.")
        }
    },
    timed_out: "Cela a pris trop de temps. C'est peut-être fait tout de même\u{a0}: vérifiez avant de réessayer.",
};
