import { access, readFile, writeFile } from 'node:fs/promises';

import type { Berth } from '../support/berth.ts';
import type { Account } from '../support/ftp.ts';
import { expect, test } from '../support/test.ts';

// The guide, step by step: in each language, with scripts and without, FTP clients in between.

const contractor = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };

/** Whoever goes through the guide: all see the same, and do the same. */
const people: Record<string, (berth: Berth) => Promise<Account>> = {
  'an administrator': async (berth) => berth.admin,
  'the customer whose site it is': async (berth) => {
    const customer = await berth.addUser('camille');
    await berth.command(['subscription', 'set', 'example.com', '--owner', customer.name]);
    return customer;
  },
  'a manager': async (berth) => {
    const manager = await berth.addUser('camille');
    await berth.sql(
      `INSERT INTO collaborator (subscription_id, panel_user_id, role, added_at)
       SELECT s.id, u.id, 'manager', 0 FROM subscription AS s, panel_user AS u WHERE u.login = 'camille'`,
    );
    return manager;
  },
};

for (const [who, person] of Object.entries(people)) {
  test(`the guide by ${who}: add an FTP account, use it, change it, remove it`, { tag: '@guide' }, async ({ panel, page, berth, t, watch }) => {
    // 1. « Site et Domaines » lists the subscriptions.
    await panel.signIn(await person(berth));
    await expect(page.getByRole('link', { name: 'example.com', exact: true })).toBeVisible();

    // 2. « Accès FTP » lists the FTP accounts, the main one first.
    await panel.openFtpAccess();
    const first = page.getByRole('row').nth(1);
    await expect(first).toContainText(t.mainAccount);
    await expect(first.getByRole('checkbox')).toBeDisabled();

    // 3. « Ajouter un compte FTP ».
    await test.step('add', async () => {
      await panel.addAccount(contractor);
      await expect(panel.row(contractor.name)).toContainText(contractor.home);
    });

    // 4. It works at once, unencrypted and with TLS, and sees nothing above its home.
    await test.step('use', async () => {
      await berth.ftp.exercise(contractor);
      await writeFile(berth.webspace('httpdocs/shop/kept.txt'), 'still here');
    });

    // 5. Change everything, the name too.
    const designer = { name: 'designer', home: '/httpdocs/design', password: 'Wq4z-Lb8n-Rc3h' };
    await test.step('change', async () => {
      const session = await berth.ftp.open(contractor);
      await session.send('PWD', '257');

      await panel.row(contractor.name).getByRole('link').click();
      await expect(panel.heading(new RegExp(contractor.name))).toBeVisible();
      await panel.ready();
      await expect(panel.field(t.name)).toHaveValue(contractor.name);
      await expect(panel.field(t.home)).toHaveValue(contractor.home);
      await expect(panel.field(t.ftpPassword)).toHaveValue('');
      await panel.fillAccount(designer);
      await panel.ok();

      const receipt = panel.status;
      await expect(receipt).toContainText(t.noteTheChanges);
      const cells = (what: string) => receipt.getByRole('row').filter({ hasText: what }).getByRole('cell');
      await expect(cells(t.name)).toHaveText([contractor.name, designer.name]);
      await expect(cells(t.home)).toHaveText([contractor.home, designer.home]);
      await expect(cells(t.ftpPassword)).toHaveText([t.secretChanged]);
      const whole = await page.content();
      expect(whole).not.toContain(contractor.password);
      expect(whole).not.toContain(designer.password);

      await session.ended();
      expect(await berth.ftp.accepts(contractor)).toBe(false);
      expect(await berth.ftp.accepts({ ...designer, password: contractor.password })).toBe(false);
      expect(await berth.ftp.accepts(designer)).toBe(true);
    });

    // 6. Tick, « Supprimer », confirm in a dialog that names the account.
    await test.step('remove', async () => {
      const session = await berth.ftp.open(designer);
      await panel.ready();
      let dialog = await panel.askToRemove(designer.name);
      await dialog.getByText(t.cancel, { exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(panel.row(designer.name)).toBeVisible();
      expect(await berth.ftp.accepts(designer)).toBe(true);

      await panel.ready();
      dialog = await panel.askToRemove(designer.name);
      await dialog.getByRole('button', { name: t.remove, exact: true }).click();
      await expect(panel.status).toContainText(t.removed(designer.name));
      await expect(panel.row(designer.name)).toHaveCount(0);
      await session.ended();
      expect(await berth.ftp.accepts(designer)).toBe(false);
      expect(await readFile(berth.webspace('httpdocs/shop/kept.txt'), 'utf8')).toBe('still here');
      await access(berth.webspace('httpdocs/design'));

      // The list without the receipt, and no page for the account any more.
      watch.allow(404);
      await panel.open(`/subscriptions/example.com/ftp/${designer.name}`);
      await expect(panel.heading(t.notFound)).toBeVisible();
    });
  });
}

test('two accounts are removed at once', { tag: '@plain' }, async ({ panel, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  for (const name of ['first', 'second', 'third']) await panel.addAccount({ ...contractor, name });
  const dialog = await panel.askToRemove('first', 'third');
  await dialog.getByRole('button', { name: t.remove, exact: true }).click();
  await expect(panel.status).toContainText('first, third');
  await expect(panel.row('first')).toHaveCount(0);
  await expect(panel.row('third')).toHaveCount(0);
  await expect(panel.row('second')).toBeVisible();
  expect(await berth.ftp.accepts({ ...contractor, name: 'third' })).toBe(false);
  expect(await berth.ftp.accepts({ ...contractor, name: 'second' })).toBe(true);
});

test('a change of nothing says so, and leaves open sessions alone', async ({ panel, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(contractor);
  const session = await berth.ftp.open(contractor);
  await panel.row(contractor.name).getByRole('link').click();
  await expect(panel.heading(new RegExp(contractor.name))).toBeVisible();
  await panel.ready();
  await panel.ok();
  await expect(panel.status).toContainText(t.nothingChanged(contractor.name));
  await session.send('PWD', '257');
  session.close();
});

test('a new password alone ends the session opened with the old one', async ({ panel, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(contractor);
  const session = await berth.ftp.open(contractor);
  await panel.row(contractor.name).getByRole('link').click();
  await expect(panel.heading(new RegExp(contractor.name))).toBeVisible();
  await panel.ready();
  await panel.fillAccount({ password: 'another-9-Harbour' });
  await panel.ok();
  await expect(panel.status.getByRole('cell')).toHaveText([t.secretChanged]);
  await session.ended();
  expect(await berth.ftp.accepts(contractor)).toBe(false);
  expect(await berth.ftp.accepts({ ...contractor, password: 'another-9-Harbour' })).toBe(true);
});

test('removal asks for something to be ticked', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  // There is nothing to press, and an address that asks all the same is answered.
  await expect(page.getByRole('button', { name: t.remove, exact: true })).toBeHidden();
  await panel.open('/subscriptions/example.com/ftp?ask=remove');
  await expect(panel.alert).toContainText(t.nothingChosen);
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(panel.heading(t.ftpAccess)).toBeVisible();
});

test('the main account stays, whoever asks', async ({ panel, page, berth, t, watch }) => {
  watch.allow(409, 403);
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  const main = await page.getByRole('row').nth(1).getByRole('link').innerText();

  // In the page, with the box forced open.
  await panel.box(main).evaluate((box: HTMLInputElement) => {
    box.disabled = false;
  });
  const dialog = await panel.askToRemove(main);
  await dialog.getByRole('button', { name: t.remove, exact: true }).click();
  await expect(panel.alert).toContainText(t.mainAccountStays);
  await expect(panel.row(main)).toContainText(t.mainAccount);

  // By a request that no page sends.
  const form = { domain: 'example.com', names: main };
  const forged = await page.request.post('/api/remove_ftp_accounts', { form, headers: { 'Sec-Fetch-Site': 'same-origin' } });
  expect(forged.status()).toBe(409);
  expect(await forged.text()).toContain('MainAccountStays');
  const foreign = await page.request.post('/api/remove_ftp_accounts', { form, headers: { 'Sec-Fetch-Site': 'cross-site' } });
  expect(foreign.status()).toBe(403);

  // By the command line.
  const refusal = await berth.command(['ftp-account', 'remove', main], { code: 1 });
  expect(refusal).toContain('main FTP account');

  await panel.openFtpAccess();
  await expect(panel.row(main)).toContainText(t.mainAccount);
});

test('an account made on the command line is in the panel and works', async ({ panel, berth }) => {
  const account = { name: 'by.hand', password: 'Dock-side-41-lamp' };
  await berth.command(
    ['ftp-account', 'add', account.name, '--subscription', 'example.com', '--home', '/by-hand', '--password-stdin'],
    { input: `${account.password}\n` },
  );
  expect(await berth.ftp.accepts(account)).toBe(true);
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await expect(panel.row(account.name)).toContainText('/by-hand');
});
