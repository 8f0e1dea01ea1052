import { test } from '../support/test.ts';

// The README's picture, by `make screenshot`.

const accounts = [
  ['anna.design', '/httpdocs/assets', 'Tidal-lantern-58'],
  ['backup@nas', '/backups', 'Breakwater-seal-92'],
  ['camille', '/httpdocs/shop', 'Quay-anchor-Rope-7'],
  ['deploy', '/httpdocs', 'Buoy-green-Light-3'],
] as const;

test('FTP access', async ({ panel, page, berth }) => {
  await page.setViewportSize({ width: 1120, height: 620 });
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  for (const [name, home, password] of accounts) await panel.addAccount({ name, home, password });
  // Without the receipt, so that the list is seen.
  await panel.openFtpAccess();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: 'readme/ftp-access.png' });
});
