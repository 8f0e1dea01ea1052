import { access, writeFile } from 'node:fs/promises';

import { expect, test } from '../support/test.ts';

// What can be undone, what cannot, and what is told of it: with scripts and without.

const account = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };
const list = '/subscriptions/example.com/ftp';
const trash = '/subscriptions/example.com/trash';

test('a removed account waits in the trash and is restored with everything', { tag: '@plain' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  const session = await berth.ftp.open(account);
  const dialog = await panel.askToRemove(account.name);
  await expect(dialog).toContainText(t.inTrashFor30Days);
  await dialog.getByRole('button', { name: t.remove, exact: true }).click();
  await expect(panel.status).toContainText(t.removed(account.name));
  await session.ended();
  expect(await berth.ftp.accepts(account)).toBe(false);

  // Its name stays taken, and the form says where it is.
  await panel.open(`${list}/new`);
  await panel.fillAccount(account);
  await panel.ok();
  await panel.expectFieldError(t.name, t.takenInTrash);

  await panel.open(list);
  await page.getByRole('navigation').getByRole('link', { name: t.trash, exact: true }).click();
  await expect(panel.heading(t.trash)).toBeVisible();
  await expect(panel.row(account.name)).toContainText(berth.admin.name);
  await page.getByRole('button', { name: t.restore, exact: true }).click();
  await expect(panel.alert).toContainText(t.nothingChosen);
  await panel.box(account.name).check();
  await page.getByRole('button', { name: t.restore, exact: true }).click();
  await expect(panel.status).toContainText(t.restored(account.name));
  await expect(page.getByText(t.trashIsEmpty)).toBeVisible();
  await berth.ftp.exercise(account);
});

test('a removal is taken back by the message that tells it', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await panel.open(`${list}?sort=-name`);
  const dialog = await panel.askToRemove(account.name);
  await dialog.getByRole('button', { name: t.remove, exact: true }).click();
  await expect(panel.status).toContainText(t.removed(account.name));
  await expect(panel.row(account.name)).toHaveCount(0);
  await panel.ready();
  await panel.status.getByRole('button', { name: t.undoRemoval }).click();
  await expect(panel.status).toContainText(t.restored(account.name));
  await expect(panel.row(account.name)).toBeVisible();
  expect(page.url()).toContain('sort=-name');
  await berth.ftp.exercise(account);
});

test('the receipt leads to the trash', async ({ panel, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  const dialog = await panel.askToRemove(account.name);
  await dialog.getByRole('button', { name: t.remove, exact: true }).click();
  await panel.status.getByRole('link', { name: t.trash, exact: true }).click();
  await expect(panel.heading(t.trash)).toBeVisible();
  await expect(panel.row(account.name)).toBeVisible();
});

test('an account is removed for good, its files only once that is typed', { tag: '@plain' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await writeFile(berth.webspace('httpdocs/shop/gone.txt'), 'not for long');
  await panel.addAccount({ ...account, name: 'colleague', home: '/httpdocs' });
  await berth.command(['ftp-account', 'remove', account.name]);

  // Another account has the folder around it.
  await panel.open(trash);
  await panel.row(account.name).getByRole('link', { name: t.purge(account.name) }).click();
  await expect(panel.heading(t.purge(account.name))).toBeVisible();
  await expect(page.getByText(/colleague/)).toBeVisible();
  await expect(panel.field(t.confirmation)).toHaveCount(0);

  await berth.command(['ftp-account', 'remove', 'colleague', '--purge']);
  await panel.open(`${trash}/${account.name}`);
  await panel.field(t.confirmation).fill('colleague');
  await page.getByRole('button', { name: t.purgeWithFiles, exact: true }).click();
  await panel.expectFieldError(t.confirmation, t.notConfirmed);
  await access(berth.webspace('httpdocs/shop/gone.txt'));
  await panel.field(t.confirmation).fill(account.name);
  await page.getByRole('button', { name: t.purgeWithFiles, exact: true }).click();
  await expect(panel.status).toContainText(t.purged(account.name));
  await expect(access(berth.webspace('httpdocs/shop'))).rejects.toThrow();
  await access(berth.webspace('httpdocs'));
});

test('an account is removed for good and its files stay', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await berth.command(['ftp-account', 'remove', account.name]);
  await panel.open(`${trash}/${account.name}`);
  await page.getByRole('button', { name: t.purgeButton, exact: true }).click();
  await expect(panel.status).toContainText(t.purged(account.name));
  await access(berth.webspace('httpdocs/shop'));
  // The name is free again.
  await panel.openFtpAccess();
  await panel.addAccount(account);
});

test('an old name is kept for some days, seen in use, and ended', async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  const renamed = { ...account, name: 'designer' };
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await panel.open(`${list}/${account.name}`);
  await expect(panel.field(t.keepOldName)).toBeHidden();
  await page.getByText(t.advancedOptions).click();
  await panel.field(t.keepOldName).fill('91');
  await panel.fillAccount({ name: renamed.name });
  await panel.ok();
  await panel.expectFieldError(t.keepOldName, t.notANumber);
  await panel.field(t.keepOldName).fill('30');
  await panel.fillAccount({ name: renamed.name });
  await panel.ok();
  await expect(panel.status).toContainText(t.noteTheChanges);
  await expect(panel.status).toContainText(t.oldNameWorks);
  expect(await berth.ftp.accepts(account)).toBe(true);
  expect(await berth.ftp.accepts(renamed)).toBe(true);

  const names = page.getByRole('listitem').filter({ hasText: account.name });
  await expect(async () => {
    await panel.open(`${list}/${renamed.name}`);
    await expect(names).not.toContainText(t.never, { timeout: 1_000 });
  }).toPass();
  await page.getByRole('button', { name: t.stopAccepting(account.name) }).click();
  await expect(panel.heading(new RegExp(renamed.name))).toBeVisible();
  await expect(page.getByRole('button', { name: t.stopAccepting(account.name) })).toHaveCount(0);
  expect(await berth.ftp.accepts(account)).toBe(false);
  expect(await berth.ftp.accepts(renamed)).toBe(true);
});

test('the history tells who changed what, with sign-ins between', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await berth.ftp.exercise(account);
  expect(await berth.ftp.accepts({ ...account, password: 'wrong' })).toBe(false);
  await berth.command(['ftp-account', 'set', account.name, '--rename', 'designer', '--permission', 'read-only']);
  await panel.open(`${list}/designer`);
  await page.getByRole('link', { name: t.history, exact: true }).click();
  await expect(page).toHaveTitle(`${t.historyOf('designer')} – Berth`);
  await expect(panel.heading('designer')).toBeVisible();
  await expect(page.getByRole('link', { name: t.history, exact: true })).toHaveAttribute('aria-current', 'page');
  const history = page.locator('.history');
  await expect(async () => {
    await panel.open(`${list}/designer/history`);
    await expect(history).toContainText(t.wrongFtpPassword, { timeout: 1_000 });
    await expect(history).toContainText(t.signedIn, { timeout: 1_000 });
  }).toPass();
  await expect(history.getByRole('deletion').filter({ hasText: account.name })).toBeVisible();
  await expect(history.getByRole('insertion').filter({ hasText: 'designer' })).toBeVisible();
  await expect(history).toContainText(berth.admin.name);
  expect(await page.content()).not.toContain(account.password);

  // It goes with the account into the trash.
  await berth.command(['ftp-account', 'remove', 'designer']);
  await panel.open(trash);
  await panel.row('designer').getByRole('link', { name: 'designer', exact: true }).click();
  await expect(page.locator('.history')).toContainText(t.putIntoTrash);
});
