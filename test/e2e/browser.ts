import chromium from '@sparticuz/chromium';
import { type Browser, launch } from 'puppeteer-core';

/**
 * A headless browser that npm brings, without network of its own. Null where it cannot start on this machine (a library
 * is missing, another processor): whoever asks then says aloud what is not tried.
 */
export async function startBrowser(): Promise<Browser | null> {
  try {
    return await launch({
      executablePath: await chromium.executablePath(),
      headless: 'shell',
      args: [
        ...chromium.args,
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--lang=es-MX',
      ],
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : 'sin razón conocida';
    process.stderr.write(
      `\nNo se prueba la página en un navegador: Chromium no arranca en esta máquina (${reason}).\n` +
        'The page is not tried in a browser: Chromium does not start on this machine.\n\n',
    );
    return null;
  }
}
