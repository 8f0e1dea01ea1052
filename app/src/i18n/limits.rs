//! What subscriptions may have and use, and plans.

use model::{Field, LimitExcess, LimitsPreview};

use super::format::domain_name;
use super::{en, fr};

/// The texts of these pages in one language.
pub struct LimitsTexts {
    pub title: &'static str,
    pub title_of: fn(&str) -> String,
    pub intro: &'static str,
    pub field: fn(Field) -> &'static str,
    pub hint: fn(Field) -> Option<&'static str>,
    pub plan_name_hint: &'static str,
    pub unlimited: &'static str,
    pub own_limits: &'static str,
    pub own_limits_hint: &'static str,
    pub locked: &'static str,
    pub locked_hint: &'static str,
    pub set_by_provider: &'static str,
    pub sessions_end: &'static str,
    pub saved: &'static str,
    pub unchanged: &'static str,
    /// So many of so many, for a limit.
    pub of: fn(Field, u64, u64) -> String,
    pub would_be_over: fn(u64, u64) -> String,
    pub one_excess: fn(&str, &str) -> String,
    pub and_more: fn(u64) -> String,
    pub uncounted: fn(u64) -> String,
    pub nothing_is_removed: &'static str,
    pub apply: &'static str,
    pub plans: &'static str,
    pub plans_intro: &'static str,
    pub no_plans: &'static str,
    pub add_plan: &'static str,
    pub change_plan: fn(&str) -> String,
    pub used_by: fn(u64) -> String,
    pub maker: &'static str,
    pub of_server: &'static str,
    pub remove_plan: &'static str,
    pub remove_plan_hint: fn(u64) -> String,
    pub plan_added: fn(&str) -> String,
    pub plan_changed: fn(&str) -> String,
    pub plan_removed: fn(&str) -> String,
    pub at_limit: fn(u64, u64) -> String,
    pub plan_in_use: fn(u64) -> String,
    pub edit_conflict: &'static str,
    pub no_such_plan: &'static str,
    pub too_many_plans: &'static str,
    pub no_such_setting: fn(&str) -> String,
}

impl LimitsTexts {
    /// Where a subscription is beyond its limits, with commas between.
    pub fn excesses(&self, excesses: &[LimitExcess]) -> String {
        let one = |excess: &LimitExcess| (self.of)(excess.field, excess.has, excess.most);
        excesses.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// A sentence for each subscription of a preview that would be beyond its limits, and for those
    /// that it does not name.
    pub fn examples(&self, preview: &LimitsPreview) -> Vec<String> {
        let named = preview.examples.iter().map(|one| {
            let excesses = self.excesses(&one.excesses);
            (self.one_excess)(one.domain.as_str(), &excesses)
        });
        let more = preview.over.saturating_sub(preview.examples.len() as u64);
        let more = (more > 0).then(|| (self.and_more)(more));
        named.chain(more).collect()
    }
}

/// A number of bytes that is compared with a limit: as short as possible, but never rounded to the
/// same.
fn bytes_of(
    has: u64,
    most: u64,
    short: fn(u64) -> String,
    exact: fn(u64) -> String,
) -> [String; 2] {
    let shortened = [short(has), short(most)];
    if has != most && shortened[0] == shortened[1] {
        [exact(has), exact(most)]
    } else {
        shortened
    }
}

pub(super) const EN: LimitsTexts = LimitsTexts {
    title: "Limits",
    title_of: |domain| format!("Limits – {}", domain_name(domain)),
    intro: "What this subscription may have and use. What it has beyond a limit stays; only no more can be added.",
    field: |field| match field {
        Field::MaxFtpAccounts => "FTP accounts",
        Field::MaxDiskSpace => "Disk space",
        Field::MaxFiles => "Files",
        Field::MaxFtpSessions => "FTP sessions at once",
        Field::TotalUploadRate => "Upload rate of all",
        Field::TotalDownloadRate => "Download rate of all",
        Field::Plan => "Plan",
        _ => "Name of the plan",
    },
    hint: |field| match field {
        Field::MaxFtpAccounts => {
            Some("The main account counts, those in the trash do not. Empty for no limit.")
        }
        Field::MaxDiskSpace => Some(
            "What the whole webspace may hold, such as 5\u{a0}GB, whoever put it there. Empty for no limit.",
        ),
        Field::MaxFiles => {
            Some("In the whole webspace; each folder counts as one. Empty for no limit.")
        }
        Field::MaxFtpSessions => Some("Of all its accounts together. Empty for no limit."),
        Field::TotalUploadRate | Field::TotalDownloadRate => {
            Some("KiB a second that all its accounts share. Empty for no limit.")
        }
        _ => None,
    },
    plan_name_hint: "For example Standard.",
    unlimited: "Unlimited",
    own_limits: "Limits of its own",
    own_limits_hint: "With a plan, the limits are the plan's and change with it; those below are for a subscription without one.",
    locked: "Settings that the owner may not change",
    locked_hint: "Tick the settings of FTP accounts that only you and the administrator set. New accounts of the owner begin with the subscription's defaults for them.",
    set_by_provider: "Set by your provider.",
    sessions_end: "Other rates or another number of sessions end the open FTP sessions.",
    saved: "The limits have been changed. They hold at once.",
    unchanged: "Nothing was changed.",
    of: |field, has, most| match field {
        Field::MaxFtpAccounts => {
            format!("{} of {} accounts", en::number(has), en::number(most))
        }
        Field::MaxFiles => format!("{} of {} files", en::number(has), en::number(most)),
        Field::MaxFtpSessions => format!("{} of {} sessions", en::number(has), en::number(most)),
        _ => {
            let [has, most] = bytes_of(has, most, en::size, |bytes| {
                format!("{}\u{a0}bytes", en::number(bytes))
            });
            format!("{has} of {most}")
        }
    },
    would_be_over: |over, all| match (over, all) {
        (1, 1) => "This subscription would be beyond its limits:".into(),
        (1, _) => format!(
            "1 of {} would be beyond its limits:",
            en::counted(all, "subscription")
        ),
        (over, _) => format!(
            "{} of {} would be beyond their limits:",
            en::number(over),
            en::counted(all, "subscription")
        ),
    },
    one_excess: |domain, excesses| format!("{} has {excesses}", domain_name(domain)),
    and_more: |more| format!("and {} more.", en::number(more)),
    uncounted: |count| {
        format!(
            "What the webspaces hold is not known yet for {}; it is counted once it is limited.",
            en::counted(count, "subscription")
        )
    },
    nothing_is_removed: "Nothing is removed: what is there stays, and only no more can be added.",
    apply: "Apply",
    plans: "Plans",
    plans_intro: "A plan is a named set of limits. Changing it changes the limits of all subscriptions that have it.",
    no_plans: "There is no plan yet. Add one, and give it to subscriptions on their page of limits.",
    add_plan: "Add a Plan",
    change_plan: |name| format!("Change the Plan {name}"),
    used_by: |count| en::counted(count, "subscription"),
    maker: "Of",
    of_server: "the server",
    remove_plan: "Remove the plan",
    remove_plan_hint: |uses| match uses {
        0 => "No subscription has this plan.".into(),
        uses => format!(
            "A plan that subscriptions have stays: {} first need another.",
            en::counted(uses, "subscription")
        ),
    },
    plan_added: |name| format!("The plan {name} has been added."),
    plan_changed: |name| format!("The plan {name} has been changed. Its limits hold at once."),
    plan_removed: |name| format!("The plan {name} has been removed."),
    at_limit: |has, most| {
        format!(
            "Nothing was added: this subscription has {} of {} accounts. Remove one first, or ask your provider for more.",
            en::number(has),
            en::number(most)
        )
    },
    plan_in_use: |uses| {
        format!(
            "Nothing was removed: {} this plan. Give them another first.",
            match uses {
                1 => "1 subscription has".to_owned(),
                uses => format!("{} subscriptions have", en::number(uses)),
            }
        )
    },
    edit_conflict: "Someone else has changed these limits meanwhile. Compare before you save.",
    no_such_plan: "There is no such plan, or it is not for this subscription. Choose another.",
    too_many_plans: "There are as many plans as there may be. Change one, or remove one first.",
    no_such_setting: |keys| {
        format!("One of these is no setting that can be locked. They are: {keys}.")
    },
};

pub(super) const FR: LimitsTexts = LimitsTexts {
    title: "Limites",
    title_of: |domain| format!("Limites – {}", domain_name(domain)),
    intro: "Ce que cet abonnement peut avoir et utiliser. Ce qu'il a au-delà d'une limite reste\u{202f}; seulement, rien ne peut plus s'y ajouter.",
    field: |field| match field {
        Field::MaxFtpAccounts => "Comptes FTP",
        Field::MaxDiskSpace => "Espace disque",
        Field::MaxFiles => "Fichiers",
        Field::MaxFtpSessions => "Sessions FTP simultanées",
        Field::TotalUploadRate => "Débit d'envoi de tous",
        Field::TotalDownloadRate => "Débit de téléchargement de tous",
        Field::Plan => "Offre",
        _ => "Nom de l'offre",
    },
    hint: |field| match field {
        Field::MaxFtpAccounts => {
            Some("Le compte principal compte, ceux de la corbeille non. Vide pour ne pas limiter.")
        }
        Field::MaxDiskSpace => Some(
            "Ce que tout l'espace web peut contenir, par exemple 5\u{a0}Go, quel qu'en soit l'auteur. Vide pour ne pas limiter.",
        ),
        Field::MaxFiles => Some(
            "Dans tout l'espace web\u{202f}; chaque dossier compte pour un fichier. Vide pour ne pas limiter.",
        ),
        Field::MaxFtpSessions => Some("De tous ses comptes ensemble. Vide pour ne pas limiter."),
        Field::TotalUploadRate | Field::TotalDownloadRate => {
            Some("Kio par seconde que tous ses comptes se partagent. Vide pour ne pas limiter.")
        }
        _ => None,
    },
    plan_name_hint: "Par exemple Standard.",
    unlimited: "Illimité",
    own_limits: "Limites propres",
    own_limits_hint: "Avec une offre, les limites sont celles de l'offre et changent avec elle\u{202f}; celles ci-dessous sont pour un abonnement sans offre.",
    locked: "Réglages que le propriétaire ne peut pas modifier",
    locked_hint: "Cochez les réglages des comptes FTP que vous seul et l'administrateur fixez. Pour eux, les nouveaux comptes du propriétaire prennent les réglages par défaut de l'abonnement.",
    set_by_provider: "Fixé par votre fournisseur.",
    sessions_end: "D'autres débits ou un autre nombre de sessions mettent fin aux sessions FTP ouvertes.",
    saved: "Les limites ont été modifiées. Elles valent dès maintenant.",
    unchanged: "Rien n'a été modifié.",
    of: |field, has, most| match field {
        Field::MaxFtpAccounts => {
            format!("{} comptes sur {}", fr::number(has), fr::number(most))
        }
        Field::MaxFiles => format!("{} fichiers sur {}", fr::number(has), fr::number(most)),
        Field::MaxFtpSessions => {
            format!("{} sessions sur {}", fr::number(has), fr::number(most))
        }
        _ => {
            let [has, most] = bytes_of(has, most, fr::size, |bytes| {
                format!("{}\u{a0}octets", fr::number(bytes))
            });
            format!("{has} sur {most}")
        }
    },
    would_be_over: |over, all| match (over, all) {
        (1, 1) => "Cet abonnement dépasserait ses limites\u{a0}:".into(),
        (1, _) => format!(
            "1 abonnement sur {} dépasserait ses limites\u{a0}:",
            fr::number(all)
        ),
        (over, _) => format!(
            "{} abonnements sur {} dépasseraient leurs limites\u{a0}:",
            fr::number(over),
            fr::number(all)
        ),
    },
    one_excess: |domain, excesses| format!("{} a {excesses}", domain_name(domain)),
    and_more: |more| format!("et {} de plus.", fr::number(more)),
    uncounted: |count| {
        format!(
            "Ce que contient l'espace web n'est pas encore connu pour {}\u{202f}; il est calculé une fois limité.",
            subscriptions(count)
        )
    },
    nothing_is_removed: "Rien n'est supprimé\u{a0}: ce qui existe reste, seulement rien ne peut plus s'y ajouter.",
    apply: "Appliquer",
    plans: "Offres",
    plans_intro: "Une offre est un ensemble de limites qui porte un nom. La modifier modifie les limites de tous les abonnements qui l'ont.",
    no_plans: "Il n'y a pas encore d'offre. Ajoutez-en une, puis donnez-la à des abonnements depuis leur page Limites.",
    add_plan: "Ajouter une offre",
    change_plan: |name| format!("Modifier l'offre {name}"),
    used_by: subscriptions,
    maker: "De",
    of_server: "le serveur",
    remove_plan: "Supprimer l'offre",
    remove_plan_hint: |uses| match uses {
        0 => "Aucun abonnement n'a cette offre.".into(),
        uses => format!(
            "Une offre que des abonnements ont reste\u{a0}: il faut d'abord en donner une autre à {}.",
            subscriptions(uses)
        ),
    },
    plan_added: |name| format!("L'offre {name} a été ajoutée."),
    plan_changed: |name| {
        format!("L'offre {name} a été modifiée. Ses limites valent dès maintenant.")
    },
    plan_removed: |name| format!("L'offre {name} a été supprimée."),
    at_limit: |has, most| {
        format!(
            "Rien n'a été ajouté\u{a0}: cet abonnement a {} comptes sur {}. Supprimez-en un d'abord, ou demandez-en davantage à votre fournisseur.",
            fr::number(has),
            fr::number(most)
        )
    },
    plan_in_use: |uses| {
        format!(
            "Rien n'a été supprimé\u{a0}: {} cette offre. Donnez-leur-en d'abord une autre.",
            match uses {
                1 => "1 abonnement a".to_owned(),
                uses => format!("{} abonnements ont", fr::number(uses)),
            }
        )
    },
    edit_conflict: "Quelqu'un d'autre a modifié ces limites entre-temps. Comparez avant d'enregistrer.",
    no_such_plan: "Cette offre n'existe pas, ou n'est pas pour cet abonnement. Choisissez-en une autre.",
    too_many_plans: "Il y a autant d'offres qu'il peut y en avoir. Modifiez-en une, ou supprimez-en une d'abord.",
    no_such_setting: |keys| {
        format!("L'un d'eux n'est pas un réglage que l'on peut fixer. Ce sont\u{a0}: {keys}.")
    },
};

fn subscriptions(count: u64) -> String {
    match count {
        0 | 1 => format!("{count} abonnement"),
        count => format!("{} abonnements", fr::number(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_by_little_is_not_rounded_to_the_limit() {
        let of = |has, most| (EN.of)(Field::MaxDiskSpace, has, most).replace('\u{a0}', " ");
        assert_eq!(of(500_000, 2_000_000), "500 kB of 2.0 MB");
        assert_eq!(
            of(2_000_001, 2_000_000),
            "2,000,001 bytes of 2,000,000 bytes"
        );
        assert_eq!(of(2_000_000, 2_000_000), "2.0 MB of 2.0 MB");
        assert_eq!((EN.of)(Field::MaxFtpAccounts, 12, 20), "12 of 20 accounts");
        assert_eq!((FR.of)(Field::MaxFtpAccounts, 12, 20), "12 comptes sur 20");
    }
}
