import { type Static, Type } from '../typebox.ts';

export const KeyData = Type.Object({ email: Type.String(), key: Type.String({ description: 'An API key. Shown this once' }) });

export const UserData = Type.Object({
  email: Type.String(),
  tier: Type.String({ description: 'Always STANDARD: nothing is limited by it' }),
  credit_cents: Type.Integer(),
});

export const NewAccountBody = Type.Object({
  email: Type.String(),
  password: Type.Optional(Type.String({ description: 'At least 8 characters. Absent: the account signs in by key alone' })),
  existing_ok: Type.Optional(
    Type.Boolean({ description: 'True: an account that is there gets one more key (and this password), and the answer is 200' }),
  ),
});

export const RegenerateQuery = Type.Object({ current_password: Type.String() });

export type NewAccount = Static<typeof NewAccountBody>;
