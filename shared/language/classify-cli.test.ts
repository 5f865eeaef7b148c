import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';

const command = new URL('./classify-cli.ts', import.meta.url).pathname;

type Run = { code: number | null; lines: string[]; errors: string };

const start = () => spawn(execPath, [command], { stdio: ['pipe', 'pipe', 'pipe'] });

async function textOf(stream: Readable): Promise<string> {
  const parts = await stream.setEncoding('utf8').toArray();
  return parts.join('');
}

async function run(input: string | Buffer): Promise<Run> {
  const child = start();
  child.stdin.end(input);
  const [out, errors, [code]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, 'close'),
  ]);
  return { code: Number(code), lines: out.split('\n').filter((line) => line !== ''), errors };
}

describe('the classify command', () => {
  it('gives a line of labels for each line of text, with the same id', async () => {
    const { code, lines, errors } = await run(
      '{"id":"a","text":"se oyen balazos"}\n{"id":7,"text":"buenos días"}\n',
    );
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const [first, second] = lines.map((line): unknown => JSON.parse(line));
    expect(Object.keys(first ?? {})).toEqual([
      'id',
      'petitions',
      'incident',
      'inProgress',
      'priority',
      'location',
      'places',
      'scores',
      'needsReview',
      'redacted',
      'pii',
    ]);
    expect(first).toMatchObject({ id: 'a', petitions: ['emergency'], incident: 'gunfire', priority: 'high' });
    expect(second).toMatchObject({ id: 7, petitions: ['conversation'], incident: null, priority: 'none' });
  });

  it('reads CRLF, a byte order mark, empty lines, U+2028 in a text and a last line without end', async () => {
    const input =
      '\uFEFF{"id":"1","text":"hola"}\r\n\r\n   \n{"id":"2","text":"a\u2028b"}\r\n{"id":"3","text":"ñandú"}';
    const { code, lines } = await run(input);
    expect(code).toBe(0);
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['1', '2', '3']);
  });

  it('names lines it cannot read by number, goes on with the others and ends with 1', async () => {
    const { code, lines, errors } = await run(
      'nada\n{"id":"1","text":"hola"}\n{"id":"2"}\n[]\n{"id":"3","text":"adiós"}\n',
    );
    expect(code).toBe(1);
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['1', '3']);
    expect(errors.match(/^Línea \d+/gmu)).toEqual(['Línea 1', 'Línea 3', 'Línea 4']);
    expect(errors).not.toContain('nada\n');
  });

  it('keeps its memory while fifty thousand lines go through', async () => {
    const count = 50_000;
    function* input(): Generator<string> {
      for (let id = 0; id < count; id++) yield `${JSON.stringify({ id, text: `hola ${id % 90}` })}\n`;
    }
    const child = spawn(execPath, ['--max-old-space-size=48', command], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let lines = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 10) lines++;
    });
    const [[code]] = await Promise.all([once(child, 'close'), pipeline(Readable.from(input()), child.stdin)]);
    expect({ code: Number(code), lines }).toEqual({ code: 0, lines: count });
  }, 180_000);

  it('ends quietly when nobody reads any more', async () => {
    const child = start();
    const errors = textOf(child.stderr);
    const closed = once(child, 'close');
    child.stdout.once('data', () => child.stdout.destroy());
    const lines = Readable.from(Array.from({ length: 100_000 }, () => '{"id":"1","text":"hola"}\n'));
    // That the command closes its input is what is wanted here.
    await pipeline(lines, child.stdin).catch(() => 'closed');
    const [code] = await closed;
    expect({ code: Number(code), errors: await errors }).toEqual({ code: 0, errors: '' });
  });
});
