import { createHash, type KeyObject, sign } from 'node:crypto';

/**
 * An SSH signature of `payload` in the namespace "git", armoured, as `git verify-commit` and `ssh-keygen -Y verify` read it.
 * The format is OpenSSH's PROTOCOL.sshsig; the key must be ed25519.
 */
export const sshSignature = (key: SshKey, payload: string): string => {
  const digest = createHash('sha512').update(payload, 'utf8').digest();
  const signed = Buffer.concat([magic, text('git'), text(''), text('sha512'), text(digest)]);
  const signature = Buffer.concat([text('ssh-ed25519'), text(sign(null, signed, key.privateKey))]);
  const blob = Buffer.concat([magic, version, text(key.wire), text('git'), text(''), text('sha512'), text(signature)]);
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----'].join('\n');
};

/** An ed25519 key pair, `wire` being the public half as SSH sends it. */
export type SshKey = { readonly privateKey: KeyObject; readonly wire: Buffer };

export const sshKey = (keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }): SshKey => {
  const { x } = keys.publicKey.export({ format: 'jwk' });
  if (x === undefined) throw new Error('the signing key is not an ed25519 key');
  return { privateKey: keys.privateKey, wire: Buffer.concat([text('ssh-ed25519'), text(Buffer.from(x, 'base64url'))]) };
};

/** The line of an `authorized_keys` or allowed signers file. */
export const publicKeyLine = (key: SshKey, comment: string): string => `ssh-ed25519 ${key.wire.toString('base64')} ${comment}`;

const magic = Buffer.from('SSHSIG');
const version = Buffer.of(0, 0, 0, 1);

/** An SSH string: its length as 32 bits, then its bytes. */
const text = (content: string | Buffer): Buffer => {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
