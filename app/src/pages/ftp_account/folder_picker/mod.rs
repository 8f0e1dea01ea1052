//! « Parcourir »: the dialog in which a home directory is chosen in the tree of folders.

mod keyboard;
mod tree;

use leptos::ev::KeyboardEvent;
use leptos::html::{Dialog, Li};
use leptos::prelude::*;
use model::{Field, FolderList, HomeDirectory, isolated};

use self::keyboard::{Command, command};
use self::tree::{FolderTree, Row, RowContent, RowId};
use crate::api::ApiError;
use crate::api::home_directory::{folder_children, folder_tree, make_folder};
use crate::components::{FieldState, use_texts};
use crate::i18n::Texts;

/// The button, and the dialog that it opens. Without scripts it is not offered.
#[component]
pub(super) fn FolderPicker(
    /// The subscription.
    domain: String,
    /// The field that the chosen folder is put into.
    home: FieldState,
) -> impl IntoView {
    let picker = Picker::new(domain, home);
    let texts = picker.texts;
    view! {
        <button
            type="button"
            class="button needs-script"
            aria-haspopup="dialog"
            on:click=move |_| picker.ask_for_tree()
        >
            {texts.account_form.browse}
        </button>
        <dialog
            node_ref=picker.dialog
            class="folders"
            aria-label=texts.account_form.browse
            on:close=move |_| picker.closed()
        >
            <Show when=move || picker.is_open.get()>
                <h2>{texts.home_directory.choose_home}</h2>
                <p class="field-hint">{texts.home_directory.choose_home_hint}</p>
                <Tree picker />
                <NewFolder picker />
            </Show>
            <p class="field-error" role="alert">
                {move || picker.error.get()}
            </p>
            <div class="form-buttons">
                <button
                    type="button"
                    class="button button-primary"
                    on:click=move |_| picker.choose()
                >
                    {texts.common.ok}
                </button>
                <button type="button" class="button" on:click=move |_| picker.close_dialog()>
                    {texts.common.cancel}
                </button>
            </div>
        </dialog>
    }
}

/// The rows of the tree. They are a flat list to the document; how deep each is, it says itself.
#[component]
fn Tree(picker: Picker) -> impl IntoView {
    let rows = move || {
        let tree = picker.tree.read();
        tree.as_ref().map(FolderTree::rows).unwrap_or_default()
    };
    view! {
        <ul
            class="tree"
            role="tree"
            aria-label=picker.texts.home_directory.choose_home
            on:keydown=move |event| picker.press(&event)
        >
            <For each=rows key=|row| row.id.clone() let:row>
                <TreeItem picker row />
            </For>
        </ul>
    }
}

#[component]
fn TreeItem(picker: Picker, row: Row) -> impl IntoView {
    let Row { id, level, content } = row;
    let label = picker.label(content);
    let id = StoredValue::new(id);
    let folder = move || match id.get_value() {
        RowId::Folder(path) => Some(path),
        RowId::Other(..) => None,
    };
    let of_tree = move |ask: fn(&FolderTree, &HomeDirectory) -> bool| {
        let tree = picker.tree.read();
        let asked = tree.as_ref().zip(folder());
        asked.map(|(tree, path)| ask(tree, &path).to_string())
    };
    let has_cursor = Memo::new(move |_| {
        let tree = picker.tree.read();
        let cursor = tree.as_ref().map(FolderTree::cursor);
        id.with_value(|id| cursor == Some(id))
    });
    let item = NodeRef::<Li>::new();
    Effect::new(move || {
        if let (true, Some(item)) = (has_cursor.get(), item.get()) {
            let _ = item.focus();
        }
    });
    view! {
        <li
            node_ref=item
            role="treeitem"
            aria-label=label.clone()
            attr:aria-level=level.to_string()
            aria-expanded=move || of_tree(FolderTree::is_open)
            aria-selected=move || of_tree(|tree, path| tree.selected() == path)
            aria-disabled=folder().is_none().then_some("true")
            // Of all rows, the tab key leads to the one with the cursor.
            tabindex=move || if has_cursor.get() { "0" } else { "-1" }
            on:click=move |_| picker.click(id.get_value())
        >
            {(1..level).map(|_| view! { <span class="indent"></span> }).collect_view()}
            <span class="label">{label.clone()}</span>
        </li>
    }
}

/// A name, and the button that makes a folder of it in the selected one.
#[component]
fn NewFolder(picker: Picker) -> impl IntoView {
    let texts = picker.texts;
    let make_by_enter = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            picker.make_folder();
        }
    };
    view! {
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
                    prop:value=picker.new_folder
                    on:input=move |event| picker.new_folder.set(event_target_value(&event))
                    on:keydown=make_by_enter
                />
                <button type="button" class="button" on:click=move |_| picker.make_folder()>
                    {texts.home_directory.make_folder}
                </button>
            </div>
        </div>
    }
}

/// What the dialog knows, and what it does.
#[derive(Clone, Copy)]
struct Picker {
    texts: &'static Texts,
    home: FieldState,
    dialog: NodeRef<Dialog>,
    /// None while the dialog is closed.
    tree: RwSignal<Option<FolderTree>>,
    is_open: Memo<bool>,
    new_folder: RwSignal<String>,
    error: RwSignal<Option<String>>,
    tree_query: Action<String, ()>,
    folder_query: Action<HomeDirectory, ()>,
    making: Action<(HomeDirectory, String), ()>,
}

impl Picker {
    fn new(domain: String, home: FieldState) -> Self {
        let texts = use_texts();
        let domain = StoredValue::new(domain);
        let dialog = NodeRef::new();
        let tree = RwSignal::new(None);
        let new_folder = RwSignal::new(String::new());
        let error = RwSignal::new(None);
        let answers = Answers {
            texts,
            dialog,
            tree,
            new_folder,
            error,
        };
        Self {
            texts,
            home,
            dialog,
            tree,
            is_open: Memo::new(move |_| tree.read().is_some()),
            new_folder,
            error,
            tree_query: Action::new(move |typed: &String| {
                let answer = folder_tree(domain.get_value(), typed.clone());
                async move { answers.opened(answer.await) }
            }),
            folder_query: Action::new(move |folder: &HomeDirectory| {
                let folder = folder.clone();
                let answer = folder_children(domain.get_value(), folder.to_string());
                async move { answers.listed(&folder, answer.await) }
            }),
            making: Action::new(move |(parent, name): &(HomeDirectory, String)| {
                let answer = make_folder(domain.get_value(), parent.to_string(), name.clone());
                async move { answers.made(answer.await) }
            }),
        }
    }

    /// Opens the dialog, once it is known what to show at what is typed.
    fn ask_for_tree(self) {
        self.tree_query.dispatch(self.home.text.get_untracked());
    }

    /// The browser tells that it is closed a little later: by then it may be open again, or the page was
    /// left.
    fn closed(self) {
        let dialog = self.dialog.try_get_untracked().flatten();
        if !dialog.is_some_and(|dialog| dialog.open()) {
            self.tree.set(None);
        }
    }

    fn close_dialog(self) {
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
    }

    /// Puts the selected folder into the field.
    fn choose(self) {
        let selected = self.tree.with_untracked(|tree| {
            let tree = tree.as_ref();
            tree.map(|tree| tree.selected().to_string())
        });
        if let Some(selected) = selected {
            self.home.fill_in(selected);
        }
        self.close_dialog();
    }

    fn make_folder(self) {
        let parent = self.tree.with_untracked(|tree| {
            let tree = tree.as_ref();
            tree.map(|tree| tree.selected().clone())
        });
        if let Some(parent) = parent {
            let name = self.new_folder.get_untracked();
            self.making.dispatch((parent, name));
        }
    }

    fn click(self, row: RowId) {
        self.execute(Command::GoTo(row.clone()));
        if let RowId::Folder(path) = row {
            let is_open = self.tree.with_untracked(|tree| {
                let tree = tree.as_ref();
                tree.is_some_and(|tree| tree.is_open(&path))
            });
            self.execute(if is_open {
                Command::Close(path)
            } else {
                Command::Open(path)
            });
        }
    }

    fn press(self, event: &KeyboardEvent) {
        // With these, a key is the browser's.
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let key = event.key();
        let command = self
            .tree
            .with_untracked(|tree| command(tree.as_ref()?, &key));
        if let Some(command) = command {
            event.prevent_default();
            self.execute(command);
        } else if matches!(key.as_str(), "Enter" | " " | "ArrowUp" | "ArrowDown") {
            // Neither sends the form around the dialog nor scrolls.
            event.prevent_default();
        }
    }

    fn execute(self, command: Command) {
        match command {
            Command::GoTo(row) => self.change(|tree| tree.go_to(row)),
            Command::Close(folder) => self.change(|tree| tree.close(&folder)),
            Command::Open(folder) => {
                self.change(|tree| tree.open(folder.clone()));
                self.folder_query.dispatch(folder);
            }
            Command::Choose => self.choose(),
        }
    }

    fn change(self, change: impl FnOnce(&mut FolderTree)) {
        self.tree.update(|tree| {
            if let Some(tree) = tree {
                change(tree);
            }
        });
    }

    /// What a row says.
    fn label(self, content: RowContent) -> String {
        let texts = &self.texts.home_directory;
        match content {
            RowContent::Folder(name) => isolated(&name).into_owned(),
            RowContent::Barred(name, error) => {
                format!("{} – {}", isolated(&name), (texts.folder_barred)(error))
            }
            RowContent::More => texts.more_folders.to_owned(),
            RowContent::None => texts.no_folders.to_owned(),
        }
    }
}

/// What is done with the server's answers. The page may have been left when they come.
#[derive(Clone, Copy)]
struct Answers {
    texts: &'static Texts,
    dialog: NodeRef<Dialog>,
    tree: RwSignal<Option<FolderTree>>,
    new_folder: RwSignal<String>,
    error: RwSignal<Option<String>>,
}

impl Answers {
    /// The tree is known: the dialog opens, with what went wrong if it is not.
    fn opened(self, answer: Result<Vec<FolderList>, ApiError>) {
        let Some(dialog) = self.dialog.try_get_untracked().flatten() else {
            return;
        };
        self.report(answer.as_ref().err());
        self.new_folder.set(String::new());
        let _ = dialog.show_modal();
        self.tree.set(answer.ok().and_then(FolderTree::new));
    }

    /// It is known what is in a folder.
    fn listed(self, folder: &HomeDirectory, answer: Result<FolderList, ApiError>) {
        self.report(answer.as_ref().err());
        self.change(|tree| match answer {
            Ok(list) => tree.learn(list),
            Err(_) => tree.close(folder),
        });
    }

    /// A folder was made: it is selected.
    fn made(self, answer: Result<(FolderList, HomeDirectory), ApiError>) {
        self.report(answer.as_ref().err());
        let Ok((list, made)) = answer else {
            return;
        };
        self.new_folder.try_set(String::new());
        self.change(|tree| {
            tree.open(list.path.clone());
            tree.learn(list);
            tree.go_to(RowId::Folder(made));
        });
    }

    fn change(self, change: impl FnOnce(&mut FolderTree)) {
        self.tree.try_update(|tree| {
            if let Some(tree) = tree {
                change(tree);
            }
        });
    }

    fn report(self, error: Option<&ApiError>) {
        let texts = self.texts;
        let sentence = error.map(|error| match error.field_error(Field::HomeDirectory) {
            Some(error) => (texts.field_error)(error),
            None => (texts.error)(&error.error),
        });
        self.error.try_set(sentence);
    }
}
