import { terminal } from './console.ts';
import { dispatch } from './dispatch.ts';

/** `npm run alerta -- …`: what SSP staff do from a terminal. */
process.exitCode = await dispatch(process.argv.slice(2), terminal());
