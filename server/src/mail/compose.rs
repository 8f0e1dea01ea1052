//! The text of a mail.

use app::i18n::{MailTexts, Texts, mail_texts, texts};
use model::{CertificateProblem, LocalTime as _, MailedAccount, Reminder, UtcTime};
use services::local_time::LocalClock;
use services::{Mail, MailContent};

/// A mail in words.
pub(super) struct Composed {
    pub(super) subject: String,
    pub(super) body: String,
}

/// Puts a mail into the words of its recipient's language.
pub(super) fn compose(mail: &Mail) -> Composed {
    let writer = Writer {
        mail,
        words: mail_texts(mail.locale),
        panel: texts(mail.locale),
        clock: mail.time_zone.as_ref().map(LocalClock::of),
    };
    let (subject, paragraphs) = match &mail.content {
        MailContent::Reminder(reminder) => writer.reminder(reminder),
        MailContent::FtpAccountLink {
            account,
            domain,
            link,
            expires_at,
        } => {
            let subject = (writer.words.account_link_subject)(account.as_str());
            let intro = (writer.words.account_link)(account.as_str(), &domain.text());
            (subject, writer.link(intro, link, *expires_at))
        }
        MailContent::PanelUserLink {
            login,
            link,
            expires_at,
        } => {
            let intro = (writer.words.user_link)(login.as_str());
            let subject = writer.words.user_link_subject.to_owned();
            (subject, writer.link(intro, link, *expires_at))
        }
    };
    let greeting = match &mail.name {
        Some(name) => (writer.words.greeting)(name),
        None => writer.words.greeting_to_anybody.to_owned(),
    };
    let paragraphs = std::iter::once(greeting).chain(paragraphs);
    let paragraphs: Vec<String> = paragraphs.collect();
    Composed {
        subject,
        body: format!("{}\n", paragraphs.join("\n\n")),
    }
}

struct Writer<'a> {
    mail: &'a Mail,
    words: &'static MailTexts,
    panel: &'static Texts,
    clock: Option<LocalClock>,
}

impl Writer<'_> {
    fn time(&self, at: UtcTime) -> String {
        match &self.clock {
            Some(clock) => (self.panel.date_time)(clock.to_civil(at)),
            None => self.panel.date_time_utc(at),
        }
    }

    /// A subject, and paragraphs.
    fn reminder(&self, reminder: &Reminder) -> (String, Vec<String>) {
        let words = self.words;
        let (subject, intro, list, advice) = match reminder {
            Reminder::Expiring {
                days,
                accounts,
                more,
            } => (
                (words.expiring_subject)(*days),
                (words.expiring)(*days),
                self.list(accounts, *more, |at| self.time(*at)),
                words.expiring_advice,
            ),
            Reminder::Expired { accounts, more } => (
                words.expired_subject.to_owned(),
                words.expired.to_owned(),
                self.list(accounts, *more, |at| self.time(*at)),
                words.expired_advice,
            ),
            Reminder::NearlyFull { accounts, more } => (
                words.nearly_full_subject.to_owned(),
                words.nearly_full.to_owned(),
                self.list(accounts, *more, |per_cent| (words.used)(*per_cent)),
                words.nearly_full_advice,
            ),
            Reminder::Locked { accounts, more } => (
                words.locked_subject.to_owned(),
                words.locked.to_owned(),
                self.lines(accounts.iter().map(|account| (account, None)), *more),
                words.locked_advice,
            ),
            Reminder::Certificate { warning } => {
                let subject = match warning.problem {
                    CertificateProblem::Expired => words.certificate_expired_subject,
                    CertificateProblem::ExpiresSoon | CertificateProblem::NotYetValid => {
                        words.certificate_subject
                    }
                };
                let texts = &self.panel.certificate;
                let matter = (texts.matter)(warning.usage, warning.problem);
                let matter = format!("{matter} {}.", self.time(warning.at));
                let advice = (texts.advice)(warning).to_owned();
                let mut paragraphs = vec![matter, advice];
                paragraphs.extend(self.end());
                return (subject.to_owned(), paragraphs);
            }
        };
        let mut paragraphs = vec![intro, list, advice.to_owned()];
        paragraphs.extend(self.end());
        (subject, paragraphs)
    }

    /// Accounts, each with what there is to say of it.
    fn list<Detail>(
        &self,
        accounts: &[(MailedAccount, Detail)],
        more: u64,
        say: impl Fn(&Detail) -> String,
    ) -> String {
        let accounts = accounts.iter();
        let accounts = accounts.map(|(account, detail)| (account, Some(say(detail))));
        self.lines(accounts, more)
    }

    fn lines<'a>(
        &self,
        accounts: impl Iterator<Item = (&'a MailedAccount, Option<String>)>,
        more: u64,
    ) -> String {
        let line = |(account, detail): (&MailedAccount, Option<String>)| {
            let (name, domain) = (account.name.as_str(), account.domain.text());
            let text = (self.words.account)(name, &domain, detail.as_deref());
            format!("- {text}")
        };
        let more = (more > 0).then(|| format!("- {}", (self.words.and_more)(more)));
        let lines: Vec<String> = accounts.map(line).chain(more).collect();
        lines.join("\n")
    }

    /// Where the panel is, and why one gets such mails.
    fn end(&self) -> Vec<String> {
        let settings = (self.mail.panel.as_ref())
            .map(|panel| format!("{}{}", panel.as_str(), app::routes::MAIL_SETTINGS));
        let panel = (self.mail.panel.as_ref()).map(|panel| (self.words.panel)(panel.as_str()));
        let why = (self.words.why)(settings.as_deref());
        panel.into_iter().chain([why]).collect()
    }

    fn link(&self, intro: String, link: &str, expires_at: UtcTime) -> Vec<String> {
        vec![
            intro,
            link.to_owned(),
            (self.words.link_rules)(&self.time(expires_at)),
            self.words.not_expected.to_owned(),
        ]
    }
}
