//! « Répertoire principal »: typed, or chosen in a tree; with what the account will see there.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlDialogElement, HtmlElement, HtmlInputElement};

use crate::api::ApiError;
use crate::api::home_directory::{FolderChildren, FolderTree, MakeFolder, PreviewHome};
use crate::components::{Said, TextField, ask, use_texts};
use crate::i18n::Texts;
use model::{Field, FieldError, HomeDirectory};

/// The field, with « Parcourir » beside it and the preview below.
///
/// Without scripts it is the field alone. A main account's home is always `/`.
#[component]
pub(super) fn HomeField(
    /// The subscription.
    domain: String,
    /// The home directory to begin with.
    value: String,
    /// Whether it is a main account's.
    is_main: bool,
    /// What the server found wrong with it.
    error: Signal<Option<FieldError>>,
) -> impl IntoView {
    let texts = use_texts();
    let hint = if is_main {
        texts.account_form.home_of_main_account_hint
    } else {
        texts.account_form.home_directory_hint
    };
    let preview = Said::of::<PreviewHome>();
    let domain = StoredValue::new(domain);
    let look = move |home: String| {
        let arguments = vec![("domain", domain.get_value()), ("home_directory", home)];
        preview.ask_soon(Some(arguments));
    };
    let first = value.clone();
    Effect::new(move || look(first.clone()));
    let below = view! {
        <div class="preview" aria-live="polite" inner_html=move || preview.html().get()></div>
    };
    let beside = if is_main {
        ().into_any()
    } else {
        view! { <FolderChooser domain /> }.into_any()
    };
    view! {
        <TextField
            field=Field::HomeDirectory
            label=texts.account_form.home_directory
            hint
            value
            readonly=is_main
            error
            check=|_, text| HomeDirectory::parse(text).err().map(Into::into)
            on_value=Callback::new(look)
            beside
            below=below.into_any()
        />
    }
}

/// « Parcourir », and the dialog that it opens.
#[component]
fn FolderChooser(domain: StoredValue<String>) -> impl IntoView {
    let chooser = Chooser {
        texts: use_texts(),
        domain,
        dialog: NodeRef::new(),
        problem: RwSignal::new(None),
    };
    let texts = chooser.texts;
    view! {
        <button
            type="button"
            class="button needs-script"
            aria-haspopup="dialog"
            on:click=move |_| chooser.open()
        >
            {texts.account_form.browse}
        </button>
        <dialog
            node_ref=chooser.dialog
            class="folders"
            aria-label=texts.account_form.browse
            on:click=move |event| chooser.on_click(&event)
            on:keydown=move |event| chooser.on_key(&event)
        >
            <div></div>
            <p class="field-error" role="alert">
                {move || chooser.problem.get()}
            </p>
            <div class="form-buttons">
                <button
                    type="button"
                    class="button button-primary"
                    on:click=move |_| chooser.choose()
                >
                    {texts.common.ok}
                </button>
                <button type="button" class="button" on:click=move |_| chooser.close()>
                    {texts.common.cancel}
                </button>
            </div>
        </dialog>
    }
}

const ITEM: &str = "[role=treeitem]";
const SELECTED: &str = "[aria-selected=true]";
const GROUP: &str = "[role=group]";
const EXPANDED: &str = "aria-expanded";

/// The dialog with the tree, which the server draws folder by folder (`server_components`).
///
/// What is not open has no rows, so that all rows that there are can be seen. The selected one is
/// never one that is not allowed.
#[derive(Clone, Copy)]
struct Chooser {
    texts: &'static Texts,
    domain: StoredValue<String>,
    dialog: NodeRef<Dialog>,
    problem: RwSignal<Option<String>>,
}

impl Chooser {
    fn dialog(self) -> Option<HtmlDialogElement> {
        self.dialog.try_get_untracked().flatten()
    }

    fn find(self, selector: &str) -> Option<HtmlElement> {
        html(self.dialog()?.query_selector(selector).ok()??)
    }

    fn open(self) {
        let then = move |answer: Result<String, ApiError>| {
            let (Some(dialog), Some(tree)) = (self.dialog(), self.find("div")) else {
                return;
            };
            tree.set_inner_html(answer.as_deref().unwrap_or_default());
            self.tell(answer.err());
            let _ = dialog.show_modal();
            if let Some(selected) = self.find(SELECTED) {
                let _ = selected.focus();
            }
        };
        let typed = input().map(|input| input.value()).unwrap_or_default();
        let arguments = vec![
            ("domain", self.domain.get_value()),
            ("home_directory", typed),
        ];
        ask(FolderTree::PATH, arguments, Box::new(then));
    }

    fn close(self) {
        if let Some(dialog) = self.dialog() {
            dialog.close();
        }
    }

    /// Puts the selected folder into the field, as if it were typed.
    fn choose(self) {
        let path = self.find(SELECTED).and_then(|item| path(&item));
        if let (Some(path), Some(input)) = (path, input()) {
            input.set_value(&path);
            let bubbles = EventInit::new();
            bubbles.set_bubbles(true);
            if let Ok(event) = Event::new_with_event_init_dict("input", &bubbles) {
                let _ = input.dispatch_event(&event);
            }
        }
        self.close();
    }

    fn on_click(self, event: &MouseEvent) {
        let Some(target) = target(event) else {
            return;
        };
        if let Some(item) = closest(&target, ITEM) {
            self.select(&item);
            self.toggle(&item);
        } else if closest(&target, "[data-make]").is_some() {
            self.make();
        }
    }

    fn on_key(self, event: &KeyboardEvent) {
        let Some(target) = target(event) else {
            return;
        };
        let key = event.key();
        let Some(item) = target.matches(ITEM).is_ok_and(|is| is).then_some(target) else {
            if key == "Enter" && self.find("input").is_some_and(|input| is(&input, event)) {
                event.prevent_default();
                self.make();
            }
            return;
        };
        let expanded = item.get_attribute(EXPANDED);
        match (key.as_str(), expanded.as_deref()) {
            ("Enter", Some(_)) => self.choose(),
            (" ", _) | ("ArrowRight", Some("false")) | ("ArrowLeft", Some("true")) => {
                self.toggle(&item);
            }
            ("ArrowLeft", _) => {
                let parent = item.parent_element();
                if let Some(parent) = parent.and_then(|parent| closest(&parent, ITEM)) {
                    self.select(&parent);
                }
            }
            ("ArrowDown" | "ArrowRight", _) => self.step(&item, |at, _| at + 1),
            ("ArrowUp", _) => self.step(&item, |at, _| at.saturating_sub(1)),
            ("Home", _) => self.step(&item, |_, _| 0),
            ("End", _) => self.step(&item, |_, count| count.saturating_sub(1)),
            _ => return,
        }
        event.prevent_default();
    }

    /// Goes to another row: `to` is told where one is and how many there are.
    fn step(self, from: &Element, to: fn(u32, u32) -> u32) {
        let rows = self
            .dialog()
            .and_then(|dialog| dialog.query_selector_all(ITEM).ok());
        let Some(rows) = rows else {
            return;
        };
        let at = (0..rows.length()).find(|at| from.is_same_node(rows.item(*at).as_ref()));
        let row = at.and_then(|at| rows.item(to(at, rows.length())));
        if let Some(row) = row.and_then(|row| row.dyn_into::<Element>().ok()) {
            self.select(&row);
        }
    }

    /// Goes to a row; selects it if it may be chosen.
    fn select(self, item: &Element) {
        if path(item).is_some() {
            if let Some(before) = self.find(SELECTED) {
                mark(&before, "false", "-1");
            }
            mark(item, "true", "0");
        }
        if let Some(item) = html(item.clone()) {
            let _ = item.focus();
        }
    }

    fn toggle(self, item: &Element) {
        match item.get_attribute(EXPANDED).as_deref() {
            Some("true") => {
                let _ = item.set_attribute(EXPANDED, "false");
                empty(item);
            }
            Some(_) => self.load(FolderChildren::PATH, item.clone(), String::new()),
            None => {}
        }
    }

    /// Makes the folder that was typed, in the selected one.
    fn make(self) {
        let input = self.find("input");
        let input = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        if let (Some(item), Some(input)) = (self.find(SELECTED), input) {
            self.load(MakeFolder::PATH, item.into(), input.value());
        }
    }

    /// Asks for what is in a row's folder, where `folder` may have been made.
    fn load(self, url: &'static str, item: Element, folder: String) {
        let was_open = item.get_attribute(EXPANDED);
        let _ = item.set_attribute(EXPANDED, "true");
        let arguments = vec![
            ("domain", self.domain.get_value()),
            ("path", path(&item).unwrap_or_default()),
            ("folder", folder),
        ];
        let then = move |answer: Result<String, ApiError>| {
            match &answer {
                // It may have been closed meanwhile.
                Ok(rows) if item.get_attribute(EXPANDED).as_deref() == Some("true") => {
                    empty(&item);
                    let _ = item.insert_adjacent_html("beforeend", rows);
                }
                Ok(_) => {}
                Err(_) => {
                    let _ = item.set_attribute(EXPANDED, was_open.as_deref().unwrap_or("false"));
                }
            }
            if let Some(made) = self.find("[data-made]") {
                let _ = made.remove_attribute("data-made");
                self.select(&made);
                let input = self.find("input");
                if let Some(input) = input.and_then(|input| input.dyn_into().ok()) {
                    HtmlInputElement::set_value(&input, "");
                }
            }
            self.tell(answer.err());
        };
        ask(url, arguments, Box::new(then));
    }

    fn tell(self, error: Option<ApiError>) {
        let texts = self.texts;
        let sentence = error.map(|error| match error.field_error(Field::HomeDirectory) {
            Some(error) => (texts.field_error)(error),
            None => (texts.error)(&error.problem),
        });
        let _ = self.problem.try_set(sentence);
    }
}

/// The field itself.
fn input() -> Option<HtmlInputElement> {
    let input = document().get_element_by_id(Field::HomeDirectory.key());
    input?.dyn_into().ok()
}

fn html(element: Element) -> Option<HtmlElement> {
    element.dyn_into().ok()
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn is(element: &HtmlElement, event: &Event) -> bool {
    target(event).is_some_and(|target| element.is_same_node(Some(&target)))
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// Where a row's folder is; none if it is not allowed.
fn path(item: &Element) -> Option<String> {
    item.get_attribute("data-path")
}

fn mark(item: &Element, selected: &str, tabindex: &str) {
    let _ = item.set_attribute("aria-selected", selected);
    let _ = item.set_attribute("tabindex", tabindex);
}

fn empty(item: &Element) {
    if let Ok(Some(group)) = item.query_selector(GROUP) {
        group.remove();
    }
}
