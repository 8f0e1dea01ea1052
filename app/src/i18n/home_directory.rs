//! The tools of « Répertoire principal »: the folder tree and the preview.

use super::format::names;
use super::{en, fr};
use model::{FieldError, FolderTrouble, isolated};

/// The texts of this page in one language.
pub struct HomeDirectoryToolsTexts {
    pub choose_home: &'static str,
    pub choose_home_hint: &'static str,
    pub folder_barred: fn(FieldError) -> &'static str,
    pub more_folders: &'static str,
    pub no_folders: &'static str,
    pub new_folder: &'static str,
    pub make_folder: &'static str,
    pub home_seen: fn(&[String], usize, bool) -> String,
    pub home_can_be_written: &'static str,
    pub home_cannot_be_written: fn(FieldError) -> String,
    pub home_will_be_made: &'static str,
}

pub(super) const EN: HomeDirectoryToolsTexts = HomeDirectoryToolsTexts {
    choose_home: "Choose the home directory",
    choose_home_hint: "The arrow keys walk through the folders; Enter chooses the selected one.",
    folder_barred: |error| match error {
        FieldError::LeavesWebspace => "leads out of the webspace",
        FieldError::Folder(FolderTrouble::NotAFolder) => "a link that leads to no folder",
        FieldError::Folder(FolderTrouble::PermissionDenied) => "the server may not open it",
        FieldError::Folder(FolderTrouble::NameRefused) | FieldError::HomeDirectory(_) => {
            "its name cannot be typed"
        }
        _ => "cannot be opened",
    },
    more_folders: "There are more: type their path.",
    no_folders: "No folders",
    new_folder: "New folder in the selected one",
    make_folder: "Make",
    home_seen: |first, count, more| match (first, count) {
        ([], _) => "The account will find an empty folder there.".into(),
        ([one], 1) => format!("The account will see 1 entry there: {}.", isolated(one)),
        (first, count) => {
            let over = if more { "more than " } else { "" };
            let rest = if count > first.len() { "…" } else { "." };
            format!(
                "The account will see {over}{} entries there: {}{rest}",
                en::number(count as u64),
                names(first)
            )
        }
    },
    home_can_be_written: "The server can write there.",
    home_cannot_be_written: |error| {
        let why = match error {
            FieldError::Folder(FolderTrouble::PermissionDenied) => {
                "it lacks the permission. Ask your administrator for it."
            }
            FieldError::Folder(FolderTrouble::ReadOnly) => {
                "the disk is read-only. Ask your administrator."
            }
            _ => "its log has the cause. Ask your administrator.",
        };
        format!("The server cannot write there: {why}")
    },
    home_will_be_made: "This folder does not exist yet. Saving makes it, empty, and the server will be able to write there.",
};

pub(super) const FR: HomeDirectoryToolsTexts = HomeDirectoryToolsTexts {
    choose_home: "Choisir le répertoire principal",
    choose_home_hint: "Les flèches parcourent les dossiers\u{202f}; Entrée choisit celui qui est sélectionné.",
    folder_barred: |error| match error {
        FieldError::LeavesWebspace => "mène hors de l'espace web",
        FieldError::Folder(FolderTrouble::NotAFolder) => "lien qui ne mène à aucun dossier",
        FieldError::Folder(FolderTrouble::PermissionDenied) => {
            "le serveur n'a pas le droit de l'ouvrir"
        }
        FieldError::Folder(FolderTrouble::NameRefused) | FieldError::HomeDirectory(_) => {
            "son nom ne peut pas être saisi"
        }
        _ => "ne peut pas être ouvert",
    },
    more_folders: "Il y en a d'autres\u{a0}: saisissez leur chemin.",
    no_folders: "Aucun dossier",
    new_folder: "Nouveau dossier dans celui qui est sélectionné",
    make_folder: "Créer",
    home_seen: |first, count, more| match (first, count) {
        ([], _) => "Le compte y trouvera un dossier vide.".into(),
        ([one], 1) => format!("Le compte y verra 1 élément\u{a0}: {}.", isolated(one)),
        (first, count) => {
            let over = if more { "plus de " } else { "" };
            let rest = if count > first.len() { "…" } else { "." };
            format!(
                "Le compte y verra {over}{} éléments\u{a0}: {}{rest}",
                fr::number(count as u64),
                names(first)
            )
        }
    },
    home_can_be_written: "Le serveur peut y écrire.",
    home_cannot_be_written: |error| {
        let why = match error {
            FieldError::Folder(FolderTrouble::PermissionDenied) => {
                "il n'en a pas le droit. Demandez ce droit à votre administrateur."
            }
            FieldError::Folder(FolderTrouble::ReadOnly) => {
                "le disque est en lecture seule. Adressez-vous à votre administrateur."
            }
            _ => "son journal en contient la cause. Adressez-vous à votre administrateur.",
        };
        format!("Le serveur ne peut pas y écrire\u{a0}: {why}")
    },
    home_will_be_made: "Ce dossier n'existe pas encore. Il sera créé, vide, à l'enregistrement, et le serveur pourra y écrire.",
};
