/**
 * The alarms by what they mean: each is a heading of `docs/operacion.md` (Significado, Mire, Haga), and a test holds
 * that no heading lacks its alarm. `notice` is what citizens or operators notice meanwhile.
 */
export type Page = {
  heading: string;
  /** Who is woken: `now`, whoever is on call at any hour; `today`, in working hours. */
  severity: 'now' | 'today';
  notice: string;
};

export const runbook = {
  emergenciesWait: {
    heading: 'Emergencias detenidas',
    severity: 'now',
    notice:
      'Una emergencia llegó y todavía no se convierte en reporte, o su aviso no ha salido hacia los operadores.',
  },
  emergenciesDead: {
    heading: 'Emergencias sin procesar',
    severity: 'now',
    notice:
      'Un mensaje que puede ser emergencia, o su aviso a operadores, falló cinco veces y quedó apartado.',
  },
  noOperator: {
    heading: 'Emergencia sin operador',
    severity: 'now',
    notice: 'Una emergencia se registró, pero ningún operador está de turno para recibirla.',
  },
  webhookFails: {
    heading: 'El webhook falla',
    severity: 'now',
    notice:
      'Meta no logra entregarnos mensajes: los vecinos escriben y nadie los lee hasta que Meta los repita.',
  },
  sendingBlocked: {
    heading: 'Meta no acepta lo que enviamos',
    severity: 'now',
    notice:
      'Nadie recibe respuesta ni aviso: el token, los permisos o la cuenta de WhatsApp necesitan a una persona.',
  },
  sweepSilent: {
    heading: 'El barrido se detuvo',
    severity: 'now',
    notice: 'Los envíos que fallan una vez ya no se reintentan, tampoco los avisos de emergencia.',
  },
  throttled: {
    heading: 'Funciones frenadas',
    severity: 'now',
    notice: 'Todo tarda más: AWS no deja correr más funciones a la vez en esta cuenta.',
  },
  urgentErrors: {
    heading: 'Errores en el camino de emergencias',
    severity: 'now',
    notice: 'Una emergencia o su aviso puede tardar en salir mientras se reintenta.',
  },
  errors: {
    heading: 'Errores en una función',
    severity: 'today',
    notice: 'Algunas respuestas, reportes o archivos tardan mientras se reintentan.',
  },
  messagesLate: {
    heading: 'Mensajes atrasados',
    severity: 'now',
    notice: 'Los vecinos esperan su respuesta más de lo normal: sus mensajes siguen en la fila.',
  },
  answersLate: {
    heading: 'Respuestas atrasadas',
    severity: 'today',
    notice: 'Los reportes se registran, pero la respuesta al vecino no ha salido.',
  },
  backgroundLate: {
    heading: 'Trabajo de fondo atrasado',
    severity: 'today',
    notice: 'Resúmenes, estados de entrega, esperas o archivos van tarde; los reportes se atienden igual.',
  },
  dead: {
    heading: 'Cartas muertas',
    severity: 'today',
    notice:
      'Un mensaje, envío o archivo falló cinco veces: alguien no tuvo respuesta, resumen o su archivo guardado.',
  },
  digestSilent: {
    heading: 'Sin resúmenes',
    severity: 'today',
    notice: 'Los grupos no recibirán su resumen de prevención del día.',
  },
  signatureRefused: {
    heading: 'Firmas rechazadas',
    severity: 'today',
    notice:
      'Llegan entregas cuya firma no coincide: o alguien intenta hacerse pasar por Meta, o cambió la clave de la app y los vecinos no están siendo leídos.',
  },
  parked: {
    heading: 'Mensajes apartados',
    severity: 'today',
    notice: 'Un mensaje no se pudo entender como lo envió Meta: está guardado, pero nadie lo ha atendido.',
  },
  mediaLost: {
    heading: 'Archivos perdidos',
    severity: 'today',
    notice: 'Una nota de voz, foto o documento ya no se pudo descargar de Meta.',
  },
} as const satisfies Record<string, Page>;

export type PageName = keyof typeof runbook;

/** Anchor of a heading as GitHub makes it. */
export const anchor = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');

/** An alarm's description: what people notice, and where it says what to do. */
export function describe({ heading, severity, notice }: Page): string {
  const when = severity === 'now' ? 'A cualquier hora' : 'En horario de oficina';
  return `${when}. ${notice} Qué hacer: docs/operacion.md#${anchor(heading)}`;
}
