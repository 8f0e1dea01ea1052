CREATE FUNCTION berth_one_name() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE held boolean; BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('berth.ftp_account.name:' || NEW.name, 0));
    IF TG_TABLE_NAME = 'ftp_account' THEN
        SELECT EXISTS (SELECT 1 FROM ftp_account_alias WHERE name = NEW.name) INTO held;
    ELSE
        SELECT EXISTS (SELECT 1 FROM ftp_account WHERE name = NEW.name) INTO held;
    END IF;
    IF held THEN RAISE EXCEPTION 'ftp_account_name_key'; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ftp_account_one_name BEFORE INSERT OR UPDATE OF name ON ftp_account
FOR EACH ROW EXECUTE FUNCTION berth_one_name();

CREATE TRIGGER ftp_account_alias_one_name BEFORE INSERT OR UPDATE OF name ON ftp_account_alias
FOR EACH ROW EXECUTE FUNCTION berth_one_name();
