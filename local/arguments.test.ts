import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

describe('the command line of npm start', () => {
  it('has its defaults', () => {
    expect(readArguments([])).toEqual({
      port: 3000,
      numbers: ['109876543210987', '209876543210988'],
      dataFolder: undefined,
      scenario: 'demo',
      quiet: false,
    });
  });

  it('takes every option', () => {
    expect(
      readArguments(['--port', '0', '--numbers', '12345', '--data=./d', '--scenario', 'x.jsonl', '--quiet']),
    ).toEqual({ port: 0, numbers: ['12345'], dataFolder: './d', scenario: 'x.jsonl', quiet: true });
    expect(readArguments(['--help'])).toBeNull();
  });

  it.each([
    [['--prot', '1'], 'No existe la opción «--prot»'],
    [['3000'], 'Sobra «3000»'],
    [['--port'], 'La opción'],
    [['--port', '70000'], '«70000» no es un puerto'],
    [['--numbers', '12345,12345'], 'no es una lista de números'],
    [['--scenario', 'dia'], 'No hay una jornada «dia»'],
  ])('refuses %j with a sentence', (given, sentence) => {
    expect(() => readArguments(given)).toThrow(sentence);
  });
});
