import { join } from 'node:path';

/**
 * The whole environment of a sops child: the app's key by file, its home and temporary files in the private folder, no
 * network (dead proxies), no credentials of any key service, and no question to the vendor about newer versions.
 */
export const sopsEnvironment = (folder: string, searchPath: string): Record<string, string> => ({
  PATH: searchPath,
  HOME: folder,
  XDG_CONFIG_HOME: folder,
  TMPDIR: folder,
  LC_ALL: 'C',
  SOPS_AGE_KEY_FILE: join(folder, 'identity'),
  SOPS_DISABLE_VERSION_CHECK: '1',
  SOPS_ENABLE_LOCAL_KEYSERVICE: 'true',
  SOPS_DECRYPTION_ORDER: 'age',
  AWS_EC2_METADATA_DISABLED: 'true',
  ...Object.fromEntries(proxyNames.map((name) => [name, deadAddress])),
});

const deadAddress = 'http://127.0.0.1:9';
const proxyNames = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];
