//! The tree of folders that one chooses a home directory from (ARIA Authoring Practices, "Tree
//! View").

use leptos::prelude::*;

use super::own_texts;
use model::{FolderList, FolderRow, HomeDirectory};

/// The dialog's content: the webspace root with the folders that are open, each in the one before
/// it and the last one selected, and what makes a new folder.
pub(crate) fn folder_tree(mut opened: Vec<FolderList>) -> String {
    let texts = own_texts();
    let path = HomeDirectory::root().to_string();
    let is_selected = opened.len() < 2;
    opened.reverse();
    view! {
        <h2>{texts.home_directory.choose_home}</h2>
        <p class="field-hint">{texts.home_directory.choose_home_hint}</p>
        <ul class="tree" role="tree" aria-label=texts.home_directory.choose_home>
            <li
                role="treeitem"
                aria-label=path.clone()
                aria-expanded="true"
                aria-selected=is_selected.to_string()
                tabindex=tabindex(is_selected)
                data-path=path.clone()
            >
                <span>{path.clone()}</span>
                {groups(opened)}
            </li>
        </ul>
        <div class="field">
            <label for="new-folder">{texts.home_directory.new_folder}</label>
            <div class="input-row">
                // Of no form: what is typed here is no part of the account.
                <input
                    type="text"
                    id="new-folder"
                    form="no-form"
                    maxlength=HomeDirectory::MAX_COMPONENT_BYTES.to_string()
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                />
                <button type="button" class="button" data-make="">
                    {texts.home_directory.make_folder}
                </button>
            </div>
        </div>
    }
    .to_html()
}

/// The folders in a folder; `made` is the one that was made just now.
pub(crate) fn folder_children(list: FolderList, made: Option<&HomeDirectory>) -> String {
    group(list, made.cloned().map(Special::Made)).to_html()
}

/// A row that is not as the others are.
enum Special {
    /// It was made just now.
    Made(HomeDirectory),
    /// It is open, as are the folders in one another that follow it; the innermost comes first.
    Open(Vec<FolderList>),
}

impl Special {
    fn open(opened: Vec<FolderList>) -> Option<Self> {
        (!opened.is_empty()).then_some(Self::Open(opened))
    }

    fn path(&self) -> Option<&HomeDirectory> {
        match self {
            Self::Made(path) => Some(path),
            Self::Open(opened) => opened.last().map(|list| &list.path),
        }
    }
}

/// The rows of the first of the folders that are open in one another, with those of the others.
fn groups(mut opened: Vec<FolderList>) -> Option<AnyView> {
    let list = opened.pop()?;
    Some(group(list, Special::open(opened)))
}

fn group(list: FolderList, mut special: Option<Special>) -> AnyView {
    let texts = own_texts();
    let note = if list.more {
        Some(texts.home_directory.more_folders)
    } else if list.folders.is_empty() {
        Some(texts.home_directory.no_folders)
    } else {
        None
    };
    let mut rows = list.folders;
    // Among too many to be listed, it is shown all the same.
    if let Some(path) = special.as_ref().and_then(Special::path)
        && !rows.iter().any(|row| row.place.as_ref() == Ok(path))
    {
        rows.push(FolderRow {
            name: path.components().last().unwrap_or_default().to_owned(),
            place: Ok(path.clone()),
        });
    }
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|row| {
            let special = special.take_if(|special| row.place.as_ref().ok() == special.path());
            item(row, special)
        })
        .collect();
    view! {
        <ul role="group">
            {rows} {note.map(|note| barred(note.to_owned()))}
        </ul>
    }
    .into_any()
}

fn item(row: FolderRow, special: Option<Special>) -> AnyView {
    let texts = own_texts();
    match row.place {
        Ok(path) => {
            let is_made = matches!(special, Some(Special::Made(_)));
            let (is_selected, within) = match special {
                Some(Special::Open(opened)) => (opened.len() == 1, groups(opened)),
                _ => (false, None),
            };
            let is_open = within.is_some();
            view! {
                <li
                    role="treeitem"
                    aria-label=row.name.clone()
                    aria-expanded=is_open.to_string()
                    aria-selected=is_selected.to_string()
                    tabindex=tabindex(is_selected)
                    data-path=path.to_string()
                    data-made=is_made.then_some("")
                >
                    <span>{row.name.clone()}</span>
                    {within}
                </li>
            }
            .into_any()
        }
        Err(error) => barred(format!(
            "{} – {}",
            row.name,
            (texts.home_directory.folder_barred)(error)
        )),
    }
}

/// Of all rows, the tab key leads to the selected one.
fn tabindex(is_selected: bool) -> &'static str {
    if is_selected { "0" } else { "-1" }
}

/// What can be read, but neither opened nor chosen.
fn barred(text: String) -> AnyView {
    view! {
        <li role="treeitem" aria-label=text.clone() aria-disabled="true" tabindex="-1">
            <span>{text.clone()}</span>
        </li>
    }
    .into_any()
}
