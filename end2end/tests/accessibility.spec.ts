import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';

import { hold } from '../support/hold.ts';
import { everyScreen } from '../support/screens.ts';
import { expect, test } from '../support/test.ts';

// For everyone: with assistive technology, by keyboard alone, on a small screen, in the dark.

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any screen, ${colorScheme}`, { tag: '@language' }, async ({ panel, page, berth, watch, language }) => {
    test.slow();
    watch.allow(401, 404, 409, 422);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await everyScreen(panel, berth, async (screen) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect.soft(found, `${screen}, ${language}, ${colorScheme}`).toEqual([]);
      if (process.env.BERTH_LOOK) {
        await page.screenshot({ path: `screenshots/${language}-${colorScheme}/${screen}.png`, fullPage: true });
      }
    });
  });
}

test('light and dark differ', async ({ panel, page }) => {
  const background = async (colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme });
    return page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor);
  };
  await panel.open('/login');
  expect(await background('light')).not.toBe(await background('dark'));
});

test('no screen needs sideways scrolling at 360 pixels', { tag: '@language' }, async ({ panel, page, berth, watch, language }) => {
  watch.allow(401, 404, 409, 422);
  await page.setViewportSize({ width: 360, height: 740 });
  await everyScreen(panel, berth, async (screen) => {
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    expect.soft(scrollWidth, `${screen}, ${language}`).toBeLessThanOrEqual(clientWidth);
    if (process.env.BERTH_LOOK) await page.screenshot({ path: `screenshots/${language}-360/${screen}.png`, fullPage: true });
  });
});

/** Presses Tab until something has the focus, as a person without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      const visible = await target.evaluate((element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
      expect(visible, `the focus on ${target} can be seen`).toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${target}`);
}

test('the guide by keyboard alone', async ({ panel, page, berth, t }) => {
  const account = { name: 'contractor', password: 'vKr7-mPq2-xTd9' };
  const type = async (label: string, text: string) => {
    await tabTo(page, panel.field(label));
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(text);
  };
  await panel.open('/login');
  await type(t.login, berth.admin.name);
  await type(t.password, berth.admin.password);
  await page.keyboard.press('Enter');
  await expect(panel.heading(t.websitesAndDomains)).toBeVisible();
  await panel.ready();

  // The first stop on each page leads past its head.
  await page.keyboard.press('Tab');
  const skip = page.locator('a[href="#content"]');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await tabTo(page, page.getByRole('row').filter({ hasText: 'example.com' }).getByRole('link', { name: t.ftpAccess }));
  await page.keyboard.press('Enter');
  await expect(panel.heading(t.ftpAccess)).toBeVisible();

  await tabTo(page, page.getByRole('link', { name: t.addAccount }));
  await page.keyboard.press('Enter');
  await expect(panel.heading(t.addAccount)).toBeVisible();
  await type(t.name, account.name);
  await type(t.home, '/httpdocs');
  await type(t.ftpPassword, account.password);
  await page.keyboard.press('Enter');
  await expect(panel.status).toContainText(t.added(account.name));
  expect(await berth.ftp.accepts(account)).toBe(true);

  await tabTo(page, panel.box(account.name));
  await page.keyboard.press('Space');
  await expect(panel.box(account.name)).toBeChecked();
  const remove = page.getByRole('button', { name: t.remove, exact: true });
  await remove.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(remove).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  // Closed, and opened again before the browser has told that it is closed.
  await page.evaluate(() => {
    document.querySelector<HTMLDialogElement>('dialog[open]')?.close();
    document.querySelector<HTMLButtonElement>('button[name="ask"][value="remove"]')?.click();
  });
  await expect(dialog).toBeVisible();
  await tabTo(page, dialog.getByRole('button', { name: t.remove, exact: true }));
  await page.keyboard.press('Enter');
  await expect(panel.status).toContainText(t.removed(account.name));
});

test('a page that is slow to come has its title, and offers no button that would do nothing', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);

  // Drawn by the server, and not yet taken over by the scripts.
  const group = await hold(page, /split_forms\.wasm$/);
  await page.goto('/subscriptions/example.com/ftp/new');
  await group.asked;
  await expect(panel.heading(t.addAccount)).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(t.addAccount));
  const browse = page.getByRole('button', { name: t.browse });
  await expect(browse).toBeHidden();
  group.letGo();
  await panel.ready();
  await expect(page).toHaveTitle(new RegExp(t.addAccount));
  await browse.click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');

  // Drawn by the scripts, once its data are there.
  const data = await hold(page, /\/api\/ftp_accounts_page/);
  await page.getByRole('link', { name: t.ftpAccess }).first().click();
  await data.asked;
  await expect(page).toHaveTitle(`${t.loading} – Berth`);
  data.letGo();
  await expect(panel.heading(t.ftpAccess)).toBeVisible();
  await expect(page).not.toHaveTitle(new RegExp(t.loading));
});

test('a refused form puts the cursor where it is wrong', async ({ panel, berth, t, watch }) => {
  watch.allow(422);
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/ftp/new');
  await panel.fillAccount({ name: 'contractor', home: '/x', password: 'password1234' });
  await panel.ok();
  await expect(panel.field(t.ftpPassword)).toBeFocused();
});
