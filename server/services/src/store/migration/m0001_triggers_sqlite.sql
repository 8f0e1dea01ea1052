CREATE TRIGGER ftp_account_main_stays BEFORE DELETE ON ftp_account
WHEN OLD.is_main AND EXISTS (SELECT 1 FROM subscription WHERE id = OLD.subscription_id)
BEGIN SELECT RAISE(ABORT, 'main_account_stays'); END;

CREATE TRIGGER ftp_account_fixed BEFORE UPDATE ON ftp_account
WHEN NEW.is_main <> OLD.is_main OR NEW.subscription_id <> OLD.subscription_id
BEGIN SELECT RAISE(ABORT, 'account_is_fixed'); END;

CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event_append_only'); END;

CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event_append_only'); END;
