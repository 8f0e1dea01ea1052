//! The page of one operation of the REST API.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use model::{RestApiAnswer, RestApiBody, RestApiField, RestApiOperation, RestApiParameter};

use super::try_it::TryIt;
use crate::api::rest_api::view_rest_api_operation;
use crate::components::{Loaded, use_texts};
use crate::routes;

/// What an operation takes and answers, and a form that tries it.
#[component]
pub(crate) fn RestApiOperationPage() -> impl IntoView {
    let texts = use_texts();
    let params = use_params_map();
    view! {
        <p>
            <a href=routes::REST_API>{texts.rest_api.title}</a>
        </p>
        <Loaded
            source=move || params.read().get("operation").unwrap_or_default()
            fetch=view_rest_api_operation
            view=|operation| view! { <Operation operation /> }
        />
    }
}

#[component]
fn Operation(operation: RestApiOperation) -> impl IntoView {
    let texts = use_texts();
    let title = texts.rest_api.summary(&operation.summary);
    let description = operation.description.clone();
    view! {
        <Title text=title.clone() />
        <h1>{title}</h1>
        <p class="command">
            <code>{format!("{} {}", operation.summary.method, operation.summary.path)}</code>
        </p>
        {(!description.is_empty()).then(|| view! { <p lang="en">{description}</p> })}
        <Parameters parameters=operation.parameters.clone() />
        {operation
            .body
            .clone()
            .map(|body| {
                view! {
                    <section>
                        <h2>{texts.rest_api.body}</h2>
                        <Body body />
                    </section>
                }
            })}
        <TryIt operation=operation.clone() />
        <section>
            <h2>{texts.rest_api.answers}</h2>
            {operation
                .answers
                .into_iter()
                .map(|answer| view! { <Answer answer /> })
                .collect_view()}
        </section>
    }
}

#[component]
fn Parameters(parameters: Vec<RestApiParameter>) -> impl IntoView {
    let texts = use_texts();
    let member = move |parameter: RestApiParameter| {
        let place = (texts.rest_api.place)(parameter.place);
        view! {
            <Member
                name=parameter.name
                kind=format!("{place} · {}", parameter.kind)
                required=parameter.required
                description=parameter.description
            />
        }
    };
    (!parameters.is_empty()).then(|| {
        view! {
            <section>
                <h2>{texts.rest_api.parameters}</h2>
                <dl class="members">{parameters.into_iter().map(member).collect_view()}</dl>
            </section>
        }
    })
}

/// The fields of what is sent or answered.
#[component]
fn Body(body: RestApiBody) -> impl IntoView {
    let member = |field: RestApiField| {
        view! {
            <Member
                name=field.path
                kind=field.kind
                required=field.required
                description=field.description
            />
        }
    };
    let members = (!body.fields.is_empty()).then(|| {
        let members = body.fields.into_iter().map(member).collect_view();
        view! { <dl class="members">{members}</dl> }
    });
    view! {
        <p>
            <code>{body.media_type}</code>
        </p>
        {members}
    }
}

/// A parameter or a field: its name and kind, and what it means.
#[component]
fn Member(name: String, kind: String, required: bool, description: String) -> impl IntoView {
    let texts = use_texts();
    let required = required.then(|| format!(" · {}", texts.rest_api.required));
    view! {
        <dt>
            <code>{name}</code>
            " "
            <span class="detail">{kind} {required}</span>
        </dt>
        <dd lang="en">{description}</dd>
    }
}

#[component]
fn Answer(answer: RestApiAnswer) -> impl IntoView {
    let RestApiAnswer {
        status,
        description,
        body,
    } = answer;
    let Some(body) = body else {
        return view! {
            <p>
                <code>{status}</code>
                " "
                <span lang="en">{description}</span>
            </p>
        }
        .into_any();
    };
    view! {
        <details>
            <summary>
                <code>{status}</code>
                " "
                <span lang="en">{description}</span>
            </summary>
            <Body body />
        </details>
    }
    .into_any()
}
