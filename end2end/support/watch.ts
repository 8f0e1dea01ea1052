import type { BrowserContext } from '@playwright/test';

/** Notes everything in a browser that a person would never see but that is wrong all the same. */
export class Watch {
  readonly troubles: string[] = [];
  private readonly allowed = new Set<number>();

  constructor(private readonly scripts: boolean) {}

  /** Answers of these statuses are what the test is about. */
  allow(...statuses: number[]): void {
    for (const status of statuses) this.allowed.add(status);
  }

  attach(context: BrowserContext): void {
    // WebAssembly panics and hydration warnings come this way, and what the CSP refused.
    context.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      if (!this.scripts && message.text().includes('was preloaded')) return;
      const refusal = /the server responded with a status of (\d+)/.exec(message.text());
      if (refusal && this.allowed.has(Number(refusal[1]))) return;
      // A panic's stack names no functions in the release.
      const text = message.text().split('\n').filter((line) => !line.includes('wasm-function'));
      this.troubles.push(`console ${message.type()}: ${text.join('\n')}`);
    });
    context.on('weberror', (error) => this.troubles.push(`error: ${error.error().message}`));
    context.on('requestfailed', (request) => {
      // A request that one leaves behind by going to another page is no failure.
      const error = request.failure()?.errorText;
      if (error === 'net::ERR_ABORTED') return;
      // How Chromium keeps a page without scripts from loading them; the page cannot know.
      if (error === 'csp' && !this.scripts) return;
      this.troubles.push(`request failed: ${request.url()} ${error}`);
    });
    context.on('response', (response) => {
      if (response.status() < 400 || this.allowed.has(response.status())) return;
      this.troubles.push(`status ${response.status()}: ${response.request().method()} ${response.url()}`);
    });
  }
}
