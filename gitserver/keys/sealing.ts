import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Seals small secrets with AES-256-GCM under one 32-byte key. `label` says whose it is: opened under another label it fails. */
export type Sealing = {
  readonly seal: (label: string, secret: string) => Uint8Array;
  /** Throws when the key, the label or a byte is wrong. */
  readonly open: (label: string, sealed: Uint8Array) => string;
};

const format = 1;

/** Format of a sealed secret: 1 byte version, 12 bytes nonce, 16 bytes tag, ciphertext. */
export const createSealing = (key: Uint8Array): Sealing => ({
  seal: (label, secret) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(label));
    const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(format), nonce, cipher.getAuthTag(), ciphertext]);
  },
  open: (label, sealed) => {
    if (sealed.length < 29 || sealed[0] !== format) throw new Error('not a sealed secret of a known format');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13), { authTagLength: 16 })
      .setAAD(Buffer.from(label))
      .setAuthTag(sealed.subarray(13, 29));
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
  },
});
