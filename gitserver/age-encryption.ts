import { generateX25519Identity, identityToRecipient } from 'age-encryption';

/** An age key pair: `identity` is the secret half (`AGE-SECRET-KEY-1…`), `recipient` the public one (`age1…`). */
export type AgeKey = { readonly identity: string; readonly recipient: string };

export const newAgeKey = async (): Promise<AgeKey> => ageKeyOf(await generateX25519Identity());

export const ageKeyOf = async (identity: string): Promise<AgeKey> => ({ identity, recipient: await identityToRecipient(identity) });
