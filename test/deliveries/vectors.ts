import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** App secret of the signature vectors, for tests only. */
export const vectorSecret = 'clave-de-prueba-alerta-ciudadana';

const file = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'vectors', `${name}.body`));

/**
 * Bodies with their HMAC-SHA256 under `vectorSecret`, as the issue states them. The first is compact with every
 * character beyond ASCII and every slash escaped, as Meta sends it; the last two are one value with other spaces.
 */
export const vectors: { name: string; body: Buffer; signature: string }[] = [
  {
    name: 'a group text as on the wire',
    body: file('group-text-as-on-the-wire'),
    signature: 'sha256=c79ccd39eee0f04f257b37330d2f7fb56f8bd99fedb314a58074f27dadb0e4f5',
  },
  {
    name: 'an indented text',
    body: file('text-indented'),
    signature: 'sha256=2f13f283225250c7ccfca390820db30d88c3981e7878c15b0ae5862627e88e5b',
  },
  {
    name: 'an indented batch',
    body: file('batch-indented'),
    signature: 'sha256=1da144f2166fdb0b85dd1b0eb1b5bfe98ade79759b4bfd69403737a91d3ff33c',
  },
  {
    name: 'an empty envelope without spaces',
    body: Buffer.from('{"object":"whatsapp_business_account","entry":[]}'),
    signature: 'sha256=0b862cf9ccf0eee5c90de7ee1291da8ef30d65120d3e73fad625e6ca45cbae5e',
  },
  {
    name: 'an empty envelope with spaces',
    body: Buffer.from('{"object": "whatsapp_business_account","entry": []}'),
    signature: 'sha256=e2b2c392f6cc1212ecea4c69443826f6a9e32ba2043a4353f3bea8ce8e124908',
  },
];
