//! The tree of folders that one chooses a home directory from (ARIA Authoring Practices, "Tree
//! View").

use leptos::prelude::*;

use super::own_texts;
use crate::model::{FolderList, FolderRow, HomeDirectory};

/// The dialog's content: the webspace root, open and selected, and what makes a new folder.
pub(crate) fn folder_tree(root: FolderList) -> String {
    let (_, said) = own_texts();
    let path = root.path.to_string();
    view! {
        <h2>{said.choose_home}</h2>
        <p class="field-hint">{said.choose_home_hint}</p>
        <ul class="tree" role="tree" aria-label=said.choose_home>
            <li
                role="treeitem"
                aria-label=path.clone()
                aria-expanded="true"
                aria-selected="true"
                tabindex="0"
                data-path=path.clone()
            >
                <span>{path.clone()}</span>
                {group(root, None)}
            </li>
        </ul>
        <div class="field">
            <label for="new-folder">{said.new_folder}</label>
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
                    {said.make_folder}
                </button>
            </div>
        </div>
    }
    .to_html()
}

/// The folders in a folder; `made` is the one that was made just now.
pub(crate) fn folder_children(list: FolderList, made: Option<&HomeDirectory>) -> String {
    group(list, made).to_html()
}

fn group(list: FolderList, made: Option<&HomeDirectory>) -> impl IntoView + use<> {
    let (_, said) = own_texts();
    let note = if list.more {
        Some(said.more_folders)
    } else if list.folders.is_empty() {
        Some(said.no_folders)
    } else {
        None
    };
    let mut rows = list.folders;
    // Among too many to be listed, it is shown all the same.
    if let Some(made) = made
        && !rows.iter().any(|row| row.place.as_ref() == Ok(made))
    {
        rows.push(FolderRow {
            name: made.components().last().unwrap_or_default().to_owned(),
            place: Ok(made.clone()),
        });
    }
    let rows: Vec<AnyView> = rows.into_iter().map(|row| item(row, made)).collect();
    view! {
        <ul role="group">
            {rows} {note.map(|note| barred(note.to_owned()))}
        </ul>
    }
}

fn item(row: FolderRow, made: Option<&HomeDirectory>) -> AnyView {
    let (_, said) = own_texts();
    match row.place {
        Ok(path) => {
            let is_made = made.is_some_and(|made| *made == path);
            view! {
                <li
                    role="treeitem"
                    aria-label=row.name.clone()
                    aria-expanded="false"
                    aria-selected="false"
                    tabindex="-1"
                    data-path=path.to_string()
                    data-made=is_made.then_some("")
                >
                    <span>{row.name.clone()}</span>
                </li>
            }
            .into_any()
        }
        Err(error) => barred(format!("{} – {}", row.name, (said.folder_barred)(error))),
    }
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
