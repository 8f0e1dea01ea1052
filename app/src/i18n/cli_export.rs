//! What `berth export` says.

/// All that this command says, in one language.
#[expect(
    missing_docs,
    reason = "each text is shown by its own value, in each language"
)]
pub struct ExportTexts {
    /// How many accounts, and to which file if to one.
    pub written: fn(u64, Option<&str>) -> String,
    pub is_secret: &'static str,
    pub without_hashes: &'static str,
    /// A program, a setting, how many accounts have it.
    pub not_kept: fn(&str, &str, u64) -> String,
    pub locked: fn(&str, u64) -> String,
    pub hashes_need_libsodium: fn(u64) -> String,
    pub hashes_need_crypt: fn(&str, u64) -> String,
    pub hashes_left_out: fn(&str, u64) -> String,
    pub home_not_written: fn(&str, &str) -> String,
    pub incomplete: fn(u64) -> String,

    // Why nothing was written.
    pub exists: fn(&str) -> String,
    pub unwritable: fn(&str, &str) -> String,
    pub owner_missing: fn(&str) -> String,
}

pub(super) static EN: ExportTexts = ExportTexts {
    written: |accounts, file| {
        let accounts = match accounts {
            1 => "1 account was written".to_owned(),
            accounts => format!("{accounts} accounts were written"),
        };
        match file {
            Some(file) => format!("{accounts} to {file}."),
            None => format!("{accounts}."),
        }
    },
    is_secret: "It has the hashes of their passwords: keep it where nobody else reads, and remove it when it is used.",
    without_hashes: "It has no password: nobody can sign in with it. With --hashes their passwords go on working.",
    not_kept: |program, setting, accounts| {
        format!(
            "{program} has no such setting, left out of {}: {setting}.",
            en_accounts(accounts)
        )
    },
    locked: |program, accounts| {
        format!(
            "{program} cannot say that an account is disabled or has expired: {} without a password.",
            en_accounts(accounts)
        )
    },
    hashes_need_libsodium: |accounts| {
        format!(
            "Argon2id hashes, of {}: Pure-FTPd verifies them if it was built with libsodium. Else give those accounts another password.",
            en_accounts(accounts)
        )
    },
    hashes_need_crypt: |program, accounts| {
        format!(
            "Argon2id hashes, of {}: {program} verifies them only if the system's crypt does, which is rare. Else give those accounts another password.",
            en_accounts(accounts)
        )
    },
    hashes_left_out: |program, accounts| {
        format!(
            "{program} does not verify the hashes of {}: they are left out. Give those accounts another password.",
            en_accounts(accounts)
        )
    },
    home_not_written: |name, home| {
        format!(
            "{name} is not in it: its home has a colon, which the format cannot write ({home}). Rename the folder, or choose another format."
        )
    },
    incomplete: |accounts| format!("Not in it: {}.", en_accounts(accounts)),

    exists: |file| format!("{file} exists. Choose another name, or replace it with --force."),
    unwritable: |file, reason| {
        format!("{file} cannot be written ({reason}). Make room, or give its folder to this user.")
    },
    owner_missing: |program| {
        format!(
            "{program} needs to know whom the files belong to, and the subscription has no system user that this server knows. Give --uid and --gid."
        )
    },
};

pub(super) static FR: ExportTexts = ExportTexts {
    written: |accounts, file| {
        let accounts = match accounts {
            0 | 1 => format!("{accounts} compte a été écrit"),
            accounts => format!("{accounts} comptes ont été écrits"),
        };
        match file {
            Some(file) => format!("{accounts} dans {file}."),
            None => format!("{accounts}."),
        }
    },
    is_secret: "Il a les empreintes de leurs mots de passe : gardez-le où personne d'autre ne lit, et supprimez-le après usage.",
    without_hashes: "Il n'a aucun mot de passe : personne ne peut se connecter avec. Avec --hashes, leurs mots de passe restent valables.",
    not_kept: |program, setting, accounts| {
        format!(
            "{program} n'a pas ce réglage, omis pour {} : {setting}.",
            fr_accounts(accounts)
        )
    },
    locked: |program, accounts| {
        format!(
            "{program} ne peut pas dire qu'un compte est désactivé ou a expiré : {} sans mot de passe.",
            fr_accounts(accounts)
        )
    },
    hashes_need_libsodium: |accounts| {
        format!(
            "Empreintes Argon2id, pour {} : Pure-FTPd les vérifie s'il est compilé avec libsodium. Sinon, donnez un autre mot de passe à ces comptes.",
            fr_accounts(accounts)
        )
    },
    hashes_need_crypt: |program, accounts| {
        format!(
            "Empreintes Argon2id, pour {} : {program} ne les vérifie que si la fonction crypt du système le fait, ce qui est rare. Sinon, donnez un autre mot de passe à ces comptes.",
            fr_accounts(accounts)
        )
    },
    hashes_left_out: |program, accounts| {
        format!(
            "{program} ne vérifie pas les empreintes, pour {} : elles sont omises. Donnez un autre mot de passe à ces comptes.",
            fr_accounts(accounts)
        )
    },
    home_not_written: |name, home| {
        format!(
            "{name} n'y est pas : son répertoire principal a un deux-points, que le format ne peut pas écrire ({home}). Renommez le dossier, ou choisissez un autre format."
        )
    },
    incomplete: |accounts| format!("N'y sont pas : {}.", fr_accounts(accounts)),

    exists: |file| format!("{file} existe. Choisissez un autre nom, ou remplacez-le avec --force."),
    unwritable: |file, reason| {
        format!(
            "{file} ne peut pas être écrit ({reason}). Faites de la place, ou donnez son dossier à cet utilisateur."
        )
    },
    owner_missing: |program| {
        format!(
            "{program} doit savoir à qui les fichiers appartiennent, et l'abonnement n'a pas d'utilisateur système que ce serveur connaît. Donnez --uid et --gid."
        )
    },
};

fn en_accounts(accounts: u64) -> String {
    match accounts {
        1 => "1 account".to_owned(),
        accounts => format!("{accounts} accounts"),
    }
}

fn fr_accounts(accounts: u64) -> String {
    match accounts {
        0 | 1 => format!("{accounts} compte"),
        accounts => format!("{accounts} comptes"),
    }
}
