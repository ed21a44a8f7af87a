import { Fault } from '../core/index.ts';

/** Reads a server's address: http or https, no user in it (a key would be seen), no query; without a slash at the end. */
export const parseServerUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new Fault('usage/invalid', 'That is not the address of a server.', { hint: 'Write it like http://127.0.0.1:4000' });
  }
  if (url.username !== '' || url.password !== '') {
    throw new Fault('usage/invalid', 'A server address must not hold a user or a key.', {
      hint: `Write ${url.origin} and sign in: sluice login`,
    });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
};

/** True for this machine itself: such requests use no proxy, and plain http is no risk. */
export const isLoopback = (url: string): boolean => {
  const host = new URL(url).hostname;
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
};
