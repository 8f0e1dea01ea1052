//! The form by which FTP accounts are imported.

use model::{AppError, Field, ImportForm, ImportFormat as Format, LinkValidity, SettingError};
use services::ImportRequest;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use zeroize::Zeroizing;

use crate::rest::error::RestError;
use crate::rest::multipart::FormParts;
use crate::rest::request_error::RequestError;

/// FTP accounts of another server, and how they are to be taken.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is described here, and read part by part")]
pub(super) struct FtpAccountsImport {
    /// In what the file is written.
    #[schema(inline)]
    format: ImportFormat,
    /// The file of the accounts.
    #[schema(value_type = String, format = Binary)]
    file: (),
    /// The `shadow` of a `passwd`, for that format alone.
    #[schema(value_type = String, format = Binary, required = false)]
    shadow: (),
    /// Which folder of the other server becomes which of the webspace, such as `/home/marie=/site`; the
    /// deepest that holds a home counts. A rule in each part, or in each line of one.
    #[schema(required = false)]
    map: Vec<String>,
    /// An account that gets another name, as `OLD=NEW`. A rule in each part, or in each line of one.
    #[schema(required = false)]
    rename: Vec<String>,
    /// With `true`, the others are taken if some are refused; else none is.
    #[schema(required = false)]
    skip_refused: bool,
    /// For how many hours the links work of accounts whose passwords cannot be kept: 336, if nothing else is
    /// said.
    #[schema(required = false, minimum = 1, maximum = 336)]
    valid_hours: u16,
    /// With `true`, nothing is changed: the answer tells what would become of each record. Folders are not
    /// looked at.
    #[schema(required = false)]
    dry_run: bool,
}

/// In what a file of accounts is written, as the model has it.
struct ImportFormat;

impl PartialSchema for ImportFormat {
    fn schema() -> RefOr<Schema> {
        let keys = Format::ALL.map(Format::key);
        let text = ObjectBuilder::new().schema_type(Type::String);
        text.enum_values(Some(keys)).into()
    }
}

impl ToSchema for ImportFormat {}

/// The parts of such a form, as they were sent.
#[derive(Default)]
pub(super) struct ImportParts {
    format: Option<String>,
    file: Option<Zeroizing<Vec<u8>>>,
    shadow: Option<Zeroizing<Vec<u8>>>,
    map: Vec<String>,
    rename: Vec<String>,
    skip_refused: Option<bool>,
    valid_hours: Option<String>,
    dry_run: Option<bool>,
}

impl ImportParts {
    /// Reads a form.
    ///
    /// # Errors
    /// For a form that cannot be read, and for a part that is none of these, that comes twice, or whose
    /// text cannot be one.
    pub(super) async fn read(mut form: FormParts) -> Result<Self, RestError> {
        let mut parts = Self::default();
        while let Some((name, bytes)) = form.next().await? {
            parts.add(&name, bytes)?;
        }
        Ok(parts)
    }

    fn add(&mut self, name: &str, bytes: Zeroizing<Vec<u8>>) -> Result<(), RestError> {
        match name {
            "file" => set(&mut self.file, name, bytes),
            "shadow" => set(&mut self.shadow, name, bytes),
            "format" => set(&mut self.format, name, text(name, &bytes)?),
            "map" => {
                self.map.push(text(name, &bytes)?);
                Ok(())
            }
            "rename" => {
                self.rename.push(text(name, &bytes)?);
                Ok(())
            }
            "skip_refused" => set(&mut self.skip_refused, name, flag(name, &bytes)?),
            "valid_hours" => set(&mut self.valid_hours, name, text(name, &bytes)?),
            "dry_run" => set(&mut self.dry_run, name, flag(name, &bytes)?),
            _ => Err(invalid(name, "unknown part")),
        }
    }

    /// What is to be imported, and whether that is only to be shown.
    ///
    /// # Errors
    /// The rule that each part breaks; or which part is missing.
    pub(super) fn request(self) -> Result<(ImportRequest, bool), RestError> {
        let format = self.format.ok_or_else(|| invalid("format", MISSING))?;
        let main = self.file.ok_or_else(|| invalid("file", MISSING))?;
        let skip_refused = match self.skip_refused {
            Some(true) => ImportForm::ON,
            _ => "",
        };
        let form = ImportForm {
            format,
            map: self.map.join("\n"),
            rename: self.rename.join("\n"),
            skip_refused: skip_refused.to_owned(),
        };
        let rules = form.parse()?;
        if self.shadow.is_some() && !rules.format.has_shadow() {
            let error = SettingError::NotAChoice;
            return Err(AppError::at(Field::ImportShadow, error).into());
        }
        let hours = self.valid_hours;
        let hours = hours.unwrap_or_else(|| LinkValidity::MAX_HOURS.to_string());
        let validity = LinkValidity::parse(&hours);
        let request = ImportRequest {
            format: rules.format,
            main,
            shadow: self.shadow,
            homes: rules.homes,
            renames: rules.renames,
            skip_refused: rules.skip_refused,
            link_validity: validity.map_err(|error| AppError::at(Field::LinkHours, error))?,
        };
        Ok((request, self.dry_run.unwrap_or_default()))
    }
}

const MISSING: &str = "missing part";

fn set<T>(part: &mut Option<T>, name: &str, value: T) -> Result<(), RestError> {
    match part.replace(value) {
        None => Ok(()),
        Some(_) => Err(invalid(name, "sent twice")),
    }
}

fn text(name: &str, bytes: &[u8]) -> Result<String, RestError> {
    if bytes.len() > ImportForm::MAX_RULES_BYTES {
        let most = ImportForm::MAX_RULES_BYTES;
        return Err(invalid(name, &format!("longer than {most} bytes")));
    }
    let text = std::str::from_utf8(bytes);
    text.map(ToOwned::to_owned)
        .map_err(|error| invalid(name, &error.to_string()))
}

fn flag(name: &str, bytes: &[u8]) -> Result<bool, RestError> {
    let text = text(name, bytes)?;
    let flag = text.parse();
    flag.map_err(|_| invalid(name, "neither true nor false"))
}

fn invalid(name: &str, reason: &str) -> RestError {
    let (field, reason) = (crate::rest::body::shortened(&name), reason.to_owned());
    RequestError::InvalidBody { field, reason }.into()
}
