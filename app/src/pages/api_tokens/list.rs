//! The list of a panel user's API tokens.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::Breadcrumb;
use crate::api::api_tokens::{RevokeApiToken, api_tokens_page};
use crate::components::{
    Chip, ChipKind, FormError, Isolated, Loaded, Notice, NoticeKind, Time, form_error, use_texts,
};
use crate::pages::panel_users;
use crate::routes;
use model::{ApiTokenList, ApiTokenView};

/// One's own tokens, each with the button that revokes it.
#[component]
pub(crate) fn ApiTokens() -> impl IntoView {
    let texts = use_texts();
    // Outside `Loaded`, so that why a token was not revoked survives a drawing anew.
    let revoke = ServerAction::<RevokeApiToken>::new();
    view! {
        <Title text=texts.api_tokens.title />
        <Breadcrumb />
        <h1>{texts.api_tokens.title}</h1>
        <WasRevoked />
        <FormError error=form_error(revoke) fields=&[] />
        <p class="lead">{texts.api_tokens.intro}</p>
        <p>
            <a class="button button-primary" href=routes::ADD_API_TOKEN>
                {texts.api_tokens.add}
            </a>
            " "
            <a href=routes::REST_API>{texts.rest_api.title}</a>
        </p>
        <Loaded
            source=move || revoke.version().get()
            fetch=|_| api_tokens_page(None)
            view=move |list| view! { <TokensTable list revoke is_own=true /> }
        />
    }
}

/// The tokens of a panel user, for those who manage them.
#[component]
pub(crate) fn ApiTokensOf() -> impl IntoView {
    let texts = use_texts();
    let login = panel_users::login_param();
    let revoke = ServerAction::<RevokeApiToken>::new();
    let source = move || (login.get(), revoke.version().get());
    let view = move |list: ApiTokenList| {
        let owner = list.owner.to_string();
        let title = (texts.api_tokens.title_of)(&owner);
        view! {
            <Title text=title.clone() />
            <panel_users::Breadcrumb below=owner.clone() />
            <h1>{title}</h1>
            <WasRevoked />
            <FormError error=form_error(revoke) fields=&[] />
            <p class="lead">{(texts.api_tokens.intro_of)(&owner)}</p>
            <TokensTable list revoke is_own=false />
        }
    };
    view! { <Loaded source fetch=|(login, _)| api_tokens_page(Some(login)) view /> }
}

/// That a token was just revoked, if one was.
#[component]
fn WasRevoked() -> impl IntoView {
    let texts = use_texts();
    let query = use_query_map();
    move || {
        query.read().get_str("revoked").map(|_| {
            view! {
                <Notice kind=NoticeKind::Success>
                    <p>{texts.api_tokens.was_revoked}</p>
                </Notice>
            }
        })
    }
}

#[component]
fn TokensTable(
    list: ApiTokenList,
    revoke: ServerAction<RevokeApiToken>,
    /// Whether they are those of the person who looks at them.
    is_own: bool,
) -> impl IntoView {
    let texts = use_texts();
    if list.tokens.is_empty() {
        return Either::Left(view! { <p>{texts.api_tokens.none}</p> });
    }
    let count = (texts.api_tokens.count)(list.tokens.len());
    let rows = list.tokens.into_iter();
    let rows = rows.map(|token| view! { <TokenRow token revoke is_own /> });
    Either::Right(view! {
        <div class="toolbar">
            <p class="count">{count}</p>
        </div>
        <table class="list">
            <caption class="visually-hidden">{texts.api_tokens.title}</caption>
            <thead>
                <tr>
                    <th scope="col">{texts.field(model::Field::ApiTokenName)}</th>
                    <th scope="col">{texts.field(model::Field::ApiTokenAccess)}</th>
                    <th scope="col" class="wide-only">
                        {texts.field(model::Field::ApiTokenReach)}
                    </th>
                    <th scope="col" class="wide-only">
                        {texts.field(model::Field::ApiTokenAddresses)}
                    </th>
                    <th scope="col">{texts.field(model::Field::ApiTokenExpiry)}</th>
                    <th scope="col" class="wide-only">
                        {texts.api_tokens.last_used}
                    </th>
                    <th scope="col">{texts.common.actions}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    })
}

#[component]
fn TokenRow(
    token: ApiTokenView,
    revoke: ServerAction<RevokeApiToken>,
    is_own: bool,
) -> impl IntoView {
    let texts = use_texts();
    let name = token.name.to_string();
    let owner = (!is_own).then(|| {
        let login = token.owner.to_string();
        view! { <input type="hidden" name="owner" value=login /> }
    });
    let addresses = match token.addresses.is_every() {
        true => texts.api_tokens.every_address.to_owned(),
        false => token.addresses.to_string(),
    };
    view! {
        <tr>
            <th scope="row">
                <Isolated text=name.clone() />
            </th>
            <td>{(texts.api_tokens.access)(token.access)}</td>
            <td class="wide-only">{texts.api_tokens.reach(&token.subscriptions)}</td>
            <td class="wide-only">{addresses}</td>
            <td>
                <Expiry token=token.clone() />
            </td>
            <td class="wide-only">
                <LastUse token />
            </td>
            <td>
                <ActionForm action=revoke>
                    {owner}
                    <input type="hidden" name="token_name" value=name.clone() />
                    <button
                        type="submit"
                        class="button button-danger"
                        aria-label=(texts.api_tokens.revoke_token)(&name)
                    >
                        {texts.api_tokens.revoke}
                    </button>
                </ActionForm>
            </td>
        </tr>
    }
}

/// Until when a token works.
#[component]
fn Expiry(token: ApiTokenView) -> impl IntoView {
    let texts = use_texts();
    match token.expires_at {
        Some(_) if token.is_expired => {
            Either::Left(view! { <Chip kind=ChipKind::Quiet text=texts.api_tokens.expired /> })
        }
        Some(at) => Either::Right(Either::Left(view! { <Time at /> })),
        None => Either::Right(Either::Right(texts.api_tokens.never)),
    }
}

/// When a token was last used, and from where.
#[component]
fn LastUse(token: ApiTokenView) -> impl IntoView {
    let texts = use_texts();
    let from = token
        .last_used_from
        .map(|from| (texts.api_tokens.used_from)(&from));
    match token.last_used_at {
        Some(at) => Either::Left(view! {
            <Time at />
            " "
            {from}
        }),
        None => Either::Right(texts.api_tokens.never_used),
    }
}
