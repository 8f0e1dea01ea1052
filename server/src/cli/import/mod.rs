//! `berth import`.

mod input;
mod report;

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use model::{
    AccountName, DomainName, Field, HomeMapping, ImportFormat, LinkValidity, PublicUrl, Rename,
    SettingError,
};
use services::{ImportDone, ImportRequest, ImportedLink};

use self::input::read;
use self::report::{Report, print, print_as_json};
use super::ACTOR;
use super::error::{CommandError, parsed};
use super::storage::StorageOptions;
use crate::config::parse_public_url;

#[derive(Args)]
pub(super) struct Import {
    /// In what the file is written
    // Its own name is that of an option that every command has.
    #[arg(id = "import_format", value_name = "FORMAT", value_parser = formats())]
    format: ImportFormat,
    /// The file of the accounts; - for standard input
    #[arg(id = "import_file", value_name = "FILE")]
    file: PathBuf,
    /// The domain name of the subscription that gets them
    #[arg(long, value_name = "DOMAIN")]
    subscription: String,
    /// The shadow of a passwd
    #[arg(long, value_name = "FILE")]
    shadow: Option<PathBuf>,
    /// Which folder of the other server becomes which of the webspace, such as /home/marie=/site; the
    /// deepest that holds a home counts
    #[arg(long, value_name = "FROM=TO")]
    map: Vec<String>,
    /// An account that gets another name
    #[arg(long, value_name = "OLD=NEW")]
    rename: Vec<String>,
    /// Import the others if some are refused; else none is
    #[arg(long)]
    skip_refused: bool,
    /// For how many hours the links work of accounts whose passwords cannot be kept, up to 336
    #[arg(long, value_name = "N", default_value_t = LinkValidity::MAX_HOURS.to_string())]
    link_hours: String,
    /// Where people's browsers find the panel; without it, links are told without their beginning
    #[arg(
        long,
        env = "BERTH_PUBLIC_URL",
        value_name = "https://panel.example.com",
        value_parser = parse_public_url
    )]
    public_url: Option<PublicUrl>,
    /// Only show what would be done
    #[arg(long)]
    dry_run: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    storage: StorageOptions,
}

fn formats() -> impl TypedValueParser<Value = ImportFormat> {
    PossibleValuesParser::new(ImportFormat::ALL.map(ImportFormat::key))
        .try_map(|key| ImportFormat::parse(&key).ok_or("no such format"))
}

impl Import {
    /// Tells what became of the accounts. If one was refused and none is imported, that is a
    /// failure.
    pub(super) async fn execute(self) -> Result<(), CommandError> {
        let domain = parsed(Field::Domain, DomainName::parse(&self.subscription))?;
        let request = self.request()?;
        let services = self.storage.open().await?;
        let mut report = Report {
            is_dry_run: self.dry_run,
            ..Report::default()
        };
        if self.dry_run {
            report.records = services.imports.preview(&ACTOR, &domain, request).await?;
        } else {
            match services.imports.import(&ACTOR, &domain, request).await? {
                ImportDone::Nothing(records) => report.records = records,
                ImportDone::Written { records, links, .. } => {
                    report.records = records;
                    report.is_written = true;
                    let links = links.into_iter();
                    report.links = links.map(|link| self.link(link)).collect();
                }
            }
        }
        let is_done = report.is_written || report.records.counts.refused == 0;
        match self.json {
            true => print_as_json(report)?,
            false => print(&report)?,
        }
        match is_done {
            true => Ok(()),
            false => Err(CommandError::ProblemFound),
        }
    }

    fn request(&self) -> Result<ImportRequest, CommandError> {
        if self.shadow.is_some() && !self.format.has_shadow() {
            let error = SettingError::NotAChoice;
            return parsed(Field::ImportShadow, Err(error));
        }
        Ok(ImportRequest {
            format: self.format,
            homes: parsed(
                Field::HomeMappings,
                HomeMapping::parse_all(self.map.iter().map(String::as_str)),
            )?,
            renames: parsed(
                Field::Renames,
                Rename::parse_all(self.rename.iter().map(String::as_str)),
            )?,
            skip_refused: self.skip_refused,
            link_validity: parsed(Field::LinkHours, LinkValidity::parse(&self.link_hours))?,
            main: read(&self.file)?,
            shadow: self.shadow.as_deref().map(read).transpose()?,
        })
    }

    fn link(&self, link: ImportedLink) -> (AccountName, String) {
        let token = link.token.expose();
        let address = match &self.public_url {
            Some(url) => url.one_time_link(token),
            None => PublicUrl::one_time_path(token),
        };
        (link.name, address)
    }
}
