import { describe, expect, it } from 'vitest';
import type { Utterance } from '../domain/intent.ts';
import { incidents } from '../domain/taxonomy.ts';
import { freeForm, template } from './render.ts';

const now = new Date('2026-11-24T20:00:00Z');
const folio = 'SON-7K2M-9QXD';

const card = (given: Partial<Extract<Utterance, { kind: 'operator-card' }>> = {}): Utterance => ({
  kind: 'operator-card',
  folio,
  incident: 'gunfire',
  priority: 'high',
  location: {
    municipality: 'Hermosillo',
    colonia: 'Balderrama',
    street: ['Yáñez', 'Reforma'],
    landmark: 'Oxxo',
  },
  said: 'se oyeron balazos',
  saidAt: '2026-11-24T19:58:00Z',
  ...given,
});

describe('an answer to an emergency', () => {
  it('says first of all to dial 9-1-1, then what is safe to do, then the folio', () => {
    const { body } = freeForm(
      { kind: 'emergency-answer', folio, incident: 'gas_hazmat', sensitive: false },
      now,
    );
    expect(body).toMatch(/^Marque 9-1-1 ahora/u);
    expect(body).toContain('No prenda nada');
    expect(body).toContain(folio);
  });

  it.each([...incidents, null])('is read in seconds: %s', (incident) => {
    for (const sensitive of [true, false]) {
      const { body } = freeForm({ kind: 'emergency-answer', folio, incident, sensitive }, now);
      expect(body.length).toBeLessThanOrEqual(320);
      expect(body).toMatch(/^Marque 9-1-1/u);
    }
  });

  it('does not name what is sensitive, since whoever does harm may hold the phone', () => {
    const { body } = freeForm(
      { kind: 'emergency-answer', folio, incident: 'domestic_violence', sensitive: true },
      now,
    );
    expect(body).not.toMatch(/violencia|pareja|agres|golp/iu);
    expect(body).toContain('borre este mensaje');
  });
});

describe('an answer', () => {
  const answer: Utterance = {
    kind: 'answer',
    folio,
    petitions: ['incident_report', 'patrol_request'],
    incident: 'burglary',
    agency: 'Policía Municipal',
    sensitive: false,
  };

  it('says what was understood, who attends and the folio', () => {
    const { body } = freeForm(answer, now);
    expect(body).toContain('reporte de incidente y solicitud de patrullaje (robo a casa habitación');
    expect(body).toContain('Policía Municipal');
    expect(body).toContain(folio);
  });

  it('names neither incident nor agency when it is sensitive', () => {
    const { body } = freeForm({ ...answer, incident: 'drug_activity', agency: '089', sensitive: true }, now);
    expect(body).not.toMatch(/droga|consumo|reporte de incidente/iu);
    expect(body).toContain('no publique direcciones');
  });

  it('to a voice note says that somebody has to listen, and 9-1-1 first', () => {
    const { body } = freeForm({ kind: 'voice-answer', folio }, now);
    expect(body).toMatch(/^Si es una emergencia, marque 9-1-1/u);
    expect(body).toContain(folio);
  });
});

describe('an operator’s card', () => {
  it('holds incident, place, words and the buttons of its folio', () => {
    expect(freeForm(card(), now)).toEqual({
      kind: 'buttons',
      body: [
        'Prioridad Alta: Detonaciones de arma de fuego.',
        'Lugar: Yáñez y Reforma, Oxxo, Balderrama, Hermosillo.',
        'Esto dicen: se oyeron balazos',
        'Se escribió hace 2 minutos. Folio: SON-7K2M-9QXD. Conteste con un botón para que se sepa quién atiende.',
      ].join('\n'),
      buttons: [
        { id: `ack:${folio}`, title: 'Enterado' },
        { id: `dispatch:${folio}`, title: 'Va unidad' },
        { id: `false:${folio}`, title: 'Falsa alarma' },
      ],
    });
  });

  it('says that it comes late, and how late, once five minutes old', () => {
    const { body } = freeForm(card({ saidAt: '2026-11-24T18:30:00Z' }), now);
    expect(body).toContain('Prioridad Alta, TARDÍO');
    expect(body).toContain('hace 1 hora');
  });

  it('counts no minutes before the first is over', () => {
    expect(freeForm(card({ saidAt: now.toISOString() }), now).body).toContain('hace menos de 1 minuto');
  });

  it('says what is missing instead of leaving a hole', () => {
    const { body } = freeForm(card({ incident: null, location: {}, said: null }), now);
    expect(body).toContain('Sin tipo identificado');
    expect(body).toContain('sin lugar: pregunte');
    expect(body).toContain('nota de voz que nadie ha escuchado');
  });

  it('goes outside the window as a template with the same buttons', () => {
    const call = template(card(), now);
    expect(call).toMatchObject({
      name: 'tarjeta_operador',
      language: 'es_MX',
      parameters: { folio, antiguedad: '2 minutos' },
    });
    expect(call.buttons).toHaveLength(3);
  });
});

describe('a digest', () => {
  const digest: Utterance = {
    kind: 'digest',
    date: '2026-11-23',
    groupName: 'Comité Las Quintas',
    lines: ['Alumbrado público: 4 reportes.', 'Solicitud de patrullaje: 5 reportes.'],
  };

  it('has a line a fact and ends with the numbers to call', () => {
    expect(freeForm(digest, now).body).toBe(
      [
        'Hola. Resumen de Comité Las Quintas del lunes 23 de noviembre:',
        '',
        '• Alumbrado público: 4 reportes.',
        '• Solicitud de patrullaje: 5 reportes.',
        '',
        'Emergencias: 9-1-1. Denuncia anónima: 089. Gracias por participar en su grupo.',
      ].join('\n'),
    );
  });

  it('puts its facts on one line in a template', () => {
    expect(template(digest, now).parameters).toEqual({
      grupo: 'Comité Las Quintas',
      fecha: 'lunes 23 de noviembre',
      resumen: 'Alumbrado público: 4 reportes. Solicitud de patrullaje: 5 reportes.',
    });
  });
});
