CREATE TRIGGER panel_user_last_administrator_changes BEFORE UPDATE ON panel_user
WHEN OLD.role = 'administrator' AND NOT OLD.disabled
    AND (NEW.role <> 'administrator' OR NEW.disabled)
    AND NOT EXISTS (
        SELECT 1 FROM panel_user
        WHERE role = 'administrator' AND NOT disabled AND id <> OLD.id
    )
BEGIN SELECT RAISE(ABORT, 'last_administrator_stays'); END;

CREATE TRIGGER panel_user_last_administrator_goes BEFORE DELETE ON panel_user
WHEN OLD.role = 'administrator' AND NOT OLD.disabled
    AND NOT EXISTS (
        SELECT 1 FROM panel_user
        WHERE role = 'administrator' AND NOT disabled AND id <> OLD.id
    )
BEGIN SELECT RAISE(ABORT, 'last_administrator_stays'); END;
