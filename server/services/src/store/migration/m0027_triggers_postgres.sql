CREATE FUNCTION berth_last_administrator_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    -- Two administrators are never the last one for each other.
    PERFORM pg_advisory_xact_lock(hashtextextended('berth.panel_user', 0));
    IF NOT EXISTS (
        SELECT 1 FROM panel_user
        WHERE role = 'administrator' AND NOT disabled AND id <> OLD.id
    ) THEN
        RAISE EXCEPTION 'last_administrator_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER panel_user_last_administrator_changes BEFORE UPDATE ON panel_user
FOR EACH ROW WHEN (
    OLD.role = 'administrator' AND NOT OLD.disabled
    AND (NEW.role <> 'administrator' OR NEW.disabled)
) EXECUTE FUNCTION berth_last_administrator_stays();

CREATE TRIGGER panel_user_last_administrator_goes BEFORE DELETE ON panel_user
FOR EACH ROW WHEN (OLD.role = 'administrator' AND NOT OLD.disabled)
EXECUTE FUNCTION berth_last_administrator_stays();
