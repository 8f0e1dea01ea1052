//! What one types into an FTP client.

use leptos::prelude::*;
use model::FtpConnection;

use super::{CopyButton, use_texts};
use crate::i18n::Texts;

/// Something to know, with its label.
pub(crate) struct Fact {
    /// The label.
    pub(crate) label: &'static str,
    /// What is to be known.
    pub(crate) value: String,
}

/// What one types into a client, each with a button that copies it.
#[component]
pub(crate) fn ConnectionFacts(
    /// How to connect, if an account is spoken of.
    #[prop(into)]
    connection: Option<FtpConnection>,
    /// What else there is to know.
    #[prop(optional)]
    more: Vec<Fact>,
) -> impl IntoView {
    let texts = use_texts();
    let mut facts = connection.map_or_else(Vec::new, |connection| facts(&connection, texts));
    facts.extend(more);
    let row = |Fact { label, value }| {
        // What one types has no spaces; the others are sentences.
        let copy = (!value.contains(' ')).then(|| view! { <CopyButton text=value.clone() /> });
        view! {
            <dt>{label}</dt>
            <dd>
                <span class="value">{value}</span>
                {copy}
            </dd>
        }
    };
    (!facts.is_empty()).then(|| {
        view! { <dl class="facts connection">{facts.into_iter().map(row).collect_view()}</dl> }
    })
}

fn facts(connection: &FtpConnection, texts: &'static Texts) -> Vec<Fact> {
    let words = &texts.connection;
    let fact = |label, value| Fact { label, value };
    let implicit = connection
        .implicit_port
        .map(|port| fact(words.protocol_too, (words.implicit_tls)(port)));
    let plaintext = connection
        .allows_plaintext
        .then(|| fact(words.protocol_too, words.plaintext.to_owned()));
    let fingerprint = connection
        .certificate
        .as_ref()
        .map(|certificate| fact(words.fingerprint, certificate.sha256.clone()));
    let account = fact(
        texts.account_form.ftp_account_name,
        connection.account.to_string(),
    );
    [
        Some(fact(words.host, connection.host.as_str().to_owned())),
        Some(fact(words.port, connection.port.to_string())),
        Some(fact(words.protocol, words.explicit_tls.to_owned())),
        implicit,
        plaintext,
        Some(account),
        fingerprint,
    ]
    .into_iter()
    .flatten()
    .collect()
}
