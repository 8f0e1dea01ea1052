-- A lock for each name would be more than the server has room for (max_locks_per_transaction): names
-- share 256. They are locked in order, so that no two transactions wait for each other.
CREATE FUNCTION berth_lock_names(names text[]) RETURNS void LANGUAGE plpgsql AS
$$ DECLARE bucket integer; BEGIN
    FOR bucket IN
        SELECT DISTINCT (hashtextextended(name, 0) & 255)::integer FROM unnest(names) AS name ORDER BY 1
    LOOP
        -- No other lock has two keys.
        PERFORM pg_advisory_xact_lock(1, bucket);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION berth_one_name() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE held boolean; BEGIN
    PERFORM berth_lock_names(ARRAY[NEW.name]);
    IF TG_TABLE_NAME = 'ftp_account' THEN
        SELECT EXISTS (SELECT 1 FROM ftp_account_alias WHERE name = NEW.name) INTO held;
    ELSE
        SELECT EXISTS (SELECT 1 FROM ftp_account WHERE name = NEW.name) INTO held;
    END IF;
    IF held THEN RAISE EXCEPTION 'ftp_account_name_key'; END IF;
    RETURN NEW;
END $$;

-- A row that a transaction changes again and again takes longer each time: what is added or removed at
-- once is counted at once.
CREATE FUNCTION berth_count_added_ftp_accounts() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    UPDATE subscription SET ftp_accounts = ftp_accounts + counted.number
    FROM (SELECT subscription_id, count(*) AS number FROM added WHERE removed_at IS NULL GROUP BY 1) AS counted
    WHERE subscription.id = counted.subscription_id;
    RETURN NULL;
END $$;

CREATE FUNCTION berth_count_removed_ftp_accounts() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    UPDATE subscription SET ftp_accounts = ftp_accounts - counted.number
    FROM (SELECT subscription_id, count(*) AS number FROM removed WHERE removed_at IS NULL GROUP BY 1) AS counted
    WHERE subscription.id = counted.subscription_id;
    RETURN NULL;
END $$;

DROP TRIGGER ftp_account_counted ON ftp_account;
CREATE TRIGGER ftp_account_counted AFTER INSERT ON ftp_account
REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION berth_count_added_ftp_accounts();
CREATE TRIGGER ftp_account_counted_out AFTER DELETE ON ftp_account
REFERENCING OLD TABLE AS removed
FOR EACH STATEMENT EXECUTE FUNCTION berth_count_removed_ftp_accounts();
CREATE TRIGGER ftp_account_counted_anew AFTER UPDATE OF removed_at ON ftp_account
FOR EACH ROW EXECUTE FUNCTION berth_count_ftp_accounts();
