import { type BrowserContext, type BrowserContextOptions, expect, test as base } from '@playwright/test';

import { Berth } from './berth.ts';
import { Panel } from './panel.ts';
import { type Language, TEXTS, type Texts } from './texts.ts';
import { Watch } from './watch.ts';

export { expect } from '@playwright/test';

export interface Options {
  /** The language that the browser asks for. */
  language: Language;
}

interface Fixtures {
  /** A server for this test alone. */
  berth: Berth;
  /** The words of the browser's language. */
  t: Texts;
  /** Fails the test for whatever goes wrong out of sight. */
  watch: Watch;
  panel: Panel;
  /** Another person's browser, or the same person's other one. */
  otherPanel: (options?: BrowserContextOptions) => Promise<Panel>;
}

export const test = base.extend<Fixtures & Options>({
  language: ['fr', { option: true }],

  berth: async ({}, use, testInfo) => {
    const berth = await Berth.start();
    await use(berth);
    await berth.stop();
    expect.soft(berth.log).not.toMatch(/panicked| ERROR /);
    expect.soft(berth.log).not.toContain(berth.admin.password);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('berth.log', { body: berth.log, contentType: 'text/plain' });
    }
  },

  baseURL: async ({ berth }, use) => use(berth.url),

  t: async ({ language }, use) => use(TEXTS[language]),

  watch: async ({ javaScriptEnabled }, use) => {
    const watch = new Watch(javaScriptEnabled !== false);
    await use(watch);
    if (watch.troubles.length > 0) throw new Error(`out of sight:\n${watch.troubles.join('\n')}`);
  },

  context: async ({ context, watch }, use) => {
    watch.attach(context);
    await use(context);
  },

  panel: async ({ page, t, javaScriptEnabled }, use) => use(new Panel(page, t, javaScriptEnabled !== false)),

  otherPanel: async ({ browser, berth, watch, t, locale, javaScriptEnabled }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL: berth.url, locale, javaScriptEnabled, ...options });
      contexts.push(context);
      watch.attach(context);
      return new Panel(await context.newPage(), t, javaScriptEnabled !== false);
    });
    for (const context of contexts) await context.close();
  },
});
