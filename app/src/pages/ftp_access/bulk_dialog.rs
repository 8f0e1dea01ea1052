//! The dialog that names the accounts that something is to be done with and asks once more.

use std::collections::HashSet;

use leptos::either::Either;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use model::{AccountName, AppError, BulkAction, Field};

use super::context::{ListContext, use_list};
use crate::api::ApiError;
use crate::api::bulk_actions::{ChangeFtpAccounts, RemoveFtpAccounts};
use crate::components::{Dialog, FormError, TimeZoneField, field_error, use_local_time, use_texts};

/// The name of the boxes of the list.
pub(super) const CHOSEN: &str = "chosen";
/// The name of the box that selects all that are found.
pub(super) const ALL: &str = "all";
/// The name of the buttons that ask for an action.
pub(super) const ASK: &str = "ask";

/// Something that is to be done with accounts, once it is confirmed.
#[derive(Clone, PartialEq, Eq)]
struct PendingBulkAction {
    /// What.
    action: BulkAction,
    /// The accounts that are selected by name: those that the dialog names, and no others.
    names: Vec<AccountName>,
    /// Whether it is all that are found instead.
    all: bool,
}

impl PendingBulkAction {
    /// What the address asks for, as a form without scripts writes it. With a value that is no
    /// account's name it asks for nothing.
    fn of_address(query: &ParamsMap) -> Option<Self> {
        Some(Self {
            action: BulkAction::parse(query.get_str(ASK)?)?,
            names: account_names(&query.get_all(CHOSEN).unwrap_or_default())?,
            all: query.get_str(ALL).is_some(),
        })
    }

    fn texts(&self) -> Vec<String> {
        self.names.iter().map(ToString::to_string).collect()
    }

    fn is_of_nothing(&self) -> bool {
        self.names.is_empty() && !self.all
    }
}

/// Each of these names once; none if one of them is no name.
fn account_names(texts: &[String]) -> Option<Vec<AccountName>> {
    let names = texts.iter().map(|text| AccountName::parse(text).ok());
    let mut names: Vec<AccountName> = names.collect::<Option<_>>()?;
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    Some(names)
}

/// What is to be done with accounts, and the server functions that do it.
#[derive(Clone, Copy)]
pub(super) struct BulkActions {
    list: ListContext,
    pending: RwSignal<Option<PendingBulkAction>>,
    nothing_chosen: RwSignal<bool>,
    change: ServerAction<ChangeFtpAccounts>,
    remove: ServerAction<RemoveFtpAccounts>,
}

impl BulkActions {
    /// Provides them to the parts of the page.
    pub(super) fn provide() -> Self {
        let list = use_list();
        let actions = Self {
            list,
            pending: RwSignal::new(None),
            nothing_chosen: RwSignal::new(false),
            change: ServerAction::new(),
            remove: ServerAction::new(),
        };
        if let Some(asked) = PendingBulkAction::of_address(&use_query_map().read_untracked()) {
            list.selection.restore(asked.texts(), asked.all);
            actions.propose(asked);
        }
        Effect::new(move || {
            if actions.answer().is_some_and(|answer| answer.is_ok()) {
                actions.pending.set(None);
                list.selection.clear();
            }
        });
        provide_context(actions);
        actions
    }

    /// Asks whether something is to be done with what is selected.
    pub(super) fn ask(self, action: BulkAction) {
        let selection = self.list.selection;
        self.change.clear();
        self.remove.clear();
        let names = selection.names_in_order(&self.list.data.read_untracked().list.rows);
        self.propose(PendingBulkAction {
            action,
            names: account_names(&names).unwrap_or_default(),
            all: selection.all_found.get_untracked(),
        });
    }

    fn propose(self, pending: PendingBulkAction) {
        let is_of_nothing = pending.is_of_nothing();
        self.nothing_chosen.set(is_of_nothing);
        self.pending.set((!is_of_nothing).then_some(pending));
    }

    /// The last answer of either function.
    fn answer(self) -> Option<Result<(), ApiError>> {
        let (change, remove) = (self.change.value().get(), self.remove.value().get());
        change.or(remove)
    }

    /// Why nothing was done, where there is no dialog to say it in.
    pub(super) fn error_outside_dialog(self) -> Signal<Option<ApiError>> {
        Signal::derive(move || {
            if self.nothing_chosen.get() {
                return Some(AppError::NothingChosen.into());
            }
            let is_closed = self.pending.read().is_none();
            self.answer().and_then(Result::err).filter(|_| is_closed)
        })
    }

    fn error(self) -> Signal<Option<ApiError>> {
        Signal::derive(move || self.answer().and_then(Result::err))
    }
}

/// The page's bulk actions.
pub(super) fn use_bulk_actions() -> BulkActions {
    expect_context()
}

/// Asks whether something is to be done.
#[component]
pub(super) fn BulkActionDialog() -> impl IntoView {
    let BulkActions { pending, .. } = use_bulk_actions();
    let is_open = Signal::derive(move || pending.read().is_some());
    let close = Callback::new(move |()| {
        pending.try_set(None);
    });
    let content = move || {
        pending
            .get()
            .map(|pending| view! { <Confirmation pending /> })
    };
    view! {
        <Dialog open=is_open labelled_by="action-title" on_close=close>
            {content}
        </Dialog>
    }
}

#[component]
fn Confirmation(pending: PendingBulkAction) -> impl IntoView {
    let texts = use_texts();
    let actions = use_bulk_actions();
    let PendingBulkAction { action, names, all } = pending.clone();
    let removes = action == BulkAction::Remove;
    let title = if removes && !all {
        (texts.ftp_access.remove_title)(names.len())
    } else {
        (texts.ftp_access.bulk_action_title)(action).to_owned()
    };
    let consequence = removes.then(|| {
        let many = if all { usize::MAX } else { names.len() };
        view! { <p>{(texts.ftp_access.remove_consequence)(many)}</p> }
    });
    let accounts = if all {
        let data = actions.list.data.read_untracked();
        let found = data.list.found.unwrap_or(data.list.total);
        Either::Left(view! { <p>{(texts.ftp_access.all_found)(found)}</p> })
    } else {
        let name = |name: AccountName| view! { <li>{String::from(name)}</li> };
        let names = names.into_iter().map(name).collect_view();
        Either::Right(view! { <ul class="names">{names}</ul> })
    };
    let form = if removes {
        let action = actions.remove;
        Either::Left(view! { <ActionForm action><Fields pending /></ActionForm> })
    } else {
        let action = actions.change;
        Either::Right(view! { <ActionForm action><Fields pending /></ActionForm> })
    };
    view! {
        <h2 id="action-title">{title}</h2>
        <FormError error=actions.error() fields=&[Field::Expiry] />
        {accounts}
        {consequence}
        {form}
    }
}

/// What the form of the dialog sends.
#[component]
fn Fields(pending: PendingBulkAction) -> impl IntoView {
    let texts = use_texts();
    let actions = use_bulk_actions();
    let list = actions.list;
    let PendingBulkAction { action, names, all } = pending;
    let selection = if all {
        Either::Left(view! { <input type="hidden" name="all" value="true" /> })
    } else {
        let name = |name: AccountName| {
            view! { <input type="hidden" name="names[]" value=String::from(name) /> }
        };
        Either::Right(names.into_iter().map(name).collect_view())
    };
    let expiry = (action == BulkAction::Expire).then(|| view! { <ExpiryField /> });
    let class = if action == BulkAction::Remove {
        "button button-danger"
    } else {
        "button button-primary"
    };
    let cancel = move |event: MouseEvent| {
        event.prevent_default();
        actions.pending.set(None);
    };
    view! {
        <input type="hidden" name="domain" value=list.domain() />
        <input type="hidden" name="listing" value=list.shown.read_untracked().query() />
        <input type="hidden" name="action" value=action.key() />
        {selection}
        {expiry}
        <div class="form-buttons">
            <button type="submit" class=class>
                {(texts.ftp_access.bulk_action)(action)}
            </button>
            <a class="button" href=list.address(&list.shown.read_untracked()) on:click=cancel>
                {texts.common.cancel}
            </a>
        </div>
    }
}

#[component]
fn ExpiryField() -> impl IntoView {
    let texts = use_texts();
    let refusal = use_bulk_actions().error();
    let error = field_error(refusal, Field::Expiry);
    let submitted = refusal.with_untracked(|refusal| {
        let refusal = refusal.as_ref()?;
        refusal.submitted(Field::Expiry).map(ToOwned::to_owned)
    });
    let clock = use_local_time().fixed();
    view! {
        <TimeZoneField clock />
        <div class="field">
            <label for="expiry">{texts.field(Field::Expiry)}</label>
            <input
                type="datetime-local"
                id="expiry"
                name=Field::Expiry.key()
                value=submitted
                aria-describedby="expiry-error expiry-hint"
                aria-invalid=move || error.get().map(|_| "true")
            />
            <p class="field-error" id="expiry-error" aria-live="polite">
                {move || error.get().map(texts.field_error)}
            </p>
            <p class="field-hint" id="expiry-hint">
                {(texts.account_form.setting_hint)(Field::Expiry)} " "
                {(texts.common.times_are_in)(clock.zone().as_str())}
            </p>
        </div>
    }
}
