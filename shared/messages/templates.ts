/**
 * Templates as they are registered at Meta, for what is said outside the service window. Names change when meaning does:
 * a deleted name stays blocked for 30 days, and an approved text can be edited once a day.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export type Template = {
  name: string;
  language: 'es_MX';
  category: 'UTILITY' | 'MARKETING';
  /** At most 1,024 characters once filled in; variables as `{{name}}`, none first, last or side by side. */
  body: string;
  /** An example for each variable: without it the review refuses the template. */
  examples: Record<string, string>;
  /** At most 60 characters, no variables. */
  footer: string;
  /** Labels of quick replies, in order. */
  quickReplies: readonly string[];
  /** How long Meta goes on trying, 30 to 43,200 s: an order to take cover, or yesterday's digest, is not said late. */
  ttlSeconds: number;
};

const footer = 'Alerta Ciudadana Sonora';

/** Longest value of each variable, in UTF-16 units, so that the filled body always fits. */
export const parameterLimits = {
  folio: 64,
  indicaciones: 200,
  solicitud: 160,
  instancia: 120,
  motivo: 80,
  prioridad: 20,
  lugar: 240,
  dicho: 360,
  antiguedad: 20,
  fecha: 40,
  grupo: 80,
  resumen: 640,
} as const;

export type ParameterName = keyof typeof parameterLimits;

export const templates = {
  emergency: {
    name: 'aviso_emergencia',
    language: 'es_MX',
    category: 'UTILITY',
    body:
      'Marque 9-1-1 ahora: es lo más rápido para que llegue ayuda.\n{{indicaciones}}\n' +
      'Su aviso se está pasando al personal de guardia. Folio: {{folio}}. No espere respuesta aquí para llamar.',
    examples: { indicaciones: 'Salga y aléjese del humo. No regrese por cosas.', folio: 'SON-7K2M-9QXD' },
    footer,
    quickReplies: [],
    ttlSeconds: 1800,
  },
  report: {
    name: 'acuse_reporte',
    language: 'es_MX',
    category: 'UTILITY',
    body:
      'Gracias por avisar. Entendimos: {{solicitud}}.\nSe canaliza a: {{instancia}}.\n{{indicaciones}}\n' +
      'Su folio es {{folio}} y con él puede preguntar cómo va. Si hay peligro, marque 9-1-1.',
    examples: {
      solicitud: 'solicitud de patrullaje (robo de vehículo o autopartes)',
      instancia: 'Policía Municipal',
      indicaciones: 'Presente su denuncia cuanto antes, con los datos del vehículo.',
      folio: 'SON-7K2M-9QXD',
    },
    footer,
    quickReplies: [],
    ttlSeconds: 43_200,
  },
  discreetReport: {
    name: 'acuse_reservado',
    language: 'es_MX',
    category: 'UTILITY',
    body:
      'Gracias por escribir. Recibimos su mensaje y lo tratamos con reserva.\n{{indicaciones}}\n' +
      'Su folio es {{folio}} y no se publica en el grupo. Si hay peligro, marque 9-1-1.',
    examples: {
      indicaciones: 'Por su seguridad y la de otras personas, no dé detalles en el grupo.',
      folio: 'SON-7K2M-9QXD',
    },
    footer,
    quickReplies: [],
    ttlSeconds: 43_200,
  },
  voice: {
    name: 'acuse_nota_de_voz',
    language: 'es_MX',
    category: 'UTILITY',
    body:
      'Si es una emergencia, marque 9-1-1 ahora.\nRecibimos su nota de voz y una persona tiene que escucharla. ' +
      'Su folio es {{folio}}. Si puede, escriba qué pasa y dónde: se atiende más pronto.',
    examples: { folio: 'SON-7K2M-9QXD' },
    footer,
    quickReplies: [],
    ttlSeconds: 1800,
  },
  operatorCard: {
    name: 'tarjeta_operador',
    language: 'es_MX',
    category: 'UTILITY',
    body:
      'Prioridad {{prioridad}}: {{motivo}}.\nLugar: {{lugar}}.\nEsto dicen: {{dicho}}\n' +
      'Se escribió hace {{antiguedad}}. Folio: {{folio}}. Conteste con un botón para que se sepa quién atiende.',
    examples: {
      prioridad: 'Alta',
      motivo: 'Detonaciones de arma de fuego',
      lugar: 'calle Yáñez y Reforma, Balderrama, Hermosillo',
      dicho: 'se oyeron varios balazos atrás de la secundaria',
      antiguedad: '3 minutos',
      folio: 'SON-7K2M-9QXD',
    },
    footer,
    quickReplies: ['Enterado', 'Va unidad', 'Falsa alarma'],
    ttlSeconds: 1800,
  },
  digest: {
    name: 'resumen_diario',
    language: 'es_MX',
    category: 'UTILITY',
    body:
      'Hola. Resumen de {{grupo}} del {{fecha}}:\n{{resumen}}\n' +
      'Emergencias: 9-1-1. Denuncia anónima: 089. Gracias por participar en su grupo.',
    examples: {
      grupo: 'Comité Las Quintas',
      fecha: 'lunes 23 de noviembre',
      resumen: 'Alumbrado público: 4 reportes.',
    },
    footer,
    quickReplies: [],
    ttlSeconds: 10_800,
  },
} as const satisfies Record<string, Template>;
