//! The description of the API.

use std::collections::BTreeSet;

use app::i18n::texts;
use model::Locale;
use serde_json::Value;

use crate::operations::OPERATIONS;
use crate::support::Server;

/// The operations of a description: method, path, operation.
fn operations(description: &Value) -> Vec<(String, String, Value)> {
    let paths = description["paths"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let mut all = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().cloned().unwrap_or_default() {
            all.push((method, path.clone(), operation));
        }
    }
    all
}

#[tokio::test]
async fn every_operation_is_described_and_tested() {
    let server = Server::start().await;
    let answer = server.nobody().get("/openapi.json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json");
    let description = answer.json();
    assert_eq!(description["openapi"], "3.1.0");
    assert_eq!(description["info"]["title"], "Berth");
    assert_eq!(description["servers"][0]["url"], "/api/v1");
    let operations = operations(&description);
    let id = |operation: &Value| {
        operation["operationId"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let described: BTreeSet<String> = operations.iter().map(|(_, _, one)| id(one)).collect();
    let tested = OPERATIONS.iter().map(|operation| operation.id.to_owned());
    assert_eq!(described, tested.collect());
    assert_eq!(described.len(), operations.len());
    let has_etag = |operation: &Value| operation["responses"]["200"]["headers"]["ETag"].is_object();
    let versioned: BTreeSet<&String> = operations
        .iter()
        .filter(|(method, _, operation)| method == "get" && has_etag(operation))
        .map(|(_, path, _)| path)
        .collect();
    for (method, path, operation) in &operations {
        let name = format!("{method} {path}");
        for text in ["summary", "operationId"] {
            assert!(operation[text].is_string(), "{name}: {text}");
        }
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(
            !summary.ends_with('.') && !summary.contains('\n'),
            "{name}: {summary}"
        );
        assert_eq!(
            operation["tags"].as_array().map(Vec::len),
            Some(1),
            "{name}"
        );
        assert_eq!(
            operation["security"],
            serde_json::json!([{ "token": [] }]),
            "{name}"
        );
        let responses = operation["responses"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        let is_change = matches!(method.as_str(), "patch" | "put");
        for status in ["400", "401", "403", "429", "500", "503"] {
            assert!(responses.contains_key(status), "{name}: {status}");
        }
        assert_eq!(responses.contains_key("428"), is_change, "{name}");
        assert_eq!(responses.contains_key("404"), path.contains('{'), "{name}");
        let parameters = operation["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let has = |name: &str| parameters.iter().any(|one| one["name"] == name);
        assert_eq!(has("Idempotency-Key"), method == "post", "{name}");
        let is_removal = method == "delete" && versioned.contains(path);
        assert_eq!(has("If-Match"), is_change || is_removal, "{name}");
        for parameter in &parameters {
            assert!(parameter["description"].is_string(), "{name}: {parameter}");
        }
    }
}

#[tokio::test]
async fn the_panel_s_pages_name_every_operation_in_french_too() {
    let server = Server::start().await;
    let description = server.nobody().get("/openapi.json").await.json();
    let french = &texts(Locale::Fr).rest_api;
    for (method, path, operation) in operations(&description) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let tag = operation["tags"][0].as_str().unwrap_or_default();
        assert!((french.summary_of)(id).is_some(), "{method} {path}: {id}");
        assert!((french.group)(tag).is_some(), "{method} {path}: {tag}");
    }
}

#[tokio::test]
async fn every_part_of_what_is_sent_and_answered_is_described() {
    let server = Server::start().await;
    let description = server.nobody().get("/openapi.json").await.json();
    let schemas = description["components"]["schemas"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    for (name, schema) in &schemas {
        // Pages have their item's name behind their own.
        assert!(schema["description"].is_string(), "{name}");
        let properties = schema["properties"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        for (property, schema) in properties {
            let is_described = schema.to_string().contains("\"description\":\"");
            assert!(is_described, "{name}.{property}: {schema}");
            let is_snake_case = property
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
            assert!(is_snake_case, "{name}.{property}");
        }
    }
    // Whatever is referred to is there.
    let text = description.to_string();
    for reference in text.split("\"$ref\":\"").skip(1) {
        let reference = reference.split('"').next().unwrap_or_default();
        let pointer = reference.strip_prefix('#').unwrap_or_default();
        assert!(description.pointer(pointer).is_some(), "{reference}");
    }
}
