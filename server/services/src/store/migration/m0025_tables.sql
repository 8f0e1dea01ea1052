ALTER TABLE audit_event ADD COLUMN system_user TEXT;
ALTER TABLE audit_event ADD COLUMN actor_role TEXT;
ALTER TABLE audit_event ADD COLUMN reseller_id BIGINT;

DROP INDEX audit_event_by_time;
CREATE INDEX audit_event_by_time ON audit_event (at, id);
CREATE INDEX audit_event_of_action ON audit_event (action, at, id);
CREATE INDEX audit_event_of_person ON audit_event ({person}, action, at, id);
CREATE INDEX audit_event_of_subscription ON audit_event (subscription_id, action, at, id)
    WHERE subscription_id IS NOT NULL;
CREATE INDEX audit_event_of_subscription_person
    ON audit_event (subscription_id, {person}, action, at, id) WHERE subscription_id IS NOT NULL;
CREATE INDEX audit_event_of_reseller ON audit_event (reseller_id, action, at, id)
    WHERE reseller_id IS NOT NULL;
CREATE INDEX audit_event_of_reseller_person
    ON audit_event (reseller_id, {person}, action, at, id) WHERE reseller_id IS NOT NULL;
CREATE INDEX audit_event_of_domain ON audit_event (domain, id) WHERE subject_kind = 'subscription';
