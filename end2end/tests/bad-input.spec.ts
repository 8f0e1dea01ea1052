import { symlink, writeFile } from 'node:fs/promises';

import { expect, test } from '../support/test.ts';
import type { Texts } from '../support/texts.ts';

// Each rule gets a clear sentence at its field, and nothing that was typed is lost.

const good = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };

type Case = Partial<typeof good> & { at: keyof Texts; says: keyof Texts };

const cases: Case[] = [
  { name: '', at: 'name', says: 'nameEmpty' },
  { name: 'pré', at: 'name', says: 'nameCharacter' },
  { name: '.hidden', at: 'name', says: 'nameStart' },
  { name: 'dot.', at: 'name', says: 'nameDot' },
  { name: 'a@b@c', at: 'name', says: 'nameTwoAts' },
  { name: 'root', at: 'name', says: 'nameReserved' },
  { name: 'x'.repeat(65), at: 'name', says: 'nameTooLong' },
  { name: 'TaKen', at: 'name', says: 'taken' },
  { home: '', at: 'home', says: 'homeEmpty' },
  { home: 'httpdocs', at: 'home', says: 'homeNotFromRoot' },
  { home: '/httpdocs/../..', at: 'home', says: 'homeDots' },
  { home: `/${'x'.repeat(256)}`, at: 'home', says: 'homeComponentTooLong' },
  { home: '/outside', at: 'home', says: 'homeOutside' },
  { home: '/outside/deeper', at: 'home', says: 'homeOutside' },
  { home: '/a-file', at: 'home', says: 'homeNotAFolder' },
  { password: '', at: 'ftpPassword', says: 'passwordEmpty' },
  { password: 'k9-Qz', at: 'ftpPassword', says: 'passwordTooShort' },
  { password: 'my-Contractor-77', at: 'ftpPassword', says: 'passwordName' },
  { password: 'password1234', at: 'ftpPassword', says: 'passwordGuessable' },
];

test('a new account that cannot be', { tag: '@plain' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await symlink('/etc', berth.webspace('outside'));
  await writeFile(berth.webspace('a-file'), '');
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount({ ...good, name: 'taken' });
  await page.getByRole('link', { name: t.addAccount }).click();
  await expect(panel.heading(t.addAccount)).toBeVisible();

  for (const { at, says, ...wrong } of cases) {
    await test.step(`${says}: ${Object.values(wrong)}`.slice(0, 60), async () => {
      await panel.ready();
      const typed = { ...good, ...wrong };
      await panel.fillAccount(typed);
      await panel.ok();
      await expect(panel.alert).toBeVisible();
      await panel.expectFieldError(t[at] as string, t[says] as string | RegExp);
      await expect(panel.field(t.name)).toHaveValue(typed.name);
      await expect(panel.field(t.home)).toHaveValue(typed.home);
    });
  }

  // And once it is right, it is taken.
  await panel.ready();
  await panel.fillAccount(good);
  await panel.ok();
  await expect(panel.status).toContainText(t.added(good.name));
});

test('a change that cannot be', { tag: '@plain' }, async ({ panel, berth, t, watch }) => {
  watch.allow(422);
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(good);
  await panel.addAccount({ ...good, name: 'taken' });
  await panel.row(good.name).getByRole('link').click();
  await expect(panel.heading(new RegExp(good.name))).toBeVisible();
  await panel.ready();
  await panel.fillAccount({ name: 'Taken', home: '/elsewhere' });
  await panel.ok();
  await panel.expectFieldError(t.name, t.taken);
  await expect(panel.field(t.home)).toHaveValue('/elsewhere');
  expect(await berth.ftp.accepts(good)).toBe(true);
});

test('several fields at once', { tag: '@plain' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/new');
  await panel.field(t.domain).fill('not a domain');
  await panel.field(t.webspaceRoot).fill('relative/path');
  await panel.field(t.name).fill('shop-main');
  await panel.field(t.ftpPassword).fill(good.password);
  await panel.ok();
  await expect(panel.field(t.domain)).toHaveAttribute('aria-invalid', 'true');
  await panel.expectFieldError(t.webspaceRoot, t.webspaceNotAbsolute);
  await expect(panel.field(t.name)).toHaveValue('shop-main');
  await expect(page).not.toHaveURL(/done=/);
});

test('a webspace where none may be', async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/new');
  await expect(page.locator('#webspace_root-hint')).toContainText(`${berth.dataFolder}/webspaces, /var/www, /srv`);
  await panel.field(t.domain).fill('boats.example');
  await panel.field(t.name).fill('boats');
  await panel.field(t.ftpPassword).fill(good.password);
  await panel.field(t.webspaceRoot).fill('/etc');
  await panel.ok();
  await panel.expectFieldError(t.webspaceRoot, t.noWebspaceHere);
});

test('requests that no page sends are refused, and the server lives on', async ({ panel, page, berth, t, watch }) => {
  watch.allow(400, 404, 405, 411, 413, 415, 422);
  await panel.signIn(berth.admin);
  const headers = { 'Sec-Fetch-Site': 'same-origin' };
  const paths = ['add_ftp_account', 'change_ftp_account', 'remove_ftp_accounts', 'add_subscription', 'change_own_password'];
  for (const path of paths) {
    for (const data of ['', 'domain', 'domain=%ff&name[]=1', '{"a":', 'version=x&domain=example.com', 'x='.repeat(40_000)]) {
      const answer = await page.request.post(`/api/${path}`, {
        headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
        data,
        maxRedirects: 0,
      });
      expect(answer.status(), `${path} ${data.slice(0, 30)}`).toBeGreaterThanOrEqual(400);
      expect(answer.status(), `${path} ${data.slice(0, 30)}`).toBeLessThan(500);
    }
  }
  expect(berth.log).not.toContain('panicked');
  await panel.open('/');
  await expect(panel.heading(t.websitesAndDomains)).toBeVisible();
});
