CREATE FUNCTION berth_count_ftp_accounts() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE
    was INTEGER := 0;
    is_now INTEGER := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.removed_at IS NULL THEN was := 1; END IF;
    IF TG_OP <> 'DELETE' AND NEW.removed_at IS NULL THEN is_now := 1; END IF;
    IF was <> is_now THEN
        UPDATE subscription SET ftp_accounts = ftp_accounts + is_now - was
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.subscription_id ELSE NEW.subscription_id END;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER ftp_account_counted AFTER INSERT OR DELETE OR UPDATE OF removed_at ON ftp_account
FOR EACH ROW EXECUTE FUNCTION berth_count_ftp_accounts();
