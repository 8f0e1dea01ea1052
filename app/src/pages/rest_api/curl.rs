//! A request of the REST API, and the `curl` command that sends it.

use model::{RestApiField, RestApiOperation, RestApiPlace};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is left as it is in a path and in a query (RFC 3986, unreserved).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request as it is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApiRequest {
    pub(super) method: String,
    /// From the server's root on, with the query.
    pub(super) path: String,
    /// Without the one that has the token.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<String>,
    /// The parts of a form, in the place of a body.
    pub(super) parts: Vec<FormPart>,
}

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FormPart {
    name: String,
    /// What it holds, or the name of the file that it is.
    value: String,
    is_file: bool,
}

impl ApiRequest {
    /// A request of this operation with these values of its parameters and of the parts of its form, in
    /// their order. One that is empty is left out, but for a part that there has to be.
    pub(super) fn new(operation: &RestApiOperation, values: &[String], body: String) -> Self {
        let mut path = operation.summary.path.clone();
        let (mut query, mut headers) = (Vec::new(), Vec::new());
        for (parameter, value) in operation.parameters.iter().zip(values) {
            let name = &parameter.name;
            let encoded = utf8_percent_encode(value, ENCODED);
            match parameter.place {
                _ if value.is_empty() => {}
                RestApiPlace::Path => {
                    path = path.replace(&format!("{{{name}}}"), &encoded.to_string())
                }
                RestApiPlace::Query => query.push(format!("{name}={encoded}")),
                RestApiPlace::Header => headers.push((name.clone(), value.clone())),
            }
        }
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        let (mut sent, mut parts) = (None, Vec::new());
        match &operation.body {
            Some(form) if form.is_form() => {
                let values = values.iter().skip(operation.parameters.len());
                parts = form_parts(&form.fields, values);
            }
            Some(json) => {
                headers.push(("Content-Type".to_owned(), json.media_type.clone()));
                sent = Some(body);
            }
            None => {}
        }
        Self {
            method: operation.summary.method.clone(),
            path,
            headers,
            body: sent,
            parts,
        }
    }

    /// The command for a shell that sends it to this server, with the token in the variable `TOKEN`.
    pub(super) fn curl(&self, origin: &str) -> String {
        let mut command = format!(
            "curl -X {} -H \"Authorization: Bearer $TOKEN\"",
            self.method
        );
        for (name, value) in &self.headers {
            command.push_str(&format!(" -H {}", quoted(&format!("{name}: {value}"))));
        }
        for part in &self.parts {
            let FormPart { name, value, .. } = part;
            // A text may begin as the name of a file does for `-F`.
            command.push_str(&match part.is_file {
                true => format!(" -F {}", quoted(&format!("{name}=@{value}"))),
                false => format!(" --form-string {}", quoted(&format!("{name}={value}"))),
            });
        }
        if let Some(body) = &self.body {
            command.push_str(&format!(" -d {}", quoted(body)));
        }
        command.push_str(&format!(" {}", quoted(&format!("{origin}{}", self.path))));
        command
    }
}

fn form_parts<'a>(
    fields: &[RestApiField],
    values: impl Iterator<Item = &'a String>,
) -> Vec<FormPart> {
    let parts = fields.iter().zip(values);
    let parts = parts.filter(|(field, value)| field.required || !value.is_empty());
    let part = |(field, value): (&RestApiField, &String)| FormPart {
        name: field.path.clone(),
        value: value.clone(),
        is_file: field.is_file(),
    };
    parts.map(part).collect()
}

/// A text that a shell reads as one word.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use model::{RestApiBody, RestApiParameter, RestApiSummary};

    use super::*;

    fn operation(
        method: &str,
        path: &str,
        parameters: Vec<RestApiParameter>,
        body: RestApiBody,
    ) -> RestApiOperation {
        RestApiOperation {
            summary: RestApiSummary {
                id: "x".into(),
                group: String::new(),
                method: method.into(),
                path: path.into(),
                summary: String::new(),
            },
            description: String::new(),
            parameters,
            body: Some(body),
            answers: Vec::new(),
        }
    }

    fn parameter(name: &str, place: RestApiPlace) -> RestApiParameter {
        RestApiParameter {
            name: name.into(),
            place,
            required: false,
            kind: "string".into(),
            description: String::new(),
        }
    }

    #[test]
    fn values_go_where_they_belong_and_a_shell_reads_each_as_one_word() {
        let parameters = vec![
            parameter("plan", RestApiPlace::Path),
            parameter("search", RestApiPlace::Query),
            parameter("limit", RestApiPlace::Query),
            parameter("If-Match", RestApiPlace::Header),
        ];
        let body = RestApiBody {
            media_type: "application/json".into(),
            fields: Vec::new(),
            example: String::new(),
        };
        let operation = operation("PATCH", "/api/v1/plans/{plan}", parameters, body);
        let values = ["a/b c", "é&", "", "\"3\""].map(String::from);
        let request = ApiRequest::new(&operation, &values, "{\"name\": \"it's\"}".into());
        assert_eq!(request.path, "/api/v1/plans/a%2Fb%20c?search=%C3%A9%26");
        assert_eq!(
            request.curl("https://panel.example"),
            "curl -X PATCH -H \"Authorization: Bearer $TOKEN\" -H 'If-Match: \"3\"' \
             -H 'Content-Type: application/json' -d '{\"name\": \"it'\\''s\"}' \
             'https://panel.example/api/v1/plans/a%2Fb%20c?search=%C3%A9%26'",
        );
    }

    #[test]
    fn a_form_is_sent_part_by_part() {
        let field = |name: &str, kind: &str, required| RestApiField {
            path: name.into(),
            kind: kind.into(),
            required,
            description: String::new(),
        };
        let body = RestApiBody {
            media_type: "multipart/form-data".into(),
            fields: vec![
                field("file", "binary", true),
                field("format", "string", true),
                field("map", "[string]", false),
                field("shadow", "binary", false),
            ],
            example: String::new(),
        };
        let parameters = vec![parameter("domain", RestApiPlace::Path)];
        let operation = operation("POST", "/api/v1/{domain}/import", parameters, body);
        let values = ["example.com", "users.xml", "", "@home=/", ""].map(String::from);
        let request = ApiRequest::new(&operation, &values, String::new());
        assert_eq!(
            request.curl("https://panel.example"),
            "curl -X POST -H \"Authorization: Bearer $TOKEN\" -F 'file=@users.xml' \
             --form-string 'format=' --form-string 'map=@home=/' \
             'https://panel.example/api/v1/example.com/import'",
        );
    }
}
