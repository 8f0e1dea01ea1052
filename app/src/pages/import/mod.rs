//! « Importer des comptes FTP »: the accounts of another server, for administrators.

mod form;
mod outcome;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use self::form::UploadForm;
use self::outcome::{DoneImport, PreviewedImport, is_importable};
use crate::api::imports::{ImportFtpAccounts, ImportScreen, import_page};
use crate::components::{FormError, Loaded, Notice, NoticeKind, form_error, use_texts};
use crate::pages::params::domain_param;
use crate::pages::subscription_header::{FtpSection, SubscriptionHeader};
use crate::routes::{self, ImportNotice};
use model::{ImportForm, ImportStage, ImportUploadView};

/// The page that takes a file of accounts, shows what an import would do, and does it.
#[component]
pub(crate) fn Import() -> impl IntoView {
    let domain = domain_param();
    let query = use_query_map();
    let source = move || {
        let query = query.read();
        // Another address for what was done: it is read again then.
        (domain.get(), query.get("upload"), query.get("done"))
    };
    let notice = Signal::derive(move || {
        let notice = query.read().get("notice");
        notice.as_deref().and_then(ImportNotice::parse)
    });
    let view = move |screen| {
        let (domain, query) = (domain.get_untracked(), query.read_untracked());
        let key = query.get("done").or_else(|| query.get("upload"));
        let key = key.unwrap_or_default();
        view! { <ImportPage domain key screen notice /> }
    };
    view! {
        <Loaded
            source
            fetch=|(domain, upload, done)| import_page(domain, done.or(upload))
            view
        />
    }
}

#[component]
fn ImportPage(
    domain: String,
    /// By which the server finds the file that is kept.
    key: String,
    screen: ImportScreen,
    notice: Signal<Option<ImportNotice>>,
) -> impl IntoView {
    let texts = use_texts();
    let ImportScreen { upload, links } = screen;
    let ImportUploadView {
        form,
        file_name,
        stage,
    } = upload;
    let refusal = match &stage {
        ImportStage::Refused(error) => Some(error.clone()),
        _ => None,
    };
    let skips_refused = form.skip_refused == ImportForm::ON;
    let stage = match stage {
        ImportStage::Empty => ().into_any(),
        ImportStage::Gone => warning(texts.import_page.gone),
        ImportStage::Refused(error) => refused(&texts.error_in_full(&error)),
        ImportStage::Preview(shown) => {
            let may_import = is_importable(&shown, skips_refused);
            let label = (texts.import_page.import)(shown.written());
            let (domain, key) = (domain.clone(), key.clone());
            view! {
                <PreviewedImport shown skips_refused />
                {may_import.then(|| view! { <ImportButton domain key label /> })}
            }
            .into_any()
        }
        ImportStage::Underway => {
            let address = routes::import_done(&domain, &key);
            view! { <Underway address /> }.into_any()
        }
        ImportStage::Done(shown) => view! { <DoneImport shown links /> }.into_any(),
    };
    let said = move || {
        notice.get().map(|notice| match notice {
            ImportNotice::NoFile => refused(texts.import_page.no_file),
            ImportNotice::TooLarge => refused(texts.import_page.too_large),
            ImportNotice::NotDone => warning(texts.import.nothing_done),
        })
    };
    view! {
        <Title text=(texts.import_page.title_of)(&domain) />
        <SubscriptionHeader domain=domain.clone() here=FtpSection::Import />
        <h1>{texts.import.title}</h1>
        <p class="lead">{texts.import_page.intro}</p>
        {said}
        {stage}
        <UploadForm domain key form file_name refusal />
    }
}

/// Does what was shown.
#[component]
fn ImportButton(domain: String, key: String, label: String) -> impl IntoView {
    let action = ServerAction::<ImportFtpAccounts>::new();
    let error = form_error(action);
    view! {
        <ActionForm action>
            <FormError error fields=&[] />
            <input type="hidden" name="domain" value=domain />
            <input type="hidden" name="upload" value=key />
            <div class="form-buttons">
                <button type="submit" class="button button-primary" disabled=action.pending()>
                    {label}
                </button>
            </div>
        </ActionForm>
    }
}

/// That it is being done, and the way to see what came of it.
#[component]
fn Underway(address: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <Notice kind=NoticeKind::Warning>
            <p>{texts.import_page.underway}</p>
            <p>
                // A plain reload: it is the same page.
                <a class="button" rel="external" href=address>
                    {texts.import_page.look_again}
                </a>
            </p>
        </Notice>
    }
}

/// Why nothing can be imported.
fn refused(sentences: &str) -> AnyView {
    let sentences: Vec<String> = sentences.lines().map(str::to_owned).collect();
    let sentences = sentences.into_iter().map(|one| view! { <p>{one}</p> });
    view! { <Notice kind=NoticeKind::Error>{sentences.collect_view()}</Notice> }.into_any()
}

fn warning(sentence: &'static str) -> AnyView {
    view! {
        <Notice kind=NoticeKind::Warning>
            <p>{sentence}</p>
        </Notice>
    }
    .into_any()
}
