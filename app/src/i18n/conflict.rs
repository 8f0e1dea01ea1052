//! An account that someone else changed during an edit.

/// The texts of this page in one language.
pub struct ConflictTexts {
    pub value_now: &'static str,
    pub your_value: &'static str,
    pub overwrite_hint: &'static str,
    pub discard_mine: &'static str,
    pub back_to_list: &'static str,
}

pub(super) const EN: ConflictTexts = ConflictTexts {
    value_now: "Value now",
    your_value: "Your value",
    overwrite_hint: "Press OK to save your values all the same, or",
    discard_mine: "start again from the values now",
    back_to_list: "Back to the list",
};

pub(super) const FR: ConflictTexts = ConflictTexts {
    value_now: "Valeur actuelle",
    your_value: "Votre valeur",
    overwrite_hint: "Cliquez sur OK pour enregistrer tout de même vos valeurs, ou",
    discard_mine: "repartez des valeurs actuelles",
    back_to_list: "Retour à la liste",
};
