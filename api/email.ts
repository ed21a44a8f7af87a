import { Fault } from '../core/index.ts';

/** E-mails are compared in lower case. */
export const normaliseEmail = (text: string): string => text.trim().toLowerCase();

/** An e-mail an account can have: one @, and nothing that Basic auth or a netrc file would trip over. */
export const parseEmail = (text: string): string => {
  const email = normaliseEmail(text);
  if (email.length <= 254 && /^[^\s@:"'\\<>#\p{Cc}][^\s@:"'\\<>\p{Cc}]*@[a-z0-9.-]+$/u.test(email)) return email;
  throw new Fault('request/invalid', 'That is not an e-mail address an account can have.', {
    hint: 'Send one like ada@example.org.',
    data: { field: 'email' },
  });
};
