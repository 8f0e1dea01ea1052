//! The form that tries an operation of the REST API.

use leptos::html::{Input, Textarea};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::RestApiOperation;

use super::call::{ApiAnswer, call};
use super::curl::ApiRequest;
use crate::components::{CopyButton, Notice, NoticeKind, use_texts};

/// The values that a request takes, a token that stays in the page, the request as a command, and what
/// came back. It sends nothing but what the person sends, and works with scripts only. Of an operation that
/// takes files there is the command alone.
#[component]
pub(super) fn TryIt(operation: RestApiOperation) -> impl IntoView {
    let texts = use_texts();
    let operation = StoredValue::new(operation);
    let body = operation.with_value(|operation| operation.body.clone());
    let (form, body) = match body {
        Some(form) if form.is_form() => (Some(form), None),
        body => (None, body),
    };
    let is_form = form.is_some();
    let parameters = operation.with_value(|operation| operation.parameters.clone());
    let parameters = parameters.into_iter().map(|it| (it.name, it.required));
    let parts = form.into_iter().flat_map(|form| form.fields);
    let parts = parts.map(|part| (part.path, part.required));
    let inputs: Vec<_> = parameters.chain(parts).collect();
    let values: Vec<_> = inputs
        .iter()
        .map(|_| RwSignal::new(String::new()))
        .collect();
    let values = StoredValue::new(values);
    let example = body.map(|body| body.example);
    let body = RwSignal::new(example.clone().unwrap_or_default());
    let token = RwSignal::new(String::new());
    let answer = RwSignal::new(None::<Option<ApiAnswer>>);
    let pending = RwSignal::new(false);
    let request = move || {
        let values = values.with_value(|values| values.iter().map(|value| value.get()).collect());
        let values: Vec<String> = values;
        operation.with_value(|operation| ApiRequest::new(operation, &values, body.get()))
    };
    // The server does not know where browsers find the panel.
    let origin = RwSignal::new(String::new());
    Effect::new(move || origin.set(window().location().origin().unwrap_or_default()));
    let command = Signal::derive(move || request().curl(&origin.read()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_form {
            return;
        }
        let (request, token) = (untrack(request), token.get_untracked());
        pending.set(true);
        spawn_local(async move {
            let came_back = call(&request, token.trim()).await;
            // The page may have been left.
            answer.try_set(Some(came_back));
            pending.try_set(false);
        });
    };
    let fields = values.with_value(|values| {
        let fields = inputs.into_iter().zip(values.clone()).enumerate();
        fields
            .map(|(number, ((name, required), value))| {
                view! {
                    <Value
                        id=format!("parameter-{number}")
                        name
                        required
                        value
                    />
                }
            })
            .collect_view()
    });
    let body_field = example.map(|_| view! { <BodyField body /> });
    let token_field = (!is_form).then(|| view! { <TokenField token /> });
    let buttons = (!is_form).then(|| {
        view! {
            <div class="form-buttons">
                <button type="submit" class="button button-primary" disabled=pending>
                    {texts.rest_api.send}
                </button>
            </div>
        }
    });
    view! {
        <section class="needs-script">
            <h2>{texts.rest_api.try_it}</h2>
            {is_form.then(|| view! { <p>{texts.rest_api.takes_files}</p> })}
            <form on:submit=send>
                {token_field} {fields}
                {body_field}
                <p class="command">
                    <code>{command}</code>
                    <CopyButton text=command />
                </p>
                {buttons}
            </form>
            <div aria-live="polite">
                {move || answer.get().map(|answer| view! { <Answer answer /> })}
            </div>
        </section>
    }
}

#[component]
fn TokenField(token: RwSignal<String>) -> impl IntoView {
    let texts = use_texts();
    let input = NodeRef::new();
    take_typed(input, token);
    view! {
        <div class="field">
            <label for="api-token">{texts.rest_api.token}</label>
            <input
                node_ref=input
                type="password"
                id="api-token"
                autocomplete="off"
                required=true
                aria-describedby="api-token-hint"
                on:input=move |event| token.set(event_target_value(&event))
            />
            <p class="field-hint" id="api-token-hint">
                {texts.rest_api.token_hint}
            </p>
        </div>
    }
}

/// Takes what was typed before the scripts were at work: no event tells of that.
fn take_typed(input: NodeRef<Input>, value: RwSignal<String>) {
    Effect::new(move || {
        if let Some(input) = input.get() {
            value.set(input.value());
        }
    });
}

#[component]
fn Value(id: String, name: String, required: bool, value: RwSignal<String>) -> impl IntoView {
    let input = NodeRef::new();
    take_typed(input, value);
    view! {
        <div class="field">
            <label for=id.clone()>
                <code>{name}</code>
            </label>
            <input
                node_ref=input
                type="text"
                id=id
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                required=required
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

#[component]
fn BodyField(body: RwSignal<String>) -> impl IntoView {
    let texts = use_texts();
    let area = NodeRef::<Textarea>::new();
    Effect::new(move || {
        if let Some(area) = area.get() {
            match area.value() {
                nothing if nothing.is_empty() => area.set_value(&body.get_untracked()),
                typed => body.set(typed),
            }
        }
    });
    view! {
        <div class="field">
            <label for="api-body">{texts.rest_api.body}</label>
            <textarea
                node_ref=area
                id="api-body"
                class="code"
                rows="12"
                autocapitalize="none"
                spellcheck="false"
                on:input=move |event| body.set(event_target_value(&event))
            ></textarea>
        </div>
    }
}

#[component]
fn Answer(answer: Option<ApiAnswer>) -> impl IntoView {
    let texts = use_texts();
    let Some(answer) = answer else {
        return view! {
            <Notice kind=NoticeKind::Error>
                <p>{texts.rest_api.no_answer}</p>
            </Notice>
        }
        .into_any();
    };
    let header = |(name, value): (String, String)| {
        view! {
            <dt>
                <code>{name}</code>
            </dt>
            <dd>
                <code>{value}</code>
            </dd>
        }
    };
    view! {
        <h3>{texts.rest_api.answer}</h3>
        <p>
            <code>{answer.status}</code>
        </p>
        <dl class="facts">{answer.headers.into_iter().map(header).collect_view()}</dl>
        <pre class="code" tabindex="0">{answer.body}</pre>
    }
    .into_any()
}
