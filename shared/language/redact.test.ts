import { describe, expect, it } from 'vitest';
import { loadModel } from './model-file.ts';
import { openRedactor } from './redact.ts';

const { redact, redactForDispatch } = openRedactor(loadModel());

const hidden: [string, string][] = [
  ['mi cel es 662 000 0123 por si ocupan', 'mi cel es [teléfono] por si ocupan'],
  ['marquen al +52 1 6620000123', 'marquen al [teléfono]'],
  ['(662) 000-01-23 es el del velador', '[teléfono] es el del velador'],
  ['me hablan del 6440000456, que deposite', 'me hablan del [teléfono], que deposite'],
  ['tel 2130045', 'tel [teléfono]'],
  ['escriban a ana.lopez@example.com', 'escriban a [correo]'],
  ['es un tsuru placas WDR-12-34 gris', 'es un tsuru placas [placas] gris'],
  ['las placas son vyx 123 a', 'las placas son [placas]'],
  ['la troca ABC1234 da vueltas', 'la troca [placas] da vueltas'],
  ['su CURP es GOMC960912HSRRRL09', 'su CURP es [CURP]'],
  ['deposité a la 4111 1111 1111 1111', 'deposité a la [tarjeta]'],
  ['soy María Fernanda López de la Balderrama', 'soy [nombre] de la Balderrama'],
  ['me llamo Juan', 'me llamo [nombre]'],
  ['don Chuy ya fue a ver', '[nombre] ya fue a ver'],
  ['gritan en calle Yáñez 214 sur, col. Modelo', 'gritan en [domicilio]'],
  ['estoy en calle tlaxcala número 88, vengan', 'estoy en [domicilio], vengan'],
  ['la señora Lupita está tirada', 'la [nombre] está tirada'],
];

const kept = [
  'marque al 911 o al 089',
  'a las 12:30 pasaron, eran como las 10 20',
  'calle 26 y avenida Obregón 1204',
  'cobran $15,000 pesos a la semana',
  'km 48 de la carretera a Yécora',
  'Línea de la Vida 800',
  'soy vecina de la Sahuaro, manden patrulla',
  'la señora está tirada afuera del Oxxo',
  'atrás de abarrotes doña Lety',
  'un señor anda desorientado',
  'CALLE LAS 1204 EN EL BLOCK 1204',
  'folio SON-7K2M-9QXD',
];

describe('redaction', () => {
  it.each(hidden)('hides what points at a person: %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each(kept)('keeps what an emergency needs: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('leaves whoever is sent there the home, and not the name', () => {
    const text = 'soy Ana López, me está pegando mi esposo en mi casa, Reforma 123, colonia Centro';
    expect(redactForDispatch(text)).toContain('Reforma 123, colonia Centro');
    expect(redactForDispatch(text)).not.toContain('Ana López');
  });

  it('hides what another reader found, as whole words, and still leaves the home', () => {
    const text = 'ay sol la quiere matar en girasol 14';
    const also = [
      { type: 'NAME', text: 'sol' },
      { type: 'ADDRESS', text: 'girasol 14' },
    ] as const;
    expect(redactForDispatch(text, also)).toBe('ay [nombre] la quiere matar en girasol 14');
  });
});
