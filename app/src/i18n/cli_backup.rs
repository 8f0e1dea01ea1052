//! What `berth backup` and `berth restore` say.

/// All that these two commands say, in one language.
#[expect(
    missing_docs,
    reason = "each text is shown by its own value, in each language"
)]
pub struct BackupTexts {
    // What was done.
    pub made: fn(&str) -> String,
    pub to_standard_output: &'static str,
    pub holds: fn(&str, &str, &str) -> String,
    pub is_secret: &'static str,
    pub is_not_in_it: &'static str,
    pub left_out: fn(&str, &str) -> String,
    pub run_pg_dump: fn(&str) -> String,
    pub restored: fn(&str, &str) -> String,
    pub access_ended: &'static str,
    pub kept: fn(&str) -> String,
    pub put_back: fn(&str, &str) -> String,
    pub run_pg_restore: fn(&str) -> String,

    // Why it was not.
    pub exists: fn(&str) -> String,
    pub is_terminal: &'static str,
    pub no_database: fn(&str) -> String,
    pub in_memory: &'static str,
    pub underway: &'static str,
    pub not_copied: fn(&str) -> String,
    pub own_damaged: fn(&str) -> String,
    pub own_newer: &'static str,
    pub not_a_backup: fn(&str) -> String,
    pub damaged: fn(&str) -> String,
    pub newer: fn(&str, &str) -> String,
    pub in_use: &'static str,
    pub other_database: &'static str,
    pub no_room: fn(&str, &str, &str) -> String,
    pub not_prepared: fn(&str) -> String,
    pub unreadable: fn(&str, &str) -> String,
    pub unwritable: fn(&str, &str) -> String,
}

pub(super) static EN: BackupTexts = BackupTexts {
    made: |file| format!("The backup is {file}. It holds:"),
    to_standard_output: "The backup went to standard output. It holds:",
    holds: |name, size, from| format!("  {name}, {size}, from {from}"),
    is_secret: "It has the hashes of all passwords, and private keys: keep it where nobody else reads.",
    is_not_in_it: "The files of the webspaces are not in it: back them up as files.",
    left_out: |file, reason| {
        format!(
            "Not in it, since it cannot be read: {file} ({reason}). Run the command as a user who may."
        )
    },
    run_pg_dump: |command| {
        format!("The database is PostgreSQL's and not in it. Back it up with:\n  {command}")
    },
    restored: |file, time| format!("Restored from {file}: everything is as it was at {time}."),
    access_ended: "All panel sessions have ended, and one-time links are revoked. Passwords are those of then.",
    kept: |file| {
        format!("What was there before is {file}. Remove it when you do not need it any more.")
    },
    put_back: |file, place| {
        format!("Compare {file} with {place}, and put it there if it is missing.")
    },
    run_pg_restore: |command| {
        format!(
            "The backup has no database: it was PostgreSQL's. With Berth stopped, restore yours with:\n  {command}"
        )
    },

    exists: |file| format!("{file} exists. Choose another name, or replace it with --force."),
    is_terminal: "A backup is no text for a terminal. Give a file name, or send it on: berth backup - | ...",
    no_database: |file| {
        format!("There is no database at {file} yet. Check BERTH_DATA_DIR and BERTH_DATABASE_URL.")
    },
    in_memory: "The database is in memory and cannot be backed up. Choose a file with BERTH_DATABASE_URL.",
    underway: "Another backup is being made. Wait until it is done, then try again.",
    not_copied: |reason| {
        format!(
            "The database cannot be read ({reason}). Run the command as the user who runs Berth."
        )
    },
    own_damaged: |reason| {
        format!(
            "The database is damaged ({reason}): nothing was backed up. Restore an earlier backup with berth restore."
        )
    },
    own_newer: "The database is newer than this program: nothing was done. Run the newer Berth.",
    not_a_backup: |file| {
        format!("{file} is no backup of Berth's. Give a file that berth backup made.")
    },
    damaged: |file| {
        format!(
            "{file} is incomplete or was changed: nothing was restored. Copy it again, or take another backup."
        )
    },
    newer: |file, version| {
        format!(
            "{file} was made by a newer Berth ({version}): nothing was restored. Install that version or a later one."
        )
    },
    in_use: "Berth is running on this data: nothing was restored. Stop it, then try again.",
    other_database: "The backup has a SQLite database, and BERTH_DATABASE_URL names another one. Unset it, then try again.",
    no_room: |folder, needed, free| {
        format!(
            "{needed} are needed in {folder}, and {free} are free: nothing was restored. Make room, then try again."
        )
    },
    not_prepared: |reason| {
        format!(
            "The backup's database cannot be used ({reason}): nothing was restored. Take another backup."
        )
    },
    unreadable: |file, reason| {
        format!("{file} cannot be read ({reason}). Check its name and its permissions.")
    },
    unwritable: |file, reason| {
        format!("{file} cannot be written ({reason}). Make room, or give its folder to this user.")
    },
};

pub(super) static FR: BackupTexts = BackupTexts {
    made: |file| format!("La sauvegarde est {file}. Elle contient :"),
    to_standard_output: "La sauvegarde est allée vers la sortie standard. Elle contient :",
    holds: |name, size, from| format!("  {name}, {size}, de {from}"),
    is_secret: "Elle a les empreintes de tous les mots de passe et des clés privées : gardez-la où personne d'autre ne lit.",
    is_not_in_it: "Les fichiers des espaces web n'y sont pas : sauvegardez-les comme fichiers.",
    left_out: |file, reason| {
        format!(
            "Absent, car illisible : {file} ({reason}). Lancez la commande avec un utilisateur qui peut le lire."
        )
    },
    run_pg_dump: |command| {
        format!(
            "La base de données est à PostgreSQL et n'y est pas. Sauvegardez-la avec :\n  {command}"
        )
    },
    restored: |file, time| format!("Restauré de {file} : tout est comme à {time}."),
    access_ended: "Toutes les sessions du panneau ont pris fin, les liens à usage unique sont révoqués. Les mots de passe sont ceux d'alors.",
    kept: |file| {
        format!("Ce qui était là avant est {file}. Supprimez-le quand vous n'en avez plus besoin.")
    },
    put_back: |file, place| format!("Comparez {file} avec {place}, et mettez-le là s'il manque."),
    run_pg_restore: |command| {
        format!(
            "La sauvegarde n'a pas de base de données : c'était celle de PostgreSQL. Berth arrêté, restaurez la vôtre avec :\n  {command}"
        )
    },

    exists: |file| format!("{file} existe. Choisissez un autre nom, ou remplacez-le avec --force."),
    is_terminal: "Une sauvegarde n'est pas un texte pour un terminal. Donnez un nom de fichier, ou transmettez-la : berth backup - | ...",
    no_database: |file| {
        format!(
            "Il n'y a pas encore de base de données à {file}. Vérifiez BERTH_DATA_DIR et BERTH_DATABASE_URL."
        )
    },
    in_memory: "La base de données est en mémoire et ne peut pas être sauvegardée. Choisissez un fichier avec BERTH_DATABASE_URL.",
    underway: "Une autre sauvegarde est en cours. Attendez sa fin, puis recommencez.",
    not_copied: |reason| {
        format!(
            "La base de données est illisible ({reason}). Lancez la commande avec l'utilisateur de Berth."
        )
    },
    own_damaged: |reason| {
        format!(
            "La base de données est endommagée ({reason}) : rien n'a été sauvegardé. Restaurez une sauvegarde antérieure avec berth restore."
        )
    },
    own_newer: "La base de données est plus récente que ce programme : rien n'a été fait. Lancez le Berth plus récent.",
    not_a_backup: |file| {
        format!(
            "{file} n'est pas une sauvegarde de Berth. Donnez un fichier fait par berth backup."
        )
    },
    damaged: |file| {
        format!(
            "{file} est incomplet ou a été modifié : rien n'a été restauré. Copiez-le à nouveau, ou prenez une autre sauvegarde."
        )
    },
    newer: |file, version| {
        format!(
            "{file} vient d'un Berth plus récent ({version}) : rien n'a été restauré. Installez cette version ou une suivante."
        )
    },
    in_use: "Berth est en marche sur ces données : rien n'a été restauré. Arrêtez-le, puis recommencez.",
    other_database: "La sauvegarde a une base SQLite, et BERTH_DATABASE_URL en nomme une autre. Retirez-la, puis recommencez.",
    no_room: |folder, needed, free| {
        format!(
            "Il faut {needed} dans {folder}, et {free} sont libres : rien n'a été restauré. Faites de la place, puis recommencez."
        )
    },
    not_prepared: |reason| {
        format!(
            "La base de données de la sauvegarde est inutilisable ({reason}) : rien n'a été restauré. Prenez une autre sauvegarde."
        )
    },
    unreadable: |file, reason| {
        format!("{file} est illisible ({reason}). Vérifiez son nom et ses permissions.")
    },
    unwritable: |file, reason| {
        format!(
            "{file} ne peut pas être écrit ({reason}). Faites de la place, ou donnez son dossier à cet utilisateur."
        )
    },
};
