//! The description of the API, made from its operations (OpenAPI 3.1).

use std::collections::{BTreeMap, BTreeSet};

use http::Method;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::AdditionalProperties;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, HeaderBuilder, InfoBuilder, ObjectBuilder, OpenApi,
    OpenApiBuilder, Ref, RefOr, Required, Response, ResponseBuilder, Schema, Server, Type,
};

use super::etag::IF_MATCH_PATTERN;
use super::idempotency::IDEMPOTENCY_KEY;
use super::problem::{PROBLEM_JSON, Problem, ProblemField};
use super::rate_limit::{RATE_LIMIT, RATE_LIMIT_POLICY};

/// Where the API is.
pub const PREFIX: &str = "/api/v1";

/// The name of the security scheme.
const TOKEN: &str = "token";

const DESCRIPTION: &str = "Subscriptions, their FTP accounts, and all that the panel does with them.

* Send an API token with each request: `Authorization: Bearer berth_…`. It is made in the panel or by \
`berth token add`, and may do no more than the person whose it is.
* Names name things. Sizes are bytes, rates bytes per second, times RFC 3339.
* Lists have `limit` and `cursor`; `next` is the cursor of the next page.
* What is read has an `ETag`; whoever changes it sends that in `If-Match`, and learns with status 412 \
what others have changed meanwhile.
* `POST` takes an `Idempotency-Key`: the same request with the same key is done once, within 24 hours.
* Errors are problem details (RFC 9457) with a stable `code`, in English or French.
* What is answered may get more members, codes and values with time. None goes away, or changes its \
meaning, in this version of the API.";

/// The description without any operation.
pub(super) fn without_operations() -> OpenApi {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("An API token: `berth_…`"))
        .build();
    let components = ComponentsBuilder::new()
        .security_scheme(TOKEN, SecurityScheme::Http(bearer))
        .schema_from::<Problem>()
        .schema_from::<ProblemField>();
    let components = PROBLEMS.iter().fold(components, |components, problem| {
        components.response(problem.name, problem.response())
    });
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Berth")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(DESCRIPTION))
                .build(),
        )
        .servers(Some([Server::new(PREFIX)]))
        .components(Some(components.build()))
        .build()
}

/// An answer that operations of many kinds have.
struct CommonProblem {
    name: &'static str,
    status: &'static str,
    description: &'static str,
    /// Whether an operation with this method can have it.
    of: fn(&Method, &Operation) -> bool,
}

impl CommonProblem {
    fn response(&self) -> Response {
        let schema = Ref::from_schema_name("Problem");
        ResponseBuilder::new()
            .description(self.description)
            .content(
                PROBLEM_JSON,
                ContentBuilder::new().schema(Some(schema)).build(),
            )
            .build()
    }
}

/// What can go wrong with an operation, beside what it says itself.
const PROBLEMS: [CommonProblem; 14] = [
    CommonProblem {
        name: "BadRequest",
        status: "400",
        description: "A parameter or a header cannot be read",
        of: |_, _| true,
    },
    CommonProblem {
        name: "Unauthorized",
        status: "401",
        description: "There is no token, or none that may be used from here",
        of: |_, _| true,
    },
    CommonProblem {
        name: "Forbidden",
        status: "403",
        description: "The token, or its owner, may not do this",
        of: |_, _| true,
    },
    CommonProblem {
        name: "NotFound",
        status: "404",
        description: "There is no such thing, or the token may not see it",
        of: |_, operation| has_parameter(operation, ParameterIn::Path),
    },
    CommonProblem {
        name: "Conflict",
        status: "409",
        description: "What is there does not allow it, or the `Idempotency-Key` is in use",
        of: |method, _| method == Method::POST || method == Method::DELETE,
    },
    CommonProblem {
        name: "PreconditionFailed",
        status: "412",
        description: "It was changed meanwhile: `current` is what it is now",
        of: |_, operation| has_if_match(operation),
    },
    CommonProblem {
        name: "PayloadTooLarge",
        status: "413",
        description: "The body is too long",
        of: |method, _| has_body(method),
    },
    CommonProblem {
        name: "UnsupportedMediaType",
        status: "415",
        description: "The body is of another media type than the operation takes",
        of: |_, operation| operation.request_body.is_some(),
    },
    CommonProblem {
        name: "UnprocessableContent",
        status: "422",
        description: "Values break a rule: `errors` says which, or the `Idempotency-Key` was another request's",
        of: |method, _| has_body(method) || method == Method::DELETE,
    },
    CommonProblem {
        name: "PreconditionRequired",
        status: "428",
        description: "The header `If-Match` is missing",
        of: |method, _| is_change(method),
    },
    CommonProblem {
        name: "TooManyRequests",
        status: "429",
        description: "The token is used too often: `Retry-After` says how long to wait",
        of: |_, _| true,
    },
    CommonProblem {
        name: "MethodNotAllowed",
        status: "405",
        description: "There is no operation with this method here",
        of: |_, _| false,
    },
    CommonProblem {
        name: "InternalServerError",
        status: "500",
        description: "The server failed; its log has the cause",
        of: |_, _| true,
    },
    CommonProblem {
        name: "ServiceUnavailable",
        status: "503",
        description: "The server has too much to do at the moment",
        of: |_, _| true,
    },
];

fn is_change(method: &Method) -> bool {
    method == Method::PATCH || method == Method::PUT
}

fn has_body(method: &Method) -> bool {
    is_change(method) || method == Method::POST
}

fn has_parameter(operation: &Operation, of: ParameterIn) -> bool {
    let parameters = operation.parameters.iter().flatten();
    parameters.into_iter().any(|one| one.parameter_in == of)
}

fn has_if_match(operation: &Operation) -> bool {
    let mut parameters = operation.parameters.iter().flatten();
    parameters.any(|parameter| parameter.name == IF_MATCH)
}

/// The header that names the version which is to be changed.
const IF_MATCH: &str = "If-Match";
/// What an `Idempotency-Key` may be.
const IDEMPOTENCY_KEY_PATTERN: &str = r#"^([!#-~]{1,255}|"[!#-~]{1,255}")$"#;

/// Adds to every operation what it shares with others: that it needs a token, its headers, and what
/// can go wrong.
pub(super) fn with_common_parts(document: &mut OpenApi) {
    close_choices(document);
    for item in document.paths.paths.values_mut() {
        for (method, operation) in operations(item) {
            operation.security = Some(vec![SecurityRequirement::new(TOKEN, [] as [String; 0])]);
            if is_change(&method) {
                let version =
                    "The `ETag` of what is changed, as it was read; `*` for whatever is there";
                let schema = text(Some(IF_MATCH_PATTERN));
                add_header(operation, IF_MATCH, version, (Required::True, schema));
            }
            if method == Method::POST {
                let key = "1 to 255 visible characters, best a random UUID: the same request with the same key is done once, within 24 hours";
                let schema = text(Some(IDEMPOTENCY_KEY_PATTERN));
                add_header(operation, IDEMPOTENCY_KEY, key, (Required::False, schema));
            }
            for answer in operation.responses.responses.values_mut() {
                if let RefOr::T(answer) = answer {
                    for (name, description) in [
                        (
                            &RATE_LIMIT_POLICY,
                            "What the token may do: requests (`q`) in seconds (`w`)",
                        ),
                        (
                            &RATE_LIMIT,
                            "What it may still do: requests (`r`), and in how many seconds (`t`) it may do all again",
                        ),
                    ] {
                        let header = HeaderBuilder::new()
                            .schema(text(None))
                            .description(Some(description));
                        answer.headers.insert(name.to_string(), header.build());
                    }
                }
            }
            for problem in &PROBLEMS {
                if (problem.of)(&method, operation) {
                    let answers = &mut operation.responses.responses;
                    let answer = || RefOr::Ref(Ref::from_response_name(problem.name));
                    answers
                        .entry(problem.status.to_owned())
                        .or_insert_with(answer);
                }
            }
        }
    }
}

fn add_header(
    operation: &mut Operation,
    name: &str,
    description: &str,
    (required, schema): (Required, RefOr<Schema>),
) {
    let header = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(description))
        .schema(Some(schema))
        .build();
    operation.parameters.get_or_insert_default().push(header);
}

fn text(pattern: Option<&str>) -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(Type::String);
    text.pattern(pattern).into()
}

/// What is sent as one of several kinds, none of which takes more than its own members.
const CLOSED_CHOICES: [&str; 2] = ["BulkAction", "Credential"];

/// Says so of each of their kinds.
fn close_choices(document: &mut OpenApi) {
    let schemas = document.components.iter_mut();
    for (name, schema) in schemas.flat_map(|components| &mut components.schemas) {
        let RefOr::T(Schema::OneOf(choice)) = schema else {
            continue;
        };
        if !CLOSED_CHOICES.contains(&name.as_str()) {
            continue;
        }
        for kind in &mut choice.items {
            if let RefOr::T(Schema::Object(kind)) = kind {
                let nothing_more = AdditionalProperties::FreeForm(false);
                kind.additional_properties = Some(Box::new(nothing_more));
            }
        }
    }
}

/// The operations at a path, with their methods.
fn operations(item: &mut PathItem) -> Vec<(Method, &mut Operation)> {
    let all = [
        (Method::GET, &mut item.get),
        (Method::PUT, &mut item.put),
        (Method::POST, &mut item.post),
        (Method::DELETE, &mut item.delete),
        (Method::PATCH, &mut item.patch),
    ];
    let present = all.into_iter();
    present
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
        .collect()
}

/// The parameters that the query of each operation may have, by path and method.
#[derive(Debug, Default)]
pub(super) struct QueryParameters(BTreeMap<String, BTreeMap<String, BTreeSet<String>>>);

impl QueryParameters {
    /// Those of the operations that are described.
    pub(super) fn of(document: &mut OpenApi) -> Self {
        let mut known = Self::default();
        for (path, item) in &mut document.paths.paths {
            let methods = known.0.entry(path.clone()).or_default();
            for (method, operation) in operations(item) {
                let parameters = operation.parameters.iter().flatten();
                let names = parameters
                    .filter(|parameter| parameter.parameter_in == ParameterIn::Query)
                    .map(|parameter| parameter.name.clone());
                methods.insert(method.to_string(), names.collect());
            }
        }
        known
    }

    /// The first parameter of a query that the operation does not have.
    pub(super) fn unknown(&self, path: &str, method: &Method, query: &str) -> Option<String> {
        // What is read can be asked for without its body.
        let method = if method == Method::HEAD {
            &Method::GET
        } else {
            method
        };
        let known = self.0.get(path)?.get(method.as_str())?;
        let mut names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
        names
            .find(|name| !known.contains(name.as_ref()))
            .map(Into::into)
    }
}
