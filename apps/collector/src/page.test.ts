import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Collector, startCollector } from './collector.ts';
import { loadConfig } from './config.ts';
import { chainTrace, type ChainOptions } from './fixtures/chain.ts';
import type { SpanRecord } from './model/span.ts';
import { ensurePage } from './page-build.ts';
import { encodeTraces } from './receive/otlp-encode.ts';

const executablePath = process.env['SPAN53_CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(executablePath) ? false : `no browser at ${executablePath}`;
const script = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

let collector: Collector;
let browser: Browser;
let page: Page;
let base = '';
const problems: string[] = [];
const requested = new Set<string>();

before(
  async () => {
    if (skip !== false) return;
    const text = `otlp: { listen: ["127.0.0.1:0"] }
pdns_protobuf: { listen: [] }
web: { listen: ["127.0.0.1:0"] }
store: { path: ":memory:" }`;
    const { config } = loadConfig({ text, file: 'test', overrides: [] });
    collector = await startCollector(config, { warn: (message) => problems.push(message) });
    base = `http://${String(collector.addresses.web[0])}`;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('request', (request) => requested.add(new URL(request.url()).origin));
  },
  { timeout: 60_000 },
);

after(async () => {
  await browser?.close();
  await collector?.[Symbol.asyncDispose]();
});

async function send(spans: readonly SpanRecord[]): Promise<string> {
  const body = encodeTraces(spans);
  const headers = { 'content-type': 'application/x-protobuf' };
  const url = `http://${String(collector.addresses.otlp[0])}/v1/traces`;
  const answer = await fetch(url, { method: 'POST', headers, body });
  assert.equal(answer.status, 200);
  return spans[0]!.traceId;
}
const ask = (options: ChainOptions): Promise<string> => send(chainTrace(options));
/** Waits until there are `count` elements; the page's policy forbids to let the browser evaluate a condition. */
async function shows(selector: string, count: number): Promise<void> {
  const deadline = AbortSignal.timeout(10_000);
  while ((await page.locator(selector).count()) !== count) {
    assert.equal(deadline.aborted, false, `${await page.locator(selector).count()} of ${selector}, not ${count}`);
    await sleep(20);
  }
}
const rows = (): Promise<string[]> => page.locator('.traces .question a').allTextContents();

test('an empty collector says what to try', { skip }, async () => {
  await page.goto(base);
  await page.getByText('dig @127.0.0.1 -p 5300 www.shop.test').waitFor();
});

test('traces appear by themselves, newest first', { skip }, async () => {
  await ask({ seed: 1, name: 'one.shop.test.', from: 'proxy' });
  await page.getByText('one.shop.test.').waitFor();
  await ask({ seed: 2, startNs: 1_767_225_601_000_000_000n, name: 'two.shop.test.', rcode: 'NXDOMAIN', trouble: true });
  await page.getByText('two.shop.test.').waitFor();
  assert.deepEqual(await rows(), ['two.shop.test.', 'one.shop.test.']);
});

test('the filter searches, is in the URL, and says what is wrong with it', { skip }, async () => {
  const filter = page.getByRole('searchbox');
  await page.keyboard.press('/');
  await page.keyboard.type('rcode:NXDOMAIN error');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/?q=rcode%3ANXDOMAIN%20error`);
  await shows('.traces tbody tr', 1);
  assert.deepEqual(await rows(), ['two.shop.test.']);
  await filter.fill('min:soon');
  await filter.press('Enter');
  await page.getByText('min: needs a duration').waitFor();
  await page.goBack();
  await page.getByText('two.shop.test.').waitFor();
});

test('a trace by keyboard: open, walk, fold, unfold, show a span, go back', { skip }, async () => {
  await page.goto(base);
  await page.getByText('two.shop.test.').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByText('two.shop.test. A NXDOMAIN in 271 ms', { exact: false }).first().waitFor();
  const spans = page.locator('.row.span');
  assert.equal(await spans.count(), 36);
  await page.keyboard.press('c');
  await shows('.row.span', 1);
  await page.keyboard.press('e');
  await shows('.row.span', 36);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.locator('.details').getByText('192.0.2.17').waitFor();
  assert.match(page.url(), /#[0-9a-f]{16}$/);
  await page.keyboard.press('Escape');
  await page.locator('.traces').waitFor();
});

test('a link to a span of a trace opens it', { skip }, async () => {
  const spans = chainTrace({ seed: 2 });
  await page.goto(`${base}/trace/${spans[0]!.traceId}#${spans[5]!.spanId}`);
  await page.locator('.details').getByText('127.0.0.1', { exact: true }).waitFor();
  await page.getByText('Most of it:').waitFor();
});

test('a trace that is not there says so', { skip }, async () => {
  const expected = problems.length;
  await page.goto(`${base}/trace/${'f'.repeat(32)}`);
  await page.getByText('This trace is not here').waitFor();
  problems.length = expected; // the browser logs the 404
});

test('the map shows who asks whom', { skip }, async () => {
  await page.goto(`${base}/map`);
  for (const name of ['proxy', 'recursor', 'auth-leaf-1', '127.0.0.5:5300']) {
    await page.locator('.box', { hasText: name }).first().waitFor();
  }
});

test('hostile names are text everywhere: list, story, details, map', { skip }, async () => {
  const spans = chainTrace({ seed: 9, startNs: 1_767_225_700_000_000_000n, name: script, rcode: script });
  const hostile = spans.map((span) => ({
    ...span,
    service: `${span.service}${script}`,
    name: `${span.name}${script}`,
    resource: [['service.name', `${span.service}${script}`]] as const,
    attributes: [...span.attributes, [script, script]] as const,
    events: [{ name: script, atNs: 1, attributes: [['__proto__', script]] as const }],
  }));
  const traceId = await send(hostile);
  await page.goto(base);
  await page.getByText(script).first().waitFor();
  await page.goto(`${base}/trace/${traceId}`);
  await page.locator('.row.span .name').first().click();
  await page.locator('.details').getByText('__proto__').waitFor();
  await page.goto(`${base}/map`);
  await page.locator('.box', { hasText: 'onerror' }).first().waitFor();
  assert.notEqual(await page.title(), 'owned');
  assert.equal(await page.locator('main img, main script').count(), 0);
});

test('at 400 pixels nothing is wider than the screen', { skip }, async () => {
  await page.setViewportSize({ width: 400, height: 800 });
  for (const url of ['/', `/trace/${chainTrace({ seed: 2 })[0]!.traceId}`]) {
    await page.goto(base + url);
    await page.locator('.traces, .row.span').first().waitFor();
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    const wide = `[...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > 401)
      .map((e) => e.tagName + '.' + e.className).slice(0, 5).join()`;
    assert.ok(width <= 400, `${url}: ${width}, ${await page.evaluate<string>(wide)}`);
  }
});

test('the page asks nobody else, breaks no policy and throws nothing', { skip }, () => {
  assert.deepEqual([...requested], [base]);
  assert.deepEqual(problems, []);
});

test('the script is small', { skip }, async () => {
  const folder = path.join((await ensurePage(assert.fail))!, 'assets');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const octets = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(path.join(folder, name))).length, 0);
  assert.ok(octets < 60_000, `${octets} octets`);
});
