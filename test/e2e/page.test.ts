import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { openPublicServer, type PublicServer } from '../../local/http.ts';
import { startBrowser } from './browser.ts';

/**
 * The page as people use it, in a browser, before the running cloud: from a tap on the phone to the report beside it.
 */
const browser = await startBrowser();

let cloud: Cloud;
let server: PublicServer;
let page: Page;
let faults: string[];

beforeAll(async () => {
  if (!browser) return;
  server = await openPublicServer(0);
  cloud = await startCloud({ assembly: inject('assembly'), numbers: ['109876543210987'] });
  server.serve(cloud);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await cloud?.close();
});

beforeEach(async () => {
  if (!browser) return;
  page = await browser.newPage();
  faults = [];
  page.on('pageerror', (fault) => faults.push(String(fault)));
  page.on('requestfailed', (request) => faults.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:'))
      faults.push(`asks outside: ${request.url()}`);
  });
  await page.setViewport({ width: 1280, height: 860 });
  await page.goto(server.url);
  await page.waitForSelector('#people [role="radio"]');
});

afterEach(() => page?.close());

const text = (selector: string): Promise<string> =>
  page.$$eval(selector, (elements) => elements.map(({ textContent }) => textContent).join('\n'));

/** An expression of the page: the elements of a selection in which these words are read. */
const withWords = (selector: string, words: string): string =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((each) => each.textContent.includes(${JSON.stringify(words)}))`;

/** Waits until these words are read somewhere in the selection. */
const reads = (selector: string, words: string) =>
  page.waitForFunction(`${withWords(selector, words)}.length > 0`, { timeout: 120_000 });

const press = (selector: string, words: string) => page.evaluate(`${withWords(selector, words)}[0].click()`);

const widthOfPage = () => page.evaluate('document.documentElement.scrollWidth');

async function write(words: string): Promise<void> {
  await page.type('#text', words);
  await page.keyboard.press('Enter');
}

async function choose(name: string): Promise<void> {
  await press('#people [role="radio"]', name);
  await reads('#phone-name', name);
}

describe.skipIf(!browser)('the page', () => {
  test('shows the report, its folio and the answer to what a neighbour writes', async () => {
    await choose('Guadalupe Yescas');
    await write('Se oyen balazos atrás de la secundaria, en Yáñez y Reforma, colonia Balderrama, Hermosillo');
    await reads('#chat .bubble.mine', 'Se oyen balazos');
    await reads('#reports .card', 'Detonaciones de arma de fuego');
    await reads('#chat .bubble', '9-1-1');
    expect(await text('#reports .card .pill')).toContain('Alta');
    const folio = await text('#reports .card:first-child .folio');
    expect(await text('#chat')).toContain(folio);
    await press('[role="tab"]', 'Envíos');
    await reads('#outbound .row', folio);
    expect(faults).toEqual([]);
  });

  test('gives an operator the card with buttons that can be tapped', async () => {
    await choose('Marisol Duarte');
    await write('Aquí guardia');
    await reads('#chat .bubble.mine', 'Aquí guardia');
    await choose('Ramón Bórquez');
    await write('Hay un incendio en la casa de enfrente, calle Sufragio 12, colonia Centro, Hermosillo');
    await reads('#reports .card', 'Incendio');
    await choose('Marisol Duarte');
    await reads('#chat .taps button', 'Va unidad');
    await press('#chat .bubble:last-child .taps button', 'Va unidad');
    await reads('#chat .bubble.mine', 'Va unidad');
    expect(faults).toEqual([]);
  });

  test('sends a pin, a voice note and a picture', async () => {
    await choose('Elisa Tánori');
    await page.click('[data-attach="location"]');
    await page.click('#place-form [type="submit"]');
    await reads('#chat .bubble.mine .pin', 'Parque Madero');
    await page.click('[data-attach="voice"]');
    await page.waitForSelector('#chat .bubble.mine audio');
    await page.type('#text', 'Así quedó');
    await page.click('[data-attach="image"]');
    await reads('#chat .bubble.mine', 'Así quedó');
    await page.waitForFunction(
      '[...document.images].every((image) => image.complete && image.naturalWidth > 0)',
    );
    expect(faults).toEqual([]);
  });

  test('adds a person, who writes in a group that others then read', async () => {
    await page.click('#new-person');
    await page.type('#person-form [name="name"]', 'Tomás Encinas');
    await page.evaluate(`document.querySelector('#person-form [name="phone"]').value = '526620000155'`);
    await page.click('#person-form [type="submit"]');
    await reads('#phone-name', 'Tomás Encinas');
    await page.select('#chat-choice', 'new');
    await write('Buenas tardes, vecinos');
    await reads('#chat-choice option', 'Grupo de Tomás');
    await choose('Elisa Tánori');
    const group = await page.$$eval('#chat-choice option', (options) =>
      options.find(({ textContent }) => textContent?.includes('Grupo de Tomás'))?.getAttribute('value'),
    );
    await page.select('#chat-choice', group ?? '');
    await reads('#chat .bubble .author', 'Tomás Encinas');
    expect(faults).toEqual([]);
  });

  test('moves the clock and runs the digest', async () => {
    const before = cloud.clock.now();
    await page.click('[data-advance="hour"]');
    await reads('#notice', 'El reloj avanzó');
    expect(cloud.clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
    const runs = cloud.counts()['Digest']?.invocations ?? 0;
    await press('[role="tab"]', 'Resumen');
    await page.click('#run-digest');
    await reads('#notice', 'Se pidió el resumen');
    await cloud.settle();
    expect(cloud.counts()['Digest']?.invocations).toBeGreaterThan(runs);
    expect(faults).toEqual([]);
  });

  test('fits a phone, with one part at a time', async () => {
    await page.setViewport({ width: 390, height: 844, isMobile: true });
    expect(await widthOfPage()).toBe(390);
    expect(await page.$eval('#composer', (form) => form.getBoundingClientRect().bottom)).toBeLessThan(
      844 - 48,
    );
    expect(await page.$eval('.system', (part) => part.checkVisibility())).toBe(false);
    await press('.views button', 'Sistema');
    expect(await page.$eval('.system', (part) => part.checkVisibility())).toBe(true);
    expect(await page.$eval('.side', (part) => part.checkVisibility())).toBe(false);
    expect(await widthOfPage()).toBe(390);
  });

  test('is worked by keyboard, and every control has a name', async () => {
    await page.focus('[role="tab"][aria-selected="true"]');
    await page.keyboard.press('ArrowRight');
    expect(await text('[role="tab"][aria-selected="true"]')).toBe('Envíos');
    await page.focus('#people [aria-checked="true"]');
    const chosen = await text('#people [aria-checked="true"]');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      `document.querySelector('#people [aria-checked="true"]').textContent !== ${JSON.stringify(chosen)}`,
    );
    const tree = await page.accessibility.snapshot();
    const nameless = (tree?.children ?? []).filter(
      ({ role, name }) => ['button', 'textbox', 'combobox', 'radio', 'tab'].includes(role) && !name,
    );
    expect(nameless).toEqual([]);
    expect(await page.$eval('html', (html) => html.lang)).toBe('es-MX');
  });
});
