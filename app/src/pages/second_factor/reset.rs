//! The reset of a second factor that was lost, for another administrator.

use leptos::prelude::*;

use crate::api::second_factor::ResetSecondFactor;
use crate::components::{FormError, ProofField, form_error, use_texts};
use model::Field;

/// Takes all second factors of a panel user off.
#[component]
pub(crate) fn SecondFactorReset(
    /// Whose.
    login: String,
    /// Where to go on.
    next: String,
) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ResetSecondFactor>::new();
    let error = form_error(action);
    view! {
        <section>
            <h2>{texts.second_factor.title}</h2>
            <p>{texts.second_factor.reset_lead}</p>
            <ActionForm action>
                <FormError error fields=&[Field::Proof] />
                <input type="hidden" name="login" value=login />
                <input type="hidden" name="next" value=next />
                <ProofField error />
                <div class="form-buttons">
                    <button type="submit" class="button button-danger" disabled=action.pending()>
                        {texts.second_factor.reset}
                    </button>
                </div>
            </ActionForm>
        </section>
    }
}
