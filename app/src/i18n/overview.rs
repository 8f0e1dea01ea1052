//! « Vue d'ensemble ».

use super::format::domain_name;
use super::{en, fr};
use model::{ActivitySums, Overview, OverviewPeriod, UtcDay};

/// The texts of this page in one language.
pub struct OverviewTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub period: &'static str,
    pub period_name: fn(OverviewPeriod) -> &'static str,
    pub sum: fn(OverviewPeriod) -> &'static str,
    pub uploaded: &'static str,
    pub downloaded: &'static str,
    pub sign_ins: &'static str,
    pub refusals: &'static str,
    pub moved: fn(u64, u64) -> String,
    pub bytes_chart: fn(OverviewPeriod) -> &'static str,
    pub files_chart: fn(OverviewPeriod) -> &'static str,
    pub sign_ins_chart: fn(OverviewPeriod) -> &'static str,
    /// The days that begin with this one.
    pub step: fn(OverviewPeriod, UtcDay) -> String,
    pub bytes_in: fn(&str, &ActivitySums) -> String,
    pub files_in: fn(&str, &ActivitySums) -> String,
    pub sign_ins_in: fn(&str, &ActivitySums) -> String,
    pub keyboard: fn(OverviewPeriod) -> &'static str,
    pub as_table: &'static str,
    pub day: fn(OverviewPeriod) -> &'static str,
    pub date: fn(UtcDay) -> String,
    pub short_date: fn(UtcDay) -> String,
    pub none: &'static str,
    pub largest: &'static str,
    pub largest_note: &'static str,
    pub no_largest: &'static str,
    pub expiring: fn() -> String,
    pub no_expiring: &'static str,
    pub nearly_full: &'static str,
    pub no_nearly_full: &'static str,
    pub list_by_expiry: &'static str,
    pub list_nearly_full: &'static str,
}

pub(super) const EN: OverviewTexts = OverviewTexts {
    title: "Overview",
    title_of: |domain| format!("Overview – {}", domain_name(domain)),
    intro: "What is done over FTP, day by day, and the accounts that may need attention. Days go from midnight to midnight in UTC, until today.",
    period: "Period",
    period_name: |period| match period {
        OverviewPeriod::Days30 => "30 days",
        OverviewPeriod::Days90 => "90 days",
        OverviewPeriod::Weeks52 => "52 weeks",
    },
    sum: |period| match period {
        OverviewPeriod::Days30 => "In 30 days",
        OverviewPeriod::Days90 => "In 90 days",
        OverviewPeriod::Weeks52 => "In 52 weeks",
    },
    uploaded: "Uploaded",
    downloaded: "Downloaded",
    sign_ins: "Sign-ins",
    refusals: "Refused sign-ins",
    moved: |bytes, files| format!("{} in {}", en::size(bytes), en::counted(files, "file")),
    bytes_chart: |period| match period.step() {
        1 => "Data transferred per day",
        _ => "Data transferred per week",
    },
    files_chart: |period| match period.step() {
        1 => "Files transferred per day",
        _ => "Files transferred per week",
    },
    sign_ins_chart: |period| match period.step() {
        1 => "Sign-ins per day",
        _ => "Sign-ins per week",
    },
    step: |period, first| match period.step() {
        1 => en_date(first),
        days => format!("{days} days from {}", en_date(first)),
    },
    bytes_in: |step, sums| {
        format!(
            "{step}: {} up in {}, {} down in {}",
            en::size(sums.upload_bytes),
            en::counted(sums.uploads, "file"),
            en::size(sums.download_bytes),
            en::counted(sums.downloads, "file")
        )
    },
    files_in: |step, sums| {
        format!(
            "{step}: {} up, {} down",
            en::counted(sums.uploads, "file"),
            en::counted(sums.downloads, "file")
        )
    },
    sign_ins_in: |step, sums| {
        format!(
            "{step}: {}, {} refused",
            en::counted(sums.sign_ins, "sign-in"),
            en::number(sums.refusals)
        )
    },
    keyboard: |period| match period.step() {
        1 => "Point at a day, or go from day to day by the arrow keys, Home and End.",
        _ => "Point at a week, or go from week to week by the arrow keys, Home and End.",
    },
    as_table: "The numbers as a table",
    day: |period| match period.step() {
        1 => "Day (UTC)",
        _ => "Week from (UTC)",
    },
    date: en_date,
    short_date: |day| {
        let civil = day.start().civil();
        let month = name_of(&EN_MONTHS, civil.month);
        format!("{} {}", civil.day, month.get(..3).unwrap_or(month))
    },
    none: "Nothing was transferred in this period, and nobody signed in. What is done over FTP shows some seconds later.",
    largest: "Use most space",
    largest_note: "As far as their home directories were counted: of accounts with a quota, and where “Count again” was pressed.",
    no_largest: "No home directory was counted yet.",
    expiring: || format!("Expire within {} days", Overview::EXPIRY_DAYS),
    no_expiring: "No account expires so soon.",
    nearly_full: "Nearly full",
    no_nearly_full: "No account uses 90% of its quota.",
    list_by_expiry: "All accounts by expiry",
    list_nearly_full: "All nearly full accounts",
};

pub(super) const FR: OverviewTexts = OverviewTexts {
    title: "Vue d'ensemble",
    title_of: |domain| format!("Vue d'ensemble – {}", domain_name(domain)),
    intro: "Ce qui se fait en FTP, jour par jour, et les comptes qui peuvent demander votre attention. Les jours vont de minuit à minuit en UTC, jusqu'à aujourd'hui.",
    period: "Période",
    period_name: |period| match period {
        OverviewPeriod::Days30 => "30 jours",
        OverviewPeriod::Days90 => "90 jours",
        OverviewPeriod::Weeks52 => "52 semaines",
    },
    sum: |period| match period {
        OverviewPeriod::Days30 => "En 30 jours",
        OverviewPeriod::Days90 => "En 90 jours",
        OverviewPeriod::Weeks52 => "En 52 semaines",
    },
    uploaded: "Téléversé",
    downloaded: "Téléchargé",
    sign_ins: "Connexions",
    refusals: "Connexions refusées",
    moved: |bytes, files| format!("{} en {}", fr::size(bytes), fr::counted(files, "fichier")),
    bytes_chart: |period| match period.step() {
        1 => "Données transférées par jour",
        _ => "Données transférées par semaine",
    },
    files_chart: |period| match period.step() {
        1 => "Fichiers transférés par jour",
        _ => "Fichiers transférés par semaine",
    },
    sign_ins_chart: |period| match period.step() {
        1 => "Connexions par jour",
        _ => "Connexions par semaine",
    },
    step: |period, first| match period.step() {
        1 => fr_date(first),
        days => format!("{days} jours à partir du {}", fr_date(first)),
    },
    bytes_in: |step, sums| {
        format!(
            "{step}\u{a0}: {} téléversés en {}, {} téléchargés en {}",
            fr::size(sums.upload_bytes),
            fr::counted(sums.uploads, "fichier"),
            fr::size(sums.download_bytes),
            fr::counted(sums.downloads, "fichier")
        )
    },
    files_in: |step, sums| {
        let plural = |count: u64| if count < 2 { "" } else { "s" };
        format!(
            "{step}\u{a0}: {} téléversé{}, {} téléchargé{}",
            fr::counted(sums.uploads, "fichier"),
            plural(sums.uploads),
            fr::counted(sums.downloads, "fichier"),
            plural(sums.downloads)
        )
    },
    sign_ins_in: |step, sums| {
        let plural = if sums.refusals < 2 { "" } else { "s" };
        format!(
            "{step}\u{a0}: {}, {} refusée{plural}",
            fr::counted(sums.sign_ins, "connexion"),
            fr::number(sums.refusals)
        )
    },
    keyboard: |period| match period.step() {
        1 => "Pointez un jour, ou passez de jour en jour avec les flèches, Début et Fin.",
        _ => "Pointez une semaine, ou passez de semaine en semaine avec les flèches, Début et Fin.",
    },
    as_table: "Les nombres en tableau",
    day: |period| match period.step() {
        1 => "Jour (UTC)",
        _ => "Semaine du (UTC)",
    },
    date: fr_date,
    short_date: |day| {
        let civil = day.start().civil();
        format!("{:02}/{:02}", civil.day, civil.month)
    },
    none: "Rien n'a été transféré pendant cette période, et personne ne s'est connecté. Une activité FTP apparaît quelques secondes plus tard.",
    largest: "Utilisent le plus d'espace",
    largest_note: "Dans la mesure où leurs répertoires principaux ont été calculés\u{a0}: ceux des comptes avec un quota, et là où on a cliqué sur «\u{a0}Recalculer\u{a0}».",
    no_largest: "Aucun répertoire principal n'a encore été calculé.",
    expiring: || format!("Expirent sous {} jours", Overview::EXPIRY_DAYS),
    no_expiring: "Aucun compte n'expire si tôt.",
    nearly_full: "Presque pleins",
    no_nearly_full: "Aucun compte n'utilise 90\u{a0}% de son quota.",
    list_by_expiry: "Tous les comptes par expiration",
    list_nearly_full: "Tous les comptes presque pleins",
};

const EN_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const FR_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

fn name_of(months: &[&'static str; 12], month: u8) -> &'static str {
    let index = usize::from(month).checked_sub(1);
    let name = index.and_then(|index| months.get(index));
    name.copied().unwrap_or_default()
}

fn en_date(day: UtcDay) -> String {
    let civil = day.start().civil();
    format!("{} {}", civil.day, name_of(&EN_MONTHS, civil.month))
}

fn fr_date(day: UtcDay) -> String {
    let civil = day.start().civil();
    let ordinal = if civil.day == 1 { "er" } else { "" };
    let month = name_of(&FR_MONTHS, civil.month);
    format!("{}{ordinal} {month}", civil.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_in_words() {
        let day = UtcDay(20_769);
        let sums = ActivitySums {
            uploads: 120,
            upload_bytes: 3_400_000_000,
            downloads: 1,
            download_bytes: 5_000,
            sign_ins: 1,
            refusals: 2,
        };
        let daily = OverviewPeriod::Days30;
        let step = (EN.step)(daily, day);
        assert_eq!(
            [
                (EN.bytes_in)(&step, &sums),
                (EN.files_in)(&step, &sums),
                (EN.sign_ins_in)(&step, &sums),
                (EN.short_date)(day),
                (EN.step)(OverviewPeriod::Weeks52, day),
            ],
            [
                "12 November: 3.4\u{a0}GB up in 120 files, 5.0\u{a0}kB down in 1 file",
                "12 November: 120 files up, 1 file down",
                "12 November: 1 sign-in, 2 refused",
                "12 Nov",
                "7 days from 12 November",
            ]
        );
        let step = (FR.step)(daily, day);
        assert_eq!(
            [
                (FR.bytes_in)(&step, &sums),
                (FR.files_in)(&step, &sums),
                (FR.sign_ins_in)(&step, &sums),
                (FR.step)(OverviewPeriod::Weeks52, UtcDay(20_758)),
                (FR.short_date)(day),
            ],
            [
                "12 novembre\u{a0}: 3,4\u{a0}Go téléversés en 120 fichiers, 5,0\u{a0}ko téléchargés en 1 fichier",
                "12 novembre\u{a0}: 120 fichiers téléversés, 1 fichier téléchargé",
                "12 novembre\u{a0}: 1 connexion, 2 refusées",
                "7 jours à partir du 1er novembre",
                "12/11",
            ]
        );
    }
}
