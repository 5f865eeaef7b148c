import { readFileSync } from 'node:fs';
import { agencyNames } from '../../shared/domain/routing.ts';
import { incidentLabels, petitionLabels, priorityLabels } from '../../shared/domain/taxonomy.ts';

/** The page's own files, by the address they have. */
export type PageFile = { contentType: string; body: Buffer | string };

const contentTypes: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

const names = [
  'index.html',
  'mark.svg',
  'base.css',
  'layout.css',
  'phone.css',
  'chat.css',
  'composer.css',
  'system.css',
  'rows.css',
  'narrow.css',
  'api.js',
  'chat.js',
  'composer.js',
  'dom.js',
  'machine.js',
  'main.js',
  'outbound.js',
  'people.js',
  'reports.js',
  'tabs.js',
  'words.js',
];

/** The file at an address, `/` or `/page/<name>`; undefined where there is none. */
export function pageFile(path: string): PageFile | undefined {
  if (path === '/page/labels.json') {
    const labels = {
      petitions: petitionLabels,
      incidents: incidentLabels,
      priorities: priorityLabels,
      agencies: agencyNames,
    };
    return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(labels) };
  }
  const name = path === '/' ? 'index.html' : names.find((known) => path === `/page/${known}`);
  if (name === undefined) return undefined;
  const contentType = contentTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return { contentType, body: readFileSync(new URL(`assets/${name}`, import.meta.url)) };
}
