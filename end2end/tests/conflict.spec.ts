import { expect, test } from '../support/test.ts';

// Someone else was quicker.

const account = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };

test.beforeEach(async ({ panel, berth }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await panel.row(account.name).getByRole('link').click();
  await expect(panel.heading(new RegExp(account.name))).toBeVisible();
});

test('an account that somebody else changed shows both values', { tag: '@plain' }, async ({ panel, berth, t, watch }) => {
  watch.allow(409);
  await panel.fillAccount({ home: '/mine' });
  await berth.command(['ftp-account', 'set', account.name, '--home', '/theirs']);
  await panel.ok();
  await expect(panel.alert).toContainText(t.editConflict);
  const cells = panel.page.getByRole('row').filter({ hasText: t.home }).getByRole('cell');
  await expect(cells).toHaveText(['/theirs', '/mine']);
  await expect(panel.field(t.home)).toHaveValue('/mine');
  // Seen it, and will have it so.
  await panel.ok();
  await expect(panel.status).toContainText(t.noteTheChanges);
  await expect(panel.row(account.name)).toContainText('/mine');
});

test('an account that somebody else removed', async ({ panel, berth, t, watch }) => {
  watch.allow(409, 404);
  await panel.fillAccount({ home: '/mine' });
  await berth.command(['ftp-account', 'remove', account.name]);
  await panel.ok();
  await expect(panel.page.getByText(t.removedDuringEdit)).toBeVisible();
});
