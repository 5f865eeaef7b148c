/** A command could not be done; `message` is Spanish, for whoever typed it. Exit code 1. */
export class Fault extends Error {
  override readonly name: string = 'Fault';
}

/** What was typed is no command; exit code 2. */
export class Misuse extends Fault {
  override readonly name = 'Misuse';
}

/** Errors of AWS that whoever typed can mend, by the SDK's name for them. */
const remedies: Record<string, string> = {
  ResourceNotFoundException:
    'AWS no encuentra lo que se pidió. ¿Ya desplegó esa etapa, en la región de su archivo de configuración?',
  AccessDeniedException: 'Su usuario de AWS no tiene permiso para esto. Pídalo a quien administra la cuenta.',
  CredentialsProviderError:
    'No hay una sesión de AWS abierta en esta computadora. Ábrala (aws login o aws configure) y repita.',
  ExpiredTokenException: 'Su sesión de AWS venció. Ábrala de nuevo y repita.',
  UnrecognizedClientException: 'AWS no reconoce sus credenciales. Abra la sesión de nuevo y repita.',
};

/** What to tell of an error: never its text when it comes from AWS, which may quote what was sent. */
export function explain(error: unknown): string {
  if (error instanceof Fault) return error.message;
  const name = error instanceof Error ? error.name : 'error desconocido';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED') return 'Nadie contesta en esa dirección. ¿Está corriendo npm start?';
  return remedies[name] ?? `No se pudo (${name}). Revise su conexión y repita; repetir no hace daño.`;
}
