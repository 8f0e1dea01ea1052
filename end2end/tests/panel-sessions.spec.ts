import { expect, test } from '../support/test.ts';

// In which browsers one is signed in, what asks again who one is, and passwords that were given.

test('one sees where one is signed in, and ends it', { tag: '@plain' }, async ({ panel, otherPanel, page, berth, t }) => {
  const other = await otherPanel();
  await other.signIn(berth.admin);
  await panel.signIn(berth.admin);
  await panel.open('/account');
  await page.getByRole('link', { name: t.seeSessions }).click();
  await expect(panel.heading(t.mySessions)).toBeVisible();
  await panel.ready();
  const rows = page.getByRole('row').filter({ hasText: 'Chrome, ' });
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: t.thisSession })).toHaveCount(1);
  await expect(page.getByTitle(/Mozilla/)).toHaveCount(2);

  await rows.getByRole('button', { name: t.endSession }).click();
  await expect(panel.status).toContainText(t.sessionWasEnded);
  await expect(rows).toHaveCount(1);
  await other.open('/');
  await expect(other.heading(t.signInTitle)).toBeVisible();
});

test('all other sessions end at one press', { tag: '@plain' }, async ({ panel, otherPanel, page, berth, t }) => {
  const others = [await otherPanel(), await otherPanel()];
  for (const other of others) await other.signIn(berth.admin);
  await panel.signIn(berth.admin);
  await panel.open('/account/sessions');
  await page.getByRole('button', { name: t.endOtherSessions }).click();
  await expect(panel.status).toContainText(t.otherSessionsWereEnded);
  await expect(page.getByRole('button', { name: t.endOtherSessions })).toHaveCount(0);
  for (const other of others) {
    await other.open('/');
    await expect(other.heading(t.signInTitle)).toBeVisible();
  }
});

test('removing for good asks again who one is, and nothing typed is lost', { tag: '@plain' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(403, 422);
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount({ name: 'leaver', home: '/httpdocs/leaver', password: 'Buoy-green-Light-3' });
  await berth.command(['ftp-account', 'remove', 'leaver']);
  await panel.open('/subscriptions/example.com/trash/leaver');
  await expect(panel.field(t.proof)).toHaveCount(0);
  await berth.sql('UPDATE session SET proved_at = 0');
  await page.getByLabel(t.confirmation).fill('leaver');
  const button = page.getByRole('button', { name: t.purgeWithFiles, exact: true });
  await button.click();
  await expect(panel.alert).toContainText(t.proofRequired);
  await expect(page.getByLabel(t.confirmation)).toHaveValue('leaver');

  // Where it was sent, beside the confirmation.
  const proof = page.locator('#proof-with-files');
  await expect(proof).toBeFocused();
  await proof.fill('not this one');
  await button.click();
  await expect(proof).toHaveAttribute('aria-invalid', 'true');
  await proof.fill(berth.admin.password);
  await button.click();
  await expect(panel.status).toContainText(t.purged('leaver'));
  expect(page.url()).not.toContain(berth.admin.password);
});

test('who was given a password chooses their own first', { tag: '@plain' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(403, 422);
  const given = { name: 'camille', password: 'Tidal-lantern-58' };
  await berth.command(['user', 'add', given.name, '--role', 'customer', '--password-stdin'], {
    input: `${given.password}\n`,
  });
  await panel.open('/login');
  await panel.fillSignIn(given);
  await expect(panel.heading(t.chooseOwnPassword)).toBeVisible();
  await panel.open('/account');
  await expect(panel.heading(t.chooseOwnPassword)).toBeVisible();
  await panel.field(t.currentPassword).fill(given.password);
  await panel.field(t.newPassword).fill(given.password);
  await panel.ok();
  await panel.expectFieldError(t.newPassword, t.samePassword);
  await panel.field(t.currentPassword).fill(given.password);
  await panel.field(t.newPassword).fill('Wharf-copper-Tide-61');
  await panel.ok();
  await expect(panel.heading(t.myAccount)).toBeVisible();
  await panel.open('/');
  await expect(panel.heading(t.websitesAndDomains)).toBeVisible();
});
