CREATE FUNCTION berth_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

CREATE FUNCTION berth_main_account_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT 1 FROM subscription WHERE id = OLD.subscription_id) THEN
        RAISE EXCEPTION 'main_account_stays';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER ftp_account_main_stays BEFORE DELETE ON ftp_account
FOR EACH ROW WHEN (OLD.is_main) EXECUTE FUNCTION berth_main_account_stays();

CREATE TRIGGER ftp_account_fixed BEFORE UPDATE ON ftp_account
FOR EACH ROW WHEN (NEW.is_main <> OLD.is_main OR NEW.subscription_id <> OLD.subscription_id)
EXECUTE FUNCTION berth_refuse('account_is_fixed');

CREATE TRIGGER audit_event_fixed BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION berth_refuse('audit_event_append_only');

CREATE TRIGGER audit_event_kept BEFORE TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION berth_refuse('audit_event_append_only');
