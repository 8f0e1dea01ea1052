//! What the panel's pages about the REST API show, made from its description.

use model::{
    RestApiAnswer, RestApiBody, RestApiField, RestApiOperation, RestApiParameter, RestApiPlace,
    RestApiReference, RestApiSummary,
};
use serde_json::{Map, Value, json};

/// The methods of a path, in the order in which they are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
/// Objects in objects that are followed. The description has no deeper ones; one that holds itself
/// would have no end.
const MAX_DEPTH: usize = 6;

/// Takes the description of the REST API (OpenAPI 3.1) apart for those who read it.
pub(super) fn reference(description: &Value) -> RestApiReference {
    let description = Description(description);
    let operations = description.operations();
    let mut operations: Vec<_> = operations
        .map(|(path, method, operation)| description.operation(path, method, operation))
        .collect();
    // What is about the same stands together, where the first of it is.
    let mut groups: Vec<String> = Vec::new();
    for operation in &operations {
        if !groups.contains(&operation.summary.group) {
            groups.push(operation.summary.group.clone());
        }
    }
    operations.sort_by_key(|operation| {
        let mut groups = groups.iter();
        groups.position(|group| *group == operation.summary.group)
    });
    RestApiReference { operations }
}

/// A description, and what its references lead to.
struct Description<'a>(&'a Value);

impl<'a> Description<'a> {
    fn operations(&self) -> impl Iterator<Item = (&'a str, &'static str, &'a Value)> {
        let paths = self.0["paths"].as_object().into_iter().flatten();
        paths.flat_map(|(path, item)| {
            let methods = METHODS.into_iter();
            methods.filter_map(move |method| Some((path.as_str(), method, item.get(method)?)))
        })
    }

    fn operation(&self, path: &str, method: &str, operation: &'a Value) -> RestApiOperation {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let answers = operation["responses"].as_object().into_iter().flatten();
        RestApiOperation {
            summary: RestApiSummary {
                id: text(&operation["operationId"]),
                group: text(&operation["tags"][0]),
                method: method.to_ascii_uppercase(),
                path: format!("{}{path}", text(&self.0["servers"][0]["url"])),
                summary: text(&operation["summary"]),
            },
            description: text(&operation["description"]),
            parameters: parameters
                .filter_map(|parameter| self.parameter(parameter))
                .collect(),
            body: self.body(&self.resolve(&operation["requestBody"])["content"]),
            answers: answers
                .map(|(status, answer)| self.answer(status, answer))
                .collect(),
        }
    }

    fn parameter(&self, parameter: &'a Value) -> Option<RestApiParameter> {
        let parameter = self.resolve(parameter);
        let place = match parameter["in"].as_str()? {
            "path" => RestApiPlace::Path,
            "query" => RestApiPlace::Query,
            "header" => RestApiPlace::Header,
            _ => return None,
        };
        Some(RestApiParameter {
            name: text(&parameter["name"]),
            place,
            required: parameter["required"].as_bool().unwrap_or_default(),
            kind: self.kind(&parameter["schema"]),
            description: text(&parameter["description"]),
        })
    }

    fn answer(&self, status: &str, answer: &'a Value) -> RestApiAnswer {
        let answer = self.resolve(answer);
        RestApiAnswer {
            status: status.to_owned(),
            description: text(&answer["description"]),
            body: self.body(&answer["content"]),
        }
    }

    /// What a request or an answer holds, of the first media type that it can have.
    fn body(&self, content: &'a Value) -> Option<RestApiBody> {
        let (media_type, content) = content.as_object()?.iter().next()?;
        let schema = &content["schema"];
        let mut fields = Vec::new();
        self.fields(schema, "", 0, &mut fields);
        let example = match content.get("example") {
            Some(example) => example.clone(),
            None => self.example(schema, 0),
        };
        Some(RestApiBody {
            media_type: media_type.clone(),
            fields,
            example: serde_json::to_string_pretty(&example).unwrap_or_default(),
        })
    }

    /// Adds the fields of an object, and those of the objects in it.
    fn fields(
        &self,
        schema: &'a Value,
        prefix: &str,
        depth: usize,
        fields: &mut Vec<RestApiField>,
    ) {
        if depth == MAX_DEPTH {
            return;
        }
        let schema = self.main_part(schema);
        if let Some(items) = schema.get("items") {
            return self.fields(items, &format!("{prefix}[]"), depth, fields);
        }
        let required = &schema["required"];
        for (name, property) in self.properties(schema) {
            let path = match prefix {
                "" => name.to_owned(),
                prefix => format!("{prefix}.{name}"),
            };
            let names = required.as_array().into_iter().flatten();
            let required = names.into_iter().any(|required| required == name);
            let described = [property, self.main_part(property)];
            let mut descriptions = described.iter().map(|schema| text(&schema["description"]));
            fields.push(RestApiField {
                kind: self.kind(property),
                required,
                description: descriptions
                    .find(|description| !description.is_empty())
                    .unwrap_or_default(),
                path: path.clone(),
            });
            self.fields(property, &path, depth + 1, fields);
        }
    }

    /// What kind of value it is: the values that it can have, the format, or the type.
    fn kind(&self, schema: &'a Value) -> String {
        let is_nullable = self.is_nullable(schema);
        let schema = self.main_part(schema);
        let kind = if let Some(values) = schema["enum"].as_array() {
            let values = values.iter().map(text);
            values.collect::<Vec<_>>().join(" | ")
        } else if let Some(items) = schema.get("items") {
            format!("[{}]", self.kind(items))
        } else {
            match text(&schema["format"]) {
                format if format.is_empty() => self.types(schema),
                format => format,
            }
        };
        match is_nullable {
            true => format!("{kind} | null"),
            false => kind,
        }
    }

    fn types(&self, schema: &Value) -> String {
        match &schema["type"] {
            Value::Array(types) => {
                let types = types.iter().map(text).filter(|kind| kind != "null");
                types.collect::<Vec<_>>().join(" | ")
            }
            kind => text(kind),
        }
    }

    fn is_nullable(&self, schema: &'a Value) -> bool {
        let schema = self.resolve(schema);
        let types = schema["type"].as_array().into_iter().flatten();
        let choices = choices(schema).into_iter().flatten();
        types.into_iter().any(|kind| kind == "null")
            || choices.into_iter().any(|choice| choice["type"] == "null")
    }

    /// A value that fits.
    fn example(&self, schema: &'a Value, depth: usize) -> Value {
        let schema = self.main_part(schema);
        if let Some(example) = schema.get("example").or_else(|| schema.get("default")) {
            return example.clone();
        }
        if let Some(example) = schema["examples"].get(0).or_else(|| schema["enum"].get(0)) {
            return example.clone();
        }
        if depth == MAX_DEPTH {
            return Value::Null;
        }
        if let Some(items) = schema.get("items") {
            return json!([self.example(items, depth + 1)]);
        }
        match self.types(schema).as_str() {
            "boolean" => json!(false),
            "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(0)),
            "string" => match schema["format"].as_str() {
                Some("date-time") => json!("2027-01-31T12:00:00Z"),
                Some("date") => json!("2027-01-31"),
                _ => json!(""),
            },
            _ => {
                let properties = self.properties(schema).into_iter();
                let example = |(name, property): (&str, &'a Value)| {
                    (name.to_owned(), self.example(property, depth + 1))
                };
                Value::Object(properties.map(example).collect::<Map<_, _>>())
            }
        }
    }

    /// The properties of an object, with those of the schemas that it is made of.
    fn properties(&self, schema: &'a Value) -> Vec<(&'a str, &'a Value)> {
        let own = schema["properties"].as_object().into_iter().flatten();
        let mut properties: Vec<_> = own.map(|(name, schema)| (name.as_str(), schema)).collect();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            properties.extend(self.properties(self.resolve(part)));
        }
        properties
    }

    /// What a schema is, where it is a choice of one thing and `null`, or the first of several.
    fn main_part(&self, schema: &'a Value) -> &'a Value {
        let schema = self.resolve(schema);
        let Some(choices) = choices(schema) else {
            return schema;
        };
        let mut choices = choices.iter().filter(|choice| choice["type"] != "null");
        choices.next().map_or(schema, |choice| self.resolve(choice))
    }

    /// What a reference within the description leads to, or what is no reference.
    fn resolve(&self, value: &'a Value) -> &'a Value {
        let Some(reference) = value["$ref"].as_str() else {
            return value;
        };
        let target = reference.strip_prefix('#');
        target
            .and_then(|pointer| self.0.pointer(pointer))
            .unwrap_or(&Value::Null)
    }
}

fn choices(schema: &Value) -> Option<&Vec<Value>> {
    let choices = schema.get("oneOf").or_else(|| schema.get("anyOf"));
    choices.and_then(Value::as_array)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_taken_apart_with_all_that_its_references_lead_to() {
        let description = json!({
            "servers": [{"url": "/api/v1"}],
            "paths": {
                "/people": {"get": {"operationId": "listPeople", "tags": ["users"], "responses": {}}},
                "/users": {"get": {"operationId": "listUsers", "tags": ["users"], "responses": {}}},
                "/plans/{plan}": {"patch": {
                    "operationId": "changePlan",
                    "summary": "Changes a plan",
                    "tags": ["plans"],
                    "parameters": [
                        {"name": "plan", "in": "path", "required": true, "schema": {"type": "string"}},
                        {"name": "If-Match", "in": "header", "schema": {"type": ["string", "null"]}},
                        {"name": "crumb", "in": "cookie", "schema": {"type": "string"}},
                    ],
                    "requestBody": {"content": {"application/json": {
                        "schema": {"$ref": "#/components/schemas/PlanChange"},
                    }}},
                    "responses": {
                        "204": {"description": "Changed"},
                        "404": {"$ref": "#/components/responses/NotFound"},
                    },
                }},
            },
            "components": {
                "responses": {"NotFound": {"description": "There is none"}},
                "schemas": {
                    "PlanChange": {"type": "object", "required": ["limits"], "properties": {
                        "limits": {"$ref": "#/components/schemas/Limits"},
                        "names": {"type": "array", "items": {"type": "string"}},
                    }},
                    "Limits": {"description": "What it limits", "type": "object", "properties": {
                        "size": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Size"}]},
                        "kind": {"type": "string", "enum": ["soft", "hard"]},
                    }},
                    "Size": {"type": "integer", "format": "int64", "minimum": 1},
                },
            },
        });
        let reference = reference(&description);
        let ids = reference.list().into_iter().map(|summary| summary.id);
        assert_eq!(
            ids.collect::<Vec<_>>(),
            ["listPeople", "listUsers", "changePlan"]
        );

        let operation = reference.operation("changePlan").expect("an operation");
        assert_eq!(operation.summary.path, "/api/v1/plans/{plan}");
        let parameters = operation.parameters.iter();
        let parameters: Vec<_> = parameters
            .map(|it| (it.name.as_str(), it.place, it.required, it.kind.as_str()))
            .collect();
        let expected = [
            ("plan", RestApiPlace::Path, true, "string"),
            ("If-Match", RestApiPlace::Header, false, "string | null"),
        ];
        assert_eq!(parameters, expected);
        let body = operation.body.as_ref().expect("a body");
        let fields = body.fields.iter();
        let fields: Vec<_> = fields
            .map(|it| (it.path.as_str(), it.required, it.kind.as_str()))
            .collect();
        let expected = [
            ("limits", true, "object"),
            ("limits.kind", false, "soft | hard"),
            ("limits.size", false, "int64 | null"),
            ("names", false, "[string]"),
        ];
        assert_eq!(fields, expected);
        assert_eq!(body.fields[0].description, "What it limits");
        let example: Value = serde_json::from_str(&body.example).expect("JSON");
        let expected = json!({"limits": {"size": 1, "kind": "soft"}, "names": [""]});
        assert_eq!(example, expected);
        let answers = operation.answers.iter();
        let answers: Vec<_> = answers
            .map(|it| (it.status.as_str(), it.description.as_str()))
            .collect();
        assert_eq!(answers, [("204", "Changed"), ("404", "There is none")]);
    }

    #[test]
    fn a_schema_that_holds_itself_has_an_end() {
        let description = json!({
            "paths": {"/": {"post": {"requestBody": {"content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Tree"},
            }}}}}},
            "components": {"schemas": {"Tree": {"type": "object", "properties": {
                "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
            }}}},
        });
        let reference = reference(&description);
        let body = reference.operations[0].body.as_ref().expect("a body");
        assert_eq!(body.fields.len(), MAX_DEPTH);
    }
}
