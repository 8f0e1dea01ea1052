//! The list of the REST API's operations.

use leptos::prelude::*;
use leptos_meta::Title;
use model::RestApiSummary;

use crate::api::rest_api::rest_api_page;
use crate::components::{Loaded, use_texts};
use crate::routes;

/// « API REST »: what it is, how one begins, and every operation.
#[component]
pub(crate) fn RestApi() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.rest_api.title />
        <p>
            <a href=routes::ACCOUNT>{texts.panel_user.my_account}</a>
        </p>
        <h1>{texts.rest_api.title}</h1>
        <p class="lead">{texts.rest_api.intro}</p>
        <p>
            <a href=routes::API_TOKENS>{texts.api_tokens.title}</a>
            " · "
            <a href=routes::REST_API_DESCRIPTION rel="external" download="berth-openapi.json">
                {texts.rest_api.description}
            </a>
        </p>
        <Loaded
            source=|| ()
            fetch=|()| rest_api_page()
            view=|operations| view! { <Groups operations /> }
        />
    }
}

/// Each group below a heading of its own.
#[component]
fn Groups(operations: Vec<RestApiSummary>) -> impl IntoView {
    let groups = operations.chunk_by(|one, next| one.group == next.group);
    groups
        .map(|group| view! { <Group operations=group.to_vec() /> })
        .collect_view()
}

#[component]
fn Group(operations: Vec<RestApiSummary>) -> impl IntoView {
    let texts = use_texts();
    let group = operations.first().map(|first| first.group.clone());
    let name = group.map(|tag| (texts.rest_api.group)(&tag).unwrap_or(tag));
    let row = move |operation: RestApiSummary| {
        let address = routes::rest_api_operation(&operation.id);
        view! {
            <tr>
                <th scope="row">
                    <a href=address>{texts.rest_api.summary(&operation)}</a>
                </th>
                <td>
                    <code class="method">{operation.method}</code>
                    " "
                    <code>{operation.path}</code>
                </td>
            </tr>
        }
    };
    view! {
        <section>
            <h2>{name.clone()}</h2>
            <table class="list">
                <caption class="visually-hidden">{name}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.rest_api.operation}</th>
                        <th scope="col">{texts.rest_api.address}</th>
                    </tr>
                </thead>
                <tbody>{operations.into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
}
